"""Papers whose time to be handed over passes are said once: an entry of the audit log, of which receivers outside are told (core/notify)."""

from __future__ import annotations

from datetime import datetime

from core.audit.record import record
from core.policy.papers import ending_kinds, ends_days, hand_hours
from core.store import Store, load_sql, run


def note_late_papers(store: Store, *, now: datetime) -> int:
    """How many became late since the last entry; those that had lapsed, or were signed for, by then are none. The moment is the clock's: papers are made by it."""
    asked = {"at": now, "on": now.date(), "hours": hand_hours(), "days": ends_days(), "ending": ending_kinds()}
    if not store.run(load_sql(__file__, "late.sql"), **asked).fetchall():
        return 0
    with store.write() as db:
        grids = [grid for (grid,) in run(db, load_sql(__file__, "late.sql"), **asked).fetchall()]
        if grids:
            record(db, "system", "papers.late", grids=grids, until=now)
    return len(grids)
