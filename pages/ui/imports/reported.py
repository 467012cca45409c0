"""Who has reported today: the line under the title, and the villages that have not."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.domain import User
from core.i18n import format
from core.registry.reported import last_report, reported
from core.store import Store
from pages.ui.imports.words import height_of
from pages.ui.shared.session import language, say


def reports(store: Store, user: User, today: date) -> None:
    """Nothing where nobody ever declared anything."""
    day = last_report(store, user.scope, until=today)
    if day is None:
        return
    found = reported(store, user.scope, day=day)
    counts = {state: format.exact(int((found["state"] == state).sum())) for state in ("listed", "nil", "missing")}
    line = say("imports.reported", day=format.day(language(), day), **counts)
    missing = found[found["state"] == "missing"]
    if missing.empty:
        st.caption(":material/fact_check: " + line)
        return
    with st.expander(line, icon=":material/fact_check:", key="reported"):
        words = missing[["name", "people"]].rename(
            columns={n: say(f"imports.reported_{n}") for n in ("name", "people")}
        )
        st.dataframe(words, hide_index=True, height=height_of(words, rows=8), placeholder="", key="reported_rows")
