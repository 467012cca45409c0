"""What is done with a work order, each step in its order: dispatched, taken, paused, prolonged, answered, checked. All of it is kept (work_order_act) and audited without its words."""

from __future__ import annotations

from datetime import datetime

import duckdb

from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.store import Store, run
from core.work_orders.days import due_at, working_between

LONGEST = 1000  # characters of an answer
MOST_DAYS = 60
RUNNING = ("dispatched", "taken")
OPEN = ("new", *RUNNING)
REACHED = "(list_contains($scope, 0) or grid_id in (from scope_grids($scope)) or (grid_id is null and proposed_grid_id in (from scope_grids($scope))))"


def dispatch(
    store: Store, scope: Scope, order_ids: list[int], *, grid: int | None = None, actor: str, at: datetime
) -> int:
    """Give orders that nobody has answered to a grid (None: each to the one that its text speaks of). Returns how many went; those without either, answered or out of reach stay as they are. Audited.
    Raises UserError order_grid (unknown, closed, or out of reach)."""
    with store.write() as db:
        known = "select 1 from grid where grid_id = $grid and closed_on is null and axis = 'area' and grid_id in (from scope_grids($scope))"
        if grid is not None and not run(db, known, grid=grid, scope=scope.roots).fetchone():
            raise UserError("order_grid")
        rows = run(
            db,
            "update work_order set grid_id = coalesce($grid, grid_id, proposed_grid_id), state = 'dispatched', dispatched_at = $at, taken_at = null,"  # noqa: S608
            " matched_by = case when $grid is null then matched_by else 'hand' end"
            " where order_id in (select unnest(cast($ids as integer[]))) and state in ('new', 'dispatched', 'taken') and coalesce($grid, proposed_grid_id) is not null"
            " and ($grid is not null or grid_id is null)"
            f" and {REACHED} returning order_id",
            grid=grid, at=at, ids=[int(n) for n in order_ids], scope=scope.roots,
        ).fetchall()  # fmt: skip
        ids = sorted(n for (n,) in rows)
        _kept(db, ids, "dispatch", None, actor, at, grid=grid)
    return len(ids)


def take(store: Store, scope: Scope, order_id: int, *, actor: str, at: datetime) -> None:
    """The grid takes a dispatched order on. Raises UserError order_unknown, order_step."""
    _act(store, scope, order_id, ("dispatched",), "take", "state = 'taken', taken_at = $at", actor=actor, at=at)


def send_back(store: Store, scope: Scope, order_id: int, *, reason: str, actor: str, at: datetime) -> None:
    """Not ours: back to those who dispatch. It keeps what it was proposed for. Raises UserError order_unknown, order_step, order_words."""
    _act(
        store, scope, order_id, RUNNING, "send_back", "state = 'new', grid_id = null, proposed_grid_id = coalesce(proposed_grid_id, grid_id), dispatched_at = null, taken_at = null",
        note=_words(reason), actor=actor, at=at,
    )  # fmt: skip


def pause(store: Store, scope: Scope, order_id: int, *, reason: str, actor: str, at: datetime) -> None:
    """The clock stands still, for a reason. Only while the order is not overdue. Raises UserError order_unknown, order_step, order_words, order_paused (it does already), order_late."""
    _act(
        store, scope, order_id, OPEN, "pause", "paused_at = $at", note=_words(reason), actor=actor, at=at, when=_may_pause,
    )  # fmt: skip


def resume(store: Store, scope: Scope, order_id: int, *, actor: str, at: datetime) -> None:
    """The clock goes on; the working days that it stood still are added. Raises UserError order_unknown, order_step, order_not_paused."""
    with store.write() as db:
        row = _row(db, scope, order_id)
        if row["paused_at"] is None:
            raise UserError("order_not_paused")
        _set(
            db,
            row,
            ("resume", None, actor, at),
            "paused = $paused, paused_at = null, due_at = $due",
            **_resumed(row, at),
        )


def extend(store: Store, scope: Scope, order_id: int, *, days: int, reason: str, actor: str, at: datetime) -> None:
    """So many working days more; asked for before the end, with a reason. Raises UserError order_unknown, order_step, order_words, order_days, order_late (the end is over), order_paused."""
    if not 0 < days <= MOST_DAYS:
        raise UserError("order_days", most=MOST_DAYS)
    note = _words(reason)
    with store.write() as db:
        row = _row(db, scope, order_id, OPEN)
        _may_pause(row, at)
        due = due_at(row["received_at"], row["days"], row["told_due"], row["extended"] + days + row["paused"])
        _set(db, row, ("extend", note, actor, at), "extended = extended + $days, due_at = $due", days=days, due=due)


