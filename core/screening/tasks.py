"""Tasks drafted because of a risk area: one person lets them go, and what no area calls for any more is cancelled."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import duckdb

from core.policy.loader import Policy
from core.screening.rules import rules
from core.store import load_sql, run, statements

HOURS = 24  # until a drafted task is due


def draft_tasks(db: duckdb.DuckDBPyConnection, policy: Policy, *, as_of: date, now: datetime, actor: str) -> int:
    """Within the caller's transaction, after `find_stays`. Returns how many were drafted; those that lost their reason are cancelled."""
    cancel_unsupported(db, now=now)
    if run(db, "select 1 from risk_stay limit 1").fetchone() is None:
        return 0
    before = _count(db)
    given = {"as_of": as_of, "look_back": rules(policy).look_back, "due": now + timedelta(hours=HOURS), "now": now}
    for statement in statements(__file__, "tasks.sql"):
        run(db, statement, actor=actor, **given)
    for table in ("due_stay", "new_task"):
        db.execute(f"drop table {table}")
    return _count(db) - before


def cancel_unsupported(db: duckdb.DuckDBPyConnection, *, now: datetime) -> int:
    return len(run(db, load_sql(__file__, "cancel.sql"), now=now).fetchall())


def release_tasks(db: duckdb.DuckDBPyConnection, area_id: int, *, scope: list[int]) -> int:
    """Drafted tasks of an area in the grids of a scope become open. Returns how many."""
    return len(
        run(
            db,
            "update task set status = 'open' where status = 'drafted' and grid_id in (from scope_grids($scope))"
            " and task_id in (select task_id from risk_task where area_id = $area) returning task_id",
            area=area_id,
            scope=scope,
        ).fetchall()
    )


def _count(db: duckdb.DuckDBPyConnection) -> int:
    return db.execute("select count(*) from task").fetchone()[0]
