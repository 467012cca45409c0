"""Let the tasks go that were drafted for a risk area: one person answers for that."""

from __future__ import annotations

from core import clock
from core.act import give_owners
from core.audit.record import record
from core.domain import Scope
from core.policy.running import running
from core.risk.remove import standing_area
from core.screening import release_tasks
from core.store import Store, run


def release(store: Store, scope: Scope, *, area_id: int, actor: str) -> int:
    """How many became open: those in grids of the scope. Raises as `remove` does."""
    with store.write() as db:
        standing_area(db, scope, area_id)
        tasks = release_tasks(db, area_id, scope=scope.roots)
        if tasks:
            run(
                db,
                "update risk_area set released_by = $actor, released_at = $now where area_id = $area",
                actor=actor,
                now=clock.now(),
                area=area_id,
            )
            give_owners(db, running(store, clock.today()), at=clock.now(), actor=actor)
            record(db, actor, "risk_area.released", area=area_id, tasks=tasks)
    return tasks
