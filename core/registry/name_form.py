"""A name's form: one text for all ways of writing a name, for matching and search. The register keeps the name as written.

The twin of the macro `name_form` in the schema (a test holds them together), for what is not done in SQL.
"""

from __future__ import annotations

import re
import unicodedata

# Characters of Chinese names: U+4E00–9FFF and, rarer, the extensions, compatibility characters, and what older systems kept in private use.
HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff"
# What stands for the middle dot of 阿依古丽·买买提, as keyboards, fonts and other programs write it.
DOTS = ".·•‧・･⋅∙◦…⋯。｡᛫ᐧ˙⸱⸳ꞏ﹒"
HYPHENS = "\\-‐‑‒–—―−_"
APOSTROPHES = "'’‘ʼ`´ʹ′"
BLANKS = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
UNSEEN = "\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
ACCENTED = "\xc0-\u024f\u1e00-\u1eff"

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_RADICALS = {ord(c): unicodedata.normalize("NFKC", c) for c in [*map(chr, range(0x2F00, 0x2FD6)), "⺟", "⻳"]}
# rare characters at the private code points that they had before GB 18030-2005 (U+E815 …): 䶮 is U+E863 there
_PRIVATE = dict(enumerate(
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻",
    0xE815,
))  # fmt: skip
_PLAIN = re.compile("[\u4e00-\u9fff]+")
_COMMA = re.compile(r"([^,]+),([^,]+)")


def name_form(name: str | None) -> str | None:
    """阿依古丽·买买提, with any of its dots or none → 阿依古丽买买提; 韦　小 明 → 韦小明; SMITH, JOHN and John Smith → john smith."""
    if name is None or _PLAIN.fullmatch(name):
        return name
    letters = name.translate(_WIDE | _RADICALS | _PRIVATE)
    letters = unicodedata.normalize("NFC", re.sub(f"[{UNSEEN}]", "", letters))
    if re.search(f"[{HAN}]", letters):
        return _lower(re.sub(f"[{DOTS}{HYPHENS}{APOSTROPHES}{BLANKS}]", "", letters)) or None
    if re.search(f"[{ACCENTED}]", letters):
        bare = "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.category(c).startswith("M"))
        letters = unicodedata.normalize("NFC", bare)
    turned = _COMMA.fullmatch(letters)
    words = f"{turned[2]} {turned[1]}" if turned else letters
    words = re.sub(f"[{DOTS}{HYPHENS}{BLANKS}]+", " ", re.sub(f"[{APOSTROPHES}]", "", words))
    return _lower(words.strip(" ")) or None


def _lower(text: str) -> str:
    """Letter by letter and each as one letter, as the database does."""
    return "".join(c.lower()[0] for c in text)
