"""What conditions may ask about, and the events that start a class's clock: terms.toml, with a pack's own facts as further terms."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from core.policy.facts import Fact

FILE = Path(__file__).with_name("terms.toml")
TOLD = "person_fact"  # where the facts of a pack stand
DAY, END = "on_day", "ends_on"
AGO = "days_since"  # the one term that is reckoned by the statement (core/classify/compiled.py)


@dataclass(frozen=True)
class Event:
    code: str
    zh: str
    en: str
    ends: bool  # carries an end of its own
    day_from: str
    constants: tuple[str, ...] = ()
    ends_from: str = ""  # where its end stands, if it carries one
    terms_from: dict[str, str] = field(default_factory=dict)  # where terms stand that other events have from elsewhere


@dataclass(frozen=True)
class Term:
    """`hidden`: masked for whoever may not see such a field, and never kept beside a class."""

    code: str
    type: str  # number | text | date | boolean | value
    zh: str
    en: str
    source: str = ""  # person.<column> | reading | membership | person_fact; empty: reckoned from the event
    events: frozenset[str] | None = None  # None: known of every person
    values: dict[str, tuple[str, str]] = field(default_factory=dict)
    of_day: bool = False
    days: int | None = None  # how long it holds once told
    at_once: bool = False  # of a fact: what is told a day after the day judged counts for it
    hidden: str | None = None  # name | phone | id_number | address

    def of(self, event: str) -> bool:
        return self.events is None or event in self.events


@cache
def events() -> dict[str, Event]:
    return {
        code: Event(code, **{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()})
        for code, given in _file()["event"].items()
    }


def terms(told: dict[str, Fact]) -> dict[str, Term]:
    """By code: the catalogue's, and the facts of the pack."""
    return _catalogue() | {code: _of_fact(fact) for code, fact in told.items()}


@cache
def _catalogue() -> dict[str, Term]:
    return {code: _term(code, given) for code, given in _file()["term"].items()}


@cache
def _file() -> dict:
    return tomllib.loads(FILE.read_text("utf-8"))


def _term(code: str, given: dict) -> Term:
    made = {k: v for k, v in given.items() if k not in ("from", "events", "values")}
    return Term(
        code,
        source=given.get("from", ""),
        events=_events(given["events"]) if "events" in given else None,
        values={value: tuple(words) for value, words in given.get("values", {}).items()},
        **made,
    )


def _events(named: list[str]) -> frozenset[str]:
    return frozenset(events() if named == ["*"] else named)


def _of_fact(fact: Fact) -> Term:
    return Term(
        fact.code, fact.type, fact.name("zh"), fact.name("en"), TOLD,
        values={value: (fact.worded(value, "zh"), fact.worded(value, "en")) for value in fact.values},
        of_day=True, days=fact.days, at_once=fact.at_once, hidden=fact.masked or ("id_number" if fact.sensitive else None),
    )  # fmt: skip
