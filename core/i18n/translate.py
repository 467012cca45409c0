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

# Nouns of the words that stand behind a number.
PLURALS = (
    "acts", "alerts", "applications", "beds", "cases", "changes", "characters", "charts", "check-ins", "classes", "clues", "codes", "columns", "contacts",
    "days", "declarations", "editions", "enterprises", "entries", "exports", "faults", "files", "grids", "hours", "households", "links", "measures",
    "minutes", "others", "outlines", "pairs", "papers", "parts", "phones", "pictures", "places", "points", "posts", "readings", "records", "removals",
    "reports", "residents", "rooms", "rows", "scans", "schools", "seconds", "sections", "stations", "stays", "tables", "tasks", "tests", "times", "units",
    "villages", "visits", "weeks", "work orders",
)  # fmt: skip


def _one_of(noun: str) -> str:
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-2] if noun.endswith(("sses", "xes", "ches")) else noun[:-1]


SINGULAR = {noun: _one_of(noun) for noun in PLURALS} | {"people": "person", "persons": "person"}
# What may stand between the number and its noun, and between the noun and its verb.
BEFORE = (
    "drafted",
    "exit",
    "government",
    "known",
    "more",
    "neighbouring",
    "new",
    "nil",
    "open",
    "registered",
    "severe",
    "surest",
    "working",
)
BETWEEN = ("that", "who", "still")
# Of the words there are; one that is also the past (read, put) or an adjective (open) is not among them.
VERBS = {"are": "is", "were": "was", "have": "has", "do": "does", "go": "goes"} | {
    verb: verb + "s"
    for verb in ("belong", "change", "declare", "keep", "need", "refuse", "repeat", "stand", "stay", "wait")
}
ONE = re.compile(
    rf"(?<![\w.,:/-])(1 (?:(?:{'|'.join(BEFORE)}) )?)({'|'.join(SINGULAR)})\b((?: (?:{'|'.join(BETWEEN)}))?)(?: ({'|'.join(VERBS)})\b)?"
)


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


def t(language: str, key: str, /, **fields: object) -> str:
    """The text of `key`, its `{fields}` filled in; one that is a Word is a key itself, filled by the same fields; several names are listed."""
    texts = words().get(key)
    if texts is None:
        return key
    text = texts.get(language) or texts["zh"]
    fields = {name: _listed(language, value) for name, value in fields.items()}
    plain = {name: value for name, value in fields.items() if not isinstance(value, Word)}
    fields |= {name: t(language, value, **plain) for name, value in fields.items() if name not in plain}
    return _one(text.format(**fields), language) if fields else text


def _listed(language: str, value: object) -> object:
    """Names as the reader parts them: 甲、乙 / A, B."""
    if isinstance(value, list | tuple) and all(isinstance(name, str) for name in value):
        return words()["list.items"][language].join(value)
    return value


def _one(text: str, language: str) -> str:
    """English words count in the plural, and one is none: “1 people are” → “1 person is”, “1 people refuse” → “1 person refuses”."""
    if language != "en" or "1 " not in text:
        return text
    return ONE.sub(_said_of_one, text)


def _said_of_one(found: re.Match) -> str:
    return f"{found[1]}{SINGULAR[found[2]]}{found[3]}" + (f" {VERBS[found[4]]}" if found[4] else "")


def has(key: str) -> bool:
    return key in words()
