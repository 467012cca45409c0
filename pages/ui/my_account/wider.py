"""A look beyond one's scope: asked for with a reason and a time, ended early, and what came of the former ones."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core import clock
from core.access.wider import MOST_REASON, begin_look, end_look, looks
from core.domain import EVERYTHING, Scope, User
from core.i18n import format
from core.registry.grids import scope_choices
from core.store import Store
from pages.ui.shared.acting import acting, done_with
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import table
from pages.ui.shared.wider_looks import COLUMNS, with_state

ALL = Scope((EVERYTHING,))  # what grids are called is no secret; what lies in them is


def wider(store: Store, user: User) -> None:
    st.markdown(f"##### {say('wider.title')}")
    st.caption(say("wider.context"))
    done_with("wider")
    now = clock.now()
    known = with_state(looks(store, account_id=user.account_id, now=now))
    for row in known[known.open].itertuples():
        with st.container(horizontal=True, vertical_alignment="center"):
            until = format.moment(language(), row.until_at.to_pydatetime())
            st.info(say("wider.running", grid=escape(row.grid_name), until=until), icon=":material/visibility:")
            if st.button(say("wider.end"), key=f"wider_end_{row.look_id}"):
                acting(
                    lambda look=row.look_id: end_look(store, int(look), user=user, now=now),
                    say("wider.ended"),
                    about="wider",
                )
    with st.form("wider_new"):
        named = {int(r.grid_id): f"{r.label} · {r.code}" for r in scope_choices(store, ALL, held=[]).itertuples()}
        left, right = st.columns([3, 1])
        grid = left.selectbox(say("wider.grid"), list(named), index=None, format_func=named.get, key="wider_grid", placeholder=say("wider.grid_hint"), filter_mode="contains")  # fmt: skip
        hours = right.number_input(say("wider.hours"), 1, store.settings.wider_look_hours, 1, key="wider_hours")
        reason = st.text_input(say("wider.reason"), max_chars=MOST_REASON, key="wider_reason")
        if st.form_submit_button(say("wider.begin"), icon=":material/visibility:"):
            until = format.moment(language(), now + pd.Timedelta(hours=int(hours)))
            acting(
                lambda: begin_look(store, user, grid or 0, reason=reason, hours=int(hours), now=now), say("wider.begun", until=until), about="wider",
            )  # fmt: skip
    table(known, COLUMNS, key="wider_own", rows=5, empty="wider.none")
