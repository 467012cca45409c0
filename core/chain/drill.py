"""A drill of the chain: whoever answers for a grid is asked to confirm within a set time; who has, who has not, level by level."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from core.audit.record import record
from core.chain.health import LEVELS
from core.chain.now import chain_sql, starts_of
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.store import Store, load_sql, run

MOST_MINUTES = 7 * 24 * 60
SELF, ABOVE = "self", "above"


def start(
    store: Store, scope: Scope, *, grid: int, levels: tuple[str, ...], minutes: int, actor: str, at: datetime
) -> int:
    """Ask who answers now for each grid in use of these levels, in a grid and all below it. Audited. Returns its number.

    Raises UserError drill_times, drill_levels, drill_running (one in the same grids is not closed yet), drill_nobody, post_out_of_scope.
    """
    if not 0 < minutes <= MOST_MINUTES:
        raise UserError("drill_times", most=MOST_MINUTES)
    if not levels or not set(levels) <= set(LEVELS):
        raise UserError("drill_levels")
    with store.write() as db:
        given = {"scope": scope.roots, "grid": grid, "levels": list(levels), "at": at}
        whole = EVERYTHING in scope.grids
        if grid == EVERYTHING and not whole:
            raise UserError("post_out_of_scope")
        found = run(db, load_sql(__file__, "drill_grids.sql"), **given).fetchall()
        if not found:
            raise UserError("drill_nobody")
        if run(db, "select 1 from drill where closed_at is null and grid_id = $grid", grid=grid).fetchone():
            raise UserError("drill_running")
        number = db.execute("select coalesce(max(drill_id), 0) + 1 from drill").fetchone()[0]
        row = {**given, "n": number, "actor": actor, "due": at + timedelta(minutes=minutes)}
        run(
            db,
            "insert into drill (drill_id, grid_id, levels, started_by, started_at, due_at) values ($n, $grid, $levels, $actor, $at, $due)",
            **row,
        )
        into = "insert into drill_call (drill_id, grid_id, owner_grid_id, owner_role)"
        text = chain_sql(load_sql(__file__, "drill_call.sql"), into=into)
        run(db, text, n=number, at=at, **starts_of([grid_id for (grid_id,) in found]))
        record(
            db, actor, "drill.started", drill=number, grid=grid, levels=list(levels), minutes=minutes, calls=len(found)
        )
    return number


def confirm(
    store: Store, scope: Scope, drill_id: int, *, actor: str, at: datetime, grids: list[int] | None = None
) -> int:
    """Say that one is there: for the duties of one's own grids (the roots of one's scope); with `grids` somebody higher up notes it for others, after a call. Returns
    how many were answered; audited. Raises UserError drill_over (closed, or unknown), drill_not_asked (nothing there waits for an answer of these)."""
    with store.write() as db:
        if run(db, "select 1 from drill where drill_id = $n and closed_at is null", n=drill_id).fetchone() is None:
            raise UserError("drill_over")
        text = load_sql(__file__, "drill_confirm.sql")
        given = {
            "n": drill_id,
            "scope": scope.roots,
            "at": at,
            "actor": actor,
            "grids": grids,
            "how": ABOVE if grids else SELF,
        }
        found = run(db, text, **given).fetchall()
        if not found:
            raise UserError("drill_not_asked")
        record(db, actor, "drill.confirmed", drill=drill_id, grids=[g for (g,) in found], how=given["how"])
    return len(found)


def close(store: Store, scope: Scope, drill_id: int, *, actor: str, at: datetime) -> None:
    """End a drill: what was not answered stays so. Audited with the result. Raises UserError drill_over."""
    with store.write() as db:
        text = "update drill set closed_at = $at, closed_by = $actor where drill_id = $n and closed_at is null and (list_contains($scope, 0) or grid_id in (from scope_grids($scope))) returning due_at"
        row = run(db, text, at=at, actor=actor, n=drill_id, scope=scope.roots).fetchone()
        if row is None:
            raise UserError("drill_over")
        text = "select count(*), count(answered_at), count(*) filter (where answered_at <= $due) from drill_call where drill_id = $n"
        calls, answered, in_time = run(db, text, n=drill_id, due=row[0]).fetchone()
        record(db, actor, "drill.closed", drill=drill_id, calls=calls, answered=answered, in_time=in_time)


def drills(store: Store, scope: Scope) -> pd.DataFrame:
    """Drills that asked anybody in the scope, the newest first. Grain: one row per drill. Columns: drill_id, grid_id, grid_name (missing: everything), levels, started_by, started_at, due_at,
    closed_at, calls, answered, in_time (of the calls in the scope), own (calls that wait for an answer of the scope's own roots)."""
    return store.df(load_sql(__file__, "drills.sql"), scope=scope.roots)


def calls(store: Store, scope: Scope, drill_id: int) -> pd.DataFrame:
    """Who was asked, by code. Grain: one row per grid. Columns: grid_id, code, name, level (or unit), town, owner_grid_id, owner_grid, owner_role, holder and phone (of the duty; masked unless work_phone
    is revealed), answered_at, answered_by (a login), how (self | above), late, above_grid (the next grid up)."""
    return store.df(
        load_sql(__file__, "drill_calls.sql"),
        n=drill_id,
        scope=scope.roots,
        show_work_phone="work_phone" in scope.reveal,
    )
