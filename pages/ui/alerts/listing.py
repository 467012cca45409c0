"""What stands above the list, which alert is meant, and what shows where there is none."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from core.domain import Scope, User
from core.i18n import format
from core.store import Store
from core.watch import alerts
from core.watch.last_search import last_search
from pages.ui.alerts.choosing import SEVERITIES
from pages.ui.shared.controls import go_to
from pages.ui.shared.session import language, say


def summary(found: pd.DataFrame, *, on_any_day: int, limit: int) -> None:
    """How many of each severity are listed, and how many of the same choice the period leaves out."""
    by = found.severity.value_counts()
    words = say("anomalies.count", total=len(found), **{s: int(by.get(s, 0)) for s in SEVERITIES})
    st.markdown(f"**{words}**", width="content")
    if len(found) >= limit:
        st.caption(say("anomalies.truncated", count=limit), width="content")
    elif on_any_day > len(found):
        words = say("anomalies.outside", count=on_any_day - len(found))
        if st.button(words, type="tertiary", key="whole_period", help=say("anomalies.show_all")):
            go_to(days=366, since=None, until=None)
            st.rerun()


def find_alert(store: Store, scope: Scope, found: pd.DataFrame, wanted: str | None, *, as_of: date) -> pd.Series | None:
    """The alert of the address, wherever in the scope; without one, the first of the list."""
    if not wanted:
        return found.iloc[0] if len(found) else None
    if not wanted.isdigit() or len(wanted) > 9:
        return None
    rows = found[found.alert_id == int(wanted)]
    if rows.empty:
        rows = alerts(store, scope, ids=[int(wanted)], as_of=as_of)
    return rows.iloc[0] if len(rows) else None


def empty(store: Store, user: User, unresolved: int, *, filtered: bool) -> None:
    """Nothing listed: is all handled, do the filters hide it, or has nothing been searched yet?"""
    lang = language()
    searched = last_search(store)
    if searched is None:
        st.info(say("anomalies.never_run"), icon=":material/search_off:")
        if user.may("imports.read"):
            st.page_link("imports.py", label=say("anomalies.to_imports"), icon=":material/upload_file:")
        return
    if unresolved or filtered:
        st.info(say("anomalies.none_chosen"), icon=":material/filter_alt_off:")
        if st.button(say("anomalies.reset"), key="reset"):
            go_to(kind=None, severity=None, status=None, whose=None, alert=None, since=None, until=None, days=60)
            st.rerun()
    else:
        st.success(say("anomalies.none_open"), icon=":material/task_alt:")
    st.caption(say("anomalies.last_run_at", moment=format.moment(lang, searched)))
