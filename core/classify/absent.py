"""Which events nothing at all is stored of. A class whose event has no row is left out of the statement, which is planned faster for it:
planning is most of what one person costs."""

from __future__ import annotations

import duckdb

from core.policy.loader import Policy
from core.store import run

# What an event's rows stand in, where that is looked at quickly, and what of it they have at least.
STANDS_IN = {
    "case": "disease_case", "discharge": "disease_case", "test": "test_result", "declaration": "declaration", "contact": "case_contact",
    "second_contact": "case_contact", "quarantine": "quarantine", "stay": "risk_stay", "listed": "person_fact",
    "arrival": "person where (arrived_on is not null or origin is not null)", "attention": "person where attention is not null",
    "sighting": "person where home_grid_id is null and not registered",
}  # fmt: skip
THEIRS = "person_id between $low and $high and list_contains(cast($people as integer[]), person_id)"


def absent_events(db: duckdb.DuckDBPyConnection, policy: Policy, *, people: list[int] | None) -> set[str]:
    """Events of the policy's classes of which nothing at all is stored, of those people or of anybody."""
    asked = {c.event: STANDS_IN[c.event] for c in policy.classes if c.event in STANDS_IN}
    if not asked:
        return set()
    looks = {rows: _exists(rows, few=people is not None) for rows in dict.fromkeys(asked.values())}
    found = run(db, f"select {', '.join(looks.values())}", **bounds_of(people)).fetchone()
    there = {rows for rows, any_ in zip(looks, found, strict=True) if any_}
    return {event for event, rows in asked.items() if rows not in there}


def bounds_of(people: list[int] | None) -> dict[str, object]:
    people = people or []
    return {"people": people, "low": min(people, default=0), "high": max(people, default=0)}


def _exists(rows: str, *, few: bool) -> str:
    theirs = f" {'and' if ' where ' in rows else 'where'} {THEIRS}" if few else ""
    return f"exists (select 1 from {rows}{theirs})"  # noqa: S608 - the names above
