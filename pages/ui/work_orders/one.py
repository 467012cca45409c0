"""One work order: what was told and by whom, who has it, until when; what was done; and the next step."""

from __future__ import annotations

from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.registry.phones import CALL, showing
from core.store import Store
from core.work_orders import acts, orders, show_phone
from pages.ui.shared import charts
from pages.ui.shared.actors import actor
from pages.ui.shared.links import href
from pages.ui.shared.owned import owner
from pages.ui.shared.phones import call
from pages.ui.shared.session import language, say
from pages.ui.shared.told import refused
from pages.ui.work_orders.acting import acting
from pages.ui.work_orders.listing import time_left, where

SHOWN = "order_phones_shown"  # of this session: of whose order the number was asked for


def back() -> None:
    address = href("work_orders", **{name: st.query_params.get(name) for name in ("q", "state", "kind")})
    st.html(f'<a class="go" href="{address}">← {escape(say("work_orders.back"))}</a>')


def find_order(store: Store, user: User, number: int | None, at: datetime) -> pd.Series | None:
    asked = number in st.session_state.setdefault(SHOWN, set()) and user.may(CALL)
    found = (
        orders(store, showing(user.scope) if asked else user.scope, at=at, order_id=number, limit=1, owned=True)
        if number
        else None
    )
    return None if found is None or found.empty else found.iloc[0]


def one(store: Store, user: User, order: pd.Series, at: datetime) -> None:
    kind = say(f"order_kind.{order.kind}") if isinstance(order.kind, str) else None
    parts = [
        order.order_no,
        kind,
        say("work_orders.urgent") if order.urgent else None,
        say(f"order_state.{order.state}"),
        time_left(order, at),
    ]
    st.markdown("**" + charts.escape(" · ".join(p for p in parts if p)) + "**")
    left, right = st.columns([3, 2], gap="large")
    with left:
        with st.container(border=True):
            st.markdown(charts.escape(order.told))
            for words in (order.category, order.opinion, order.address):
                if isinstance(words, str):
                    st.caption(charts.escape(words))
        _caller(store, user, order)
        _owner(order)
        if isinstance(order.answer, str):
            st.html(f"<h5>{escape(say('work_orders.answer'))}</h5><p>{escape(order.answer)}</p>")
        _history(store, user, order)
    with right:
        acting(store, user, order, at)


def _caller(store: Store, user: User, order: pd.Series) -> None:
    name = order.caller if isinstance(order.caller, str) else say("work_orders.unnamed")
    number = order.phone if isinstance(order.phone, str) else ""
    words = say("work_orders.called_by", name=name, source=order.source if isinstance(order.source, str) else "12345")
    with st.container(horizontal=True, vertical_alignment="center", key="order_caller"):
        st.html(f"{escape(words)}　{call(number)}", width="content")
        if "*" in number and user.may(CALL):
            st.button(
                say("person.show_phone"), icon=":material/call:", key="order_phone", help=say("person.show_phone_help"), on_click=_show,
                args=(store, user, int(order.order_id)),
            )  # fmt: skip
    if order.secret:
        st.caption(say("work_orders.secret"), help=say("work_orders.secret_help"))


def _show(store: Store, user: User, order: int) -> None:
    try:
        show_phone(store, user, order_id=order)
    except UserError as error:
        refused(error)
        return
    st.session_state[SHOWN].add(order)


def _owner(order: pd.Series) -> None:
    has_it = owner(order)
    who = "" if has_it is None else f" · {escape(has_it)}　{call(order.owner_phone or '')}"
    st.html(f"<p>{escape(where(order))}{who}</p>")


def _history(store: Store, user: User, order: pd.Series) -> None:
    done = acts(store, user.scope, order_id=int(order.order_id))
    lines = [[format.moment(language(), order.received_at), say("order_act.received")]]
    lines += [
        [format.moment(language(), a.acted_at), say(f"order_act.{a.act}"), actor(a.actor), a.note]
        for a in done.itertuples()
    ]
    items = "".join(f"<li>{escape(' · '.join(p for p in line if isinstance(p, str) and p))}</li>" for line in lines)
    st.html(
        f'<h5>{escape(say("work_orders.history"))}</h5><ul aria-label="{escape(say("work_orders.history"))}">{items}</ul>'
    )
