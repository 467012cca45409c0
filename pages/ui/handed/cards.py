"""What waits for an answer, a card each; below, what was answered or is over."""

from __future__ import annotations

from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.report.measures import measure_name
from core.share import answer
from core.share.handed import LONGEST
from core.store import Store
from pages.ui.shared import charts
from pages.ui.shared.phones import call
from pages.ui.shared.session import language, place, say

SENT = "handed_sent"


def waiting(store: Store, user: User, found: pd.DataFrame, now: datetime) -> None:
    if st.session_state.pop(SENT, False):
        st.success(say("handed.sent"), icon=":material/check:")
    if found.empty:
        st.info(say("handed.none"), icon=":material/task_alt:")
        return
    st.html(f'<p class="gc-lead">{escape(say("handed.lead", open=format.exact(len(found))))}</p>')
    for row in found.itertuples():
        with st.container(border=True, key=f"handed_{row.handed_id}"):
            st.html(_head(row))
            with st.form(f"handed_form_{row.handed_id}", border=False):
                words = st.text_input(say("handed.answer"), max_chars=LONGEST, key=f"handed_words_{row.handed_id}")
                if st.form_submit_button(say("handed.send"), type="primary", key=f"handed_send_{row.handed_id}"):
                    _answer(store, user, int(row.handed_id), words, now)


def answered(found: pd.DataFrame) -> None:
    if found.empty:
        return
    with st.expander(say("handed.earlier"), icon=":material/history:"):
        for row in found.itertuples():
            st.markdown(
                f"**{charts.escape(measure_name(language(), row.measure))}** · {charts.escape(_where(row))} · {say(f'handed.status.{row.status}')}"
            )
            if isinstance(row.answer, str):
                at = format.moment(language(), pd.Timestamp(row.answered_at).to_pydatetime())
                st.caption(charts.escape(say("handed.answered", at=at, answer=row.answer)))


def _head(row: tuple) -> str:
    due = (
        ""
        if pd.isna(row.due_at)
        else say("handed.due", at=format.moment(language(), pd.Timestamp(row.due_at).to_pydatetime()))
    )
    who = f"{escape(row.person_name)} " if isinstance(row.person_name, str) else ""
    phone = call(row.person_phone) if isinstance(row.person_phone, str) else ""
    return (
        f"<div><b>{escape(measure_name(language(), row.measure))}</b> {who}{phone} <span class='gc-why'>{escape(_where(row))}"
        f"{' · ' + escape(due) if due else ''}</span></div><div>{escape(say('handed.asked', note=row.note))}</div>"
    )


def _where(row: tuple) -> str:
    return " · ".join(place(v) for v in dict.fromkeys((row.township, row.grid_name)) if isinstance(v, str))


def _answer(store: Store, user: User, handed_id: int, words: str, now: datetime) -> None:
    try:
        answer(store, user, handed_id, words=words, now=now)
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/edit:")
        return
    st.session_state[SENT] = True
    st.rerun()
