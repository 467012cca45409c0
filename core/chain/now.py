"""Who answers now, set by set: for whoever makes, raises or shows work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb
import pandas as pd

from core.domain import Scope
from core.store import Store, load_sql, run

MOST = 3000
DESK = "desk"  # the duty of the county's own desk: the last of every chain, held by whoever its rota names


def responsible_now(
    store: Store, scope: Scope, starts: Sequence[int | tuple[int, str | None]], *, at: datetime
) -> pd.DataFrame:
    """The chain of each start that the scope reaches at a moment: a grid, or a grid and the duty there that comes first.

    Grain: one row per start and step, step 1 being who answers now, the next ones those to whom it goes when that one does not, the last
    the county's desk. Columns: grid_id, step, post_grid_id and post_role (the duty that is asked), owner_grid_id, owner_code, owner_grid, owner_level,
    owner_role (who stands for it: a stand-in, where `stands_in`), name (of who holds it now; missing for a desk without a rota), phone (masked unless
    work_phone is revealed). Of several starts in one grid only the duties' order differs.
    """
    return store.df(
        chain_sql(load_sql(__file__, "steps.sql")), at=at, **starts_of(starts), scope=scope.roots,
        show_work_phone="work_phone" in scope.reveal,
    )  # fmt: skip


def posts(store: Store, scope: Scope, *, at: datetime, grid: int, limit: int = MOST) -> pd.DataFrame:
    """Duties that somebody holds, in a grid, below and above it: to choose among. Grain: one row per grid and duty, from above down. Columns: grid_id, code, grid_name, role, name, cannot
    (away | disabled; missing: can)."""
    text = chain_sql(load_sql(__file__, "posts.sql"))
    return store.df(text, at=at, scope=scope.roots, grid=grid, limit=limit, **starts_of(()))


def first_steps(found: pd.DataFrame) -> pd.DataFrame:
    """Of `responsible_now` who answers now: one row per grid."""
    return found[found["step"] == 1]


def starts_of(starts: Sequence[int | tuple[int, str | None]]) -> dict[str, list]:
    """As head.sql binds them."""
    pairs = [start if isinstance(start, tuple) else (start, None) for start in starts]
    return {"start_grids": [int(grid) for grid, _ in pairs], "start_roles": [role or "" for _, role in pairs]}


def chain_sql(text: str, *, into: str = "") -> str:
    """A statement that reads `step` or `post` (head.sql), from after its header on; `into`: what stands before it."""
    return f"{into}\n{load_sql(__file__, 'head.sql')}{text}"


def make_steps(db: duckdb.DuckDBPyConnection, starts: Sequence[tuple[int, str | None]], *, at: datetime) -> None:
    """Temporary table `chain_step`: `step` of head.sql for these starts, within the caller's transaction."""
    text = chain_sql("select * from step", into="create or replace temp table chain_step as")
    run(db, text, at=at, **starts_of(starts))
