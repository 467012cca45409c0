"""How much waits for somebody: the numbers beside the menu's entries."""

from __future__ import annotations

from datetime import datetime

from core.domain import Scope
from core.store import Store, load_sql


def waiting(store: Store, scope: Scope, *, at: datetime) -> dict[str, int]:
    """Page → how many: alerts that nobody has taken, tasks that are overdue and can still be done (what was missed stays on its day), clues that nobody has taken on, applications to leave that wait, duty information that is not signed or not sent, of the visible grids."""
    alerts, tasks, clues, exits, duty = store.one(load_sql(__file__, "badges.sql"), scope=scope.roots, at=at)
    return {"anomalies": alerts, "tasks": tasks, "clues": clues, "exits": exits, "duty": duty}
