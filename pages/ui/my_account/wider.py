"""A look beyond one's scope: asked for with a reason and a time, ended early, and what came of the former ones."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core import clock
from core.access.wider import MOST_REASON, begin_look, end_look, looks
from core.domain import EVERYTHING, Scope, User
from core.i18n import format
from core.registry.grids import find_grid, named_grid
from core.store import Store
from pages.ui.shared.acting import acting, done_with
from pages.ui.shared.session import language, place, say
from pages.ui.shared.tables import table
from pages.ui.shared.wider_looks import COLUMNS, with_state

ALL = Scope((EVERYTHING,))  # to find the grid that somebody names; no list of foreign ones is offered


def wider(store: Store, user: User) -> None:
    st.markdown(f"##### {say('wider.title')}")
    st.caption(say("wider.context"))
    done_with("wider")
    now = clock.now()
    known = with_state(looks(store, account_id=user.account_id, now=now))
    for row in known[known.open].itertuples():
        with st.container(horizontal=True, vertical_alignment="center"):
            until = format.moment(language(), row.until_at.to_pydatetime())
            st.info(say("wider.running", grid=escape(place(row.grid_name)), until=until), icon=":material/visibility:")
            if st.button(say("wider.end"), key=f"wider_end_{row.look_id}"):
                acting(
                    lambda look=row.look_id: end_look(store, int(look), user=user, now=now),
                    say("wider.ended"),
                    about="wider",
                )
    with st.form("wider_new"):
        left, right = st.columns([3, 1])
        grid = left.text_input(say("wider.grid"), max_chars=60, key="wider_grid", placeholder=say("wider.grid_hint"))
        hours = right.number_input(say("wider.hours"), 1, store.settings.wider_look_hours, 1, key="wider_hours")
        reason = st.text_input(say("wider.reason"), max_chars=MOST_REASON, key="wider_reason")
        if st.form_submit_button(say("wider.begin"), icon=":material/visibility:"):
            until = format.moment(language(), now + pd.Timedelta(hours=int(hours)))
            acting(
                lambda: begin_look(store, user, _grid(store, grid), reason=reason, hours=int(hours), now=now), say("wider.begun", until=until), about="wider",
            )  # fmt: skip
    table(known, COLUMNS, key="wider_own", rows=5, empty="wider.none")


def _grid(store: Store, text: str) -> int:
    """The grid with that code or, where only one is called so, that name; 0 (no grid) else."""
    found = find_grid(store, ALL, code=text.strip()) or named_grid(store, ALL, text.strip())
    return found.grid_id if found else 0
