"""How much work lies where, and how soon it is done: what balancing it needs. By grid and its duty, in the order of codes; nobody is ranked, and no time is told of one duty."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from core.chain import chain_sql, starts_of
from core.domain import EVERYTHING, Scope
from core.policy.loader import Policy
from core.policy.measures import TICK
from core.store import Store, load_sql


def loads(store: Store, scope: Scope, *, at: datetime, policy: Policy, grid: int = EVERYTHING) -> pd.DataFrame:
    """Work that can be done now. Grain: one row per grid and duty that has any. Columns: grid_id, code, grid_name, role (or desk), holder (who holds it now), cannot (away | disabled), waiting,
    overdue, today (that take somebody's time and are due by its end), passed_here (because another's day was full), raised_here (because they were overdue), a_day (what a day can hold)."""
    ticked = [m.code for m in policy.measures.values() if TICK in m.done_by]
    found = store.df(
        chain_sql(load_sql(__file__, "loads.sql")), scope=scope.roots, grid=grid, at=at, ticked=ticked, **starts_of(())
    )
    return found.assign(a_day=policy.matrix.a_day)


def responses(store: Store, scope: Scope, *, at: datetime, since: date, grid: int = EVERYTHING) -> pd.DataFrame:
    """Of tasks that were due since a day. Grain: one row per township and level that was asked. Columns: level (or unit), code and town (missing: in none), due, done, late (of those done), overdue, raised,
    minutes (median from when it could be done until it was; missing: none was)."""
    return store.df(load_sql(__file__, "responses.sql"), scope=scope.roots, grid=grid, at=at, since=since)
