"""Changes of the grids that were carried out: for the page, and to be marked on every series that they bear on."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql


def changes(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, since: date | None = None, until: date | None = None
) -> pd.DataFrame:
    """Those that touch the visible subtree, the newest first. Grain: one row per change. Columns: change_id, act, day, source_names,
    target_id, target_name, made, note, actor, done_at, undone_by, undone_at, last (it may be undone: no later one touches its grids)."""
    return store.df(
        load_sql(__file__, "history.sql"),
        scope=scope.roots,
        grid=grid,
        since=since or date.min,
        until=until or date.max,
    )


def touched(sources: str, target: int) -> set[int]:
    return {*json.loads(sources), target}
