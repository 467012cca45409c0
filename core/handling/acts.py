"""What a person does with alerts: takes them, assigns them, notes or promises something, ticks a step of the playbook, closes them. take_back.py undoes
the last of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from core.audit.record import record
from core.chain.rota import check_post
from core.domain import Scope
from core.errors import UserError
from core.handling.look_after import look_after
from core.policy.running import running
from core.store import Store, load_sql, run

UNFINISHED = ("open", "acknowledged", "assigned")
CLOSED = ("resolved", "dismissed")
# What became of an alert, by the status with which it is closed: the first is what goes without saying.
OUTCOMES = {"resolved": ("handled",), "dismissed": ("harmless", "false", "data_error")}
LONGEST = 500  # characters of a note


def take(store: Store, scope: Scope, alert_ids: Sequence[int], *, actor: str, at: datetime) -> int:
    """Take alerts, and with each whatever waits in the same situation: one matter has one who sees to it. Their time to be closed begins. Those out of
    scope or closed stay as they are. Returns how many were taken; audited. Raises UserError `alert_taken` (alert, who, at) where somebody else has all of them
    already."""
    with store.write() as db:
        ids = _with_situation(db, scope, alert_ids)
        was = _as_they_were(db, ids)
        rows = run(
            db,
            "update alert set status = 'acknowledged', handled_by = $actor, handled_at = $at, asked_at = null, due_at = null"
            " where alert_id in (select unnest($ids)) and status in ('open', 'assigned') returning alert_id",
            ids=ids, actor=actor, at=at,
        ).fetchall()  # fmt: skip
        done = sorted(number for (number,) in rows)
        if done:
            _settle(store, db, done, was, act="taken", event="alert.taken", actor=actor, at=at)
        else:
            _say_who(db, scope, alert_ids, actor)
    return len(done)


def assign(
    store: Store,
    scope: Scope,
    alert_ids: Sequence[int],
    *,
    post: tuple[int, str],
    actor: str,
    at: datetime,
    note: str = "",
) -> int:
    """Hand alerts, each with its situation, to a duty (a grid and a role) that somebody holds: it is asked first, its stand-in where it is away; not taken in time it goes
    up the chain from there. Returns how many; audited. Raises UserError post_out_of_scope, post_unknown, post_disabled, alert_note."""
    note = _words(note, needed=False)
    with store.write() as db:
        check_post(db, scope, post, at=at)
        ids = _with_situation(db, scope, alert_ids)
        was = _as_they_were(db, ids)
        rows = run(
            db,
            "update alert set status = 'assigned', handled_by = $actor, handled_at = $at, asked_at = null, due_at = null,"
            " given_grid_id = $grid, given_role = $role, raised = 0"
            " where alert_id in (select unnest($ids)) and status not in ('resolved', 'dismissed') returning alert_id",
            ids=ids, actor=actor, at=at, grid=int(post[0]), role=post[1],
        ).fetchall()  # fmt: skip
        done = sorted(number for (number,) in rows)
        if done:
            _settle(store, db, done, was, act="assigned", event="alert.assigned", actor=actor, at=at, note=note)
    return len(done)


def close(
    store: Store,
    scope: Scope,
    alert_ids: int | Sequence[int],
    *,
    status: str,
    reason: str,
    actor: str,
    at: datetime,
    outcome: str | None = None,
) -> int:
    """End alerts as `resolved` or `dismissed`, with their outcome (OUTCOMES; None: unsaid) and a reason in words; audited (the reason stays in the alert
    only). Of one that ended by itself this says what had become of it. Returns how many.

    Raises UserError `alert_status` (status), `alert_outcome` (none of those of the status), `alert_reason` (empty reason), `alert_unknown` (none of them there, in
    scope, and not closed by somebody).
    """
    if status not in CLOSED:
        raise UserError("alert_status", status=status)
    if outcome is None and len(OUTCOMES[status]) == 1:
        outcome = OUTCOMES[status][0]
    if outcome is not None and outcome not in OUTCOMES[status]:
        raise UserError("alert_outcome", outcome=outcome, status=status, allowed=", ".join(OUTCOMES[status]))
    if not reason.strip():
        raise UserError("alert_reason")
    ids = [int(alert_ids)] if isinstance(alert_ids, int) else [int(n) for n in alert_ids]
    with store.write() as db:
        was = _as_they_were(db, ids)
        rows = run(
            db,
            "update alert set status = $status, outcome = $outcome, closing_reason = $reason, handled_by = $actor, handled_at = $at"
            " where alert_id in (select unnest($ids)) and (status not in ('resolved', 'dismissed') or closing_reason = 'over')"
            " and alert_id in (from scope_alerts($scope)) returning alert_id",
            status=status, outcome=outcome, reason=reason.strip(), actor=actor, at=at, ids=ids, scope=scope.roots,
        ).fetchall()  # fmt: skip
        done = sorted(number for (number,) in rows)
        if not done:
            raise UserError("alert_unknown", alert=ids[0] if ids else 0)
        said = {"act": status, "detail": outcome, "note": reason.strip()}
        _settle(store, db, done, was, event="alert.closed", actor=actor, at=at, **said)
    return len(done)


def note(
    store: Store, scope: Scope, alert_id: int, *, text: str, actor: str, at: datetime, promise: bool = False
) -> None:
    """Write down what was found out, or (`promise`) what somebody was promised, which the next shift is told; audited without the words. Raises UserError alert_note (none, or
    too long), alert_unknown."""
    text = _words(text, needed=True)
    _one(
        store, scope, alert_id, act="promise" if promise else "note", event="alert.noted", actor=actor, at=at, note=text
    )


def tick(store: Store, scope: Scope, alert_id: int, *, step: str, actor: str, at: datetime, on: bool = True) -> None:
    """A step of the playbook is done, or is not after all; audited where that is news. Raises UserError alert_step (the detector has none of that code), alert_unknown."""
    detector = store.value("select detector from alert where alert_id = $id", id=int(alert_id))
    if detector is not None and step not in {s.code for s in running(store, at.date()).playbooks.of(detector)}:
        raise UserError("alert_step", step=step)
    with store.write() as db:
        last = run(
            db,
            "select arg_max(act, event_id) from alert_event where alert_id = $id and act in ('step', 'unstep') and detail = $step",
            id=int(alert_id), step=step,
        ).fetchone()[0]  # fmt: skip
        if (last == "step") != on:
            act = "step" if on else "unstep"
            _one(store, scope, alert_id, act=act, event="alert.step", actor=actor, at=at, detail=step)


def log(
    db: duckdb.DuckDBPyConnection,
    alert_ids: Sequence[int],
    *,
    act: str,
    actor: str,
    at: datetime,
    detail: str | None = None,
    note: str | None = None,
) -> None:
    """One row of the activity for each, as they stand within the caller's transaction."""
    run(
        db,
        load_sql(__file__, "log.sql"),
        ids=[int(n) for n in alert_ids], act=act, actor=actor, at=at, detail=detail, note=note,
    )  # fmt: skip


