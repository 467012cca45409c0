"""What was changed, the newest first; the last change of a grid can be taken back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.domain import User
from core.store import Store
from pages.ui.grid_changes.acting import undo
from pages.ui.shared.actors import actor
from pages.ui.shared.session import place, say
from pages.ui.shared.tables import Column, table

COLUMNS = (
    Column("change_id", "grid_change.col.number", kind="number", width=60),
    Column("day", "grid_change.col.day", kind="full_date"),
    Column("act", "grid_change.col.act", kind="code", words="grid_change.act."),
    Column("source_names", "grid_change.col.sources"),
    Column("target_name", "grid_change.col.target", kind="place"),
    Column("note", "grid_change.col.note"),
    Column("actor", "grid_change.col.actor"),
    Column("state", "grid_change.col.state", kind="code", words="grid_change.state."),
)


def history(store: Store, user: User, found: pd.DataFrame) -> None:
    st.markdown(f"##### {say('grid_change.history')}")
    shown = found.assign(
        actor=[actor(who) for who in found.actor],
        source_names=[_places(names) for names in found.source_names],
        state=["undone" if undone else "stands" for undone in found["undone_at"].notna()],
    )
    table(shown, COLUMNS, key="grid_changes", rows=12, empty="grid_change.none")
    last = found[found["last"]]
    if last.empty:
        return
    names = {
        int(
            r.change_id
        ): f"{r.change_id} · {say(f'grid_change.act.{r.act}')} · {_places(r.source_names)} → {place(r.target_name)}"
        for r in last.itertuples()
    }
    with st.container(horizontal=True, vertical_alignment="bottom", key="grid_change_undo_row"):
        number = st.selectbox(
            say("grid_change.undo_which"), list(names), format_func=names.get, key="change_undo_which", width=420
        )
        if st.button(say("grid_change.undo"), icon=":material/undo:", key="change_undo"):
            undo(store, user, number)


def _places(names: str) -> str:
    """Names of several grids as history has them."""
    return say("list.items").join(place(name) for name in names.split("、"))
