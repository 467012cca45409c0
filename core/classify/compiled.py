"""A pack's classes as statements: every event is read once, every class is a select over its event, all of a policy one union.

    with reading as (core/classify/events/reading.sql, with the terms of people that its conditions name)
    select … from reading where temperature >= 37.3 and it falls into the days   -- fever
    union all …

Only names and literals of a checked policy (core/policy/conditions.py) stand in the text; everything else is bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from core.classify import class_sql
from core.classify.absent import SIGHTING, UNSEEN, bounds_of, stored_besides, tables_without, theirs
from core.classify.few import FEW
from core.policy.classes import PersonClass
from core.policy.loader import Policy
from core.policy.terms import AGO, DAY, TOLD, Term
from core.store import asked as conditions_asked
from core.store import load_sql, statements

# Terms of people, by where they stand; who has no unit, or no test, is known to have none.
WHERE = {
    where: where
    for where in ("person", "membership", "household", "test_result", "declaration", "temperature", "quarantine", TOLD)
}
NONE = {
    "student": "false", "teacher": "false", "works": "false", "unit_kind": "'none'",
    "last_test": "'none'", "tests_negative": "0", "reported_today": "false",
}  # fmt: skip
DAYS = "person_day"  # a look at a fortnight of it costs more than all else of one person
READINGS = 13  # days before the one judged of which a last temperature may be (people/temperature.sql)
CASTS = {"number": "try_cast({} as double)", "date": "try_cast({} as date)"}


@dataclass(frozen=True)
class Statement:
    """`since`: nothing of an earlier day is asked for that comes day by day."""

    sql: str
    parameters: dict[str, object]
    since: date


def of_day(policy: Policy) -> bool:
    """Do its conditions ask for what may be otherwise on each day? Then each day is classified by itself."""
    return any(c.by_condition or any(policy.terms[name].of_day for name in c.terms) for c in policy.classes)


def candidates(
    policy: Policy,
    *,
    since: date,
    until: date,
    kept: dict[str, int] | None = None,
    people: list[int] | None = None,
    absent: Collection[str] = (),
) -> Statement | None:
    """Whoever is in a class on a day of the period: person_id, grid_id, since, until, fields (JSON; of several days, which are only
    counted, null), class, rank, reason, ends_by, released (by its condition), chain (JSON, null likewise), manual_id (null).

    `kept`: class → days after its clock for which people are found whatever its own length (under_way). `people`: those alone. `absent`: events without a row.
    """

    def one(each: PersonClass, at: int) -> str:
        alone = since == until
        return (
            f"select person_id, grid_id, {class_sql.since(each)} as since, {class_sql.until(each)} as until, {class_sql.fields(policy, each) if alone else class_sql.UNSAID} as fields,\n"
            f"  $class_{at} as class, $rank_{at} as rank, $reason_{at} as reason, {class_sql.ends_by(each)} as ends_by, {class_sql.released(each)} as released,\n"
            f"  {class_sql.chain(each) if alone else class_sql.UNSAID} as chain, cast(null as integer) as manual_id\n"
            f"from {class_sql.called(each.read_as)}\nwhere {held(each)}"
        )

    def held(each: PersonClass) -> str:
        return f"{class_sql.condition(each)} and {class_sql.falls(each, (kept or {}).get(each.code))}"

    back = max((kept or {}).values(), default=0)
    return _all(policy, since, until, one, held, back=back, people=people, absent=absent)


def unknown(policy: Policy, *, as_of: date) -> Statement | None:
    """Of everybody who may be in a class: person_id, class, holds (null: unknown), missing (terms)."""

    def one(each: PersonClass, at: int) -> str:
        return (
            f"select person_id, $class_{at} as class, {class_sql.holds(each)} as holds, {class_sql.missing(policy, each)} as missing\n"
            f"from {class_sql.called(each.read_as)}\nwhere {class_sql.perhaps(each)}"
        )

    return _all(policy, as_of, as_of, one, class_sql.perhaps)


def explained(
    policy: Policy, *, person_id: int, as_of: date, back: int, absent: Collection[str] = ()
) -> Statement | None:
    """Every event of one person, those of `back` days ago too, once for each class of it: class, day, since, until, holds, released,
    missing, terms (JSON: those of the event and of the condition), chain."""

    def one(each: PersonClass, at: int) -> str:
        return (
            f"select $class_{at} as class, {DAY} as day, {class_sql.since(each)} as since, {class_sql.until(each)} as until,\n"
            f"  {class_sql.holds(each)} as holds, {class_sql.released(each)} as released, {class_sql.missing(policy, each)} as missing, {class_sql.fields(policy, each, hidden=True)} as terms,\n"
            f"  {class_sql.chain(each)} as chain\n"
            f"from {class_sql.called(each.read_as)}"
        )

    return _all(policy, as_of, as_of, one, lambda each: "true", back=back, people=[person_id], absent=absent)


def _all(
    policy: Policy,
    since: date,
    until: date,
    one: Callable[[PersonClass, int], str],
    kept: Callable[[PersonClass], str],
    *,
    back: int = 0,
    people: list[int] | None = None,
    absent: Collection[str] = (),
) -> Statement | None:
    clocked = [c for c in policy.classes if c.event and c.event not in absent]
    if not clocked:
        return None
    asked = {code: policy.terms[code] for c in clocked for code in c.terms if policy.terms[code].source == TOLD}
    parts = [
        _people(where, asked, people=people)
        for where in WHERE
        if any(_where(policy.terms[t]) == where for c in clocked for t in c.terms)
    ]
    by_event = {
        event: [c for c in clocked if c.read_as == event] for event in dict.fromkeys(c.read_as for c in clocked)
    }
    parts += [_event(policy, event, of_it, kept, people=people, absent=absent) for event, of_it in by_event.items()]
    parameters: dict[str, object] = {**policy.constants, "since": since, "last": until, **_told(asked)}
    if people is not None:
        parameters |= bounds_of(people)
    for event, of_it in by_event.items():
        parameters |= {_constant(name, of_it[0]): value for name, value in of_it[0].given}
        # whoever was seen on the day judged is where they were seen then, whenever they were seen before
        seen = of_it[0].event == SIGHTING and UNSEEN in absent
        days = 0 if seen else back + max(class_sql.lasts(c) for c in of_it)
        parameters[f"first_{event}"] = since - timedelta(days=days)
    if people is not None:
        asked_days = zip(by_event, parts[-len(by_event) :], strict=True)
        firsts = [parameters[f"first_{event}"] for event, part in asked_days if DAYS in part]
        if any(DAYS in part for part in parts[: -len(by_event)]):
            firsts.append(since - timedelta(days=READINGS))
        parameters["first_day"] = min(firsts, default=since)
        parts = [*_tables_of(people, absent, days=sum(DAYS in part for part in parts) > 1), *parts]
    selects = []
    for at, each in enumerate(clocked):
        selects.append(one(each, at))
        parameters |= {f"class_{at}": each.code, f"rank_{at}": each.rank, f"reason_{at}": each.reason}
    sql = "with " + ",\n".join(parts) + "\n" + "\nunion all\n".join(selects)
    oldest = min(since - timedelta(days=READINGS), *(parameters[f"first_{event}"] for event in by_event))
    return Statement(sql, parameters, oldest)


def _event(
    policy: Policy,
    event: str,  # as its classes read it (read_as)
    of_it: list[PersonClass],
    kept: Callable[[PersonClass], str],
    *,
    people: list[int] | None,
    absent: Collection[str],
) -> str:
    """The event's rows that any of its classes keeps (of few people all), with the terms of people that they ask for. Read once: kept where
    several ask."""
    asked = {t: policy.terms[t] for c in of_it for t in c.terms if policy.terms[t].events is None}
    columns = ["e.*", *(_column(t) for t in asked.values())]
    if any(AGO in c.terms for c in of_it):
        columns.append(f"date_diff('day', e.{DAY}, cast($last as date)) as {AGO}")
    joins = [
        f"left join about_{where} {where} on {where}.person_id = e.person_id"
        for where in {_where(t): 0 for t in asked.values()}
    ]
    text = _read(of_it[0].event, stored_besides(absent))
    for name, _ in of_it[0].given:
        text = re.sub(rf"\${name}\b", f"${_constant(name, of_it[0])}", text)
    text = _of_few(text.replace("/*first*/", f"$first_{event}"), people)
    if joins or len(columns) > 1:
        text = f"select {', '.join(columns)}\nfrom (\n{text}\n) e\n" + "\n".join(joins)
    called = class_sql.called(event)
    if len(of_it) == 1:
        return f"{called} as (\n{text}\n)"
    if people is not None and len(people) <= FEW:
        # what is said of each class below costs more to plan once more than their few rows
        return f"{called} as materialized (\n{text}\n)"
    wanted = "\n  or ".join(f"({kept(each)})" for each in of_it)
    return f"{called} as materialized (\nselect * from (\n{text}\n) {called}\nwhere {wanted}\n)"


@cache
def _read(event: str, stored: frozenset[str]) -> str:
    """An event's SQL, without what is about tables that hold nothing."""
    text = conditions_asked(load_sql(__file__, f"events/{event}.sql"), dict.fromkeys(stored, True))
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("--"))


