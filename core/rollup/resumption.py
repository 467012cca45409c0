"""How far units have reopened."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql


def resumption(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, by: Literal["industry", "township"] = "industry"
) -> pd.DataFrame:
    """One row per industry or township (missing where a unit names none), most units first.

    Columns: key, units, resumed, applied, closed (units), staff, staff_back (people).
    """
    return store.df(load_sql(__file__, "resumption.sql"), scope=scope.roots, grid=grid, by=by)
