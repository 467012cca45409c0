"""A class as expressions of SQL over the rows of its event: whether it holds, from when until when, what ends it, what is kept with it.

Only names and literals of a checked policy (core/policy/conditions.py) stand in them; everything else is bound.
"""

from __future__ import annotations

from core.policy.classes import DAYS, EVENT, FIRST, PersonClass
from core.policy.conditions import Condition
from core.policy.loader import Policy
from core.policy.phases import Length
from core.policy.terms import DAY, Term

UNSAID = "cast(null as text)"
NO_BEGINNING, NO_END = "date '1900-01-01'", "date '9999-12-31'"
APART = 366  # days that another clock of an event may lie after the event's own day


def called(event: str) -> str:
    """As what a statement knows it: a case is a word of SQL's own."""
    return f"of_{event}"


def _said(each: PersonClass, condition: Condition) -> str:
    """On lines of its own: a text in it may look like a comment."""
    return f"\n({condition.sql(called(each.read_as))})\n"


def condition(each: PersonClass) -> str:
    """Who is in the class, whether or not something has released them: the condition, a length that fits, not yet over or kept."""
    parts = [_said(each, each.when)] if each.when else []
    if each.days_by and each.days_by[-1].when:
        parts.append(_by_length(each, ["true" for _ in each.days_by], "false"))
    if each.keep:
        parts.append(f"($last <= {_planned(each)} or {_said(each, each.keep)})")
    return "(" + " and ".join(parts) + ")" if parts else "true"


def released(each: PersonClass) -> str:
    return f"coalesce({_said(each, each.release)}, false)" if each.release else "false"


def _stands(each: PersonClass) -> str:
    """… and nothing has released them."""
    return f"({condition(each)} and not {released(each)})" if each.release else condition(each)


def perhaps(each: PersonClass) -> str:
    return f"{_stands(each)} is not false and coalesce({falls(each)}, true)"


def falls(each: PersonClass, kept: int | None = None) -> str:
    last = until(each)
    if kept is not None:
        last = f"greatest({last}, cast({each.clock} + {int(kept)} as date))"
    return f"{last} >= $since and {since(each)} <= $last"


def holds(each: PersonClass) -> str:
    """Of a class that counts from a day, unknown without it."""
    stands = _stands(each)
    if each.ends == EVENT:
        return stands
    return f"case when {each.clock} is not null or not {stands} then {stands} end"


def missing(policy: Policy, each: PersonClass) -> str:
    conditions = [each.when, each.keep, *(length.when for length in each.days_by)]
    named = [name for condition in conditions if condition for name in condition.terms]
    asked = dict.fromkeys([*([] if each.ends == EVENT else [each.clock]), *named])
    listed = ", ".join(f"case when {name} is null then '{name}' end" for name in asked) or "null"
    return f"list_filter([{listed}], lambda name: name is not null)"


def lasts(each: PersonClass) -> int:
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


def since(each: PersonClass) -> str:
    if each.ends != EVENT:
        return each.clock
    reckoned = f"cast(ends_on - {each.days - each.from_day} as date), " if each.days else ""
    return f"coalesce({each.clock}, {reckoned}{NO_BEGINNING})"


def _planned(each: PersonClass) -> str:
    """The last of its days."""
    days = _by_length(each, [str(length.days - each.from_day) for length in each.lengths], "null")
    return f"cast({each.clock} + {days} as date)"


def until(each: PersonClass) -> str:
    if each.ends == EVENT:
        return f"coalesce(ends_on, {NO_END})"
    last = _planned(each)
    if each.keep:
        bound = f"cast({each.clock} + {each.at_most - each.from_day} as date)"
        last = f"case when $last > {last} and {_said(each, each.keep)} is not false then {bound} else {last} end"
    return last if each.ends == DAYS else f"least({last}, ends_on)"


def ends_by(each: PersonClass) -> str:
    if each.ends != FIRST:
        return "'over'" if each.ends == DAYS else "'event'"
    return f"case when ends_on < {_planned(each)} then 'event' else 'over' end"


def chain(each: PersonClass) -> str:
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


def fields(policy: Policy, each: PersonClass, *, hidden: bool = False) -> str:
    """What is kept with the class: the terms of its event and of its condition. What is masked stays where it is."""
    names = [t.code for t in policy.terms.values() if t.events and t.of(each.event) and not t.of_day]
    names += [name for name in each.terms if name not in names and (hidden or not policy.terms[name].hidden)]
    parts = [
        f"""'{"," if n else "{"}"{name}":', coalesce({_json(policy.terms[name])}, 'null')"""
        for n, name in enumerate(names)
    ]
    return f"concat({', '.join(parts)}, '}}')"  # one call: a chain of || is planned link by link


def _json(term: Term) -> str:
    """Put together by hand where nothing needs quoting: json_object takes three times as long, and a county has many readings."""
    if term.type in ("text", "value"):
        return f"cast(to_json({term.code}) as text)"
    return f"""'"' || {term.code} || '"'""" if term.type == "date" else f"cast({term.code} as text)"
