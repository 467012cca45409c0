"""The next step of a work order: given to a grid, taken on, sent back, paused, prolonged, answered, checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pandas as pd
import streamlit as st

from core.domain import User
from core.errors import UserError
from core.store import Store
from core.work_orders import accept, dispatch, extend, pause, reply, resume, return_it, send_back, take
from core.work_orders.acts import LONGEST, MOST_DAYS
from pages.ui.shared.session import place, say
from pages.ui.shared.told import refused, tell
from pages.ui.work_orders.dispatching import choose_grid

OPEN = ("new", "dispatched", "taken")


def acting(store: Store, user: User, order: pd.Series, at: datetime) -> None:
    number, by = int(order.order_id), {"actor": user.login, "at": at}
    if order.state not in (*OPEN, "answered"):
        return
    with st.container(border=True, key="order_acts"):
        if order.state == "answered":
            _check(store, user, number, by)
            return
        if order.state == "new":
            _give(store, user, order, by)
        if order.state == "dispatched":
            _button("take", ":material/front_hand:", lambda: take(store, user.scope, number, **by), primary=True)
        if order.state != "new":
            words = st.text_area(
                say("work_orders.reply"),
                key=f"order_reply_{number}",
                max_chars=LONGEST,
                help=say("work_orders.reply_help"),
            )
            _button(
                "reply",
                ":material/reply:",
                lambda: reply(store, user.scope, number, words=words, **by),
                primary=True,
            )
    with st.expander(say("work_orders.otherwise")):
        _otherwise(store, user, order, by)


def _give(store: Store, user: User, order: pd.Series, by: dict) -> None:
    number = int(order.order_id)
    if not pd.isna(order.proposed_grid_id):
        st.markdown(say("work_orders.speaks_of", grid=place(order.proposed_name)))
        _button("confirm", ":material/send:", lambda: dispatch(store, user.scope, [number], **by), primary=True)
    grid = choose_grid(store, user, key=f"order_grid_{number}", proposed=False)
    _button(
        "give",
        ":material/send:",
        lambda: dispatch(store, user.scope, [number], grid=grid, **by),
        ready=grid is not None,
    )


def _check(store: Store, user: User, number: int, by: dict) -> None:
    note = st.text_input(say("work_orders.column.check_note"), key=f"order_note_{number}", max_chars=LONGEST)
    with st.container(horizontal=True, key="order_check"):
        _button("accept", ":material/check:", lambda: accept(store, user.scope, number, note=note, **by), primary=True)
        _button(
            "return",
            ":material/undo:",
            lambda: return_it(store, user.scope, number, note=note, **by),
        )


def _otherwise(store: Store, user: User, order: pd.Series, by: dict) -> None:
    """What asks a reason: the clock stands still or runs longer, or it is not ours."""
    number = int(order.order_id)
    if not pd.isna(order.paused_at):
        _button("resume", ":material/play_arrow:", lambda: resume(store, user.scope, number, **by))
        return
    reason = st.text_input(say("work_orders.why"), key=f"order_why_{number}", max_chars=LONGEST)
    days = st.number_input(say("work_orders.days"), 1, MOST_DAYS, 3, key=f"order_days_{number}", width=190)
    with st.container(horizontal=True, key="order_otherwise"):
        _button("pause", ":material/pause:", lambda: pause(store, user.scope, number, reason=reason, **by))
        _button(
            "extend",
            ":material/more_time:",
            lambda: extend(store, user.scope, number, days=int(days), reason=reason, **by),
        )
        if order.state != "new":
            _button(
                "send_back",
                ":material/undo:",
                lambda: send_back(store, user.scope, number, reason=reason, **by),
            )
            grid = choose_grid(store, user, key=f"order_other_{number}", proposed=False)
            _button(
                "give",
                ":material/send:",
                lambda: dispatch(store, user.scope, [number], grid=grid, **by),
                ready=grid is not None,
            )


def _button(name: str, icon: str, act: Callable[[], object], *, ready: object = True, primary: bool = False) -> None:
    if not st.button(
        say(f"work_orders.do.{name}"),
        icon=icon,
        key=f"order_{name}",
        type="primary" if primary else "secondary",
        disabled=not ready,
    ):
        return
    try:
        act()
    except UserError as error:
        refused(error)
        return
    tell("orders", say(f"work_orders.done.{name}"))
    st.rerun()
