"""The flows of the period: from which class to which as a Sankey, and people per class and day as areas."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.domain import User
from core.i18n import format
from core.policy.loader import RESIDENT
from core.report import word
from core.report.class_findings import areas_finding, flow_finding, span_finding
from core.report.wording import flow_end
from pages.ui.classes.read import Days
from pages.ui.classes.sankey import colour_of, sankey, summed
from pages.ui.classes.take_away import leave
from pages.ui.classes.today import watched
from pages.ui.shared import charts, palette
from pages.ui.shared.annotations import annotate, tell
from pages.ui.shared.controls import Filter
from pages.ui.shared.meanwhile import marked, marks_of, switch
from pages.ui.shared.session import language, say

AREAS, BOTTOM, TOP = 300, 34, 12
# How strong areas are drawn: dark colours on a dark ground take more.
AREA = {False: 0.55, True: 0.78}


def flows_of(user: User, chosen: Filter, days: Days) -> None:
    """Who moved from which class to which over the period."""
    if days.flows.empty:
        charts.heading(word(language(), span_finding(days.flows, since=chosen.since, until=chosen.until)))
        st.info(say("classes.no_flows"), icon=":material/swap_horiz:")
        return
    sentence, note = word(language(), flow_finding(days.flows)), say("classes.flow_note")
    charts.heading(sentence, note)
    charts.show(sankey(days.flows), key="class_flows", alt=sentence)
    table = flow_table(days.flows)
    leave(user, chosen, key="class_flows", sentence=sentence, note=note, table=table, book=flow_book(days.flows))


def areas_of(user: User, chosen: Filter, days: Days) -> None:
    """People per class on each day."""
    finding = areas_finding(days.counts)
    sentence, note = word(language(), finding), say("classes.areas_note")
    charts.heading(sentence, note)
    wide_table = by_day(days.counts)
    made, found = areas(wide_table, chosen), marks_of(user, grid=chosen.grid_id, since=chosen.since, until=chosen.until)
    annotate(made, found)
    charts.show(made, key="class_areas", alt=sentence)
    if found or not marked():
        switch("class_marks")
    tell(found)
    names = palette.class_names(language())
    table = wide_table.rename(columns=names).rename_axis(say("trends.day")).reset_index()
    leave(user, chosen, key="class_areas", sentence=sentence, note=note, table=table, book=table, kind="line")


def by_day(counts: pd.DataFrame) -> pd.DataFrame:
    """A row per day, a column per watched class with people, by rank."""
    shown = counts[counts["class"] != RESIDENT]
    table = shown.pivot_table(index="day", columns="class", values="people", aggfunc="sum")
    table = (
        table.reindex(sorted(counts.day.unique()))
        .reindex(columns=[c for c in watched() if c in table])
        .fillna(0)
        .astype("int64")
    )
    table.index = [pd.Timestamp(day).date() for day in table.index]
    return table


def areas(table: pd.DataFrame, chosen: Filter) -> go.Figure:
    """One upon the other, the class of the lowest rank at the bottom; names at the right end."""
    names = palette.class_names(language())
    room = max((charts.text_width(names[c]) for c in table), default=0)
    made = charts.figure(AREAS, right=16 + min(room, 150), bottom=BOTTOM, top=TOP)
    ends, below = [], 0.0
    for code in reversed(list(table)):
        made.add_scatter(
            x=list(table.index), y=list(table[code]), name=names[code], stackgroup="classes", mode="lines",
            line={"width": 1, "color": palette.seen(colour_of(code))}, fillcolor="rgba({},{},{},{})".format(*palette.rgb(palette.seen(colour_of(code)))[:3], AREA[palette.dark()]),
            customdata=[format.exact(int(v)) for v in table[code]], hovertemplate=f"{names[code]} %{{customdata}}<extra></extra>",
        )  # fmt: skip
        last = float(table[code].iloc[-1])
        if last:
            ends.append((names[code], below + last / 2, colour_of(code)))
        below += last
    charts.value_axis(made, float(table.sum(axis=1).max()) if len(table) else 0)
    charts.label_ends(made, ends, x=chosen.until, height=AREAS - TOP - BOTTOM)
    charts.day_axis(made, chosen.since, chosen.until)
    return made


def flow_table(flows: pd.DataFrame) -> pd.DataFrame:
    found = summed(flows)
    return _named(found)


def flow_book(flows: pd.DataFrame) -> pd.DataFrame:
    """Day by day, for the workbook."""
    named = _named(flows)
    named.insert(0, say("trends.day"), [pd.Timestamp(d).date() for d in flows.day])
    return named


def _named(flows: pd.DataFrame) -> pd.DataFrame:
    lang = language()
    return pd.DataFrame({
        say("classes.from"): [flow_end(lang, c) for c in flows.from_class], say("classes.to"): [flow_end(lang, c) for c in flows.to_class],
        say("classes.flow_people"): list(flows.people),
    })  # fmt: skip
