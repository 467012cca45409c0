"""The next step of a clue: taken on, found to be true or not, a visit asked for, answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pandas as pd
import streamlit as st

from core.clues import VERDICTS, answer, check, find, make_task
from core.clues.check import ENDS, LONGEST
from core.domain import User
from core.errors import UserError
from core.store import Store
from pages.ui.shared.session import say
from pages.ui.shared.told import refused, tell


def acts(store: Store, user: User, clue: pd.Series, at: datetime) -> None:
    number, by = int(clue.clue_id), {"actor": user.login, "at": at}
    if clue.state == "answered":
        return
    with st.container(border=True, key="clue_acts"):
        if clue.state == "new":
            st.markdown(say("clues.first"))
            if st.button(say("clues.check"), type="primary", icon=":material/search_check:", key="clue_check"):
                _do(lambda: check(store, user.scope, number, **by), "checked")
        else:
            _verdict(store, user, clue, by)
        if clue.state in VERDICTS:
            words = st.text_area(
                say("clues.answer"), key=f"clue_answer_{number}", max_chars=LONGEST, help=say("clues.answer_hint")
            )
            if st.button(
                say("clues.answer_do"),
                type="primary",
                icon=":material/reply:",
                key="clue_answer_do",
            ):
                _do(lambda: answer(store, user.scope, number, words=words, **by), "answered")
        if (
            user.may("tasks.handle")
            and not pd.isna(clue.grid_id)
            and st.button(
                say("clues.visit"), icon=":material/directions_walk:", key="clue_visit", help=say("clues.visit_hint")
            )
        ):
            _do(lambda: make_task(store, user.scope, number, **by), "visit")


def _verdict(store: Store, user: User, clue: pd.Series, by: dict) -> None:
    """Said once, and said anew until it is answered."""
    number = int(clue.clue_id)
    box = st.expander(say("clues.anew")) if clue.state in VERDICTS else st.container()
    with box:
        verdict = st.radio(
            say("clues.verdict"), VERDICTS, format_func=lambda v: say(f"clue_state.{v}"), horizontal=True, index=None, key=f"clue_verdict_{number}"
        )  # fmt: skip
        note = st.text_area(say("clues.note"), key=f"clue_note_{number}", max_chars=LONGEST)
        ends = False
        if not pd.isna(clue.alert_id) and verdict in ENDS and user.may("anomalies.handle"):
            ends = st.checkbox(say(f"clues.ends.{verdict}", number=int(clue.alert_id)), key=f"clue_ends_{number}")
        if st.button(say("clues.find"), type="primary", key="clue_find", disabled=not verdict):
            given = {"verdict": verdict, "note": note, "ends_alert": ends}
            _do(lambda: find(store, user.scope, number, **given, **by), "found")


def _do(act: Callable[[], object], done: str) -> None:
    try:
        act()
    except UserError as error:
        refused(error)
        return
    tell("clues", say(f"clues.done.{done}"))
    st.rerun()
