"""Deadlines that pass are said once: an entry of the audit log, of which receivers outside are told (core/notify)."""

from __future__ import annotations

from datetime import datetime

from core.audit.record import record
from core.store import Store, load_sql, run


def note_late(store: Store, *, now: datetime) -> int:
    """How many reports became late, by phone or in writing, since the last time."""
    if not store.run(load_sql(__file__, "late.sql"), now=now).fetchall():
        return 0
    with store.write() as db:
        found = run(db, load_sql(__file__, "late.sql"), now=now).fetchall()
        for number, grid, over in found:
            run(db, "update duty_report set late_noted = $over where report_id = $number", over=over, number=number)
            record(db, "system", "duty.late", report=number, grid=grid, over=over)
    return len(found)
