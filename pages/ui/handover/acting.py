"""Signing: who goes writes down how things stand, who comes takes over."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.handling import make_handover, sign_handover
from core.handling.acts import LONGEST
from core.registry.grids import find_grid
from core.store import Store
from pages.ui.shared.session import place, say


def hand_over(store: Store, user: User, *, grid: int) -> None:
    found = find_grid(store, user.scope, grid_id=grid)
    name = place(found.name) if found else say("handover.everything")
    nth = st.session_state.setdefault("handovers_made", 0)  # another key is another popover: it closes once signed
    with (
        st.popover(say("handover.new"), icon=":material/draw:", key=f"handover_new_{nth}"),
        st.form("handover_make", border=False),
    ):
        st.markdown(say("handover.new_help", grid=name, name=user.name))
        words = st.text_area(say("handover.note"), key="handover_note", max_chars=LONGEST)
        if not st.form_submit_button(say("handover.make"), type="primary"):
            return
        try:
            number = make_handover(
                store, user.scope, grid=grid, actor=user.login, name=user.name, at=clock.now(), note=words
            )
        except UserError as error:
            st.error(say(f"error.{error.code}", **error.fields))
            return
    st.session_state["handover_number"], st.session_state["handovers_made"] = number, nth + 1
    st.rerun()


def take_over(store: Store, user: User, row: pd.Series) -> None:
    """The second signature, where it is missing and this reader is not the one who handed over."""
    if isinstance(row.signed_name, str) or row.made_by == user.login:
        return
    if not st.button(say("handover.sign", name=user.name), type="primary", icon=":material/draw:", key="handover_sign"):
        return
    try:
        sign_handover(store, user.scope, int(row.handover_id), actor=user.login, name=user.name, at=clock.now())
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    st.rerun()
