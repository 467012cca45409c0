"""Reads of clues, and whose telephone it was: by a click that is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from core.audit.denied import not_allowed
from core.audit.record import record
from core.chain import with_owners
from core.domain import EVERYTHING, Scope, User
from core.errors import UserError
from core.policy.clues import answer_hours
from core.registry.phones import CALL, showing
from core.store import Store, load_sql

STATES = ("new", "checking", "confirmed", "refuted", "unclear", "answered")
OPEN = STATES[:5]


def clues(
    store: Store,
    scope: Scope,
    *,
    at: datetime,
    limit: int = 50,
    offset: int = 0,
    owned: bool = False,
    **conditions: object,
) -> pd.DataFrame:
    """A page of clues within reach: those that are not answered first, the oldest of them foremost; then the latest.

    Conditions, each optional: grid, state (STATES, or `open`: not answered yet), kind, verdict, clue_id, alert (on which it bears), person (whom it is about), text (of what is told, the place or the receipt).

    Grain: one row per clue. Columns: clue_id, receipt, kind, told, place, grid_id, grid_name, township, person_id, person_name (masked unless revealed; both missing out of reach), alert_id,
    task_id, channel, teller (masked unless names are revealed), teller_phone (masked unless phones are), told_at, taken_by, state, verdict, found_note, answer, checked_by, checked_at, found_at, answered_by, answered_at, pictures (how
    many), due_at, late; with `owned` who has it (core.chain.with_owners): the nearest who answers, one step further for each time to answer that is over, the desk where no grid is known."""
    found = store.df(
        load_sql(__file__, "chosen.sql") + load_sql(__file__, "page.sql"), **_given(scope, at, **conditions), limit=limit, offset=offset,
        reveal_name="name" in scope.reveal, reveal_phone="phone" in scope.reveal,
    )  # fmt: skip
    if not owned:
        return found
    return with_owners(
        store, scope, found, found["grid_id"], open=found["state"] != "answered", at=at, span=timedelta(hours=answer_hours())
    )  # fmt: skip


def clue_counts(store: Store, scope: Scope, *, at: datetime, **conditions: object) -> dict[str, int]:
    """Under the same conditions: state → clues, without empty ones; and `late`."""
    sql = load_sql(__file__, "chosen.sql") + load_sql(__file__, "counts.sql")
    rows = store.df(sql, **_given(scope, at, **conditions))
    found = {row.state: int(row.clues) for row in rows.itertuples()}
    return {**{s: found.get(s, 0) for s in STATES}, "late": int(rows.late.sum())}


def show_phone(store: Store, user: User, *, clue_id: int, at: datetime) -> Scope:
    """Note in the audit log that `user` looks at who told this clue; the scope to read it with. Raises NotAllowed call_not_allowed, UserError clue_unknown."""
    if not user.may(CALL):
        raise not_allowed(store, user.login, "call_not_allowed")
    with store.write(shown=False) as db:
        if clues(store, user.scope, at=at, clue_id=clue_id, limit=1).empty:
            raise UserError("clue_unknown")
        record(db, user.login, "clue.phone_shown", clue=clue_id)
    return showing(user.scope)


def _given(
    scope: Scope, at: datetime, *, grid: int = EVERYTHING, state: str | None = None, kind: str | None = None, verdict: str | None = None,
    clue_id: int | None = None, alert: int | None = None, person: int | None = None, text: str = "",
) -> dict[str, object]:  # fmt: skip
    return {
        "scope": scope.roots, "as_of": at.date(), "at": at, "grid": grid, "state": state, "kind": kind, "verdict": verdict, "clue": clue_id, "alert": alert, "person": person,
        "text": text.strip() or None, "hours": answer_hours(),
    }  # fmt: skip
