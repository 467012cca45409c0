"""Alerts whose data were taken back: closed by the system, unless somebody works on them already."""

from __future__ import annotations

from datetime import date, timedelta

from core import clock
from core.audit.record import record
from core.handling import look_after
from core.policy.loader import Policy
from core.policy.running import running
from core.store import Store, load_sql, run
from core.watch.detectors import SCANNED

GONE = "person_gone"  # likewise: who fell silent had died or moved away
REASON = "data_undone"  # a code; pages have words for it. The same thing found again opens a new alert.
LOOKED_AT = 3  # days that every detector judges in one run; those that read scans of single people say their own


def close_unsupported(
    store: Store, *, as_of: date, supported: list[int], actor: str, only: tuple[str, ...] | None = None
) -> int:
    """Dismiss open alerts that rested on data which are no longer there; audited. `supported`: alerts found again on `as_of`; `only`:
    by these detectors. Returns how many were closed."""
    policy = running(store, as_of)
    detectors = [code for code in policy.detectors if only is None or code in only]
    with store.write(told=False) as db:
        rows = run(
            db,
            load_sql(__file__, "withdraw.sql"),
            supported=supported,
            detectors=detectors,
            since=[as_of - timedelta(days=_looked_at(policy, code) - 1) for code in detectors],
            scanned=list(SCANNED),
            reason=REASON,
            at=clock.now(),
        ).fetchall()
        done = sorted(number for (number,) in rows)
        if done:
            record(db, actor, "alert.withdrawn", alerts=done)
            look_after(db, policy.playbooks, at=clock.now())
    return len(done)


def close_of_gone(store: Store, *, as_of: date, actor: str) -> int:
    """Dismiss open alerts of silence about people who are gone by then; audited. Returns how many were closed."""
    with store.write(told=False) as db:
        rows = run(
            db,
            "update alert set status = 'dismissed', closing_reason = $reason, handled_by = 'system', handled_at = $at"
            " where status = 'open' and detector = 'silent_resident' and person_id in (from gone_on($as_of)) returning alert_id",
            as_of=as_of, reason=GONE, at=clock.now(),
        ).fetchall()  # fmt: skip
        done = sorted(number for (number,) in rows)
        if done:
            record(db, actor, "alert.withdrawn", alerts=done)
            look_after(db, running(store, as_of).playbooks, at=clock.now())
    return len(done)


def _looked_at(policy: Policy, code: str) -> int:
    return int(policy.detectors[code]["days"]) if code in SCANNED else LOOKED_AT
