"""Words in the reader's language.

`words/<room>.toml` holds them (those of a kind of list: `words.toml` of its folder), Chinese and English side by side under one key:

    [overview.title]
    zh = "总览"
    en = "Overview"

A missing key is an error in tests (tests/core/i18n) and shows itself as the key on a page.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from core.errors import Word

LANGUAGES = ("zh", "en")
WORDS = Path(__file__).parent / "words"
KINDS = (
    Path(__file__).parents[1] / "ingest" / "kinds"
)  # a kind of list brings its name and the words of its issues with it

SINGULAR = {"people": "person", "persons": "person", "tasks": "task", "days": "day", "rows": "row", "grids": "grid", "units": "unit", "alerts": "alert",
            "files": "file", "schools": "school", "contacts": "contact", "cases": "case", "households": "household", "check-ins": "check-in", "entries": "entry", "faults": "fault",
            "applications": "application", "clues": "clue", "papers": "paper", "work orders": "work order", "beds": "bed", "times": "time", "scans": "scan", "reports": "report", "tests": "test",
            "codes": "code", "phones": "phone", "pictures": "picture", "records": "record", "places": "place", "sections": "section", "villages": "village",
            "stations": "station", "seconds": "second", "minutes": "minute", "hours": "hour", "weeks": "week", "visits": "visit", "pairs": "pair", "changes": "change",
            "columns": "column", "tables": "table", "rooms": "room", "links": "link", "readings": "reading", "stays": "stay", "others": "other"}  # fmt: skip
VERBS = {" are": " is", " were": " was", " have": " has", " wait": " waits"}
ONE = re.compile(rf"(?<![\w.,:/-])1 ({'|'.join(SINGULAR)})\b((?:{'|'.join(VERBS)})\b)?")


@cache
def words() -> dict[str, dict[str, str]]:
    """All words: key → {language: text}."""
    found: dict[str, dict[str, str]] = {}
    for file in (*sorted(WORDS.glob("*.toml")), *sorted(KINDS.glob("*/words.toml"))):
        _collect(tomllib.loads(file.read_text("utf-8")), "", found)
    return found


def _collect(table: dict, prefix: str, found: dict[str, dict[str, str]]) -> None:
    if table and all(isinstance(v, str) for v in table.values()):
        if prefix in found:
            raise ValueError(f"two texts for {prefix}")
        found[prefix] = table
        return
    for name, inner in table.items():
        _collect(inner, f"{prefix}.{name}" if prefix else name, found)


def t(language: str, key: str, **fields: object) -> str:
    """The text of `key`, its `{fields}` filled in; one that is a Word is a key itself, filled by the same fields."""
    texts = words().get(key)
    if texts is None:
        return key
    text = texts.get(language) or texts["zh"]
    plain = {name: value for name, value in fields.items() if not isinstance(value, Word)}
    fields |= {name: t(language, value, **plain) for name, value in fields.items() if name not in plain}
    return _one(text.format(**fields), language) if fields else text


def _one(text: str, language: str) -> str:
    """English words count in the plural, and one is none: “1 people are” → “1 person is”."""
    if language != "en" or "1 " not in text:
        return text
    return ONE.sub(lambda found: f"1 {SINGULAR[found[1]]}{VERBS.get(found[2], '')}", text)


def has(key: str) -> bool:
    return key in words()
