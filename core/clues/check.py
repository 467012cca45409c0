"""A person checks a clue: takes it on, links it, says what was found, answers who told it. Each step in its order."""

from __future__ import annotations

from datetime import datetime

import duckdb

from core.audit.record import record
from core.clues.take import home_of, linked, may_lie
from core.domain import Scope
from core.errors import UserError
from core.handling import close
from core.store import Store, run

VERDICTS = ("confirmed", "refuted", "unclear")
LONGEST = 500  # characters of a note or an answer
REACHED = "(list_contains($scope, 0) or grid_id in (from scope_grids($scope)))"
# what became of the alert that a clue bears on: status and outcome (core/watch/alerts.py)
ENDS = {"confirmed": ("resolved", "handled"), "refuted": ("dismissed", "false")}


def check(store: Store, scope: Scope, clue_id: int, *, actor: str, at: datetime) -> None:
    """Take a new clue on; audited. Raises UserError clue_unknown, clue_step (somebody has it already)."""
    with store.write() as db:
        _step(
            db, scope, clue_id, ("new",), "set state = 'checking', checked_by = $actor, checked_at = $at", actor=actor, at=at
        )  # fmt: skip
        record(db, actor, "clue.checking", clue=clue_id)


def link(
    store: Store, scope: Scope, clue_id: int, *, grid: int | None = None, person_id: int | None = None, alert_id: int | None = None, actor: str, at: datetime
) -> None:  # fmt: skip
    """Say where, whom or which alert a clue is about; what is None stays as it is; audited. An alert of a person tells whom, a person tells where. Raises UserError clue_unknown, clue_step (it is answered),
    clue_grid, person_unknown, alert_unknown."""
    with store.write() as db:
        linked(db, scope, person_id, alert_id, at)
        if grid is not None and not may_lie(db, scope, grid):
            raise UserError("clue_grid")
        about = run(db, "select person_id, grid_id from alert where alert_id = $alert", alert=alert_id).fetchone()
        if about and person_id is None and grid is None:
            person_id, grid = about
        home = home_of(db, person_id)
        grid = grid or (home if may_lie(db, scope, home) else None)
        _step(
            db, scope, clue_id, ("new", "checking", *VERDICTS),
            "set grid_id = coalesce($grid, grid_id), person_id = coalesce($person, person_id), alert_id = coalesce($alert, alert_id)",
            grid=grid, person=person_id, alert=alert_id,
        )  # fmt: skip
        record(db, actor, "clue.linked", clue=clue_id, grid=grid, person=person_id, alert=alert_id)


def find(
    store: Store, scope: Scope, clue_id: int, *, verdict: str, note: str, ends_alert: bool = False, actor: str, at: datetime
) -> None:  # fmt: skip
    """Say what became of a clue that is being checked, and why; may be said anew until it is answered. Audited (the note stays in the clue). `ends_alert`: end the alert that it bears on with it: a confirmed one
    was true (handled), a refuted one false; that counts for the precision of its rule. Nothing else follows.

    Raises UserError clue_verdict (none of VERDICTS), clue_note (empty, or too long), clue_unknown, clue_step, clue_no_alert (it bears on none, or nothing became clear); alert_unknown (it is closed already)."""
    if verdict not in VERDICTS:
        raise UserError("clue_verdict", verdict=verdict, allowed=", ".join(VERDICTS))
    note = _words(note, "clue_note")
    with store.write() as db:
        _step(
            db, scope, clue_id, ("checking", *VERDICTS), "set state = $verdict, verdict = $verdict, found_note = $note, found_at = $at",
            verdict=verdict, note=note, at=at,
        )  # fmt: skip
        record(db, actor, "clue.found", clue=clue_id, verdict=verdict)
        if ends_alert:
            alert = run(db, "select alert_id, receipt from clue where clue_id = $clue", clue=clue_id).fetchone()
            if alert[0] is None or verdict not in ENDS:
                raise UserError("clue_no_alert")
            status, outcome = ENDS[verdict]
            close(
                store, scope, alert[0], status=status, outcome=outcome, reason=f"{alert[1]} {note}", actor=actor, at=at
            )  # fmt: skip


def answer(store: Store, scope: Scope, clue_id: int, *, words: str, actor: str, at: datetime) -> None:
    """What who told it was told; that ends the clue. Audited. Raises UserError clue_note, clue_unknown, clue_step (nothing was found yet, or it is answered)."""
    words = _words(words, "clue_note")
    with store.write() as db:
        _step(
            db, scope, clue_id, VERDICTS, "set state = 'answered', answer = $words, answered_by = $actor, answered_at = $at",
            words=words, actor=actor, at=at,
        )  # fmt: skip
        record(db, actor, "clue.answered", clue=clue_id)


def _words(text: str, code: str) -> str:
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise UserError(code, most=LONGEST)
    return text


def _step(
    db: duckdb.DuckDBPyConnection, scope: Scope, clue_id: int, states: tuple[str, ...], change: str, **given: object
) -> None:
    given |= {"clue": int(clue_id), "scope": scope.roots, "states": list(states)}
    row = run(db, f"select state from clue where clue_id = $clue and {REACHED}", **given).fetchone()  # noqa: S608 - our own words
    if row is None:
        raise UserError("clue_unknown")
    if row[0] not in states:
        raise UserError("clue_step")
    run(db, f"update clue {change} where clue_id = $clue", **given)
