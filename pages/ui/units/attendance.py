"""Who is here today: everyone expected in one unit, by part and by name, to take away as a file."""

from __future__ import annotations

import secrets

import pandas as pd
import streamlit as st

from core.domain import User
from core.i18n import format
from core.officer.unit import by_part, expects, present, states_on, unit_moment
from core.registry.units import Unit
from core.report.wording import class_name
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.file_button import file_button
from pages.ui.shared.safe_files import workbook
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table
from pages.ui.shared.took import noted

PEOPLE = ["person", "part", "state", "last_at", "last_place", "warm", "class", "may", "until", "towns"]


def attendance_section(store: Store, user: User, unit: Unit, chosen: Filter) -> None:
    """Of the day for which the unit's people stand (core/officer/unit.py)."""
    if not user.may("people.read"):
        return
    day = unit_moment(store, unit.grid_id).date()
    found = read(
        present, store, user.scope, unit=unit.grid_id, day=day, classes=user.may("classes.read"), as_of=chosen.last_day
    )
    st.markdown(f"##### {say('attendance.title')}")
    states = states_on(unit.kind, day)
    note = "attendance.note" if expects(unit.kind, day) else "attendance.note_off"
    st.caption(say(note, day=format.day(language(), day, weekday=True), count=format.exact(len(found))))
    if found.empty:
        st.info(say("attendance.none"))
        return
    with st.container(horizontal=True, key="attendance_figures"):
        for state in states:
            st.metric(say(f"unit_state.{state}"), format.exact(int((found.state == state).sum())), width=110)
        st.metric(say("attendance.of_them_away"), format.exact(int(found.away.sum())), width=190)
    parts = by_part(found)
    if len(parts) > 1:
        columns = [Column("part", "attendance.part", width=140, pinned=True), Column("above", "attendance.above", "place", width=140)]  # fmt: skip
        columns += [
            Column(name, key, "number", width=130 if name == "away" else 80)
            for name, key in _counts(states, expected=expects(unit.kind, day))
        ]
        if expects(unit.kind, day):
            columns.append(Column("reporting", "attendance.reporting", width=90))
        table(
            parts.assign(reporting=[format.percent(v, 0) for v in parts.reporting]),
            columns,
            key="attendance_parts",
            rows=12,
        )
    words = _words(found)
    table(words, [Column(name, f"attendance.{name}", width=110) for name in PEOPLE], key="attendance_people", rows=12)
    file_button(
        say("attendance.download"), noted(user.login, "units", len(words), lambda: workbook(words.rename(columns={n: say(f"attendance.{n}") for n in PEOPLE}))),
        f"{say('attendance.file')}-{secrets.token_hex(6)}.xlsx", key="attendance_file", icon=":material/download:", on_click="ignore", type="tertiary",
    )  # fmt: skip


def _counts(states: tuple[str, ...], *, expected: bool) -> list[tuple[str, str]]:
    first = [("expected", "attendance.expected")] if expected else []
    # Whoever must not come is in one of the states before as well.
    return [*first, *((s, f"unit_state.{s}") for s in states), ("away", "attendance.of_them_away")]


def _words(found: pd.DataFrame) -> pd.DataFrame:
    lang = language()
    comma = "、" if lang == "zh" else ", "
    return pd.DataFrame({
        "person": found["name"], "part": found.part, "state": [say(f"unit_state.{s}") for s in found.state],
        "last_at": [None if pd.isna(v) else format.moment(lang, v.to_pydatetime()) for v in found.last_at], "last_place": found.last_place,
        "warm": ["" if pd.isna(v) else f"{v:.1f}" for v in found.temperature],
        "class": [class_name(lang, c) if isinstance(c, str) else None for c in found["class"]],
        "may": [say("attendance.no" if away else "attendance.yes") for away in found.away],
        "until": [format.day(lang, d) if d is not None and not pd.isna(d) else None for d in found.until],
        "towns": [comma.join(v) if pd.api.types.is_list_like(v) else None for v in found.towns],
    })  # fmt: skip
