"""How much waits for somebody: the numbers beside the menu's entries."""

from __future__ import annotations

from datetime import datetime

from core.domain import Scope
from core.store import Store, load_sql
from core.store.kept import until_written


def waiting(store: Store, scope: Scope, *, at: datetime) -> dict[str, int]:
    """Page → how many: alerts that nobody has taken, tasks that are overdue and can still be done (what was missed stays on its day), clues that nobody has taken on, applications to leave that wait, duty information that is not signed or not sent, of the visible grids."""
    alerts, tasks, clues, exits, duty = _counted(store, scope, at.replace(second=0, microsecond=0))
    return {"anomalies": alerts, "tasks": tasks, "clues": clues, "exits": exits, "duty": duty}


@until_written()
def _counted(store: Store, scope: Scope, minute: datetime) -> tuple[int, ...]:
    return store.one(load_sql(__file__, "badges.sql"), scope=scope.roots, at=minute)
