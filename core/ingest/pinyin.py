"""Names as pinyin, for search: a reading per distinct character, not per name, so that a county's roster takes no time."""

from __future__ import annotations

import os
from collections.abc import Iterable

from core.registry.name_form import name_form

# Surnames read otherwise than the character's usual reading.
SURNAMES = {
    "覃": "qin", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "曾": "zeng", "朴": "piao", "翟": "zhai", "盖": "ge",
    "乐": "yue", "任": "ren", "尉": "wei", "缪": "miao", "种": "chong", "折": "she", "黑": "he", "召": "shao", "纪": "ji", "燕": "yan",
}  # fmt: skip


def readings(names: Iterable[str]) -> dict[str, list[str]]:
    """Columns name, pinyin ('zhang wei') and initials ('zw') for each distinct name; letters and digits stay as they are, dots go."""
    # fifty megabytes for readings of whole phrases, which nobody asks for, and a second copy of the others
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionaries take a while to load

    names = list(dict.fromkeys(names))
    forms = [name_form(n) or "" for n in names]
    characters = list(set("".join(forms)))
    reading = {c: lazy_pinyin(c)[0].lower() for c in characters}
    spoken = [[SURNAMES.get(n[0], reading[n[0]]), *(reading[c] for c in n[1:])] if n else [] for n in forms]
    return {
        "name": names,
        "pinyin": [" ".join(s for s in syllables if s.strip()) for syllables in spoken],
        "initials": ["".join(s[0] for s in syllables if s.strip()) for syllables in spoken],
    }
