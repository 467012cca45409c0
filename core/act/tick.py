"""What a person does with tasks: says that they are done, takes that back, sends out what was drafted."""

from __future__ import annotations

from datetime import datetime, timedelta

import duckdb

from core.act.keep import roll_up
from core.act.own import give_owners
from core.act.rules import HEIGHTS
from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.policy.measures import TICK
from core.policy.running import running
from core.store import Store, load_sql, run

WITHIN = timedelta(minutes=10)
LONGEST = 200  # characters of an outcome
# A task is within reach by the grid that it is about, or by who has to see to it.
REACHED = "(grid_id in (from scope_grids($scope)) or owner_grid_id in (from scope_grids($scope)))"


def done(
    store: Store, scope: Scope, task_ids: list[int], *, actor: str, at: datetime, outcome: str | None = None
) -> int:
    """Tick tasks that are open or overdue, with an outcome in words; the others, and those out of reach, stay as they are. Returns how many; audited
    (the outcome stays in the task only). Raises UserError `task_outcome` (too long)."""
    outcome = (outcome or "").strip() or None
    if outcome and len(outcome) > LONGEST:
        raise UserError("task_outcome", most=LONGEST)
    return change(
        store, scope, task_ids, "task.done",
        "set status = 'done', done_at = $at, done_by = $actor, done_how = $tick, outcome = $outcome"
        " where status in ('open', 'overdue')",
        actor=actor, at=at, outcome=outcome, tick=TICK,
    )  # fmt: skip


def take_back(store: Store, scope: Scope, task_ids: list[int], *, actor: str, at: datetime) -> int:
    """Undo one's own ticks of the last minutes. Returns how many; audited. Raises UserError `task_act_over` where there is nothing of it."""
    back = change(
        store, scope, task_ids, "task.taken_back",
        "set status = case when due_at <= $at then 'overdue' else 'open' end, done_at = null, done_by = null, done_how = null, outcome = null"
        " where status = 'done' and done_how = $tick and done_by = $actor and done_at >= $earliest",
        actor=actor, at=at, tick=TICK, earliest=at - WITHIN,
    )  # fmt: skip
    if not back:
        raise UserError("task_act_over")
    return back


def release(store: Store, scope: Scope, task_ids: list[int], *, actor: str, at: datetime) -> int:
    """Send drafted tasks out, each to the nearest who answers for its grid. Returns how many; audited."""
    with store.write() as db:
        run(
            db,
            "create or replace temp table act_start as select distinct grid_id from task where task_id in (select unnest($ids))",
            ids=list(task_ids),
        )
        run(db, load_sql(__file__, "asked.sql"), levels=list(HEIGHTS), heights=list(HEIGHTS.values()))
        sent = change(
            store, scope, task_ids, "task.released",
            "set status = case when due_at <= $at then 'overdue' else 'open' end, owner_level = coalesce(owner_level, 'section'),"
            " asked_grid_id = o.asked_grid_id"
            " from act_asked_grid o where status = 'drafted' and o.grid_id = task.grid_id and o.level = coalesce(task.owner_level, 'section')",
            actor=actor, at=at, prefix="task.",
        )  # fmt: skip
        db.execute("drop table act_asked_grid")
        db.execute("drop table act_start")
        if sent:
            give_owners(db, running(store, at.date()), at=at, actor=actor)
    return sent


def change(
    store: Store,
    scope: Scope,
    task_ids: list[int],
    event: str,
    said: str,
    *,
    actor: str,
    prefix: str = "",
    **given: object,
) -> int:
    """Change those of the tasks that are within reach and that `said` (set … where …) is about. Returns how many; audited as `event`."""
    reached = REACHED.replace("(grid_id", f"({prefix}grid_id").replace("or owner_grid_id", f"or {prefix}owner_grid_id")
    with store.write() as db:
        rows = run(
            db,
            f"update task {said} and task_id in (select unnest($ids)) and {reached} returning task_id, made_for",
            ids=[int(n) for n in task_ids],
            scope=scope.roots,
            actor=actor,
            **given,
        ).fetchall()
        if rows:
            _counted(db, rows)
            record(db, actor, event, tasks=sorted(n for n, _ in rows))
    return len(rows)


def _counted(db: duckdb.DuckDBPyConnection, rows: list[tuple]) -> None:
    days = sorted({day for _, day in rows if day is not None})
    if days:
        roll_up(db, days)
