"""Tables of rows: what is known of a person | days | the classes of those days.

    origin=武汉 arrived_on=0   | 0 6 7 8 13 | inbound 0..13
                               | 14 15      | -
    temperature=38@0 sex=male  | 0          | fever 0..2; x 0..20 phase 1 central

Numbers of days count from ZERO. A row without facts is about the person above. `temperature=38@1` is a reading of day 1 (nothing before
the @: a scan without one), `fact.x=1@2` a fact told on day 2; whatever else is a column of person. `0..` has no end. A new class needs
no more than a table of its own.

What other lists tell, each with its days, `-` where nothing is told: `case=confirmed:0:12:discharged` (kind, known on, outcome on, outcome),
`contact=close:0:home:-` (kind, last contact, place, quarantine until; of somebody's case that nobody knows), `test=positive@0,negative@3`,
`declared=yes@0` (symptoms; yes, no or -), `quarantine=home:0:13` (place, since, until), `stay=high:0:0` (level, left on, announced on; of an area
outside the county, declared).
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
    columns = {k: v for k, v in given.items() if k not in told and k not in LISTS and k != "temperature"}
    person(store, person_id, **{k: _value(k, v) for k, v in columns.items()})
    for reading in filter(None, given.get("temperature", "").split(",")):
        degrees, day = reading.split("@")
        seen(store, person_id, on(int(day)), float(degrees) if degrees else None)
    for name, value in told.items():
        for one in value.split(","):
            fact(store, person_id, name.removeprefix("fact."), *one.split("@"))
    for name in given.keys() & LISTS.keys():
        for number, one in enumerate(given[name].split(",")):
            LISTS[name](store, person_id, person_id * 100 + number, *one.replace("@", ":").split(":"))


def fact(store: Store, person_id: int, name: str, value: str, day: str = "0") -> None:
    if value.startswith("day"):
        value = on(int(value.removeprefix("day"))).isoformat()
    store.run(
        "insert into person_fact select coalesce(max(fact_id), 0) + 1, $p, $name, $value, $day, null, 'list', 1, null from person_fact",
        p=person_id, name=name, value=value, day=on(int(day)),
    )  # fmt: skip


def _day(text: str) -> date | None:
    return None if text == "-" else on(int(text))


def _case(
    store: Store, person_id: int, number: int, kind: str, known: str, ended: str = "-", outcome: str = "-"
) -> None:
    store.run(
        "insert into disease_case (case_id, person_id, case_no, kind, confirmed_on, outcome, outcome_on) values ($n, $p, 'T' || $n, $kind, $known, nullif($outcome, '-'), $ended)",
        n=number, p=person_id, kind=kind, known=_day(known), outcome=outcome, ended=_day(ended),
    )  # fmt: skip


def _contact(
    store: Store, person_id: int, number: int, kind: str, last: str, place: str = "-", until: str = "-"
) -> None:
    store.run(
        "insert into case_contact (contact_id, person_id, case_no, kind, last_contact_on, place, quarantine_until) values ($n, $p, 'U' || $n, $kind, $last, nullif($place, '-'), $until)",
        n=number, p=person_id, kind=kind, last=_day(last), place=place, until=_day(until),
    )  # fmt: skip


def _test(store: Store, person_id: int, number: int, result: str, day: str) -> None:
    store.run(
        "insert into test_result (test_id, person_id, sampled_at, result) values ($n, $p, $day, $result)",
        n=number, p=person_id, day=_day(day), result=result,
    )  # fmt: skip


def _declared(store: Store, person_id: int, number: int, symptom: str, day: str) -> None:
    store.run(
        "insert into declaration (declaration_id, person_id, kind, declared_at, symptom) values ($n, $p, 'health', $day, $symptom)",
        n=number, p=person_id, day=_day(day), symptom={"yes": True, "no": False}.get(symptom),
    )  # fmt: skip


def _quarantine(store: Store, person_id: int, number: int, place: str, since: str, until: str = "-") -> None:
    store.run(
        "insert into quarantine (quarantine_id, person_id, since, until, place) values ($n, $p, $since, $until, $place)",
        n=number, p=person_id, since=_day(since), until=_day(until), place=place,
    )  # fmt: skip


def _stay(store: Store, person_id: int, number: int, level: str, left: str, announced: str) -> None:
    store.run(
        "insert into risk_area (area_id, name, level, code, since, added_by, added_at) values ($n, '甲地', $level, '4201', $since, 'test', $since)",
        n=number, level=level, since=_day(announced),
    )  # fmt: skip
    store.run(
        "insert into risk_stay (area_id, person_id, how, left_on, from_on, sure, within) values ($n, $p, 'declared', $left, $left, true, true)",
        n=number, p=person_id, left=_day(left),
    )  # fmt: skip


LISTS = {
    "case": _case,
    "contact": _contact,
    "test": _test,
    "declared": _declared,
    "quarantine": _quarantine,
    "stay": _stay,
}


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
