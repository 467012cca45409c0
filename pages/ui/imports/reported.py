"""Who has reported today: the line under the title, and the villages that have not."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.domain import User
from core.i18n import format
from core.registry.reported import last_reports, reported
from core.store import Store
from pages.ui.imports.words import height_of
from pages.ui.shared.session import language, say


def reports(store: Store, user: User, today: date) -> None:
    """A line for each kind of list by which somebody reports day by day; nothing where nobody ever did."""
    for kind, day in last_reports(store, user.scope, until=today).items():
        _of_kind(store, user, kind, day)


def _of_kind(store: Store, user: User, kind: str, day: date) -> None:
    found = reported(store, user.scope, day=day, kind=kind)
    counts = {state: format.exact(int((found["state"] == state).sum())) for state in ("listed", "nil", "missing")}
    called = say("imports.returnees") if kind == "people" else say(f"kind.{kind}")
    line = say("imports.reported", kind=called, day=format.day(language(), day), **counts)
    missing = found[found["state"] == "missing"]
    if missing.empty:
        st.caption(":material/fact_check: " + line)
        return
    with st.expander(line, icon=":material/fact_check:", key=f"reported_{kind}"):
        words = missing[["name", "people"]].rename(
            columns={n: say(f"imports.reported_{n}") for n in ("name", "people")}
        )
        st.dataframe(
            words, hide_index=True, height=height_of(words, rows=8), placeholder="", key=f"reported_rows_{kind}"
        )
