"""Households of a grid."""

from __future__ import annotations

import pandas as pd

from core.domain import Scope
from core.store import Store, load_sql


def households(store: Store, scope: Scope, *, grid: int, limit: int = 200, skip: int = 0) -> pd.DataFrame:
    """Households of the grid and all visible below it, in the order of their codes. Grain: one row per household.

    Columns: household_id, code, grid_name, householder and address (masked unless revealed), members (people), last_seen (last
    day on which any of them was scanned, NaT for never), total (households there are in all).
    """
    return store.df(
        load_sql(__file__, "households.sql"),
        grid=grid,
        scope=scope.roots,
        name="name" in scope.reveal,
        address="address" in scope.reveal,
        limit=limit,
        skip=skip,
    )
