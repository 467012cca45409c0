"""Tasks for departments: given out of the list above, their answers settled or called back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.report.measures import measure_name
from core.share import accept, call_back, departments, given, hand_over
from core.share.handed import CALL, HANDLE, LONGEST
from core.store import Store
from pages.ui.shared import charts
from pages.ui.shared.session import language, place, say

HANDED = "tasks_handed"


def coming_back(store: Store, user: User, at: datetime) -> None:
    """What departments have, those answered first."""
    if HANDED in st.session_state:
        st.success(say("handed.done", count=st.session_state.pop(HANDED)), icon=":material/check:")
    found = given(store, user.scope, on=at.date()) if user.may(HANDLE) else pd.DataFrame()
    if found.empty:
        return
    counts = {name: int((found.status == name).sum()) for name in ("answered", "handed")}
    with st.expander(say("handed.list", **counts), icon=":material/reply_all:", expanded=counts["answered"] > 0):
        for row in found.itertuples():
            _row(store, user, row, at)


def handing(store: Store, user: User, listed: pd.DataFrame, at: datetime) -> None:
    """Some of what is listed go to a department."""
    if user.may(HANDLE):
        with st.expander(say("handed.give"), icon=":material/forward_to_inbox:"):
            _give(store, user, listed[listed.status.isin(("open", "overdue"))])


def _row(store: Store, user: User, row: tuple, at: datetime) -> None:
    number = int(row.handed_id)
    left, right = st.columns([3, 2], vertical_alignment="center")
    left.markdown(
        f"**{charts.escape(_task_words(row))}** → {charts.escape(row.department)} · {say(f'handed.status.{row.status}')}"
    )
    if isinstance(row.answer, str):
        when = format.moment(language(), pd.Timestamp(row.answered_at).to_pydatetime())
        left.write(charts.escape(say("handed.answered", at=when, answer=row.answer)))
    left.caption(charts.escape(say("handed.asked", note=row.note)))
    with right.container(horizontal=True, horizontal_alignment="right"):
        if row.status == "answered" and st.button(say("handed.accept"), key=f"handed_accept_{number}", type="primary"):
            _do(lambda: accept(store, user, number, at=at))
        if st.button(say("handed.back"), key=f"handed_back_{number}"):
            _do(lambda: call_back(store, user, number, at=at))


def _give(store: Store, user: User, listed: pd.DataFrame) -> None:
    named = departments(store)
    if not named:
        st.info(say("handed.no_department"))
        return
    choices = {int(r.task_id): _task_words(r) for r in listed.itertuples()}
    with st.form("handed_new", border=False):
        chosen = st.multiselect(
            say("handed.tasks"),
            list(choices),
            format_func=choices.get,
            placeholder=say("handed.tasks_hint"),
            key="handed_tasks",
            select_all=False,  # one key too many would give a department everything
        )
        left, right = st.columns(2)
        department = left.selectbox(
            say("handed.department"), list(named), format_func=named.get, key="handed_department"
        )
        note = right.text_input(say("handed.note"), max_chars=LONGEST, key="handed_note")
        names = st.checkbox(say("handed.named"), key="handed_named") if user.may(CALL) else False
        if st.form_submit_button(say("handed.do"), key="handed_do"):
            _do(
                lambda: _handed(
                    hand_over(store, user, chosen, department=department, note=note, named=names, now=clock.now())
                )
            )


def _handed(count: int) -> None:
    st.session_state[HANDED] = count


def _task_words(row: tuple) -> str:
    parts = [
        measure_name(language(), row.measure),
        row.person_name,
        *(place(v) for v in dict.fromkeys((row.township, row.grid_name)) if isinstance(v, str)),
    ]
    return " · ".join(p for p in parts if isinstance(p, str))


def _do(act: Callable[[], object]) -> None:
    try:
        act()
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    st.rerun()
