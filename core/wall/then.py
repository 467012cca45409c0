"""How things stood at the end of an earlier day: nothing that happened, or was told, later. What nobody can tell any more is left out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pandas as pd

from core.domain import Scope
from core.rollup.children import children
from core.store import Store, load_sql
from core.watch.standing import WAITING_DAYS


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time())


def standing_then(store: Store, scope: Scope, *, grid: int, day: date) -> pd.DataFrame:
    """As core.watch.standing: grid_id, detector, severity, alerts, waiting."""
    return store.df(
        load_sql(__file__, "then_alerts.sql") + load_sql(__file__, "then_standing.sql"), scope=scope.roots, grid=grid, day=day, cutoff=end_of(day),
        children=children(store, scope, grid=grid, axis="area"), waiting=day - timedelta(days=WAITING_DAYS),
    )  # fmt: skip


def severe_then(store: Store, scope: Scope, *, grid: int, day: date, limit: int) -> pd.DataFrame:
    """The severe ones, one by one: alert_id, detector, severity, status, grid_id, grid_name, township, of_person, first_day, reason and fields (missing: they tell of later days),
    owner_grid_id, owner_role, owner_grid."""
    return store.df(
        load_sql(__file__, "then_alerts.sql") + load_sql(__file__, "then_severe.sql"), scope=scope.roots, grid=grid, day=day, cutoff=end_of(day), limit=limit
    )  # fmt: skip


def tasks_then(store: Store, scope: Scope, *, grid: int, day: date) -> dict[str, int]:
    """Of that day's: open, overdue, done."""
    row = store.one(load_sql(__file__, "then_tasks.sql"), scope=scope.roots, grid=grid, day=day, cutoff=end_of(day))
    return dict(zip(("open", "overdue", "done"), row, strict=True))


def units_then(store: Store, scope: Scope, *, grid: int, day: date, kind: str | None = None) -> dict[str, int]:
    """units, resumed; no unit at all where some are open since a day that nobody told."""
    units, resumed, unknown = store.one(
        load_sql(__file__, "then_units.sql"), scope=scope.roots, grid=grid, day=day, kind=kind
    )
    return {"units": 0, "resumed": 0} if unknown else {"units": units, "resumed": resumed}


def late_scans(store: Store, *, day: date) -> int:
    """Scans of the day that came in after its end: they stand in its figures."""
    return store.value(load_sql(__file__, "late_scans.sql"), day=day, cutoff=end_of(day))
