"""The dated list of risk areas."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import Scope
from core.screening.divisions import full_name
from core.store import Store, load_sql

LEVELS = ("high", "medium", "low")


def areas(store: Store, scope: Scope, *, as_of: date, area_id: int | None = None) -> pd.DataFrame:
    """All that were ever listed, those removed too: what is a risk area is no secret, the people counted are those of the scope.

    Grain: one row per area. Columns: area_id, name (as published), place (in its normal form), level, grid_id, grid_code, grid_name, code, below,
    since, ends_on, source, published_on, added_by, added_at, released_by, released_at, removed_by, removed_at, state (standing | coming | ended |
    removed), people, unsure (of whom it is not known), drafted, open, done, cancelled (tasks).
    """
    found = store.df(load_sql(__file__, "areas.sql"), scope=scope.roots, as_of=as_of, area=area_id)
    found["place"] = [_place(row) for row in found.itertuples()]
    return found


def _place(row: object) -> str:
    if isinstance(row.grid_name, str):
        return row.grid_name
    return (
        full_name(row.code if isinstance(row.code, str) else None) + (row.below if isinstance(row.below, str) else "")
        or row.name
    )
