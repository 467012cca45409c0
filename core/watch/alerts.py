"""Reads of alerts, and the two steps that a person takes with them: acknowledge and close. take_back.py undoes either."""

from __future__ import annotations

import json
from datetime import date, datetime

import pandas as pd

from core.audit.record import record
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.store import Store, load_sql, run

UNFINISHED = ("open", "acknowledged", "assigned")
CLOSED = ("resolved", "dismissed")
# What became of an alert, by the status with which it is closed: the first is what goes without saying.
OUTCOMES = {"resolved": ("handled",), "dismissed": ("harmless", "false", "data_error")}


def alerts(
    store: Store,
    scope: Scope,
    *,
    grid: int = EVERYTHING,
    ids: list[int] | None = None,
    detectors: list[str] | None = None,
    statuses: list[str] | None = None,
    severities: list[str] | None = None,
    since: date | None = None,
    until: date | None = None,
    as_of: date | None = None,
    each: int | None = None,
    limit: int = 500,
) -> pd.DataFrame:
    """One row per alert of the visible subtree whose days touch since…until: unfinished first, then by severity, day and score. `ids`:
    these alone. `each`: of every detector the most severe, at most so many.

    Columns: alert_id, detector, severity, status, score, grid_id, grid_name, township, person_id, person_name (masked unless
    revealed; both missing where the scope does not reach the person on `as_of`), first_day, last_day, reason (code), fields (dict for the words), also_grid_id, also_name (a grid whose
    responsible it concerns as well), opened_at, handled_by, handled_at, closing_reason, outcome, p, recurrence_days, false_share (missing
    where not known), quiet_days, ended_on.
    """
    table = store.df(
        load_sql(__file__, "alerts.sql"),
        scope=scope.roots,
        as_of=as_of or date.max,
        reveal_name="name" in scope.reveal,
        grid=grid,
        ids=ids,
        detectors=detectors,
        statuses=statuses,
        severities=severities,
        since=since,
        until=until,
        each=each,
        limit=limit,
    )
    table["fields"] = [json.loads(text) if isinstance(text, str) else {} for text in table["fields"]]
    return table


def alert_counts(store: Store, scope: Scope, *, grid: int = EVERYTHING) -> pd.DataFrame:
    """One row per detector, severity and status: detector, severity, status, alerts."""
    return store.df(
        "select detector, severity, status, count(*) as alerts from alert"
        " where alert_id in (from scope_alerts($scope)) and alert_id in ("
        "  select a.alert_id from alert a join grid_tree t on t.grid_id = a.grid_id where t.ancestor_id = $grid"
        "  union select c.alert_id from alert_grid c join grid_tree t on t.grid_id = c.grid_id where t.ancestor_id = $grid)"
        " group by detector, severity, status order by detector, severity, status",
        scope=scope.roots,
        grid=grid,
    )


def acknowledge(store: Store, scope: Scope, alert_ids: list[int], *, actor: str, at: datetime) -> int:
    """Mark open alerts as seen. Those out of scope or no longer open stay as they are. Returns how many were marked; audited."""
    with store.write() as db:
        rows = run(
            db,
            "update alert set status = 'acknowledged', handled_by = $actor, handled_at = $at"
            " where alert_id in (select unnest($ids)) and status = 'open' and alert_id in (from scope_alerts($scope))"
            " returning alert_id",
            actor=actor,
            at=at,
            ids=list(alert_ids),
            scope=scope.roots,
        ).fetchall()
        done = sorted(number for (number,) in rows)
        if done:
            record(db, actor, "alert.acknowledged", alerts=done)
    return len(done)


def close(
    store: Store,
    scope: Scope,
    alert_id: int,
    *,
    status: str,
    reason: str,
    actor: str,
    at: datetime,
    outcome: str | None = None,
) -> None:
    """End an alert as `resolved` or `dismissed`, with its outcome (OUTCOMES; None: unsaid) and a reason in words; audited (the reason stays in the alert
    only). Of one that ended by itself this says what had become of it.

    Raises UserError `alert_status` (status), `alert_outcome` (none of those of the status), `alert_reason` (empty reason), `alert_unknown` (not there, out of
    scope, or closed by somebody).
    """
    if status not in CLOSED:
        raise UserError("alert_status", status=status)
    if outcome is None and len(OUTCOMES[status]) == 1:
        outcome = OUTCOMES[status][0]
    if outcome is not None and outcome not in OUTCOMES[status]:
        raise UserError("alert_outcome", outcome=outcome, status=status, allowed=", ".join(OUTCOMES[status]))
    if not reason.strip():
        raise UserError("alert_reason")
    with store.write() as db:
        before = run(
            db, "select status, handled_by, handled_at from alert where alert_id = $id", id=int(alert_id)
        ).fetchone()
        rows = run(
            db,
            "update alert set status = $status, outcome = $outcome, closing_reason = $reason, handled_by = $actor, handled_at = $at"
            " where alert_id = $id and (status not in ('resolved', 'dismissed') or closing_reason = 'over')"
            " and alert_id in (from scope_alerts($scope)) returning alert_id",
            status=status,
            outcome=outcome,
            reason=reason.strip(),
            actor=actor,
            at=at,
            id=int(alert_id),
            scope=scope.roots,
        ).fetchall()
        if not rows:
            raise UserError("alert_unknown", alert=int(alert_id))
        # What stood before, for who takes it back (take_back.py).
        was = dict(zip(("before", "before_by", "before_at"), before, strict=True))
        record(db, actor, "alert.closed", alert=int(alert_id), status=status, outcome=outcome, **was)
