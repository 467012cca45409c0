"""Who has each task now: the chain from the duty that is asked, one step further for each span that it is overdue, and past whoever's day is full."""

from __future__ import annotations

from datetime import datetime

import duckdb

from core.chain import make_steps
from core.policy.loader import Policy
from core.policy.measures import TICK
from core.store import load_sql, run, statements

PASSES = 8  # steps that a task may be passed on because days are full
TEMPORARY = ("chain_step", "act_last", "act_own", "act_new", "act_changed")


def give_owners(db: duckdb.DuckDBPyConnection, policy: Policy, *, at: datetime, actor: str) -> tuple[int, int]:
    """Within the caller's transaction: write down who has each task that is not done, and each that went from one to another (`task_move`).
    Returns (went up because they were overdue, went to another owner otherwise). A second call changes nothing."""
    starts = run(
        db,
        "select distinct coalesce(asked_grid_id, grid_id), coalesce(given_role, '') from task where status in ('drafted', 'open', 'overdue')"
        " or status = 'done' and due_at >= date_trunc('day', cast($at as timestamp))",
        at=at,
    ).fetchall()
    if not starts:
        return 0, 0
    make_steps(db, starts, at=at)
    ticked = [m.code for m in policy.measures.values() if TICK in m.done_by]
    given = {"at": at, "actor": actor, "grace": policy.matrix.grace, "a_day": policy.matrix.a_day, "ticked": ticked}
    for statement in statements(__file__, "own.sql"):
        run(db, statement, **given)
    for _ in range(PASSES):
        if not run(db, load_sql(__file__, "full.sql"), **given).fetchone()[0]:
            break
    for statement in statements(__file__, "owners_given.sql"):
        run(db, statement, **given)
    raised, moved = db.execute(
        "select count(*) filter (where raised > before), count(*) filter (where raised <= before and from_grid_id is not null"
        " and (from_grid_id, from_role) is distinct from (owner_grid_id, owner_role)) from act_changed"
    ).fetchone()
    for name in TEMPORARY:
        db.execute(f"drop table if exists {name}")
    return raised, moved


def to_raise(db: duckdb.DuckDBPyConnection, policy: Policy, *, at: datetime) -> bool:
    """Whether anything has been overdue for another span of grace, and has somebody above: cheap, for every minute."""
    return run(db, load_sql(__file__, "to_raise.sql"), at=at, grace=policy.matrix.grace).fetchone() is not None
