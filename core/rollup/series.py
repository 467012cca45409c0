"""Reads of the rollups: indicators by day, by grid and by class.

Indicators (people and check-ins are counts): check_ins, entries, exits; fevers: person-days at or above 37.3 °C; outsiders: person-days in
a grid where one neither lives, works nor studies; residents_seen: person-days of those who live there, seen anywhere; expected:
check-ins to be expected from the same weekdays before (missing without history); coverage: 0–1, the part of the expected that was
seen, a grid's surplus not making up for another's gap.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from core.domain import EVERYTHING, Scope
from core.policy.running import running
from core.rollup.children import children
from core.store import Store, load_sql
from core.store.kept import until_written

INDICATORS = ("check_ins", "entries", "exits", "fevers", "outsiders", "residents_seen", "coverage")


def daily(store: Store, scope: Scope, *, grid: int = EVERYTHING, since: date, until: date) -> pd.DataFrame:
    """One row per day: day and the indicators with `expected`, of the grid and all visible below it. Missing on days whose data are not there
    (docs/decisions/0016), 0 on others on which nobody was scanned."""
    return store.df(load_sql(__file__, "daily.sql"), scope=scope.roots, grid=grid, since=since, until=until)


def daily_by_child(
    store: Store,
    scope: Scope,
    *,
    grid: int = EVERYTHING,
    since: date,
    until: date,
    axis: str = "area",
    level: str | None = None,
) -> pd.DataFrame:
    """One row per child grid and day: grid_id, name, day and the indicators, each child with all below it; missing and 0 as in `daily`.
    Children: see `children`."""
    below = children(store, scope, grid=grid, axis=axis, level=level)
    sql = load_sql(__file__, "daily_by_child.sql")
    return store.df(sql, scope=scope.roots, children=below, since=since, until=until)


def by_child(
    store: Store,
    scope: Scope,
    *,
    grid: int = EVERYTHING,
    since: date,
    until: date,
    axis: str = "area",
    level: str | None = None,
) -> pd.DataFrame:
    """One row per child grid, for maps and ranks, indicators summed over the days whose data are there; missing where none are.

    Columns: grid_id, code, name, level, lon, lat, people (registered; of a unit: its members), the indicators, alerts (not closed),
    grade, and one column per class code of the policy (people shown as it on the last day classified).
    """
    below = children(store, scope, grid=grid, axis=axis, level=level)
    bound = {"scope": scope.roots, "children": below, "since": since, "until": until}
    table = store.df(load_sql(__file__, "by_child.sql"), **bound)
    people = people_of(store, scope, grids=tuple(below), as_of=until)
    living = [people.get(grid, 0) for grid in table["grid_id"]]
    table.insert(table.columns.get_loc("lat") + 1, "people", np.array(living, dtype="int64"))
    classes = store.df(load_sql(__file__, "class_by_child.sql"), **bound)
    wide = classes.pivot_table(index="grid_id", columns="class", values="people", aggfunc="sum")
    wide = wide.reindex(index=table["grid_id"], columns=[c.code for c in running(store).classes])
    return table.join(wide.fillna(0).astype("int64").reset_index(drop=True))


@until_written(told=True)
def people_of(store: Store, scope: Scope, *, grids: tuple[int, ...], as_of: date) -> dict[int, int]:
    """Grid → how many live in it and all visible below it; of a unit, how many work or study there."""
    sql = load_sql(__file__, "people_of.sql")
    return dict(store.run(sql, scope=scope.roots, grids=list(grids), as_of=as_of).fetchall())


def class_daily(store: Store, scope: Scope, *, grid: int = EVERYTHING, since: date, until: date) -> pd.DataFrame:
    """One row per day and class with people: day, class, people (by shown class, of the grid and all visible below it)."""
    return store.df(load_sql(__file__, "class_daily.sql"), scope=scope.roots, grid=grid, since=since, until=until)


def class_daily_by_child(
    store: Store,
    scope: Scope,
    *,
    grid: int = EVERYTHING,
    since: date,
    until: date,
    axis: str = "area",
    level: str | None = None,
) -> pd.DataFrame:
    """One row per child grid, day and class with people: grid_id, name, day, class, people."""
    below = children(store, scope, grid=grid, axis=axis, level=level)
    sql = load_sql(__file__, "class_daily_by_child.sql")
    return store.df(sql, scope=scope.roots, children=below, since=since, until=until)