def reply(store: Store, scope: Scope, order_id: int, *, words: str, actor: str, at: datetime) -> None:
    """The answer of the grid; it waits to be checked. A paused one goes on with it. Raises UserError order_unknown, order_step (nobody has it, or it is answered), order_words."""
    words = _words(words)
    with store.write() as db:
        row = _row(db, scope, order_id, RUNNING)
        change = "state = 'answered', answer = $words, answered_at = $at, answered_by = $actor, taken_at = coalesce(taken_at, $at), paused = $paused, paused_at = null, due_at = $due"
        _set(db, row, ("answer", words, actor, at), change, words=words, **_resumed(row, at))


def accept(store: Store, scope: Scope, order_id: int, *, note: str = "", actor: str, at: datetime) -> None:
    """The answer is good; the order is over. Raises UserError order_unknown, order_step."""
    note = _words(note, may_be_empty=True)
    _act(
        store, scope, order_id, ("answered",), "accept", "state = 'accepted', checked_at = $at, check_note = $note", note=note, actor=actor, at=at, when=_other_eyes,
    )  # fmt: skip


def return_it(store: Store, scope: Scope, order_id: int, *, note: str, actor: str, at: datetime) -> None:
    """The answer is not good: the grid has it again. Its end stays. Raises UserError order_unknown, order_step, order_words."""
    change = "state = 'taken', returned = returned + 1, checked_at = $at, check_note = $note"
    _act(store, scope, order_id, ("answered",), "return", change, note=_words(note), actor=actor, at=at)


def _other_eyes(row: dict, at: datetime, actor: str = "") -> None:
    if actor and row["answered_by"] == actor:
        raise UserError("order_own_answer")


def _may_pause(row: dict, at: datetime, actor: str = "") -> None:
    if row["paused_at"] is not None:
        raise UserError("order_paused")
    if row["due_at"] <= at:
        raise UserError("order_late")


def _resumed(row: dict, at: datetime) -> dict[str, object]:
    still = working_between(row["paused_at"].date(), at.date()) if row["paused_at"] else 0
    paused = row["paused"] + still
    due = due_at(row["received_at"], row["days"], row["told_due"], row["extended"] + paused) if still else row["due_at"]
    return {"paused": paused, "due": due}


def _act(
    store: Store, scope: Scope, order_id: int, states: tuple[str, ...], act: str, change: str, *, note: str | None = None, actor: str, at: datetime, when=None
) -> None:  # fmt: skip
    with store.write() as db:
        row = _row(db, scope, order_id, states)
        if when is not None:
            when(row, at, actor)
        _set(db, row, (act, note, actor, at), change)


def _row(db: duckdb.DuckDBPyConnection, scope: Scope, order_id: int, states: tuple[str, ...] | None = None) -> dict:
    """Raises UserError order_unknown, order_step (not in one of `states`)."""
    names = (
        "order_id",
        "state",
        "received_at",
        "days",
        "told_due",
        "extended",
        "paused",
        "paused_at",
        "due_at",
        "answered_by",
    )
    found = run(
        db, f"select {', '.join(names)} from work_order where order_id = $order and {REACHED}", order=int(order_id), scope=scope.roots  # noqa: S608
    ).fetchone()  # fmt: skip
    if found is None:
        raise UserError("order_unknown")
    row = dict(zip(names, found, strict=True))
    if states is not None and row["state"] not in states:
        raise UserError("order_step")
    return row


def _set(db: duckdb.DuckDBPyConnection, row: dict, act: tuple, change: str, **given: object) -> None:
    name, note, actor, at = act
    run(
        db,
        f"update work_order set {change} where order_id = $order",  # noqa: S608
        order=row["order_id"],
        note=note,
        actor=actor,
        at=at,
        **given,
    )
    _kept(db, [row["order_id"]], name, note, actor, at)


def _kept(
    db: duckdb.DuckDBPyConnection, ids: list[int], act: str, note: str | None, actor: str, at: datetime, **told: object
) -> None:
    if not ids:
        return
    run(
        db, "insert into work_order_act select unnest(cast($ids as integer[])), $at, $actor, $act, $note, null", ids=ids, at=at, actor=actor, act=act, note=note
    )  # fmt: skip
    record(db, actor, f"order.{act}", orders=ids, **told)


def _words(text: str, *, may_be_empty: bool = False) -> str:
    text = text.strip()
    if len(text) > LONGEST or not (text or may_be_empty):
        raise UserError("order_words", most=LONGEST)
    return text
