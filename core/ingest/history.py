"""What has been imported, by whom, and with what result."""

from __future__ import annotations

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql


def batches(store: Store, scope: Scope, *, limit: int = 50, way: str | None = None) -> pd.DataFrame:
    """Grain: one sheet of one batch, newest first. Columns: batch_id, imported_at, actor, file_name, status, seconds, way, sheet, kind,
    rows, new, changed, unchanged, conflict, rejected. `way`: only files, or only forms (single registrations). A narrower scope sees the batches that touched grids of its own."""
    return store.df(
        load_sql(__file__, "batches.sql"), everything=EVERYTHING in scope.grids, scope=scope.roots, limit=limit, way=way
    )


def batch_issues(store: Store, scope: Scope, batch_id: int, *, reader: str = "") -> pd.DataFrame:
    """Grain: one issue of a batch. Columns: sheet, row, column, code, severity, fields (JSON text, masked). A narrower scope sees those of rows
    in its own grids; `reader` (a login), who imported the batch, sees all of them."""
    return store.df(
        load_sql(__file__, "batch_issues.sql"),
        everything=EVERYTHING in scope.grids,
        scope=scope.roots,
        batch=batch_id,
        reader=reader,
    )


def batch_head(store: Store, scope: Scope, batch_id: int) -> tuple[str, str, bool, bool, str, str] | None:
    """(file name, status, logged, whether it also touched grids of others, sha256, actor) of a batch; None when it touched nothing in the
    scope."""
    return store.one(
        load_sql(__file__, "batch_head.sql"), batch=batch_id, everything=EVERYTHING in scope.grids, scope=scope.roots
    )
