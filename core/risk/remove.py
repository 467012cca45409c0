"""Take a risk area back, with what only it caused: classes and tasks. That it stood there is kept."""

from __future__ import annotations

import time
from dataclasses import dataclass

import duckdb

from core import clock
from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.follow import Followed, follow
from core.store import Store, run

CANCELLED = """select count(*) from task where status = 'cancelled' and outcome = 'unsupported'
and task_id in (select task_id from risk_task where area_id = $area)"""


@dataclass(frozen=True)
class Removed:
    """`people` whom nothing but it concerned; `cancelled` tasks."""

    area_id: int
    people: int
    cancelled: int
    seconds: float
    followed: Followed


def remove(store: Store, scope: Scope, *, area_id: int, actor: str) -> Removed:
    """Raises UserError risk_area_none, risk_area_removed, risk_place_beyond."""
    started = time.perf_counter()
    with store.write() as db:
        standing_area(db, scope, area_id)
        before = run(db, CANCELLED, area=area_id).fetchone()[0]
        people = run(
            db,
            "select count(distinct person_id) from risk_stay where area_id = $area and within"
            " and person_id not in (select person_id from risk_stay where area_id <> $area and within)",
            area=area_id,
        ).fetchone()[0]
        run(
            db,
            "update risk_area set removed_by = $actor, removed_at = $now where area_id = $area",
            actor=actor,
            now=clock.now(),
            area=area_id,
        )
        record(db, actor, "risk_area.removed", area=area_id)
    followed = follow(store, actor=actor)
    cancelled = store.value(CANCELLED, area=area_id) - before
    return Removed(area_id, people, cancelled, round(time.perf_counter() - started, 2), followed)


def standing_area(db: duckdb.DuckDBPyConnection, scope: Scope, area_id: int) -> None:
    """Raises unless the area is there, was not removed, and lies outside the county or in the scope."""
    row = run(
        db,
        "select name, removed_at, grid_id is null or grid_id in (from scope_grids($scope)) from risk_area where area_id = $area",
        area=area_id,
        scope=scope.roots,
    ).fetchone()
    if row is None:
        raise UserError("risk_area_none", number=area_id)
    if row[1] is not None:
        raise UserError("risk_area_removed", number=area_id, name=row[0])
    if not row[2]:
        raise UserError("risk_place_beyond", name=row[0])
