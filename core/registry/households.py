"""Households of a grid."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import Scope
from core.store import Store, load_sql


def households(
    store: Store, scope: Scope, *, grid: int, as_of: date | None = None, limit: int = 200, skip: int = 0
) -> pd.DataFrame:
    """Households of the grid and all visible below it, in the order of their codes. Grain: one row per household.

    Columns: household_id, code, grid_name, householder and address (masked unless revealed; whoever moved away heads
    it no longer), members (people), last_seen (last
    day on which any of them was scanned, NaT for never), total (households there are in all).
    """
    return store.df(
        load_sql(__file__, "households.sql"),
        grid=grid,
        scope=scope.roots,
        as_of=as_of or date.max,
        name="name" in scope.reveal,
        address="address" in scope.reveal,
        limit=limit,
        skip=skip,
    )
