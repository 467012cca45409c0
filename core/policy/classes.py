"""The classes of a pack: classes.toml, read and checked. What an entry may say is told in the epidemic pack's file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NoReturn

from core.errors import UserError, Word
from core.policy.conditions import Condition, ConditionError, Constant, condition
from core.policy.never import can_hold
from core.policy.phases import Length, Phase, PhaseError, phases
from core.policy.terms import AGO, DAY, Event, Term, events

NAME = "classes.toml"
RESIDENT = "resident"
TEXTS = ("zh", "en", "purpose_zh", "purpose_en", "told_zh", "told_en", "colour", "reason")
# When a class ends: after its days; when the event does, whatever the days; or at whichever comes first.
DAYS, EVENT, FIRST = "days", "event", "first"
ENDS = (DAYS, EVENT, FIRST)
# Whoever was in the class when the version changed keeps the length it began with, or has the new one.
KEEP, NEW = "keep", "new"
UNDER_WAY = (KEEP, NEW)
CLOCK_KEYS = {
    "event",
    "when",
    "days",
    "phases",
    "days_by",
    "clock",
    "ends",
    "release",
    "keep",
    "at_most",
    "under_way",
    "excludes",
}
KEYS = {"code", "rank", "calm", "from_day", *CLOCK_KEYS, *TEXTS}
LENGTH_KEYS = {"when", "days", "phases"}
HEAD = re.compile(r"^\s*\[\[\s*class\s*\]\]")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,39}")
LONGEST = 36500  # days
Reader = Callable[[str | None, str], Condition | None]  # a condition's text and the key under which it stands


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
    days: int | None = None  # of several lengths the longest
    from_day: int = 1  # number of the event's own day: with 1, 14 days end on the 13th day after it
    ends: str = DAYS
    excludes: frozenset[str] = frozenset()
    phases: tuple[Phase, ...] = ()  # in their order; days is their sum
    days_by: tuple[Length, ...] = ()  # the first that fits; nobody whom none fits is in the class
    clock: str = DAY  # the date from which it counts
    release: Condition | None = None  # ends early once it holds
    keep: Condition | None = None  # does not end while it holds, …
    at_most: int | None = None  # … but after so many days
    under_way: str = NEW
    given: tuple[tuple[str, Constant], ...] = ()  # constants of the pack that its event's statement takes
    calm: bool = False  # behind what other packs that run at once have to say of somebody
    pack: str = ""  # where packs that run at once give its event different constants

    @cached_property
    def read_as(self) -> str:
        """Its event, as one statement knows it: read once for all classes with the same constants."""
        return f"{self.event}_{self.pack}" if self.pack else self.event

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """All that its conditions and its clock ask for."""
        conditions = [self.when, self.release, self.keep, *(length.when for length in self.days_by)]
        named = [name for each in conditions if each for name in each.terms]
        return tuple(dict.fromkeys(named + ([self.clock] if self.clock != DAY else [])))

    @cached_property
    def lengths(self) -> tuple[Length, ...]:
        return self.days_by or (Length(self.days, self.phases),)

    @property
    def by_condition(self) -> bool:
        """Does it end otherwise than on a day that is known beforehand?"""
        return bool(self.release or self.keep)


def read_classes(table: dict, text: str, terms: dict[str, Term]) -> tuple[tuple[PersonClass, ...], dict[str, Constant]]:
    """(classes by rank, constants of the pack). Raises UserError policy_invalid with file, line, class (`where`) and `what`."""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if HEAD.match(line)]
    constants = _constants(table, text, terms)
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


def fault(code: str, /, *, line: int = 0, where: str = "", **fields: object) -> NoReturn:
    place = {"file": NAME, "line": line, "where": where or "–"}
    raise UserError("policy_invalid", **place, what=Word(f"policy.fault.{code}"), **fields)


def _constants(table: dict, text: str, terms: dict[str, Term]) -> dict[str, Constant]:
    found = {}
    for name, value in table.items():
        if name == "class":
            continue
        given = tuple(value) if isinstance(value, list) else value
        plain = given if isinstance(given, tuple) else (given,)
        if not plain or not all(type(v) in (str, int, float, bool, date) for v in plain) or name in terms:
            fault("constant", line=line_of(text, 0, name), name=name)
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
        given["calm"] = self.may("calm", bool, False)
        if not COLOUR.fullmatch(given["colour"]):
            self.fault("colour", "colour")
        if code == RESIDENT and not CLOCK_KEYS & self.row.keys():
            return PersonClass(**given)
        event = self._event(constants)

        def read(text: str | None, key: str) -> Condition | None:
            return self._condition(text, key, terms, constants)

        clock = {
            "event": event.code,
            "given": tuple((name, constants[name]) for name in event.constants),
            "clock": self._clock(terms),
            "when": read(self.may("when", str, None), "when"),
        }
        length = self._length(event, read)
        return PersonClass(**given, **clock, **length, **self._by_condition(read, length["days"]),
                           excludes=frozenset(self._texts("excludes")))  # fmt: skip

    def _event(self, constants: dict[str, Constant]) -> Event:
        event = events().get(self.need("event", str))
        if event is None:
            self.fault("unknown_event", "event", name=self.row["event"], allowed=", ".join(events()))
        for name in event.constants:
            given = constants.get(name)
            if not isinstance(given, tuple) or not all(isinstance(part, str) for part in given):
                self.fault("no_constant", "event", name=name, event=event.code)
        return event

    def _clock(self, terms: dict[str, Term]) -> str:
        name = self.may("clock", str, DAY)
        dates = [t.code for t in terms.values() if t.type == "date" and t.of(self.row["event"])]
        if name not in dates:
            self.fault("clock", "clock", name=name, event=self.row["event"], allowed=", ".join(dates))
        return name

    def _length(self, event: Event, read: Reader) -> dict[str, object]:
        """days, phases or days_by, and how they are counted."""
        ends, from_day = self.may("ends", str, DAYS), self.may("from_day", int, 1)
        if ends not in ENDS:
            self.fault("ends", "ends", allowed=", ".join(ENDS))
        if ends != DAYS and not event.ends:
            self.fault("no_own_end", "ends", event=event.code)
        if from_day not in (0, 1):
            self.fault("from_day", "from_day")
        given = [name for name in ("days", "phases", "days_by") if name in self.row]
        if len(given) > 1:
            self.fault("two_lengths", given[1], names=", ".join(given))
        if ends != EVENT and not given:
            self.fault("no_end", "ends")
        if ends == EVENT and given and given != ["days"]:
            self.fault("length_of_event", given[0], name=given[0])
        by = self._days_by(from_day, read)
        longest = max(by, key=lambda each: each.days) if by else self._one_length(self.row, "days", from_day)
        return {
            "ends": ends, "from_day": from_day, "days": longest.days, "phases": longest.phases, "days_by": by,
        }  # fmt: skip

    def _days_by(self, from_day: int, read: Reader) -> tuple[Length, ...]:
        rows, found = self.may("days_by", list, []), []
        if "days_by" in self.row and not rows:
            self.fault("days_by", "days_by", number=1)
        for number, row in enumerate(rows, 1):
            right = isinstance(row, dict) and row.keys() <= LENGTH_KEYS and ("days" in row) != ("phases" in row)
            last = number == len(rows)
            if not right or not ("when" in row or last) or not isinstance(row.get("when", ""), str):
                self.fault("days_by", "days_by", number=number)
            length = self._one_length(row, "days_by", from_day)
            fits = read(row.get("when"), "days_by")
            if fits and AGO in fits.terms:
                self.fault("length_by_day", "days_by", name=AGO)
            found.append(replace(length, when=fits))
        return tuple(found)

    def _one_length(self, row: dict, key: str, from_day: int) -> Length:
        days = row.get("days")
        if days is not None and type(days) is not int:
            self.fault("missing", key, name="days")
        if "phases" not in row:
            if days is not None and not 0 < days <= LONGEST:
                self.fault("days", key, most=LONGEST)
            return Length(days)
        try:
            chain = phases(row["phases"], longest=LONGEST, from_day=from_day)
        except PhaseError as wrong:
            self.fault(wrong.code, "phases" if row is self.row else key, **wrong.fields)
        return Length(sum(phase.days for phase in chain), chain)

    def _by_condition(self, read: Reader, longest: int | None) -> dict[str, object]:
        """What ends it early, what keeps it, and until when at most."""
        release, keep = (read(self.may(name, str, None), name) for name in ("release", "keep"))
        at_most, under_way = self.may("at_most", int, None), self.may("under_way", str, NEW)
        if (keep is None) != (at_most is None):
            self.fault("keep_no_end", "keep" if keep else "at_most")
        if keep and (longest is None or self.row.get("ends", DAYS) == EVENT):
            self.fault("keep_no_days", "keep")
        if keep and not longest < at_most <= LONGEST:
            self.fault("at_most", "at_most", least=longest, most=LONGEST)
        if under_way not in UNDER_WAY:
            self.fault("under_way", "under_way", allowed=", ".join(UNDER_WAY))
        return {"release": release, "keep": keep, "at_most": at_most, "under_way": under_way}

    def _condition(
        self, text: str | None, key: str, terms: dict[str, Term], constants: dict[str, Constant]
    ) -> Condition | None:
        if text is None:
            return None
        try:
            found = condition(text, event=self.row["event"], terms=terms, constants=constants)
        except ConditionError as wrong:
            self.fault(wrong.code, key, **wrong.fields)
        if not can_hold(found, terms):
            self.fault("never", key)
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
