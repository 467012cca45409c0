"""Entries of the audit log in words."""

from __future__ import annotations

import json

import pandas as pd

from core.audit.verify import Fault, Verdict
from core.i18n import format, t
from core.i18n.translate import has

SHOWN = 6  # numbers of a list; the rest is counted
# Fields whose codes have words, and where those stand: the first that has one is said.
WORDS = {
    "place": ("audit.place.", "page."), "where": ("audit.place.", "page."), "kind": ("audit.kind.", "kind.", "content."), "severity": ("severity.",), "role": ("role.",),
    "what": ("audit.what.", "page."), "purpose": ("audit.kind.",), "way": ("audit.way.",), "act": ("audit.way.",),
}  # fmt: skip


def event_word(language: str, event: str) -> str:
    return t(language, f"audit.event.{event.replace('.', '_')}")


def fields_words(language: str, fields: str) -> str:
    """What an entry says besides: its fields, one after the other; what is empty is left out, how things stood before too."""
    told = json.loads(fields)
    kept = {
        name: value
        for name, value in told.items()
        if value not in (None, [], {}, "") and name not in ("before", "through")
    }
    return t(language, "list.items").join(
        t(language, "audit.said", name=_name(language, name), value=_value(language, name, value))
        for name, value in kept.items()
    )


def in_words(language: str, found: pd.DataFrame) -> pd.DataFrame:
    """Entries as they are shown and exported. Columns: entry_id, happened_at, who, what, said."""
    return pd.DataFrame({
        "entry_id": found["entry_id"],
        "happened_at": found["happened_at"],
        "who": [who_word(language, actor, name) for actor, name in zip(found["actor"], found["name"], strict=True)],
        "what": [event_word(language, event) for event in found["event"]],
        "said": [fields_words(language, fields) for fields in found["fields"]],
    })  # fmt: skip


def who_word(language: str, actor: str, name: object) -> str:
    """A person's name and login; of what acts by itself its word."""
    if isinstance(name, str):
        return name if name == actor else f"{name} ({actor})"
    first, _, number = actor.replace("-", " ").partition(" ")
    for key, fields in ((actor.replace(" ", "_"), {}), (first, {"number": number})):
        if has(f"audit.actor.{key}") and (number == "" or number.isdecimal() or key != first):
            return t(language, f"audit.actor.{key}", **fields)
    return actor


def fault_line(language: str, fault: Fault) -> str:
    """One fault as a sentence: what is wrong, and with which entries."""
    which = t(
        language,
        "audit.entry_one" if fault.first == fault.last else "audit.entry_several",
        first=fault.first,
        last=fault.last,
    )
    at = stamp(fault.at) if fault.at else ""
    return t(language, f"audit.fault.{fault.kind}", entries=which, number=fault.first, at=at)


def verdict_lines(language: str, found: Verdict) -> list[str]:
    """The test of the log as sentences."""
    head = "audit.whole" if found.whole else "audit.not_whole"
    lines = [t(language, head, entries=format.exact(found.entries), faults=format.exact(len(found.faults)))]
    if found.untested:
        lines.append(t(language, "audit.untested", entries=format.exact(found.untested)))
    if found.seen_at:
        lines.append(t(language, "audit.seen", at=stamp(found.seen_at), entry=found.seen_entry))
    if found.other and found.whole:
        lines.append(t(language, "audit.other", at=stamp(found.other)))
    return lines + [fault_line(language, fault) for fault in found.faults]


def _name(language: str, name: str) -> str:
    return t(language, f"audit.field.{name}") if has(f"audit.field.{name}") else name


def _value(language: str, name: str, value: object) -> str:
    if isinstance(value, bool):
        return t(language, "audit.yes" if value else "audit.no")
    if isinstance(value, list):
        shown = t(language, "audit.and").join(_value(language, name, part) for part in value[:SHOWN])
        return shown if len(value) <= SHOWN else t(language, "audit.more", shown=shown, count=len(value))
    if isinstance(value, dict):
        return t(language, "audit.and").join(
            f"{_name(language, part)} {_value(language, part, n)}" for part, n in value.items()
        )
    text = str(value)
    plain = text.strip("/").partition(".")[0] if name in ("what", "where") else text
    key = next((f"{words}{plain}" for words in WORDS.get(name, ()) if has(f"{words}{plain}")), None)
    return t(language, key) if key else text


def stamp(at: str) -> str:
    """With year and second, as a log has them."""
    return at.replace("T", " ").partition(".")[0]


def place_word(language: str, place: str | None) -> str | None:
    """Where somebody looked: a page's name."""
    return None if place is None else _value(language, "place", place)


def group_word(language: str, group: str) -> str:
    return t(language, f"audit.group.{group}")


def object_word(language: str, about: str) -> str:
    """One of core.audit.reads.OBJECTS."""
    return t(language, f"audit.object.{about}")