def _settle(
    store: Store, db: duckdb.DuckDBPyConnection, done: list[int], was: list[list], *, act: str, event: str, actor: str, at: datetime,
    detail: str | None = None, note: str | None = None,
) -> None:  # fmt: skip
    """The act in the activity and the audit log (with what stood before, for who takes it back), and who has the alerts from now on."""
    log(db, done, act=act, actor=actor, at=at, detail=detail, note=note)
    look_after(db, running(store, at.date()).playbooks, at=at)
    run(
        db,
        load_sql(__file__, "told_to.sql"),
        ids=done, act=act, at=at,
    )  # fmt: skip
    before = [row for row in was if row[0] in set(done)]
    record(db, actor, event, alerts=done, status=_status(db, done[0]), outcome=detail, before=before)


def _status(db: duckdb.DuckDBPyConnection, alert: int) -> str:
    return run(db, "select status from alert where alert_id = $id", id=alert).fetchone()[0]


def _one(store: Store, scope: Scope, alert_id: int, *, event: str, actor: str, at: datetime, **said: object) -> None:
    with store.write() as db:
        known = run(
            db, "select 1 from alert where alert_id = $id and alert_id in (from scope_alerts($scope))", id=int(alert_id), scope=scope.roots
        ).fetchone()  # fmt: skip
        if known is None:
            raise UserError("alert_unknown", alert=int(alert_id))
        log(db, [alert_id], actor=actor, at=at, **said)
        record(db, actor, event, alert=int(alert_id), act=said["act"], detail=said.get("detail"))


def _with_situation(db: duckdb.DuckDBPyConnection, scope: Scope, alert_ids: Sequence[int]) -> list[int]:
    rows = run(
        db, load_sql(__file__, "with_situation.sql"), ids=[int(n) for n in alert_ids], scope=scope.roots
    ).fetchall()
    return sorted(number for (number,) in rows)


def _as_they_were(db: duckdb.DuckDBPyConnection, ids: list[int]) -> list[list]:
    """[alert, status, who, when, given grid, given role, raised, over, since when its clock ran], for the audit log: no words."""
    rows = run(
        db,
        "select alert_id, status, handled_by, cast(handled_at as text), given_grid_id, given_role, raised, coalesce(closing_reason = 'over', false), cast(asked_at as text)"
        " from alert where alert_id in (select unnest($ids)) order by alert_id",
        ids=ids,
    ).fetchall()
    return [list(row) for row in rows]


def _say_who(db: duckdb.DuckDBPyConnection, scope: Scope, alert_ids: Sequence[int], actor: str) -> None:
    """Of two who take the same at once the second is told who has it."""
    found = run(
        db,
        "select a.alert_id, a.handled_by, c.name, a.handled_at from alert a left join account c on c.login = a.handled_by"
        " where a.alert_id in (select unnest($ids)) and a.status = 'acknowledged' and a.alert_id in (from scope_alerts($scope))"
        " order by a.alert_id limit 1",
        ids=[int(n) for n in alert_ids], scope=scope.roots,
    ).fetchone()  # fmt: skip
    if found is not None and found[1] != actor:
        raise UserError("alert_taken", alert=found[0], who=found[2] or found[1] or "–", at=f"{found[3]:%Y-%m-%d %H:%M}")


def _words(text: str, *, needed: bool) -> str | None:
    text = text.strip()
    if len(text) > LONGEST or (needed and not text):
        raise UserError("alert_note", most=LONGEST)
    return text or None
