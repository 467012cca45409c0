"""A pack's classes as statements: every event is read once, every class is a select over its event, all of a policy one union.

    with reading as (core/classify/events/reading.sql, with the terms of people that its conditions name)
    select … from reading where temperature >= 37.3 and it falls into the days   -- fever
    union all …

Only names and literals of a checked policy (core/policy/conditions.py) stand in the text; everything else is bound.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

import duckdb

from core.policy.classes import DAYS, EVENT, FIRST, PersonClass
from core.policy.conditions import Condition
from core.policy.loader import Policy
from core.policy.phases import Length
from core.policy.terms import AGO, DAY, TOLD, Term
from core.store import run, statements

UNSAID = "cast(null as text)"
NO_BEGINNING, NO_END = "date '1900-01-01'", "date '9999-12-31'"
# Terms of people, by where they stand; who has no unit, or no test, is known to have none.
WHERE = {
    where: where
    for where in ("person", "membership", "household", "test_result", "declaration", "temperature", "quarantine", TOLD)
}
NONE = {
    "student": "false", "teacher": "false", "works": "false", "unit_kind": "'none'",
    "last_test": "'none'", "tests_negative": "0", "reported_today": "false",
}  # fmt: skip
# What an event's rows stand in, where that is looked at quickly: a class whose event has none there is left out of the statement, which is
# planned faster for it (planning is most of what one person costs).
STANDS_IN = {
    "case": "disease_case", "discharge": "disease_case", "test": "test_result", "declaration": "declaration", "contact": "case_contact",
    "second_contact": "case_contact", "quarantine": "quarantine", "stay": "risk_stay", "listed": "person_fact",
}  # fmt: skip
READINGS = 13  # days before the one judged of which a last temperature may be (people/temperature.sql)
APART = 366  # days that another clock of an event may lie after the event's own day
CASTS = {"number": "try_cast({} as double)", "date": "try_cast({} as date)"}


def absent_events(db: duckdb.DuckDBPyConnection, policy: Policy, *, people: list[int] | None) -> set[str]:
    """Events of the policy's classes of which nothing at all is stored, of those people or of anybody."""
    asked = {c.event: STANDS_IN[c.event] for c in policy.classes if c.event in STANDS_IN}
    theirs = "person_id between $low and $high and list_contains(cast($people as integer[]), person_id)"
    few = {} if people is None else bounds_of(people)
    looks = [
        f"select '{table}' where exists (select 1 from {table}{f' where {theirs}' if few else ''})"  # noqa: S608 - the names above
        for table in sorted(set(asked.values()))
    ]
    found = {table for (table,) in run(db, " union all ".join(looks), **few).fetchall()} if looks else set()
    return {event for event, table in asked.items() if table not in found}


def bounds_of(people: list[int]) -> dict[str, object]:
    return {"people": people, "low": min(people, default=0), "high": max(people, default=0)}


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
            f"select person_id, grid_id, {_since(each)} as since, {_until(each)} as until, {_fields(policy, each) if alone else UNSAID} as fields,\n"
            f"  $class_{at} as class, $rank_{at} as rank, $reason_{at} as reason, {_ends_by(each)} as ends_by, {_released(each)} as released,\n"
            f"  {_chain(each) if alone else UNSAID} as chain, cast(null as integer) as manual_id\n"
            f"from {_called(each.event)}\nwhere {held(policy, each)}"
        )

    def held(policy: Policy, each: PersonClass) -> str:
        return f"{_condition(policy, each)} and {_falls(each, (kept or {}).get(each.code))}"

    back = max((kept or {}).values(), default=0)
    return _all(policy, since, until, one, held, back=back, people=people, absent=absent)


def unknown(policy: Policy, *, as_of: date) -> Statement | None:
    """Of everybody who may be in a class: person_id, class, holds (null: unknown), missing (terms)."""

    def one(each: PersonClass, at: int) -> str:
        return (
            f"select person_id, $class_{at} as class, {_holds(policy, each)} as holds, {_missing(policy, each)} as missing\n"
            f"from {_called(each.event)}\nwhere {_perhaps(policy, each)}"
        )

    return _all(policy, as_of, as_of, one, _perhaps)


def explained(
    policy: Policy, *, person_id: int, as_of: date, back: int, absent: Collection[str] = ()
) -> Statement | None:
    """Every event of one person, those of `back` days ago too, once for each class of it: class, day, since, until, holds, released,
    missing, terms (JSON: those of the event and of the condition), chain."""

    def one(each: PersonClass, at: int) -> str:
        return (
            f"select $class_{at} as class, {DAY} as day, {_since(each)} as since, {_until(each)} as until,\n"
            f"  {_holds(policy, each)} as holds, {_released(each)} as released, {_missing(policy, each)} as missing, {_fields(policy, each, hidden=True)} as terms,\n"
            f"  {_chain(each)} as chain\n"
            f"from {_called(each.event)}"
        )

    def theirs(policy: Policy, each: PersonClass) -> str:
        return "person_id = $person"

    made = _all(policy, as_of, as_of, one, theirs, back=back, absent=absent)
    return made and replace(made, parameters=made.parameters | {"person": person_id})


