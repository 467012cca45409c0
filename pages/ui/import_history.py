"""What was imported, when and by whom; the issues of a batch on a click."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.domain import Scope
from core.ingest import batch_issues, batches
from core.store import Store
from pages.ui.import_preview import issue_table, show_issues
from pages.ui.session import say
from pages.ui.tables import Column, table

COLUMNS = (
    Column("batch_id", "imports.batch", "number", 64, pinned=True),
    Column("imported_at", "imports.when", "moment", 120),
    Column("file_name", "imports.file", width=240),
    Column("sheet", "imports.sheet", width=110),
    Column("kind", "imports.kind", "code", 90, words="kind."),
    Column("rows", "imports.rows", "number", 80),
    Column("new", "imports.state.new", "number", 80),
    Column("changed", "imports.state.changed", "number", 80),
    Column("unchanged", "imports.state.unchanged", "number", 80),
    Column("rejected", "imports.state.rejected", "number", 80),
    Column("actor", "imports.who", width=100),
    Column("status", "imports.batch_status", "code", 80, words="imports.batch_state."),
)


def history(store: Store, scope: Scope) -> None:
    """The latest batches; one chosen shows its issues."""
    st.subheader(say("imports.history"))
    listed = batches(store, scope, limit=50)
    if listed.empty:
        st.caption(say("imports.history_none"))
        return
    st.caption(say("imports.history_hint"))
    at = table(listed, COLUMNS, key=f"batches_{int(listed.batch_id.iloc[0])}", select=True, rows=8)
    if at is not None:
        _issues(store, scope, listed.iloc[at])


def _issues(store: Store, scope: Scope, batch: pd.Series) -> None:
    number = int(batch.batch_id)
    found = batch_issues(store, scope, number)
    found = found[found.sheet == batch.sheet]
    facts = {"batch": number, "file": batch.file_name}
    if found.empty:
        st.caption(say("imports.batch_clean", **facts))
        return
    st.markdown(f"**{say('imports.batch_issues', **facts)}**")
    words = issue_table(found)
    show_issues(words, lambda: words, file=batch.file_name, key=f"batch_{number}")
