"""How far units have reopened."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql

# Of a group of units, the share that is open below which it is severe, or worth a look.
SEVERE, SLOW = 0.5, 0.9


def resumption(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, by: Literal["industry", "township", "sector"] = "industry"
) -> pd.DataFrame:
    """One row per industry, township or sector (enterprises by industry, all others by kind), most units first.

    Columns: kind (of a sector), key (missing where a unit names none, and of a sector that is a kind), units, resumed, applied, closed
    (units), staff, staff_back (people), obstacle (what keeps most of those that are not open), obstacle_units (how many name it).
    """
    return store.df(load_sql(__file__, "resumption.sql"), scope=scope.roots, grid=grid, by=by)


def standing(units: int, resumed: int) -> str:
    """How a group of units stands: low (in order) | medium | high."""
    share = resumed / units if units else 1.0
    return "high" if share < SEVERE else "medium" if share < SLOW else "low"
