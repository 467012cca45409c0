"""Entries of the audit log in words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pandas as pd

from core.audit.verify import Fault, Verdict
from core.domain import EVERYTHING
from core.i18n import format, t
from core.i18n.places import place_name
from core.i18n.translate import has
from core.policy.names import known_classes
from core.report.why import class_of

SHOWN = 6  # numbers of a list; the rest is counted
# Fields whose codes have words, and where those stand: the first that has one is said.
WORDS = {
    "place": ("audit.place.", "page."), "where": ("audit.place.", "page."), "kind": (
        "audit.kind.", "kind.", "task_kind.", "place_kind.", "officer.kind.", "codes.kind.", "channel.kind.", "requests.kind_of.", "charts.kind.", "page.",
    ), "kinds": ("kind.",), "severity": ("severity.",), "role": ("role.",),
    "what": ("audit.what.", "page."), "purpose": ("audit.kind.",), "way": ("audit.way.",), "act": ("audit.way.",),
}  # fmt: skip


# Fields whose numbers have names, and of what.
NAMED = {
    "account": "account", "department": "account", "grid": "grid", "grids": "grid", "target": "grid", "sources": "grid", "stand_in": "grid",
}  # fmt: skip
LEFT_OUT = ("before", "through")  # how things stood, for whoever takes an act back
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
Names = Mapping[tuple[str, int], str]


def event_word(language: str, event: str) -> str:
    return t(language, f"audit.event.{event.replace('.', '_')}")


def fields_words(language: str, fields: str, names: Names) -> str:
    """What an entry says besides: its fields, one after the other, without those that are empty. `names`: of core.audit.reads."""
    told = {
        n: v
        for n, v in json.loads(fields).items()
        if v not in (None, [], {}, "", 0, False) and n not in LEFT_OUT and (n, v) != ("times", 1)
    }
    return t(language, "audit.next").join(
        t(language, "audit.said", name=_name(language, name), value=_value(language, name, value, names))
        for name, value in told.items()
    )


def in_words(language: str, found: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Entries as they are shown and exported. Columns: entry_id, happened_at, who, what, said."""
    return pd.DataFrame({
        "entry_id": found["entry_id"],
        "happened_at": found["happened_at"],
        "who": [who_word(language, row.actor, row.name, row.login) for row in found.itertuples(index=False)],
        "what": [event_word(language, event) for event in found["event"]],
        "said": [fields_words(language, fields, names) for fields in found["fields"]],
    })  # fmt: skip


def who_word(language: str, actor: str, name: object, login: object) -> str:
    """An account's name and login; of what acts by itself its word."""
    if isinstance(name, str):
        return name if name == login else f"{name} ({login})"
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
    """Of a field; of what is counted the class or the grade."""
    key = next((key for key in (f"audit.field.{name}", f"grade.{name}") if has(key)), None)
    if key is None and name in known_classes():
        return class_of(language, name)
    return t(language, key) if key else name


def _value(language: str, name: str, value: object, names: Names) -> str:
    if isinstance(value, bool):
        return t(language, "audit.yes" if value else "audit.no")
    if isinstance(value, list):
        shown = t(language, "audit.and").join(_value(language, name, part, names) for part in value[:SHOWN])
        return shown if len(value) <= SHOWN else t(language, "audit.more", shown=shown, count=len(value))
    if isinstance(value, dict):
        parts = (f"{_name(language, part)} {_value(language, part, n, names)}" for part, n in value.items())
        return t(language, "audit.and").join(parts)
    if isinstance(value, int):
        return _numbered(language, name, value, names)
    return _code(language, name, str(value))


def _numbered(language: str, name: str, value: int, names: Names) -> str:
    kind = NAMED.get(name)
    if kind == "grid" and value == EVERYTHING:
        return t(language, "audit.everywhere")
    called = names.get((kind, value)) if kind else None
    if called is None:
        return str(value)
    return place_name(language, called) if kind == "grid" else called


def _code(language: str, name: str, text: str) -> str:
    plain = text.strip("/").partition(".")[0] if name in ("what", "where") else text
    key = next((f"{words}{plain}" for words in WORDS.get(name, ()) if has(f"{words}{plain}")), None)
    if key:
        return t(language, key)
    return text.replace("T", " ") if MOMENT.match(text) else text


def stamp(at: str) -> str:
    """With year and second, as a log has them."""
    return at.replace("T", " ").partition(".")[0]


def place_word(language: str, place: str | None) -> str | None:
    """Where somebody looked: a page's name."""
    return None if place is None else _code(language, "place", place)


def group_word(language: str, group: str) -> str:
    return t(language, f"audit.group.{group}")


def object_word(language: str, about: str) -> str:
    """One of core.audit.reads.OBJECTS."""
    return t(language, f"audit.object.{about}")
