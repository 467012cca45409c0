"""One unit's page: how far it has reopened, who answers for it, how it is built, how many come in."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from core.domain import User
from core.i18n import format
from core.registry import units as register
from core.registry.units import Unit
from core.rollup.series import daily
from core.store import Store
from pages.ui.shared import charts, palette
from pages.ui.shared.cached import read
from pages.ui.shared.charts import escape
from pages.ui.shared.closed import closed_line
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.coverage import coverage_of
from pages.ui.shared.dates import dated
from pages.ui.shared.duties import role_name
from pages.ui.shared.phones import call
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table
from pages.ui.units.attendance import attendance_section
from pages.ui.units.barred import barred_section
from pages.ui.units.opening import opening_section

INDENT = "　　"
WEEK = 7


def back() -> None:
    """The way to the list, its filters as they were."""
    st.button(
        say("unit.back"), icon=":material/arrow_back:", type="tertiary", key="unit_back",
        on_click=lambda: go_to(unit=None),
    )  # fmt: skip


def unit_page(store: Store, user: User, found: Unit, chosen: Filter, head: st.delta_generator.DeltaGenerator) -> None:
    """Everything about a unit, over the chosen period."""
    with head:
        st.title(escape(found.name))
        st.caption(_what(found))
        closed_line(found, chosen.today)
    tree = read(register.unit_tree, store, user.scope, grid_id=found.grid_id, day=chosen.last_day, as_of=chosen.today)
    _figures(found, tree, chosen)
    st.caption(coverage_of(store, user, grid=found.grid_id, since=chosen.last_day, until=chosen.last_day))
    attendance_section(store, user, found, chosen)
    opening_section(store, user, found, chosen)
    left, right = st.columns([2, 1], gap="large")
    with left:
        _obstacle(found)
        barred_section(store, user, found.grid_id, chosen)
        _entries(read(daily, store, user.scope, grid=found.grid_id, since=chosen.since, until=chosen.until), chosen)
    with right:
        _answers(read(register.duties, store, user.scope, grid_id=found.grid_id))
        _links(user, found)
    charts.heading(say("unit.tree"), say("unit.tree_note", day=format.day(language(), chosen.last_day)))
    _tree(tree)


def _what(found: Unit) -> str:
    state = say(f"resumption.{found.resumption}")
    if found.resumption == "resumed" and found.resumed_on:
        state = say("unit.state_since", state=state, day=dated(found.resumed_on))
    parts = [say(f"unit_kind.{found.kind}"), found.industry, state, found.area_name]
    return " · ".join(escape(p) for p in parts if p)


def _figures(found: Unit, tree: pd.DataFrame, chosen: Filter) -> None:
    lang, day = language(), format.day(language(), chosen.last_day)
    people, scans = (tree[name].iloc[0] for name in ("people", "check_ins"))
    times = format.NOTHING if pd.isna(scans) else say("unit.times", count=format.number(lang, int(scans)))
    share = min(found.staff_back / found.staff, 1.0) if found.staff and found.staff_back is not None else None
    with st.container(horizontal=True, key="unit_figures"):
        st.metric(say("unit.staff"), _people(lang, found.staff), width=150)
        st.metric(
            say("unit.staff_back"),
            _people(lang, found.staff_back),
            say("unit.of_staff", share=format.percent(share, 0)) if share is not None else None,
            delta_color="off",
            delta_arrow="off",
            width=190,
        )
        st.metric(say("unit.people"), _people(lang, int(people)), width=170)
        st.metric(say("unit.check_ins", day=day), times, width=190)


def _people(lang: str, count: int | None) -> str:
    return format.NOTHING if count is None or pd.isna(count) else say("unit.count", count=format.number(lang, count))


def _obstacle(found: Unit) -> None:
    """Why it has not reopened, in the words of its list."""
    if found.obstacle:
        st.markdown(f"##### {say('units.column.obstacle')}\n\n{escape(found.obstacle)}")
    elif found.resumption != "resumed":
        st.caption(say("unit.no_obstacle"))


def _entries(days: pd.DataFrame, chosen: Filter) -> None:
    text = _entries_finding(days.entries.astype(float), chosen)
    charts.heading(text, say("unit.entries_axis"))
    known = days[days.entries.notna()]
    if not known.entries.sum():
        return
    made = charts.figure(240)
    charts.day_axis(made, chosen.since, chosen.until)
    charts.value_axis(made, float(known.entries.max()))
    made.add_bar(
        x=[pd.Timestamp(d).date() for d in known.day],
        y=list(known.entries),
        marker={"color": palette.of("accent"), "line": {"width": 0}},
        customdata=[format.number(language(), v) for v in known.entries],
        hovertemplate="%{customdata}<extra></extra>",
    )
    charts.show(made, key="unit_entries", alt=text)


def _entries_finding(values: pd.Series, chosen: Filter) -> str:
    """Means are of the days whose data are there."""
    lang = language()
    if not values.sum():
        return say("unit.entries_none", days=chosen.days)
    facts = {"days": chosen.days, "mean": format.number(lang, float(values.mean()), 1)}
    first, last = (float(part.mean()) for part in (values.iloc[:WEEK], values.iloc[-WEEK:]))
    if len(values) < 2 * WEEK or pd.isna(first) or pd.isna(last):
        return say("unit.entries_plain", **facts)
    return say("unit.entries", first=format.number(lang, first, 1), last=format.number(lang, last, 1), **facts)


def _answers(duties: pd.DataFrame) -> None:
    st.markdown(f"##### {say('unit.answers')}")
    if duties.empty:
        st.caption(say("unit.no_duty"))
    for row in duties.to_dict("records"):
        known = {field: row[field] for field in ("position", "phone", "duties") if isinstance(row[field], str)}
        words = " · ".join(call(text) if field == "phone" else html.escape(text) for field, text in known.items())
        role = f'<span style="opacity:.65">{html.escape(role_name(row["role"]))}</span>'
        st.html(f"{role}　<b>{html.escape(row['name'])}</b>　{words}")


def _links(user: User, found: Unit) -> None:
    kept = {
        name: st.query_params[name] for name in ("lang", "days", "week", "since", "until") if name in st.query_params
    }
    if found.area_name:
        st.markdown(f":gray[{say('unit.area')}]　{escape(found.area_name)}")
    if user.may("people.read"):
        grid = {"grid": st.query_params["grid"]} if "grid" in st.query_params else {}
        st.page_link(
            "people.py", label=say("unit.to_people"), icon=":material/groups:",
            query_params=grid | kept | {"unit": found.code},
        )  # fmt: skip
    if user.may("map.read"):
        st.page_link(
            "grid_map.py", label=say("unit.to_map"), icon=":material/map:", query_params={"grid": found.code} | kept
        )


def _tree(tree: pd.DataFrame) -> None:
    """Departments, classes and teams as an indented list."""
    columns = [
        Column("name", "units.column.part", width=200, pinned=True),
        Column("level", "units.column.level", "code", width=110, words="level."),
        Column("people", "units.column.people", "number", width=90),
        *([Column("parents", "units.column.parents", "number", width=90)] if tree.parents.any() else []),
        Column("check_ins", "units.column.check_ins_day", "number", width=110),
        Column("responsible", "units.column.responsible", width=100),
        Column("phone", "units.column.phone", width=130),
    ]
    names = [INDENT * depth + name for depth, name in zip(tree.depth, tree.name, strict=True)]
    table(tree.assign(name=names), columns, key="unit_tree", rows=30)