def _all(
    policy: Policy,
    since: date,
    until: date,
    one: Callable[[PersonClass, int], str],
    kept: Callable[[Policy, PersonClass], str],
    *,
    back: int = 0,
    people: list[int] | None = None,
    absent: Collection[str] = (),
) -> Statement | None:
    clocked = [c for c in policy.classes if c.event and c.event not in absent]
    if not clocked:
        return None
    asked = {code: policy.terms[code] for c in clocked for code in c.terms if policy.terms[code].source == TOLD}
    few = people is not None
    parts = [
        _people(where, asked, few=few)
        for where in WHERE
        if any(_where(policy.terms[t]) == where for c in clocked for t in c.terms)
    ]
    by_event = {event: [c for c in clocked if c.event == event] for event in dict.fromkeys(c.event for c in clocked)}
    parts += [_event(policy, event, of_it, kept, few=few) for event, of_it in by_event.items()]
    parameters: dict[str, object] = {**policy.constants, "since": since, "last": until, **_told(asked)}
    if few:
        parameters |= bounds_of(people)
    for event, of_it in by_event.items():
        parameters[f"first_{event}"] = since - timedelta(days=back + max(_lasts(c) for c in of_it))
    selects = []
    for at, each in enumerate(clocked):
        selects.append(one(each, at))
        parameters |= {f"class_{at}": each.code, f"rank_{at}": each.rank, f"reason_{at}": each.reason}
    sql = "with " + ",\n".join(parts) + "\n" + "\nunion all\n".join(selects)
    oldest = min(since - timedelta(days=READINGS), *(parameters[f"first_{event}"] for event in by_event))
    return Statement(sql, parameters, oldest)


def _event(
    policy: Policy, event: str, of_it: list[PersonClass], kept: Callable[[Policy, PersonClass], str], *, few: bool
) -> str:
    """The event's rows that any of its classes keeps, with the terms of people that they ask for. Read once: kept where several ask."""
    asked = {t: policy.terms[t] for c in of_it for t in c.terms if policy.terms[t].events is None}
    columns = ["e.*", *(_column(t) for t in asked.values())]
    if any(AGO in c.terms for c in of_it):
        columns.append(f"date_diff('day', e.{DAY}, cast($last as date)) as {AGO}")
    joins = [
        f"left join about_{where} {where} on {where}.person_id = e.person_id"
        for where in {_where(t): 0 for t in asked.values()}
    ]
    (text,) = statements(__file__, f"events/{event}.sql")
    text = _of_few(text.replace("/*first*/", f"$first_{event}"), few=few)
    inner = f"select {', '.join(columns)}\nfrom (\n{text}\n) e\n" + "\n".join(joins)
    wanted = "\n  or ".join(f"({kept(policy, each)})" for each in of_it)
    how = "as materialized" if len(of_it) > 1 else "as"
    return f"{_called(event)} {how} (\nselect * from (\n{inner}\n) {_called(event)}\nwhere {wanted}\n)"


def _called(event: str) -> str:
    """As what a statement knows it: a case is a word of SQL's own."""
    return f"of_{event}"


def _of_few(text: str, *, few: bool) -> str:
    """The bounds reach the tables themselves, so that of one person little is read."""
    if not few:
        return text
    bounds = "person_id between $low and $high and person_id in (select unnest($people))"
    return f"select * from (\n{text}\n) where {bounds}"  # noqa: S608 - own SQL file


def _people(where: str, asked: dict[str, Term], *, few: bool) -> str:
    (text,) = statements(__file__, f"people/{where}.sql")
    told = ", ".join(f"max(value) filter (where fact = '{code}') as {code}" for code in asked)
    return f"about_{where} as (\n{_of_few(text.replace('/*told*/', told), few=few)}\n)"


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


def _said(each: PersonClass, condition: Condition) -> str:
    """On lines of its own: a text in it may look like a comment."""
    return f"\n({condition.sql(dict.fromkeys(condition.terms, _called(each.event)))})\n"


def _condition(policy: Policy, each: PersonClass) -> str:
    """Who is in the class, whether or not something has released them: the condition, a length that fits, not yet over or kept."""
    parts = [_said(each, each.when)] if each.when else []
    if each.days_by and each.days_by[-1].when:
        parts.append(_by_length(each, ["true" for _ in each.days_by], "false"))
    if each.keep:
        parts.append(f"($last <= {_planned(each)} or {_said(each, each.keep)})")
    return "(" + " and ".join(parts) + ")" if parts else "true"


def _released(each: PersonClass) -> str:
    return f"coalesce({_said(each, each.release)}, false)" if each.release else "false"


