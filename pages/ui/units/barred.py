"""Who of a unit may not come yet, by name, and until when: the first half of why it can't open."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from core.act import barred
from core.domain import User
from core.i18n import format
from core.policy.running import running
from core.store import Store
from pages.ui.shared import palette
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.dates import dated
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table

COLUMNS = [
    Column("name", "tasks.column.person", width=90, pinned=True),
    Column("class", "unit.column.class", width=150),
    Column("until", "unit.column.until", "date", width=110),
    Column("part", "unit.column.part", "place", width=140),
    Column("home", "unit.column.home", "place", width=150),
]
ROWS = 12


def barred_section(store: Store, user: User, unit: int, chosen: Filter) -> None:
    """As of the day judged, as the classes are."""
    found = read(barred, store, user.scope, unit=unit, as_of=chosen.last_day)
    if not any("school" in m.forbids or "work" in m.forbids for m in running(store).measures.values()):
        return
    if found.empty:
        st.markdown(f"##### {say('unit.barred')}\n\n{say('unit.barred_none')}")
        return
    st.markdown(f"##### {say('unit.barred_count', count=format.exact(len(found)))}\n\n{_ends(found)}")
    names = palette.class_names(language())
    table(found.assign(**{"class": found["class"].map(names)}), COLUMNS, key="unit_barred", rows=ROWS)


def _ends(found: pd.DataFrame) -> str:
    ends: list[date] = [end for end in found.until if end is not None]
    parts = [say("unit.barred_last", day=dated(max(ends)))] if ends else []
    if len(ends) < len(found):
        parts.append(say("unit.barred_open", count=format.exact(len(found) - len(ends))))
    return " ".join(parts)
