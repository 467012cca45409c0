"""What was imported, when and by whom; the issues of a batch on a click."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.domain import User
from core.ingest.history import batch_issues, batches
from core.store import Store
from pages.ui.imports.batch_cards import batch_cards
from pages.ui.imports.issues import issue_table, show_issues
from pages.ui.imports.undo import handling, told
from pages.ui.shared.actors import actor
from pages.ui.shared.map_view import wide
from pages.ui.shared.session import say
from pages.ui.shared.tables import Column, table

COLUMNS = (
    Column("batch_id", "imports.batch", "number", 52, pinned=True),
    Column("imported_at", "imports.when", "moment", 112),
    Column("file_name", "imports.file", width=158),
    Column("sheet", "imports.sheet", width=74),
    Column("kind", "imports.kind", "code", 96, words="kind."),
    Column("rows", "imports.rows", "number", 70),
    Column("new", "imports.state.new", "number", 70),
    Column("changed", "imports.state.changed", "number", 70),
    Column("unchanged", "imports.state.unchanged", "number", 84),
    Column("rejected", "imports.state.rejected", "number", 70),
    Column("status", "imports.batch_status", "code", 76, words="imports.batch_state."),
    Column("actor", "imports.who", width=76),
)


BATCH = ("batch_id", "sheet")
PAGE = 50


def history(store: Store, user: User) -> None:
    """The latest batches; one chosen shows its issues, and can be taken back."""
    st.subheader(say("imports.history"))
    told()
    forms = st.toggle(say("imports.history_forms"), key="history_forms")
    most = st.session_state.setdefault("history_most", PAGE)
    found = batches(store, user.scope, limit=most + 1, way=None if forms else "file")
    listed = found.head(most).copy()
    listed["actor"] = [actor(who) for who in listed.actor]
    if listed.empty:
        st.caption(say("imports.history_none"))
        return
    st.caption(say("imports.history_hint"))
    at = table(listed, COLUMNS, key="batches", select=BATCH, rows=8) if wide() else batch_cards(listed)
    if len(found) > most:
        st.button(
            say("imports.history_older"),
            icon=":material/expand_more:",
            key="history_older",
            type="tertiary",
            on_click=_older,
        )
    if at is not None:
        handling(store, user, listed.iloc[at])
        _issues(store, user, listed.iloc[at])


def _older() -> None:
    st.session_state["history_most"] += PAGE


def _issues(store: Store, user: User, batch: pd.Series) -> None:
    number = int(batch.batch_id)
    found = batch_issues(store, user.scope, number, reader=user.login)
    found = found[found.sheet == batch.sheet]
    facts = {"batch": number, "file": batch.file_name}
    if found.empty:
        st.caption(say("imports.batch_clean", **facts))
        return
    st.markdown(f"**{say('imports.batch_issues', **facts)}**")
    words = issue_table(found)
    show_issues(words, lambda: words, file=batch.file_name, key=f"batch_{number}")
