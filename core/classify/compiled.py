"""A pack's classes as statements: every event is read once, every class is a select over its event, all of a policy one union.

    with reading as (core/classify/events/reading.sql, with the terms of people that its conditions name)
    select … from reading where temperature >= 37.3 and it falls into the days   -- fever
    union all …

Only names and literals of a checked policy (core/policy/conditions.py) stand in the text; everything else is bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from core.policy.classes import EVENT, PersonClass
from core.policy.loader import Policy
from core.policy.terms import DAY, TOLD, Term
from core.store import statements

AGO = "days_since"  # the one term that is reckoned here
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
CASTS = {"number": "try_cast({} as double)", "date": "try_cast({} as date)"}


@dataclass(frozen=True)
class Statement:
    sql: str
    parameters: dict[str, object]


def of_day(policy: Policy) -> bool:
    """Do its conditions ask for what may be otherwise on each day? Then each day is classified by itself."""
    return any(policy.terms[name].of_day for each in policy.classes for name in each.terms)


def candidates(policy: Policy, *, since: date, until: date) -> Statement | None:
    """Whoever is in a class on a day of the period: person_id, grid_id, since, until, fields (JSON; of several days, which are only
    counted, null), class, rank, reason."""

    def one(each: PersonClass, at: int) -> str:
        fields = _fields(policy, each) if since == until else "null"
        return (
            f"select person_id, grid_id, {_since(each)} as since, {_until(each)} as until, {fields} as fields,\n"
            f"  $class_{at} as class, $rank_{at} as rank, $reason_{at} as reason\n"
            f"from {each.event}\nwhere {_held(policy, each)}"
        )

    return _all(policy, since, until, one, _held)


def unknown(policy: Policy, *, as_of: date) -> Statement | None:
    """Of everybody who may be in a class: person_id, class, holds (null: unknown), missing (terms)."""

    def one(each: PersonClass, at: int) -> str:
        return (
            f"select person_id, $class_{at} as class, {_holds(policy, each)} as holds, {_missing(policy, each)} as missing\n"
            f"from {each.event}\nwhere {_perhaps(policy, each)}"
        )

    return _all(policy, as_of, as_of, one, _perhaps)


def explained(policy: Policy, *, person_id: int, as_of: date, back: int) -> Statement | None:
    """Every event of one person, those of `back` days ago too, once for each class of it: class, day, since, until, holds, missing,
    terms (JSON: those of the event and of the condition)."""

    def one(each: PersonClass, at: int) -> str:
        return (
            f"select $class_{at} as class, {DAY} as day, {_since(each)} as since, {_until(each)} as until,\n"
            f"  {_holds(policy, each)} as holds, {_missing(policy, each)} as missing, {_fields(policy, each, hidden=True)} as terms\n"
            f"from {each.event}"
        )

    def theirs(policy: Policy, each: PersonClass) -> str:
        return "person_id = $person"

    made = _all(policy, as_of, as_of, one, theirs, back=back)
    return made and Statement(made.sql, made.parameters | {"person": person_id})


def _all(
    policy: Policy,
    since: date,
    until: date,
    one: Callable[[PersonClass, int], str],
    kept: Callable[[Policy, PersonClass], str],
    *,
    back: int = 0,
) -> Statement | None:
    clocked = [c for c in policy.classes if c.event]
    if not clocked:
        return None
    asked = {code: policy.terms[code] for c in clocked for code in c.terms if policy.terms[code].source == TOLD}
    parts = [
        _people(where, asked)
        for where in WHERE
        if any(_stands(policy.terms[t]) == where for c in clocked for t in c.terms)
    ]
    by_event = {event: [c for c in clocked if c.event == event] for event in dict.fromkeys(c.event for c in clocked)}
    parts += [_event(policy, event, of_it, kept) for event, of_it in by_event.items()]
    parameters: dict[str, object] = {**policy.constants, "since": since, "last": until, **_told(asked)}
    for event, of_it in by_event.items():
        parameters[f"first_{event}"] = since - timedelta(days=back + max(_lasts(c) for c in of_it))
    selects = []
    for at, each in enumerate(clocked):
        selects.append(one(each, at))
        parameters |= {f"class_{at}": each.code, f"rank_{at}": each.rank, f"reason_{at}": each.reason}
    return Statement("with " + ",\n".join(parts) + "\n" + "\nunion all\n".join(selects), parameters)


def _event(policy: Policy, event: str, of_it: list[PersonClass], kept: Callable[[Policy, PersonClass], str]) -> str:
    """The event's rows that any of its classes keeps, with the terms of people that they ask for. Read once: kept where several ask."""
    asked = {t: policy.terms[t] for c in of_it for t in c.terms if policy.terms[t].events is None}
    columns = ["e.*", *(_column(t) for t in asked.values())]
    if any(AGO in c.terms for c in of_it):
        columns.append(f"date_diff('day', e.{DAY}, cast($last as date)) as {AGO}")
    joins = [
        f"left join about_{where} {where} on {where}.person_id = e.person_id"
        for where in {_stands(t): 0 for t in asked.values()}
    ]
    (text,) = statements(__file__, f"events/{event}.sql")
    inner = f"select {', '.join(columns)}\nfrom (\n{text.replace('/*first*/', f'$first_{event}')}\n) e\n" + "\n".join(
        joins
    )
    wanted = "\n  or ".join(f"({kept(policy, each)})" for each in of_it)
    how = "as materialized" if len(of_it) > 1 else "as"
    return f"{event} {how} (\nselect * from (\n{inner}\n) {event}\nwhere {wanted}\n)"


