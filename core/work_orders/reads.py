"""Reads of work orders: the list with its counts, what was done with one, the results for the line; and who called, by a click that is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from core.audit.denied import not_allowed
from core.audit.record import record
from core.chain import with_owners
from core.domain import EVERYTHING, Scope, User
from core.errors import UserError
from core.policy.work_orders import order_clock
from core.registry.phones import CALL, showing
from core.store import Store, load_sql, run
from core.work_orders.acts import REACHED
from core.work_orders.days import working_after

STATES = ("new", "dispatched", "taken", "answered", "accepted", "withdrawn")
OPEN = STATES[:4]
FILTERS = ("overdue", "near", "open", "paused", *STATES)
MOST = 20_000
RESULTS = ("answered", "accepted")


def orders(
    store: Store,
    scope: Scope,
    *,
    at: datetime,
    limit: int = 50,
    offset: int = 0,
    owned: bool = False,
    **conditions: object,
) -> pd.DataFrame:
    """A page of work orders within reach: overdue first, then those due next, those that stand still, those to be checked, those that are over.

    Conditions, each optional: grid, state (FILTERS), kind, order_id, text (of number, description or address).

    Grain: one row per order. Columns: order_id, order_no, received_at, kind, urgent, category, told, opinion, unit, source, address, caller (masked unless names are revealed; of a secret one always), phone
    (masked unless revealed), secret, wants_answer, grid_id, grid_name, township, proposed_grid_id, proposed_name, matched_by, state, days, extended, paused (working days), paused_at, due_at, told_due, overdue, near,
    dispatched_at, taken_at, answer, answered_at, answered_by, checked_at, check_note, returned (times), answered_late; with `owned` who has one that is open (core.chain.with_owners): the nearest who answers there, one step further for each day that it is late, the desk while
    it is not dispatched, and while its answer is to be checked."""
    found = store.df(
        load_sql(__file__, "chosen.sql") + load_sql(__file__, "page.sql"), **_given(scope, at, **conditions), limit=limit, offset=offset,
        reveal_name="name" in scope.reveal, reveal_phone="phone" in scope.reveal,
    )  # fmt: skip
    if not owned:
        return found
    # a pause stands still and goes to nobody else
    due = found["due_at"].where(found["paused_at"].isna())
    starts = found["grid_id"].where(found["state"] != "answered")  # what is answered waits to be checked at the desk
    told = with_owners(
        store, scope, found.assign(due_at=due), starts, open=found["state"].isin(OPEN), at=at, span=timedelta(days=1)
    )  # fmt: skip
    return told.assign(due_at=found["due_at"])


def order_counts(store: Store, scope: Scope, *, at: datetime, **conditions: object) -> dict[str, int]:
    """How many `orders` finds under the same conditions: total, open, overdue, near, paused (of those) and each of STATES."""
    sql = load_sql(__file__, "chosen.sql") + load_sql(__file__, "counts.sql")
    return {name: int(n) for name, n in store.df(sql, **_given(scope, at, **conditions)).iloc[0].items()}


def results(
    store: Store, scope: Scope, *, at: datetime, grid: int = EVERYTHING, state: str | None = None
) -> pd.DataFrame:
    """What the line wants back: the orders that are answered (`state`: those of one state or filter instead), by number; columns of `orders`. Nobody's name or phone is told in it."""
    found = [orders(store, scope, at=at, grid=grid, state=s, limit=MOST) for s in ((state,) if state else RESULTS)]
    table = pd.concat([f for f in found if len(f)] or found[:1], ignore_index=True)
    return table.drop(columns=["caller", "phone"]).sort_values("order_no", ignore_index=True)


def acts(store: Store, scope: Scope, *, order_id: int) -> pd.DataFrame:
    """What was done with an order within reach, in its order: acted_at, actor, act, note. One row per act."""
    return store.df(
        f"select a.acted_at, a.actor, a.act, a.note from work_order_act a join work_order o on o.order_id = a.order_id where a.order_id = $order and {REACHED.replace('grid_id in', 'o.grid_id in', 1)} order by a.acted_at",  # noqa: S608
        order=order_id, scope=scope.roots,
    )  # fmt: skip


def show_phone(store: Store, user: User, *, order_id: int) -> Scope:
    """Note in the audit log that `user` looks at who called; the scope to read the order with. Raises NotAllowed call_not_allowed, UserError order_unknown."""
    if not user.may(CALL):
        raise not_allowed(store, user.login, "call_not_allowed")
    with store.write(shown=False) as db:
        known = run(
            db, f"select 1 from work_order where order_id = $order and {REACHED}", order=order_id, scope=user.scope.roots  # noqa: S608
        ).fetchone()  # fmt: skip
        if known is None:
            raise UserError("order_unknown")
        record(db, user.login, "order.phone_shown", order=order_id)
    return showing(user.scope)


def _given(
    scope: Scope, at: datetime, *, grid: int = EVERYTHING, state: str | None = None, kind: str | None = None, order_id: int | None = None, text: str = ""
) -> dict[str, object]:  # fmt: skip
    near = datetime.combine(working_after(at.date(), order_clock()["warn_days"]), datetime.max.time())
    return {
        "scope": scope.roots, "at": at, "near": near, "grid": grid, "state": state, "kind": kind, "order": order_id, "text": text.strip() or None,
    }  # fmt: skip
