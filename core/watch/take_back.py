"""Taking the last act on alerts back: a finger that slipped, the wrong row. The alerts stand again as they stood before it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import duckdb

from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.store import Store, load_sql, run

WITHIN = timedelta(minutes=10)
ACTS = ("alert.acknowledged", "alert.closed")
TAKEN_BACK = "alert.taken_back"


def take_back(
    store: Store, scope: Scope, alert_ids: list[int], *, actor: str, at: datetime, within: timedelta = WITHIN
) -> int:
    """Undo what `actor` did last (acknowledge or close), where it was done to these alerts: status, handler and reason are again what they
    were. Alerts that somebody has touched since stay as they are. Returns how many were put back; audited.

    `at`: now, by the caller's clock. Raises UserError `alert_act_over` where the actor's last act was another one, was taken back already,
    is older than `within`, lies out of scope, or nothing of it stands any more.
    """
    with store.write() as db:
        entry = _last_act(db, actor)
        if entry is None:
            raise UserError("alert_act_over")
        number, said = entry
        rows = run(
            db,
            load_sql(__file__, "take_back.sql"),
            done=[alert for alert in _alerts(said) if alert in set(alert_ids)],
            made=said.get("status", "acknowledged"),
            status=said.get("before", "open"),
            handled_by=said.get("before_by"),
            handled_at=said.get("before_at"),
            actor=actor,
            earliest=at - within,
            scope=scope.roots,
        ).fetchall()
        done = sorted(alert for (alert,) in rows)
        if not done:
            raise UserError("alert_act_over")
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


def _alerts(said: dict) -> list[int]:
    return said["alerts"] if "alerts" in said else [said["alert"]]