def _people(where: str, asked: dict[str, Term]) -> str:
    (text,) = statements(__file__, f"people/{where}.sql")
    told = ", ".join(f"any_value(value) filter (where fact = '{code}') as {code}" for code in asked)
    return f"about_{where} as (\n{text.replace('/*told*/', told)}\n)"


def _told(asked: dict[str, Term]) -> dict[str, object]:
    lasting = {code: term.days for code, term in asked.items() if term.days}
    return {"facts": list(asked), "lasting": list(lasting) or [""], "days": list(lasting.values()) or [0]}


def _stands(term: Term) -> str:
    return term.source.partition(".")[0] if term.events is None else ""


def _column(term: Term) -> str:
    named = f"{_stands(term)}.{term.code}"
    if term.source == TOLD and term.type in CASTS:
        named = CASTS[term.type].format(named)
    return (
        f"{named} as {term.code}" if term.code not in NONE else f"coalesce({named}, {NONE[term.code]}) as {term.code}"
    )


def _condition(policy: Policy, each: PersonClass) -> str:
    """On a line of its own: a text in it may look like a comment."""
    return f"\n({each.when.sql(dict.fromkeys(each.terms, each.event))})\n" if each.when else "true"


def _held(policy: Policy, each: PersonClass) -> str:
    return f"{_condition(policy, each)} and {_falls(each)}"


def _perhaps(policy: Policy, each: PersonClass) -> str:
    return f"{_condition(policy, each)} is not false and coalesce({_falls(each)}, true)"


def _falls(each: PersonClass) -> str:
    return f"{_until(each)} >= $since and {_since(each)} <= $last"


def _holds(policy: Policy, each: PersonClass) -> str:
    """Of a class that counts from a day, unknown without it."""
    if each.ends == EVENT:
        return f"{_condition(policy, each)}"
    return f"case when {DAY} is not null or not {_condition(policy, each)} then {_condition(policy, each)} end"


def _missing(policy: Policy, each: PersonClass) -> str:
    asked = [*dict.fromkeys([*([] if each.ends == EVENT else [DAY]), *each.terms])]
    listed = ", ".join(f"case when {name} is null then '{name}' end" for name in asked) or "null"
    return f"list_filter([{listed}], lambda name: name is not null)"


def _lasts(each: PersonClass) -> int:
    """Days after the event's own."""
    return (each.days or 0) - each.from_day if each.ends != EVENT else 0


def _since(each: PersonClass) -> str:
    if each.ends != EVENT:
        return DAY
    reckoned = f"cast(ends_on - {each.days - each.from_day} as date), " if each.days else ""
    return f"coalesce({DAY}, {reckoned}{NO_BEGINNING})"


def _until(each: PersonClass) -> str:
    if each.ends == EVENT:
        return f"coalesce(ends_on, {NO_END})"
    last = f"cast({DAY} + {each.days - each.from_day} as date)"
    return last if each.ends == "days" else f"least({last}, ends_on)"


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
