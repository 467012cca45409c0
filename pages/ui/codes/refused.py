"""What was tried and refused."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from core import clock
from core.domain import User
from core.intake import refused
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.session import place, say
from pages.ui.shared.tables import Column, table

COLUMNS = (
    Column("what", "refused.col.what", "code", words="refused.what."),
    Column("times", "refused.col.times", "number"),
    Column("where", "refused.col.where"),
    Column("last_at", "refused.col.last", "moment"),
)


def turned_away(store: Store, user: User) -> None:
    st.markdown(f"##### {say('refused.title')}")
    st.caption(say("refused.lead"))
    found = read(refused, store, user.scope, since=clock.today() - timedelta(days=6))
    found = found.assign(where=[_where(row) for row in found.itertuples()])
    table(found, COLUMNS, key="refused", rows=10, empty="refused.none")


def _where(row: tuple) -> str:
    if isinstance(row.grid_name, str):
        return " ".join([place(row.grid_name), *([row.label] if isinstance(row.label, str) else [])])
    return row.device if isinstance(row.device, str) else "–"
