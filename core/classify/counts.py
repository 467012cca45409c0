"""Reads of classes and grades."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.policy.running import running
from core.store import Store, load_sql


def class_counts(store: Store, scope: Scope, *, grid: int = EVERYTHING, as_of: date | None = None) -> pd.DataFrame:
    """One row per class of the policy, by rank: class, people, yesterday and before (a day and 7 days earlier; missing when that day was not classified).

    `as_of` None takes the last day classified.
    """
    found = store.df(load_sql(__file__, "class_counts.sql"), scope=scope.roots, grid=grid, as_of=as_of)
    classified = [name for name in ("yesterday", "before") if found[name].notna().any()]
    order = [c.code for c in running(store, as_of).classes]
    full = found.set_index("class").reindex(order)
    full["people"] = full["people"].fillna(0).astype("int64")
    for name in classified:
        full[name] = full[name].fillna(0)
    return full.rename_axis("class").reset_index()


def grade_counts(store: Store, scope: Scope, *, grid: int = EVERYTHING) -> pd.DataFrame:
    """Area grids by grade in the subtree: one row per level and grade: level, grade, grids."""
    return store.df(
        "select g.level, a.grade, count(*) as grids from grid_grade a join grid g on g.grid_id = a.grid_id"
        " where g.axis = 'area' and g.grid_id in (from scope_grids($scope))"
        " and g.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)"
        " group by g.level, a.grade order by g.level, a.grade",
        scope=scope.roots,
        grid=grid,
    )
