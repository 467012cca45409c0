"""Links for walls: made, shown once, listed, revoked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import streamlit as st

from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.registry import grids
from core.store import Store
from core.wall import links, make_link, revoke_link
from core.wall.links import FASTEST, LONGEST, SLOWEST
from pages.ui.shared import charts
from pages.ui.shared.addresses import begin
from pages.ui.shared.area_paths import area_paths
from pages.ui.shared.days import ask_day
from pages.ui.shared.session import language, place, say
from pages.ui.shared.told import refused, tell

SECONDS, DAYS = 12, 30
MADE = "wall_made"  # the address that is shown once


def new_link(store: Store, user: User, now: datetime) -> None:
    with st.expander(say("walls.new"), icon=":material/add_link:"):
        name = st.text_input(say("walls.name"), key="wall_name", max_chars=LONGEST, placeholder=say("walls.name_hint"))
        paths = area_paths(store, user.scope)
        first, second, third = st.columns([3, 1, 1])
        code = first.selectbox(say("walls.grid"), list(paths), format_func=paths.get, key="wall_grid")
        seconds = second.number_input(say("walls.seconds"), FASTEST, SLOWEST, SECONDS, key="wall_seconds")
        until = ask_day(
            say("walls.until"), now.date() + timedelta(days=DAYS), where=third, key="wall_until", format="YYYY-MM-DD"
        )
        if st.button(say("walls.make"), type="primary", key="wall_make", disabled=not (code and until)):
            _make(store, user, name, code, int(seconds), until, now)
    if MADE in st.session_state:
        st.success(say("walls.made"))
        st.code(st.session_state.pop(MADE), language=None)


def _make(store: Store, user: User, name: str, code: str, seconds: int, until: object, now: datetime) -> None:
    found = grids.find_grid(store, user.scope, code=code)
    try:
        _, token = make_link(
            store, user, name=name, grid=found.grid_id if found else 0, seconds=seconds, until=until, now=now
        )
    except UserError as error:
        refused(error)
        return
    st.session_state[MADE] = f"{begin(store)}/wall/{token}"


def listing(store: Store, user: User, now: datetime) -> None:
    found = links(store, user.scope, today=now.date())
    if found.empty:
        st.info(say("walls.none"))
    for row in found.itertuples():
        seen = (
            say("walls.never")
            if pd.isna(row.seen_at)
            else say("walls.seen", moment=format.moment(language(), row.seen_at))
        )
        words = say(
            "walls.row", name=row.name, grid=place(row.grid_name), state=say(f"walls.state.{row.state}"), until=format.day(language(), row.until), seen=seen
        )  # fmt: skip
        with st.container(horizontal=True, vertical_alignment="center", key=f"wall_{row.link_id}"):
            st.markdown(charts.escape(words), width="stretch")
            if row.state == "standing":
                st.button(
                    say("walls.revoke"),
                    icon=":material/link_off:",
                    key=f"wall_revoke_{row.link_id}",
                    on_click=_revoke,
                    args=(store, user, int(row.link_id), now),
                )


def _revoke(store: Store, user: User, link: int, now: datetime) -> None:
    try:
        revoke_link(store, user, link, now=now)
    except UserError as error:
        refused(error)
        return
    tell("walls", say("walls.revoked"))
