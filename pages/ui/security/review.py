"""Wider looks: those that wait for a review first, one of them reviewed."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.access.wider import MOST_REMARK, VERDICTS, end_look, looks, review_look
from core.domain import User
from core.store import Store
from pages.ui.shared.acting import acting, done_with
from pages.ui.shared.session import say
from pages.ui.shared.tables import Column, table
from pages.ui.shared.wider_looks import COLUMNS, with_state

SHOWN = (Column("name", "wider.name", pinned=True, width=110), *COLUMNS)


def review(store: Store, user: User) -> None:
    st.markdown(f"##### {say('security.looks')}")
    done_with("review")
    now = clock.now()
    known = with_state(looks(store, account_id=None, now=now))
    known = known.sort_values(["verdict", "look_id"], na_position="first", ascending=[True, False]).reset_index(
        drop=True
    )
    at = table(known, SHOWN, key="wider_all", select="look_id", rows=8, empty="wider.none")
    if at is None:
        st.caption(say("wider.choose") if len(known) else "")
        return
    look = known.iloc[at]
    number = int(look.look_id)
    if look.open and st.button(say("wider.end"), icon=":material/visibility_off:", key=f"look_end_{number}"):
        acting(lambda: end_look(store, number, user=user, now=now), say("wider.ended"), about="review")
    if look.state in VERDICTS:
        return
    with st.form(f"review_{number}"):
        verdict = st.radio(say("wider.review"), VERDICTS, index=None, format_func=lambda v: say(f"wider.state_of.{v}"), horizontal=True, key=f"verdict_{number}")  # fmt: skip
        remark = st.text_input(say("wider.remark"), max_chars=MOST_REMARK, key=f"remark_{number}")
        if st.form_submit_button(say("wider.review"), type="primary", icon=":material/check:"):
            acting(
                lambda: review_look(store, number, user=user, verdict=verdict or "", remark=remark, now=now), say("wider.reviewed"), about="review"
            )  # fmt: skip
