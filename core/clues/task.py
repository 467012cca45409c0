"""A task made of a clue, by a click: somebody goes there and looks."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.act.tick import release
from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.store import Store, run

WITHIN = timedelta(hours=24)
LEVEL = "village"  # whose responsible goes there


def make_task(
    store: Store,
    scope: Scope,
    clue_id: int,
    *,
    kind: str = "visit",
    due: datetime | None = None,
    actor: str,
    at: datetime,
) -> int:
    """A visit (or a `verify`: somebody asks) of whom or where the clue is about, with the nearest responsible of the village; returns its number; audited. Raises UserError clue_unknown, clue_nowhere (no grid is known), clue_task (it has one that is
    not over), clue_due (already past)."""
    due = due or at + WITHIN
    if due <= at:
        raise UserError("clue_due")
    with store.write() as db:
        clue = run(
            db,
            "select c.grid_id, c.person_id, t.status from clue c left join task t on t.task_id = c.task_id"
            " where c.clue_id = $clue and (list_contains($scope, 0) or c.grid_id in (from scope_grids($scope)))",
            clue=int(clue_id), scope=scope.roots,
        ).fetchone()  # fmt: skip
        if clue is None:
            raise UserError("clue_unknown")
        grid, person, standing = clue
        if grid is None:
            raise UserError("clue_nowhere")
        if standing in ("drafted", "open", "overdue"):
            raise UserError("clue_task")
        number = db.execute("select coalesce(max(task_id), 0) + 1 from task").fetchone()[0]
        run(
            db,
            "insert into task (task_id, kind, grid_id, person_id, made_for, opens_at, due_at, owner_level, status, created_by, created_at)"
            " values ($task, $kind, $grid, $person, $due::date, $at, $due, $level, 'drafted', $actor, $at)",
            task=number, kind=kind, grid=grid, person=person, at=at, due=due, level=LEVEL, actor=actor,
        )  # fmt: skip
        run(db, "update clue set task_id = $task where clue_id = $clue", task=number, clue=int(clue_id))
        record(db, actor, "clue.task_made", clue=int(clue_id), task=number)
        release(store, scope, [number], actor=actor, at=at)
    return number
