"""Reads of tasks: the list of a shift, who has work, which grids have nobody, how far measures are kept."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.rollup.children import children
from core.store import Store, load_sql

STATUSES = ("drafted", "open", "done", "overdue", "cancelled")
MOST = 500


def tasks(
    store: Store,
    scope: Scope,
    *,
    at: datetime,
    grid: int = EVERYTHING,
    ids: list[int] | None = None,
    statuses: list[str] | None = None,
    measures: list[str] | None = None,
    owner: int | None = None,
    person: int | None = None,
    now_only: bool = False,
    limit: int = MOST,
    offset: int = 0,
) -> pd.DataFrame:
    """Tasks about the visible subtree, or that somebody there has to see to: overdue first, then by when they are due. `now_only`: those that can be done
    now. `measures`: codes of measures, or kinds of other tasks.

    Grain: one row per task. Columns: task_id, kind, measure (or kind), class, status, made_for, slot, due_at, closes_at, grid_id, grid_name, township,
    person_id, person_name (masked unless revealed; both missing where the scope does not reach the person), owner_level (asked for), owner_grid_id,
    owner_role, owner_grid, owner_name, owner_phone (masked unless revealed), vacant (nobody answers where it was asked for), done_at, done_by, done_how, outcome.
    """
    return store.df(
        load_sql(__file__, "tasks.sql"),
        scope=scope.roots, at=at, as_of=at.date(), reveal_name="name" in scope.reveal, show_work_phone="work_phone" in scope.reveal,
        grid=grid, ids=ids, statuses=statuses, measures=measures, owner=owner, person=person, now_only=now_only, limit=limit, offset=offset,
    )  # fmt: skip


def owners(store: Store, scope: Scope, *, at: datetime, grid: int = EVERYTHING, limit: int = MOST) -> pd.DataFrame:
    """Who has work now, by the code of the grid, never by how much they do: grid_id, code, grid_name, name, tasks."""
    return store.df(load_sql(__file__, "owners.sql"), scope=scope.roots, grid=grid, at=at, limit=limit)


def gaps(store: Store, scope: Scope, *, at: datetime, grid: int = EVERYTHING) -> pd.DataFrame:
    """Grids without anybody who answers for what is asked of them now. Grain: one row per grid: grid_id, code, name, level, above, owner_grid_id, owner_grid and
    owner_level (to whom it goes instead; missing: to nobody), tasks, people."""
    return store.df(load_sql(__file__, "gaps.sql"), scope=scope.roots, grid=grid, at=at)


def compliance(store: Store, scope: Scope, *, grid: int = EVERYTHING, since: date, until: date) -> pd.DataFrame:
    """How far measures are kept in the children of a grid, from the counts of each day. Grain: one row per child (or `grid` itself for what lies in none),
    measure and day. Columns: grid_id, code, name, lon, lat, measure, day, due, done, late (of those done), overdue."""
    table = store.df(
        load_sql(__file__, "compliance.sql"),
        scope=scope.roots, grid=grid, children=children(store, scope, grid=grid), since=since, until=until,
    )  # fmt: skip
    table["day"] = pd.to_datetime(table["day"]).dt.date
    return table
