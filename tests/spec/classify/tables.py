"""Tables of rows: what is known of a person | days | the classes of those days.

    origin=武汉 arrived_on=0   | 0 6 7 8 13 | inbound 0..13
                               | 14 15      | -
    temperature=38@0 sex=male  | 0          | fever 0..2; x 0..20 phase 1 central

Numbers of days count from ZERO. A row without facts is about the person above. `temperature=38@1` is a reading of day 1 (nothing before
the @: a scan without one), `fact.x=1@2` a fact told on day 2; whatever else is a column of person. `0..` has no end. A new class needs
no more than a table of its own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from core.classify import classify
from core.policy.loader import Policy
from core.store import Store
from tests.spec.classify.rows import person, seen

ZERO = date(2026, 2, 1)
DATES = {"arrived_on", "attention_until", "status_on"}


@dataclass(frozen=True)
class Line:
    number: int
    person_id: int
    facts: str
    days: tuple[int, ...]
    expected: str


def on(days: int) -> date:
    return ZERO + timedelta(days=days)


def lines(table: str) -> list[Line]:
    found: list[Line] = []
    for number, text in enumerate(table.strip().splitlines(), 1):
        facts, days, expected = (part.strip() for part in text.split("|"))
        person_id = found[-1].person_id + (1 if facts else 0) if found else 1
        found.append(Line(number, person_id, facts, tuple(int(day) for day in days.split()), expected))
    return found


def fill(store: Store, table: list[Line]) -> None:
    for line in table:
        if line.facts:
            _about(store, line.person_id, dict(part.split("=", 1) for part in line.facts.split()))


def _about(store: Store, person_id: int, given: dict[str, str]) -> None:
    told = {k: v for k, v in given.items() if k.startswith("fact.")}
    columns = {k: v for k, v in given.items() if k not in told and k != "temperature"}
    person(store, person_id, **{k: _value(k, v) for k, v in columns.items()})
    for reading in filter(None, given.get("temperature", "").split(",")):
        degrees, day = reading.split("@")
        seen(store, person_id, on(int(day)), float(degrees) if degrees else None)
    for name, value in told.items():
        for one in value.split(","):
            fact(store, person_id, name.removeprefix("fact."), *one.split("@"))


def fact(store: Store, person_id: int, name: str, value: str, day: str = "0") -> None:
    if value.startswith("day"):
        value = on(int(value.removeprefix("day"))).isoformat()
    store.run(
        "insert into person_fact select coalesce(max(fact_id), 0) + 1, $p, $name, $value, $day, null, 'list', 1 from person_fact",
        p=person_id, name=name, value=value, day=on(int(day)),
    )  # fmt: skip


def _value(name: str, text: str) -> object:
    if text == "null":
        return None
    if name == "registered":
        return text == "true"
    return on(int(text)) if name in DATES else text


def check(store: Store, table: str, policy: Policy | None = None) -> None:
    """Day by day, as a county lives."""
    wanted = lines(table)
    fill(store, wanted)
    wrong = []
    for day in sorted({day for line in wanted for day in line.days}):
        classify(store, as_of=on(day), actor="test", policy=policy)
        told = said(store)
        wrong += [
            f"line {line.number}, day {day}: {line.facts}\n  expected {line.expected}\n  found    {told[line.person_id]}"
            for line in wanted
            if day in line.days and told[line.person_id] != line.expected
        ]
    assert not wrong, "\n".join(wrong)


def said(store: Store) -> dict[int, str]:
    """The classes as a table writes them."""
    rows = store.run(
        "select person_id, class, since, until, phase, place, manual_id from person_class order by person_id, rank"
    ).fetchall()
    found = defaultdict(list)
    for person_id, code, since, until, phase, place, manual in rows:
        end = "" if until is None else str((until - ZERO).days)
        text = f"{code} {(since - ZERO).days}..{end}" + (f" phase {phase} {place}" if phase else "")
        found[person_id].append(text + (" by hand" if manual else ""))
    return defaultdict(lambda: "-", {p: "; ".join(parts) for p, parts in found.items()})


def ends(store: Store, person_id: int = 1) -> list[tuple]:
    """(class, first day, last day, how it ended) of a person's history."""
    rows = store.run(
        "select class, since, until, ended_by from class_history where person_id = $p order by since, class",
        p=person_id,
    ).fetchall()
    return [(c, (s - ZERO).days, None if u is None else (u - ZERO).days, how) for c, s, u, how in rows]
