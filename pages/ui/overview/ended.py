"""The emergency is over: people's data are to be removed by law, or were."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.domain import User
from core.i18n import format
from core.privacy.ended import removed_on, to_remove
from pages.ui.shared.charts import escape
from pages.ui.shared.session import language, say, store


def say_to_remove(user: User) -> None:
    lang, gone = language(), removed_on(store())
    if gone is not None:
        st.info(
            say("privacy.overview_done", day=format.dated(lang, gone, today=clock.today())),
            icon=":material/verified_user:",
        )
        return
    ended = to_remove(store(), clock.today())
    if ended is None:
        return
    st.warning(
        say("privacy.overview", name=escape(ended.name), day=format.dated(lang, ended.until, today=clock.today())),
        icon=":material/delete_sweep:",
    )
    if user.may("privacy.end"):
        st.page_link(
            "privacy.py",
            label=say("privacy.overview_link"),
            icon=":material/arrow_forward:",
            query_params={"part": "end", "lang": lang},
        )