def _stands(policy: Policy, each: PersonClass) -> str:
    """… and nothing has released them."""
    return f"({_condition(policy, each)} and not {_released(each)})" if each.release else _condition(policy, each)


def _perhaps(policy: Policy, each: PersonClass) -> str:
    return f"{_stands(policy, each)} is not false and coalesce({_falls(each)}, true)"


def _falls(each: PersonClass, kept: int | None = None) -> str:
    until = _until(each)
    if kept is not None:
        until = f"greatest({until}, cast({each.clock} + {int(kept)} as date))"
    return f"{until} >= $since and {_since(each)} <= $last"


def _holds(policy: Policy, each: PersonClass) -> str:
    """Of a class that counts from a day, unknown without it."""
    stands = _stands(policy, each)
    if each.ends == EVENT:
        return stands
    return f"case when {each.clock} is not null or not {stands} then {stands} end"


def _missing(policy: Policy, each: PersonClass) -> str:
    conditions = [each.when, each.keep, *(length.when for length in each.days_by)]
    named = [name for condition in conditions if condition for name in condition.terms]
    asked = dict.fromkeys([*([] if each.ends == EVENT else [each.clock]), *named])
    listed = ", ".join(f"case when {name} is null then '{name}' end" for name in asked) or "null"
    return f"list_filter([{listed}], lambda name: name is not null)"


def _lasts(each: PersonClass) -> int:
    """Days after the event's own on which it may still be somebody's class."""
    longest = max(each.days or 0, each.at_most or 0) - each.from_day
    return 0 if each.ends == EVENT else longest + (APART if each.clock != DAY else 0)


def _by_length(each: PersonClass, values: list[str], otherwise: str) -> str:
    """A value for each length of the class: of the first that fits; unknown where it is unknown whether one fits."""
    parts = []
    for length, value in zip(each.lengths, values, strict=True):
        if length.when is None:
            otherwise = value
            break
        said = _said(each, length.when)
        parts.append(f"when {said} is null then null when {said} then {value}")
    return f"(case {' '.join(parts)} else {otherwise} end)" if parts else otherwise


def _since(each: PersonClass) -> str:
    if each.ends != EVENT:
        return each.clock
    reckoned = f"cast(ends_on - {each.days - each.from_day} as date), " if each.days else ""
    return f"coalesce({each.clock}, {reckoned}{NO_BEGINNING})"


def _planned(each: PersonClass) -> str:
    """The last of its days."""
    days = _by_length(each, [str(length.days - each.from_day) for length in each.lengths], "null")
    return f"cast({each.clock} + {days} as date)"


def _until(each: PersonClass) -> str:
    if each.ends == EVENT:
        return f"coalesce(ends_on, {NO_END})"
    last = _planned(each)
    if each.keep:
        bound = f"cast({each.clock} + {each.at_most - each.from_day} as date)"
        last = f"case when $last > {last} and {_said(each, each.keep)} is not false then {bound} else {last} end"
    return last if each.ends == DAYS else f"least({last}, ends_on)"


def _ends_by(each: PersonClass) -> str:
    if each.ends != FIRST:
        return "'over'" if each.ends == DAYS else "'event'"
    return f"case when ends_on < {_planned(each)} then 'event' else 'over' end"


def _chain(each: PersonClass) -> str:
    """JSON: the last days and the places of the phases, the days of testing."""
    if not any(length.phases for length in each.lengths):
        return UNSAID
    return f"cast({_by_length(each, [_chain_of(each, length) for length in each.lengths], 'null')} as text)"


def _chain_of(each: PersonClass, length: Length) -> str:
    if not length.phases:
        return "null"

    def days(after: list[int]) -> str:
        return "[" + ", ".join(f"cast({each.clock} + {n} as date)" for n in after) + "]"

    places = ", ".join(f"'{phase.place}'" for phase in length.phases)
    return f"to_json({{'ends': {days(length.ends(each.from_day))}, 'places': [{places}], 'tests': {days(length.tests(each.from_day))}}})"


def _fields(policy: Policy, each: PersonClass, *, hidden: bool = False) -> str:
    """What is kept with the class: the terms of its event and of its condition. What is masked stays where it is."""
    names = [t.code for t in policy.terms.values() if t.events and t.of(each.event) and not t.of_day]
    names += [name for name in each.terms if name not in names and (hidden or not policy.terms[name].hidden)]
    parts = [f"""'"{name}":' || coalesce({_json(policy.terms[name])}, 'null')""" for name in names]
    return "'{' || " + " || ',' || ".join(parts) + " || '}'"


def _json(term: Term) -> str:
    """Put together by hand where nothing needs quoting: json_object takes three times as long, and a county has many readings."""
    if term.type in ("text", "value"):
        return f"cast(to_json({term.code}) as text)"
    return f"""'"' || {term.code} || '"'""" if term.type == "date" else f"cast({term.code} as text)"
