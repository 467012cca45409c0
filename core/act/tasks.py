"""Reads of tasks: the list of a shift, who has work, which grids have nobody, how far measures are kept."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from core.chain import chain_sql, starts_of
from core.domain import EVERYTHING, Scope
from core.rollup.children import children
from core.store import Store, load_sql

STATUSES = ("drafted", "open", "done", "overdue", "cancelled")
MOST = 500
# Of what was due, the share that is overdue from which a place is drawn as in trouble, and how many it takes.
TROUBLE = {"high": (0.25, 5), "medium": (0.1, 2)}


def severity(due: int, overdue: int) -> str:
    """high | medium | low"""
    return next(
        (name for name, (share, least) in TROUBLE.items() if overdue >= least and overdue >= share * due), "low"
    )


def tasks(
    store: Store, scope: Scope, *, at: datetime, limit: int = MOST, offset: int = 0, **conditions: object
) -> pd.DataFrame:
    """Tasks about the visible subtree, or that somebody there has to see to: overdue first, then by when they are due.

    Conditions, each optional: grid, ids, statuses, measures (codes, or kinds of other tasks), owner (a grid whose responsible has them), person, on (made for that day), now_only
    (those that can be done now).

    Grain: one row per task. Columns: task_id, kind, measure (or kind), class, status, made_for, slot, due_at, closes_at, grid_id, grid_name, township,
    person_id, person_name (masked unless revealed; both missing where the scope does not reach the person), owner_level (asked for), owner_grid_id,
    owner_role, owner_grid, owner_name (who holds it now), owner_phone (masked unless revealed), vacant (nobody answers where it was asked for), owner_why (given | vacant | away | load |
    raised | desk), raised (steps up), title, awaits, every, until, alert_id, done_at, done_by, done_how, outcome.
    """
    return store.df(
        _chosen("tasks_page.sql"), **_conditions(scope, at, **conditions), as_of=at.date(), limit=limit, offset=offset,
        reveal_name="name" in scope.reveal, show_work_phone="work_phone" in scope.reveal,
    )  # fmt: skip


def task_counts(store: Store, scope: Scope, *, at: datetime, **conditions: object) -> dict[str, int]:
    """How many tasks `tasks` finds in all, by status."""
    rows = store.run(_chosen("tasks_count.sql", chain=False), **_conditions(scope, at, **conditions)).fetchall()
    return dict.fromkeys(STATUSES, 0) | dict(rows)


def late_parts(store: Store, scope: Scope, *, at: datetime, grid: int, children: list[int]) -> pd.DataFrame:
    """Where the overdue ones gather. One row per part (grid: of `children` | measure | class) and value (name or code): entered (overdue), all_entered, people (of all that are due), all_people."""
    return store.df(_chosen("late.sql", chain=False), **_conditions(scope, at, grid=grid), children=children)


def _chosen(name: str, *, chain: bool = True) -> str:
    """`chain`: whether it reads who answers; planning that takes longer than counting."""
    text = load_sql(__file__, "tasks_chosen.sql") + load_sql(__file__, name)
    return chain_sql(text) if chain else f"with nothing as (select 1)\n{text}"


def _conditions(
    scope: Scope,
    at: datetime,
    *,
    grid: int = EVERYTHING,
    ids: list[int] | None = None,
    statuses: list[str] | None = None,
    measures: list[str] | None = None,
    owner: int | None = None,
    person: int | None = None,
    on: date | None = None,
    now_only: bool = False,
) -> dict[str, object]:
    return {
        "scope": scope.roots, "at": at, "grid": grid, "ids": ids, "statuses": statuses, "measures": measures, "owner": owner,
        "person": person, "on": on, "now_only": now_only,
        **starts_of(()),
    }  # fmt: skip


def owners(store: Store, scope: Scope, *, at: datetime, grid: int = EVERYTHING, limit: int = MOST) -> pd.DataFrame:
    """Who has work now, by the code of the grid, never by how much they do: grid_id, code, grid_name, name, tasks."""
    text = chain_sql(load_sql(__file__, "owners.sql"))
    return store.df(text, scope=scope.roots, grid=grid, at=at, limit=limit, **starts_of(()))


def gaps(store: Store, scope: Scope, *, at: datetime, grid: int = EVERYTHING) -> pd.DataFrame:
    """Grids without anybody who answers for what is asked of them now. Grain: one row per grid: grid_id, code, name, level, above, owner_grid_id, owner_grid and
    owner_level and owner_role (to whom it goes instead; desk: nobody answers, and the county's desk has it), tasks, people."""
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
