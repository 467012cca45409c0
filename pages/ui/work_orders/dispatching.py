"""What is ticked goes to the grids that its texts speak of, or to one that is named."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.registry import grids
from core.store import Store
from core.work_orders import dispatch
from pages.ui.shared.area_paths import area_paths
from pages.ui.shared.session import say
from pages.ui.shared.told import refused, tell

PROPOSED = ""


def dispatching(store: Store, user: User, picked: pd.DataFrame, at: datetime) -> None:
    """`picked`: rows of core.work_orders.orders; nothing is drawn where none of them can still be given to somebody."""
    open_ones = picked[picked.state.isin(("new", "dispatched", "taken"))] if len(picked) else picked
    if open_ones.empty:
        return
    with st.container(border=True, key="orders_acts"):
        grid = choose_grid(store, user, key="orders_grid", proposed=True)
        if st.button(
            say("work_orders.dispatch", count=format.exact(len(open_ones))), type="primary", icon=":material/send:", key="orders_dispatch"
        ):  # fmt: skip
            _send(store, user, [int(n) for n in open_ones.order_id], grid, at)


def choose_grid(store: Store, user: User, *, key: str, proposed: bool) -> int | None:
    """A grid of the reader's; None: each to the one that its text speaks of."""
    paths = area_paths(store, user.scope)
    code = st.selectbox(
        say("work_orders.to"), [*([PROPOSED] if proposed else []), *paths], format_func=lambda c: paths.get(c, say("work_orders.to_proposed")),
        key=key, index=0 if proposed else None, placeholder=say("work_orders.to_hint"),
    )  # fmt: skip
    found = grids.find_grid(store, user.scope, code=code) if code else None
    return found.grid_id if found else None


def _send(store: Store, user: User, numbers: list[int], grid: int | None, at: datetime) -> None:
    try:
        sent = dispatch(store, user.scope, numbers, grid=grid, actor=user.login, at=at)
    except UserError as error:
        refused(error)
        return
    lines = [say("work_orders.sent", count=format.exact(sent))]
    if sent < len(numbers):
        lines.append(say("work_orders.not_sent", count=format.exact(len(numbers) - sent)))
    tell("orders", *lines)
    st.session_state["orders_turn"] = st.session_state.get("orders_turn", 0) + 1
    st.rerun()