def _constant(name: str, each: PersonClass) -> str:
    return f"{name}_{each.pack}" if each.pack else name


def _of_few(text: str, people: list[int] | None) -> str:
    """The bounds reach the tables themselves, so that of few people little is read."""
    if people is None:
        return text
    return f"select * from (\n{text}\n) where {theirs(people)}"  # noqa: S608 - own SQL file


def _tables_of(people: list[int], absent: Collection[str], *, days: bool) -> list[str]:
    """What stands in the place of tables in a statement about some people: empty where nothing of theirs is stored, so that joins with it are
    planned away; `days`: theirs, looked at once."""
    parts = [f"{table} as (from main.{table} where false)" for table in tables_without(absent)]
    if days:
        parts.append(f"{DAYS} as materialized (\n{_of_few(*statements(__file__, 'person_days.sql'), people)}\n)")
    return parts


def _people(where: str, asked: dict[str, Term], *, people: list[int] | None) -> str:
    (text,) = statements(__file__, f"people/{where}.sql")
    told = ", ".join(f"max(value) filter (where fact = '{code}') as {code}" for code in asked)
    return f"about_{where} as (\n{_of_few(text.replace('/*told*/', told), people)}\n)"


def _told(asked: dict[str, Term]) -> dict[str, object]:
    lasting = {code: term.days for code, term in asked.items() if term.days}
    at_once = [code for code, term in asked.items() if term.at_once]
    return {
        "at_once": at_once or [""],
        "facts": list(asked),
        "lasting": list(lasting) or [""],
        "days": list(lasting.values()) or [0],
    }


def _where(term: Term) -> str:
    return term.source.partition(".")[0] if term.events is None else ""


def _column(term: Term) -> str:
    named = f"{_where(term)}.{term.code}"
    if term.source == TOLD and term.type in CASTS:
        named = CASTS[term.type].format(named)
    return (
        f"{named} as {term.code}" if term.code not in NONE else f"coalesce({named}, {NONE[term.code]}) as {term.code}"
    )
