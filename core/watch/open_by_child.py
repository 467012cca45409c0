"""Alerts that are not closed, by the grids next below one: which of them is in trouble, and why."""

from __future__ import annotations

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.rollup.children import children
from core.store import Store, load_sql


def open_by_child(store: Store, scope: Scope, *, grid: int = EVERYTHING, axis: str = "area") -> pd.DataFrame:
    """One row per child grid (see core.rollup.children), detector and severity with any: grid_id, detector, severity, alerts; those of
    all below a child are its own."""
    below = children(store, scope, grid=grid, axis=axis)
    return store.df(load_sql(__file__, "open_by_child.sql"), scope=scope.roots, children=below)
