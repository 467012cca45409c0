"""The emergency is over and people's data are still there: the law has them removed, and the desk says so."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.domain import User
from core.i18n import format
from core.privacy.ended import to_remove
from pages.ui.shared.charts import escape
from pages.ui.shared.session import language, say, store


def say_to_remove(user: User) -> None:
    ended = to_remove(store(), clock.today())
    if ended is None:
        return
    lang = language()
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
