"""An application typed in for somebody who came to the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from core.domain import User
from core.errors import UserError
from core.exits import apply
from core.exits.rules import LONGEST
from core.store import Store
from pages.ui.shared.days import ask_day, ask_end
from pages.ui.shared.finder import number
from pages.ui.shared.person_choice import choose_person
from pages.ui.shared.session import say
from pages.ui.shared.told import refused, tell

ROUND = "exits_round"  # how many were entered: each gets fields of its own, empty ones


def entering(store: Store, user: User, at: datetime) -> None:
    turn = st.session_state.setdefault(ROUND, 0)
    key, today = f"exit_{turn}", at.date()
    with st.expander(say("exits.new"), icon=":material/person_add:"):
        person = choose_person(store, user, key=key, as_of=today, given=number("person"))
        first, second = st.columns(2)
        leave = ask_day(
            say("exits.column.leave"), today + timedelta(days=1), where=first, key=f"{key}_leave", format="YYYY-MM-DD"
        )
        back, fits = ask_end(say("exits.return_open"), where=second, key=f"{key}_return", format="YYYY-MM-DD")
        first, second = st.columns(2)
        destination = first.text_input(say("exits.column.destination"), key=f"{key}_destination", max_chars=LONGEST)
        reason = second.text_input(say("exits.column.reason"), key=f"{key}_reason", max_chars=LONGEST)
        ready = person is not None and leave is not None and fits
        if not st.button(say("exits.enter"), type="primary", key="exit_enter", disabled=not ready):
            return
        try:
            apply(
                store, user.scope, person_id=person, leave_on=leave, return_on=back, destination=destination, reason=reason, at=at, actor=user.login
            )  # fmt: skip
        except UserError as error:
            refused(error)
            return
        st.session_state[ROUND] = turn + 1
        tell("exits", say("exits.entered"))
        st.rerun()
