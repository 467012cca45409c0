"""What if this unit opened on a day: what blocks it, who may not come until when, who would come from where."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from core.domain import User
from core.i18n import format
from core.registry.readiness import kept_away, opening, readiness
from core.registry.units import Unit
from core.report.readiness import reason
from core.store import Store
from pages.ui.shared import palette
from pages.ui.shared.cached import read
from pages.ui.shared.charts import escape
from pages.ui.shared.controls import Filter
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table
from pages.ui.units.readiness import day_box

COLOURS = {"blocked": "red", "nearly": "orange", "ready": "green"}


def opening_section(store: Store, user: User, found: Unit, chosen: Filter) -> None:
    listed = read(readiness, store, user.scope, on=chosen.last_day, as_of=chosen.last_day, text=found.code)
    if not (listed.code == found.code).any():
        return  # closed for good
    with st.container(border=True):
        on = day_box(chosen, key="opening_on")
        listed = read(readiness, store, user.scope, on=on, as_of=chosen.last_day, text=found.code)
        row = listed[listed.code == found.code].to_dict("records")[0]
        comes = read(opening, store, user.scope, grid_id=found.grid_id, on=on)
        _state(row, comes, on)
        left, right = st.columns(2, gap="large")
        with left:
            _away(store, user, found, chosen, on)
        with right:
            _from(comes)


def _state(row: dict, comes: pd.DataFrame, on: date) -> None:
    state = row["readiness"]
    title = say("readiness.unit.title", day=format.day(language(), on, weekday=True))
    st.markdown(f"##### {title}　:{COLOURS[state]}[{say(f'readiness.{state}')}]")
    for code in row["reasons"]:
        st.markdown(f"- {escape(reason(language(), code, row))}")
    with st.container(horizontal=True):
        st.metric(say("readiness.unit.comes"), format.exact(int(comes[~comes.away].people.sum())), width=150)
        st.metric(say("readiness.unit.away"), format.exact(int(comes[comes.away].people.sum())), width=150)


def _away(store: Store, user: User, found: Unit, chosen: Filter, on: date) -> None:
    st.markdown(f"**{say('readiness.unit.away')}**")
    people = read(kept_away, store, user.scope, grid_id=found.grid_id, on=on, as_of=chosen.today)
    if people.empty:
        st.caption(say("readiness.unit.no_away"))
        return
    people["class"] = people["class"].map(palette.class_names(language()))
    columns = [
        Column("name", "people.column.name", width=90, pinned=True),
        Column("part", "readiness.unit.part", width=150),
        Column("class", "readiness.unit.class", width=130),
        Column("until", "readiness.unit.until", "date", width=90),
    ]
    clicked = table(
        people, columns, key=f"kept_away_{on}", select="person_id" if user.may("people.read") else None, rows=10
    )
    if clicked is not None:
        st.switch_page("people.py", query_params={"person": str(int(people.person_id.iloc[clicked]))})


def _from(comes: pd.DataFrame) -> None:
    st.markdown(f"**{say('readiness.unit.from')}**")
    names = palette.class_names(language())
    shown = comes.assign(
        township=comes.township.fillna(say("readiness.unit.unknown_home")),
        **{"class": [names.get(c, names["resident"]) for c in comes["class"]]},
    )
    columns = [
        Column("township", "readiness.unit.township", "place", width=120, pinned=True),
        Column("class", "readiness.unit.class", width=150),
        Column("people", "readiness.unit.people", "number", width=84),
    ]
    table(shown, columns, key="opening_from", rows=10)
