"""Of which events nothing at all is stored. A class whose event has no row is left out of the statement, which is planned faster for it:
planning is most of what one person costs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import duckdb

from core.classify.few import of_few
from core.policy.loader import Policy
from core.store import run

DECIDED = "decided"  # no event either: whether anything was decided by hand
# What an event's rows stand in, where that is looked at quickly.
STANDS_IN = {
    "case": "disease_case", "discharge": "disease_case", "test": "test_result", "declaration": "declaration", "contact": "case_contact",
    "second_contact": "case_contact", "quarantine": "quarantine", "stay": "risk_stay", "listed": "person_fact", DECIDED: "manual_class",
}  # fmt: skip
# Tables of which nobody's classes but the row's own person's are read; a case makes somebody else a contact.
OWN = ("declaration", "person_fact", "quarantine", "risk_stay", "test_result")
GONE = "gone"  # no event, looked at with them: whether anybody died, moved out or was cancelled
STAYING = "staying"  # nor this: whether anybody stays for a time, or did
SIGHTING = "sighting"
# nor this: whether anybody was not seen on the day judged, so that it matters when they were seen last
UNSEEN = "unseen"
# Whose event follows from the register alone.
IN_REGISTER = {
    "arrival": "arrived_on is not null or origin is not null",
    "attention": "attention is not null",
    SIGHTING: "home_grid_id is null and not registered",
    GONE: "is_end(status)",
}


def absent_events(
    db: duckdb.DuckDBPyConnection, policy: Policy, *, people: list[int] | None, as_of: date | None = None
) -> set[str]:
    """Events of the policy's classes (and GONE, DECIDED, STAYING) of which nothing at all is stored, of those people or of anybody; and,
    of people judged on a day alone (`as_of`), UNSEEN where each of them was seen on it."""
    events = {c.event for c in policy.classes} | {GONE, DECIDED, STAYING}
    tables = dict.fromkeys(STANDS_IN[event] for event in STANDS_IN if event in events)
    where = " where true" if people is None else f" where {theirs(people)}"
    said = ", ".join(f"case when bool_or({IN_REGISTER[e]}) then '{e}' end" for e in IN_REGISTER if e in events)
    looks = [f"select unnest([{said}]) from person{where}"]  # noqa: S608 - the names above
    looks += [f"(select '{t}' from {t}{where} limit 1)" for t in tables]  # noqa: S608 - planned faster than "exists"
    looks.append(f"(select '{STAYING}' from membership{where} and kind = 'temporary' limit 1)")  # noqa: S608 - likewise
    if people is not None and as_of and SIGHTING in events:
        events.add(UNSEEN)
        seen = f"select count(*) from person_day where day = $as_of and {theirs(people)}"  # noqa: S608 - likewise
        looks.append(f"(select '{UNSEEN}' where ({seen}) < {len(set(people))})")
    there = {name for (name,) in run(db, " union all ".join(looks), **bounds_of(people), as_of=as_of).fetchall()}
    asked = (*IN_REGISTER, STAYING, UNSEEN)
    return {e for e in events if (e in STANDS_IN and STANDS_IN[e] not in there) or (e in asked and e not in there)}


def tables_without(absent: Collection[str]) -> list[str]:
    """Tables of which a statement about the same people finds nothing."""
    return [table for event, table in STANDS_IN.items() if event in absent and table in OWN]


def stored_besides(absent: Collection[str]) -> frozenset[str]:
    """Of what an event's SQL leaves out (`-- if risk_stay … -- end`): that of which something is stored."""
    return frozenset({*OWN, STAYING}) - {*tables_without(absent), *absent}


def theirs(people: list[int]) -> str:
    """Rows of these people: the bounds let what lies in the order of people be passed over; one is asked for by number."""
    return of_few("person_id between $low and $high and list_contains(cast($people as integer[]), person_id)", people)


def bounds_of(people: list[int] | None) -> dict[str, object]:
    people = people or []
    return {"people": people, "low": min(people, default=0), "high": max(people, default=0)}
