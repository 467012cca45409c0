"""Alerts whose data were taken back: closed by the system, unless somebody works on them already."""

from __future__ import annotations

from datetime import date, timedelta

from core import clock
from core.audit.record import record
from core.store import Store, load_sql, run

REASON = "data_undone"  # a code; pages have words for it. The same thing found again opens a new alert.
LOOKED_AT = 3  # days that every detector judges in one run


def close_unsupported(store: Store, *, as_of: date, supported: list[int], actor: str) -> int:
    """Dismiss open alerts that rested on data which are no longer there; audited. `supported`: alerts found again on `as_of`.
    Returns how many were closed."""
    with store.write() as db:
        rows = run(
            db,
            load_sql(__file__, "withdraw.sql"),
            supported=supported,
            since=as_of - timedelta(days=LOOKED_AT - 1),
            reason=REASON,
            at=clock.now(),
        ).fetchall()
        done = sorted(number for (number,) in rows)
        if done:
            record(db, actor, "alert.withdrawn", alerts=done)
    return len(done)
