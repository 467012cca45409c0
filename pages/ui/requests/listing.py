"""The list, those that wait first, and the answer to the one that is clicked."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.phone.own import LONGEST, answer_request, requests
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.charts import escape
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table

COLUMNS = (
    Column("receipt", "requests.receipt", pinned=True),
    Column("kind", "requests.kind", "code", words="requests.kind_of."),
    Column("told", "requests.told"),
    Column("told_at", "requests.told_at", "moment"),
    Column("name", "requests.name"),
    Column("state", "requests.state", "code", words="phone.became."),
)


def listing(store: Store, user: User) -> None:
    found = read(requests, store, user.scope, on=clock.today())
    if found.empty:
        st.info(say("requests.none"))
        return
    found = found.assign(state=["answered" if pd.notna(words) else "new" for words in found.answer])
    clicked = table(found, COLUMNS, key="requests", select="request_id", rows=12)
    if clicked is None:
        st.caption(say("requests.click"))
        return
    _one(store, user, found.iloc[clicked])


def _one(store: Store, user: User, row: pd.Series) -> None:
    with st.container(border=True, key="request_one"):
        st.markdown(f"**{row.receipt}** · {say(f'requests.kind_of.{row.kind}')}")
        st.markdown(escape(row.told))
        if pd.notna(row.person_id) and user.may("privacy.file"):
            st.page_link(
                "privacy.py", label=say("privacy.person_link"), icon=":material/shield_person:",
                query_params={"person": str(int(row.person_id)), "lang": language()},
            )  # fmt: skip
        if pd.notna(row.answer):
            st.markdown(f"{say('requests.answered')} {escape(row.answer)}")
            return
        words = st.text_area(say("requests.answer"), key=f"request_words_{row.request_id}", max_chars=LONGEST)
        if st.button(say("requests.send"), key=f"request_send_{row.request_id}", type="primary"):
            try:
                answer_request(store, user.scope, int(row.request_id), words=words, login=user.login, now=clock.now())
            except UserError as error:
                st.error(say(f"error.{error.code}", **error.fields))
                return
            st.toast(say("requests.done"))
            st.rerun()
