"""Taking the last act on alerts back: a finger that slipped, the wrong row. The alerts stand again as they stood before it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import duckdb

from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.handling.acts import log
from core.handling.look_after import look_after
from core.policy.running import running
from core.store import Store, load_sql, run

WITHIN = timedelta(minutes=10)
ACTS = ("alert.taken", "alert.assigned", "alert.closed")
TAKEN_BACK = "alert.taken_back"
PUT = ("done", "statuses", "whos", "whens", "grids", "roles", "raised", "overs", "asked")


def take_back(
    store: Store, scope: Scope, alert_ids: list[int], *, actor: str, at: datetime, within: timedelta = WITHIN
) -> int:
    """Undo what `actor` did last (take, assign or close), where it was done to these alerts: status, handler, duty and reason are again what they
    were, the clock runs on as it ran. Alerts that somebody has touched since stay as they are. Returns how many were put back; audited.

    `at`: now, by the caller's clock. Raises UserError `alert_act_over` where the actor's last act was another one, was taken back already,
    is older than `within`, lies out of scope, or nothing of it stands any more.
    """
    with store.write() as db:
        entry = _last_act(db, actor)
        if entry is None:
            raise UserError("alert_act_over")
        number, said = entry
        matter = set(said["alerts"]) if set(said["alerts"]) & set(alert_ids) else set()
        before = [row for row in said["before"] if row[0] in matter]
        rows = run(
            db,
            load_sql(__file__, "take_back.sql"),
            **dict(zip(PUT, ([row[n] for row in before] for n in range(len(PUT))), strict=True)),
            made=said["status"],
            actor=actor,
            earliest=at - within,
            scope=scope.roots,
        ).fetchall()
        done = sorted(alert for (alert,) in rows)
        if not done:
            raise UserError("alert_act_over")
        log(db, done, act="taken_back", actor=actor, at=at)
        look_after(db, running(store, at.date()).playbooks, at=at)
        record(db, actor, TAKEN_BACK, entry=number, alerts=done)
    return len(done)


def _last_act(db: duckdb.DuckDBPyConnection, actor: str) -> tuple[int, dict] | None:
    """Number and fields of the audit entry; None where there is none, or it was taken back."""
    row = run(
        db,
        "select entry_id, event, fields from audit_entry where actor = $actor and event in (select unnest($events))"
        " order by entry_id desc limit 1",
        actor=actor,
        events=[*ACTS, TAKEN_BACK],
    ).fetchone()
    return None if row is None or row[1] == TAKEN_BACK else (row[0], json.loads(row[2]))
