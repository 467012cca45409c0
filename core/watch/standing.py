"""What stands unfinished, place by place: the ground of the squares and of the first sentence of the day."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.rollup.children import children
from core.store import Store, load_sql

WAITING_DAYS = 2


def standing(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, axis: str = "area", as_of: date | None = None
) -> pd.DataFrame:
    """Unfinished alerts of the grid and all visible below it. Grain: one row per child grid, detector and severity.

    Columns: grid_id (of the child, or of `grid` itself for what lies in no child), detector, severity, alerts, waiting (of them those
    that began two days before `as_of` or earlier; 0 without a day). `axis` as of `children`.
    """
    return store.df(
        load_sql(__file__, "standing.sql"),
        scope=scope.roots,
        grid=grid,
        children=children(store, scope, grid=grid, axis=axis),
        waiting=as_of - timedelta(days=WAITING_DAYS) if as_of else None,
    )
