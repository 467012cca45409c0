"""Codes looked at: lists, sheets, what a code is worth."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import Scope
from core.store import Store, load_sql

LEVELS = ("township", "village", "section", "unit")


def codes(
    store: Store, scope: Scope, *, grid: int, today: date, kind: str | None = None, limit: int = 500, offset: int = 0
) -> pd.DataFrame:  # fmt: skip
    """One row per code of a grid and below: code_id, grid_id, grid_name, code, level, above, label, kind, made_by, made_at, revoked_by,
    revoked_at, today and week (scans), last_at, refused (of seven days), found (all of them), printable (of all,
    those that have a sheet: a rotating one has a screen, an ended one nothing)."""
    return store.df(
        load_sql(__file__, "listed.sql"), roots=list(scope.grids), grid=grid, kind=kind, today=today, limit=limit, offset=offset
    )  # fmt: skip


def grids_below(store: Store, scope: Scope, grid: int, levels: tuple[str, ...], *, itself: bool = True) -> list[int]:
    """Grids of these levels in a grid, those in use; with itself."""
    found = store.run(load_sql(__file__, "below.sql"), roots=list(scope.grids), grid=grid, levels=list(levels), itself=itself)  # fmt: skip
    return [number for (number,) in found.fetchall()]


def sheets(store: Store, scope: Scope, code_ids: list[int]) -> pd.DataFrame:
    """What stands on the sheets of codes that still count: code_id, label, kind, grid_id, code, name, level, above, town_code, town, who,
    phone (where the reader may see work phones)."""
    return store.df(
        load_sql(__file__, "sheets.sql"), codes=code_ids, roots=list(scope.grids), show_work_phone="work_phone" in scope.reveal
    )  # fmt: skip
