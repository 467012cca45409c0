"""Flows of classes: who came into a class, left it or moved to another, from one classified day to the next."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd

from core.domain import EVERYTHING, Scope
from core.policy.loader import RESIDENT
from core.store import Store, load_sql, run, statements

MOST = 2**31 - 1
OUTSIDE = ""  # instead of a class: on no roster, or gone
# The day classified before, where it is known who was shown as what on it: kept, or that nobody was in any class.
EARLIER = """with before as (select max(day) as day from class_day where day < $first)
select day from before
where day in (select day from class_shown) or not exists (select 1 from class_day c where c.day = before.day and c.class <> $resident)"""
TAKEN_OUT = "delete from class_flow_day where day in (select unnest(cast($at as date[])))"
IN_GRIDS = " and list_contains(cast($grids as integer[]), home_grid_id)"
THEIR_GRIDS = """select distinct grid_id from class_shown
  where person_id between $low and $high and list_contains(cast($people as integer[]), person_id)"""


def count_flows(db: duckdb.DuckDBPyConnection, days: list[date], *, people: list[int] | None = None) -> None:
    """Flows of days that were just classified (`candidate` holds them). Of the first day where no earlier one is known they stay as they were.

    `people`: those alone who were classified anew, on one day that everybody was classified for before: counted anew are the grids in which
    they were, or are. What was counted of them before can't be told from what is known of them now: where they live may have changed too.
    """
    found = run(db, EARLIER, first=days[0], resident=RESIDENT).fetchone()
    chain = [*([found[0]] if found and found[0] else []), *days]
    steps = {"at": chain[1:], "earlier": chain[:-1]}
    low, high = (0, MOST) if people is None else (min(people, default=0), max(people, default=0))
    few = {"people": people, "low": low, "high": high}
    grids = set() if people is None else _grids_of(db, few)
    for statement in statements(__file__, "class_shown.sql"):
        run(db, statement, days=days, **few)
    counted = None if people is None else sorted(grids | _grids_of(db, few))
    if counted is None:
        run(db, TAKEN_OUT, at=steps["at"])
    elif steps["at"]:
        run(db, TAKEN_OUT + IN_GRIDS, at=steps["at"], grids=counted)
    run(db, load_sql(__file__, "class_flow_day.sql"), grids=counted, resident=RESIDENT, **steps)
    if people is None:
        run(db, "delete from class_shown where day not in (select unnest($kept))", kept=chain[-2:])


def _grids_of(db: duckdb.DuckDBPyConnection, few: dict[str, object]) -> set[int]:
    return {grid for (grid,) in run(db, THEIR_GRIDS, **few).fetchall()}


def class_flows(store: Store, scope: Scope, *, grid: int = EVERYTHING, since: date, until: date) -> pd.DataFrame:
    """One row per day and pair of classes with people who moved: day, from_class, to_class (OUTSIDE: on no roster, or gone), people.

    Of the grid and all visible below it. `since` is the first day *into* which somebody moved. Somebody who moved twice counts twice.
    """
    return store.df(
        load_sql(__file__, "class_flows.sql"), scope=scope.roots, grid=grid, since=since, until=until, outside=OUTSIDE
    )
