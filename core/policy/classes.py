"""The classes of a pack: classes.toml, read and checked. What an entry may say is told in the epidemic pack's file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from core.errors import UserError, Word
from core.policy.conditions import Condition, ConditionError, Constant, condition
from core.policy.never import can_hold
from core.policy.terms import Term, events

NAME = "classes.toml"
RESIDENT = "resident"
TEXTS = ("zh", "en", "purpose_zh", "purpose_en", "told_zh", "told_en", "colour", "reason")
# When a class ends: after its days; when the event does, whatever the days; or at whichever comes first.
DAYS, EVENT, FIRST = "days", "event", "first"
ENDS = (DAYS, EVENT, FIRST)
KEYS = {"code", "rank", "event", "when", "days", "from_day", "ends", "excludes", *TEXTS}
HEAD = re.compile(r"^\s*\[\[\s*class\s*\]\]")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,39}")
LONGEST = 36500  # days


@dataclass(frozen=True)
class PersonClass:
    code: str
    zh: str
    en: str
    purpose_zh: str  # what it is for
    purpose_en: str
    told_zh: str  # what the person is told
    told_en: str
    colour: str  # '#RRGGBB'
    rank: int  # the lowest that fits is shown
    reason: str  # reason code
    event: str = ""  # starts its clock; empty: whoever is in no other class
    when: Condition | None = None  # None: whoever has the event
    days: int | None = None
    from_day: int = 1  # number of the event's own day: with 1, 14 days end on the 13th day after it
    ends: str = DAYS
    excludes: frozenset[str] = frozenset()

    @property
    def terms(self) -> tuple[str, ...]:
        return self.when.terms if self.when else ()


def read_classes(table: dict, text: str, terms: dict[str, Term]) -> tuple[tuple[PersonClass, ...], dict[str, Constant]]:
    """(classes by rank, constants of the pack). Raises UserError policy_invalid with file, line, class (`where`) and `what`."""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if HEAD.match(line)]
    constants = _constants(table, terms)
    found = []
    rows = table.get("class", [])
    for at, row in enumerate(rows if isinstance(rows, list) else []):
        entry = _Entry(row, lines[at] if at < len(lines) else 0, text)
        found.append(entry.made(terms, constants))
        entry.apart(found)
    if RESIDENT not in {c.code for c in found}:
        fault("no_resident", name=RESIDENT)
    _excluded(found, lines, text)
    return tuple(sorted(found, key=lambda c: c.rank)), constants


def fault(code: str, *, line: int = 0, where: str = "", **fields: object) -> NoReturn:
    place = {"file": NAME, "line": line, "where": where or "–"}
    raise UserError("policy_invalid", **place, what=Word(f"policy.fault.{code}"), **fields)


def _constants(table: dict, terms: dict[str, Term]) -> dict[str, Constant]:
    found = {}
    for name, value in table.items():
        if name == "class":
            continue
        given = tuple(value) if isinstance(value, list) else value
        plain = given if isinstance(given, tuple) else (given,)
        if not plain or not all(type(v) in (str, int, float, bool, date) for v in plain) or name in terms:
            fault("constant", name=name)
        found[name] = given
    return found


class _Entry:
    """One [[class]] of the file."""

    def __init__(self, row: dict, line: int, text: str) -> None:
        self.row, self.line, self.text = row, line, text
        self.where = row.get("code") if isinstance(row.get("code"), str) else ""

    def made(self, terms: dict[str, Term], constants: dict[str, Constant]) -> PersonClass:
        for name in self.row:
            if name not in KEYS:
                self.fault("unknown_key", name, name=name)
        code = self.need("code", str)
        if not IDENTIFIER.fullmatch(code):
            self.fault("code", "code")
        given = {name: self.need(name, str) for name in TEXTS} | {"code": code, "rank": self.need("rank", int)}
        if not COLOUR.fullmatch(given["colour"]):
            self.fault("colour", "colour")
        if code == RESIDENT and not {"event", "when", "days", "ends", "excludes"} & self.row.keys():
            return PersonClass(**given)
        return PersonClass(**given, **self._clock(constants), when=self._when(terms, constants),
                           excludes=frozenset(self._texts("excludes")))  # fmt: skip

    def _clock(self, constants: dict[str, Constant]) -> dict[str, object]:
        event = events().get(self.need("event", str))
        if event is None:
            self.fault("unknown_event", "event", name=self.row["event"], allowed=", ".join(events()))
        for name in event.constants:
            given = constants.get(name)
            if not isinstance(given, tuple) or not all(isinstance(part, str) for part in given):
                self.fault("no_constant", "event", name=name, event=event.code)
        ends, days, from_day = (
            self.may("ends", str, DAYS),
            self.may("days", int, None),
            self.may("from_day", int, 1),
        )
        if ends not in ENDS:
            self.fault("ends", "ends", allowed=", ".join(ENDS))
        if ends != DAYS and not event.ends:
            self.fault("no_own_end", "ends", event=event.code)
        if ends != EVENT and days is None:
            self.fault("no_end", "ends")
        if days is not None and not 0 < days <= LONGEST:
            self.fault("days", "days", most=LONGEST)
        if from_day not in (0, 1):
            self.fault("from_day", "from_day")
        return {"event": event.code, "days": days, "from_day": from_day, "ends": ends}

    def _when(self, terms: dict[str, Term], constants: dict[str, Constant]) -> Condition | None:
        text = self.may("when", str, None)
        if text is None:
            return None
        try:
            found = condition(text, event=self.row["event"], terms=terms, constants=constants)
        except ConditionError as wrong:
            self.fault(wrong.code, "when", **wrong.fields)
        if not can_hold(found, terms):
            self.fault("never", "when")
        return found

    def _texts(self, name: str) -> list[str]:
        values = self.may(name, list, [])
        if not all(isinstance(v, str) for v in values):
            self.fault("missing", name, name=name)
        return values

    def apart(self, found: list[PersonClass]) -> None:
        """No two of one code or rank."""
        *others, last = found
        for name in ("code", "rank"):
            twin = next((c for c in others if getattr(c, name) == getattr(last, name)), None)
            if twin:
                self.fault(f"same_{name}", name, other=twin.code, rank=last.rank)

    def need(self, name: str, kind: type) -> object:
        value = self.may(name, kind, None)
        if value is None or value == "" or (isinstance(value, str) and not value.strip()):
            self.fault(
                f"no_{name.split('_', maxsplit=1)[0]}" if name.startswith("purpose") else "missing", name, name=name
            )
        return value

    def may(self, name: str, kind: type, otherwise: object) -> object:
        value = self.row.get(name, otherwise)
        if value is not None and type(value) is not kind:
            self.fault("missing", name, name=name)
        return value

    def fault(self, code: str, key: str, **fields: object) -> NoReturn:
        fault(code, line=line_of(self.text, self.line, key), where=self.where, entry=key, **fields)


def line_of(text: str, head: int, key: str) -> int:
    """Of a key in the entry that begins on line `head`; the entry's own where it has no such key."""
    for number, line in enumerate(text.splitlines()[head:], head + 1):
        if line.lstrip().startswith("["):
            break
        if re.match(rf"\s*{re.escape(key)}\s*=", line):
            return number
    return head


def _excluded(found: list[PersonClass], lines: list[int], text: str) -> None:
    """A class may do away with those behind it alone: so no two do away with each other, and the one shown is never done away with."""
    ranks = {c.code: c.rank for c in found}
    for at, each in enumerate(found):
        for other in sorted(each.excludes):
            line = line_of(text, lines[at] if at < len(lines) else 0, "excludes")
            if other not in ranks or other == RESIDENT:
                fault("excludes_unknown", line=line, where=each.code, entry="excludes", name=other)
            if ranks[other] <= each.rank:
                fault("excludes_before", line=line, where=each.code, entry="excludes", name=other)
