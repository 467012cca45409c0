"""An indicator by what its rollups know beside the townships: the units where it was counted, the homes of outsiders."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql

SPLIT = ("check_ins", "entries", "exits", "fevers", "outsiders")  # indicators that have units


def parts(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, indicator: str, now: tuple[date, date], before: tuple[date, date]
) -> pd.DataFrame:  # fmt: skip
    """One row per part (unit | home) and its value (a name): now, earlier, summed over the days of either span (first and last). Ages and classes are in no rollup of scans: docs/decisions/0079."""
    return store.df(
        load_sql(__file__, "parts.sql"), scope=scope.roots, grid=grid, indicator=indicator, since=now[0], until=now[1], before=before[0], before_until=before[1]
    )  # fmt: skip
