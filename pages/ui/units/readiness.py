"""Which units can't open on a day, and why: the headline, the day, the list worst first, and how it stands by industry and township."""

from __future__ import annotations

import secrets
from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.i18n import format
from core.policy.calendar import working_day
from core.policy.resuming import resuming
from core.registry.readiness import READINESS, by_group, readiness
from core.report.readiness import reasons
from core.store import Store
from pages.ui.shared import palette
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.days import kept_day
from pages.ui.shared.file_button import file_button
from pages.ui.shared.links import href
from pages.ui.shared.map_view import wide
from pages.ui.shared.safe_files import workbook
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, shown_frame, table
from pages.ui.units.cards import readiness_cards
from pages.ui.units.listing import Wanted

VIEW, ALL = "readiness", "all"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 300  # rows on the page; the download has all
COLUMNS = [
    Column("name", "units.column.name", width=170, pinned=True),
    Column("readiness", "readiness.state", "code", width=90, words="readiness."),
    Column("why", "readiness.why", width=680),
    Column("staff", "units.column.staff", "number", width=76),
    Column("people", "units.column.people", "number", width=80),
    Column("away", "readiness.away", "number", width=100),
    Column("away_until", "readiness.away_until", "date", width=70),
    Column("kind", "units.column.kind", "code", width=96, words="unit_kind."),
    Column("township", "units.column.township", "place", width=114),
    Column("responsible", "units.column.responsible", width=90),
    Column("phone", "units.column.phone", width=116),
]


def opening_day(chosen: Filter) -> date:
    """The day of opening that is looked at (`on` in the address): not before the last day with data, of which nothing is to be supposed.
    Nobody opens on a Sunday: unasked, it is the next working day."""
    try:
        return max(date.fromisoformat(st.query_params.get("on", "")), chosen.last_day)
    except ValueError:
        return working_day(chosen.last_day)


def day_box(chosen: Filter, *, key: str) -> date:
    on = opening_day(chosen)
    kept_day(
        say("readiness.on"), on, lambda day: go_to(on=day.isoformat()), key=key, least=chosen.last_day, format="YYYY-MM-DD", width=170
    )  # fmt: skip
    return on


def view_switch() -> bool:
    """Draw the choice between the list and readiness (`view` in the address); whether it is readiness."""
    key = "units_view"
    st.session_state[key] = VIEW if st.query_params.get("view") == VIEW else "list"
    st.segmented_control(
        say("readiness.view"), ["list", VIEW], key=key, format_func=lambda v: say(f"readiness.view_{v}"), required=True,
        label_visibility="collapsed", on_change=lambda: go_to(view=VIEW if st.session_state[key] == VIEW else None, page=None),
    )  # fmt: skip
    return st.session_state[key] == VIEW


def schools_line(store: Store, user: User, chosen: Filter) -> None:
    """How many schools can't open on the day; the way to which and why."""
    on = opening_day(chosen)
    found = read(readiness, store, user.scope, on=on, as_of=chosen.last_day, grid=chosen.grid_id, kind="school")
    blocked = int((found.readiness == "blocked").sum())
    if blocked:
        words = say("readiness.headline_link", day=format.day(language(), on), blocked=format.exact(blocked))
        st.html(
            f'<p class="gc-reasons"><a class="go" href="{href("units", view=VIEW, kind="school")}">{escape(words)}</a></p>'
        )


def readiness_view(store: Store, user: User, chosen: Filter, choice: Wanted) -> str | None:
    """All of it; returns the code of the unit whose row was clicked."""
    asked = st.container(horizontal=True, vertical_alignment="bottom", key="readiness_filters")
    with asked:
        on = day_box(chosen, key="readiness_on")
    found = read(readiness, store, user.scope, on=on, as_of=chosen.last_day, **choice.conditions)
    counts = found.readiness.value_counts()
    figures = {code: format.exact(int(counts.get(code, 0))) for code in READINESS}
    words = "readiness.headline_school" if choice.conditions["kind"] == "school" else "readiness.headline"
    day = format.day(language(), on, weekday=True)
    st.markdown(f"##### {say(words, day=day, units=format.exact(len(found)), **figures)}")
    names = palette.class_names(language())
    st.caption(say("readiness.note", classes=say("list.items").join(names[c] for c in resuming().keeps_away)))
    if found.empty:
        st.info(say("readiness.none"))
        return None
    found = found.assign(why=[reasons(language(), row) for row in found.to_dict("records")])
    with asked:
        state = _state(figures, len(found))
    listed = (found if state == ALL else found[found.readiness == state]).reset_index(drop=True)
    with asked:
        _download(listed, on)
    clicked = _list(listed.head(SHOWN), f"{state}_{on}")
    if len(listed) > SHOWN:
        st.caption(say("list.rest_in_file", count=format.exact(len(listed) - SHOWN)))
    for place, by in zip(st.columns(2, gap="large"), ("industry", "township"), strict=True):
        with place:
            _group(found, by)
    return clicked


def _state(figures: dict[str, str], units: int) -> str:
    labels = {code: say("readiness.filter", name=say(f"readiness.{code}"), count=n) for code, n in figures.items()}
    labels[ALL] = say("readiness.filter", name=say("readiness.all"), count=format.exact(units))
    return st.pills(
        say("readiness.state"), list(labels), key="readiness_state", default=ALL, required=True,
        format_func=lambda code: labels[code], label_visibility="collapsed",
    )  # fmt: skip


def _list(listed: pd.DataFrame, key: str) -> str | None:
    if listed.empty:
        st.info(say("readiness.none"))
        return None
    if not wide():
        readiness_cards(listed)
        return None
    clicked = table(listed, COLUMNS, key=f"readiness_{key}", select="code", rows=14)
    return None if clicked is None else str(listed.code.iloc[clicked])


def _download(listed: pd.DataFrame, on: date) -> None:
    shown = shown_frame(listed, COLUMNS)
    shown.columns = [say(c.label) for c in COLUMNS]
    days = {c: shown[c].dt.date for c in shown.columns if str(shown[c].dtype).startswith("datetime")}
    file_button(
        say("readiness.export"), lambda: workbook(shown.assign(**days)), f"{say('readiness.file')}-{on}-{secrets.token_hex(6)}.xlsx",
        mime=XLSX, on_click="ignore", key="readiness_file", icon=":material/download:",
    )  # fmt: skip


def _group(found: pd.DataFrame, by: str) -> None:
    counts = by_group(found, by)
    counts[by] = [v or say("units.unnamed") for v in counts[by]]
    st.markdown(f"**{say(f'readiness.by_{by}')}**")
    columns = [
        Column(by, f"units.column.{by}", "place" if by == "township" else "text", width=150, pinned=True),
        *(Column(code, f"readiness.{code}", "number", width=96) for code in READINESS),
        Column("units", "readiness.units", "number", width=84),
    ]
    table(counts, columns, key=f"readiness_by_{by}", rows=10)
