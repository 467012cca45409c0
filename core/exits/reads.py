"""Reads of applications to leave: those that wait, those decided, and what was said to one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from core.chain import with_owners
from core.domain import EVERYTHING, Scope
from core.exits.rules import given, hours
from core.policy.loader import Policy
from core.store import Store, load_sql

STATES = ("waiting", "late", "approved", "refused", "withdrawn")


def applications(
    store: Store, scope: Scope, *, at: datetime, limit: int = 50, offset: int = 0, policy: Policy | None = None, owned: bool = False, **conditions: object
) -> pd.DataFrame:  # fmt: skip
    """Applications of people whom the scope reaches: those that wait, the earliest due first; then the latest answered.

    Conditions, each optional: grid (home there, or staying there), unit (a block grid: who works or studies in it), household (id), person, ids, state (STATES), text (part of a name or of a household's code).

    Grain: one row per application. Columns: application_id, person_id, name (masked unless revealed), household_id, household (code), village, home, township, class (the foremost that keeps them), levels (that have to
    agree: 1 or 2), step (which is asked now), kept_in (a class lets nobody go), applied_at, leave_on, return_on, destination, reason, status, due_at (missing once decided), late, decided_by, decided_at,
    asked_grid_id (whose responsible is asked now), said (its reason), gone (no resident any more), past (its days are over), overlaps (with an approved one), above (the scope may speak for the level above); with `owned` who has one that waits
    (core.chain.with_owners), one step further for each time to answer that is over.
    """
    sql = load_sql(__file__, "chosen.sql") + load_sql(__file__, "page.sql")
    found = store.df(
        sql, **given(store, scope, at=at, policy=policy), **_conditions(**conditions), limit=limit, offset=offset
    )
    for name in ("leave_on", "return_on"):
        found[name] = [None if pd.isna(day) else pd.Timestamp(day).date() for day in found[name]]
    if not owned:
        return found
    span = timedelta(hours=hours()["answer_hours"])
    waits = found["status"] == "pending"
    return with_owners(store, scope, found, found["asked_grid_id"], open=waits, at=at, span=span)


def application_counts(store: Store, scope: Scope, *, at: datetime, **conditions: object) -> dict[str, int]:
    """How many `applications` finds under the same conditions: waiting, late (of those), above (of those: the level above is asked), approved, refused, withdrawn."""
    sql = load_sql(__file__, "chosen.sql") + load_sql(__file__, "counts.sql")
    row = store.df(sql, **given(store, scope, at=at), **_conditions(**conditions)).iloc[0]
    return {name: int(count) for name, count in row.items()}


def steps(store: Store, scope: Scope, *, application_id: int, at: datetime) -> pd.DataFrame:
    """What was said to an application, in its order: step, decision, reason, decided_by, decided_at. One row per decision; empty out of reach."""
    return store.df(
        """select d.step, d.decision, d.reason, d.decided_by, d.decided_at from exit_decision d join exit_application e on e.application_id = d.application_id
        where d.application_id = $id and e.person_id in (from scope_people($scope, $on)) order by d.step, d.decided_at""",
        id=application_id, scope=scope.roots, on=at.date(),
    )  # fmt: skip


def _conditions(
    *, grid: int = EVERYTHING, unit: int | None = None, household: int | None = None, person: int | None = None, ids: list[int] | None = None,
    state: str | None = None, text: str = "",
) -> dict[str, object]:  # fmt: skip
    numbers = None if ids is None else [int(n) for n in ids]
    return {
        "grid": grid,
        "unit": unit,
        "household": household,
        "person": person,
        "ids": numbers,
        "state": state,
        "text": text.strip() or None,
    }
