"""The flows of the period: from which class to which as a Sankey, and people per class and day as areas."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.classify.flows import OUTSIDE
from core.colours import QUIET
from core.domain import User
from core.i18n import format
from core.policy.loader import RESIDENT
from core.report import word
from core.report.class_findings import areas_finding, flow_finding, span_finding
from core.report.wording import flow_end
from pages.ui.classes.read import Days
from pages.ui.classes.take_away import leave
from pages.ui.classes.today import watched
from pages.ui.shared import charts, palette
from pages.ui.shared.annotations import annotate, tell
from pages.ui.shared.controls import Filter
from pages.ui.shared.meanwhile import marked, marks_of, switch
from pages.ui.shared.session import language, say

HEIGHT, AREAS, BOTTOM, TOP = 400, 300, 34, 12
# How strong flows and areas are drawn: dark colours on a dark ground take more.
FLOW, AREA = {False: 0.43, True: 0.62}, {False: 0.55, True: 0.78}


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


def summed(flows: pd.DataFrame) -> pd.DataFrame:
    """Of all days, the largest first: from_class, to_class, people."""
    found = flows.groupby(["from_class", "to_class"], as_index=False).people.sum()
    return found.sort_values("people", ascending=False, kind="stable").reset_index(drop=True)


def sankey(flows: pd.DataFrame) -> go.Figure:
    """Where they were at the left, where they are at the right; a flow has the colour of the class that is entered, or left."""
    found = summed(flows)
    order = [*watched(), RESIDENT, OUTSIDE]
    before = [c for c in order if c in set(found.from_class)]
    after = [c for c in order if c in set(found.to_class)]
    at = {("from", c): n for n, c in enumerate(before)} | {("to", c): len(before) + n for n, c in enumerate(after)}
    rest = (RESIDENT, OUTSIDE)
    shades = [
        palette.rgb(_colour(now if now not in rest else was))
        for was, now in zip(found.from_class, found.to_class, strict=True)
    ]
    made = charts.figure(HEIGHT, left=4, right=4, top=10, bottom=14)
    made.add_sankey(
        arrangement="snap",
        node={
            "label": [_end(c, found.loc[found.from_class == c].people.sum()) for c in before]
            + [_end(c, found.loc[found.to_class == c].people.sum()) for c in after],
            "color": [_colour(c) for c in [*before, *after]],
            "line": {"width": 0},
            "pad": 16,
            "thickness": 14,
            "hovertemplate": "%{label}<extra></extra>",
        },
        link={
            "source": [at["from", c] for c in found.from_class],
            "target": [at["to", c] for c in found.to_class],
            "value": list(found.people),
            "color": [f"rgba({r},{g},{b},{FLOW[palette.dark()]})" for r, g, b, _ in shades],
            "customdata": [
                f"{flow_end(language(), a)} → {flow_end(language(), b)}: {format.exact(int(n))}"
                for a, b, n in found.itertuples(index=False)
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        textfont={"size": 13, "color": palette.of("text"), "family": charts.FONT},
    )
    return made


def _end(code: str, people: int) -> str:
    return f"{flow_end(language(), code)} {format.exact(int(people))}"


def _colour(code: str) -> str:
    return palette.class_colours()[code] if code not in (RESIDENT, OUTSIDE) else QUIET


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
            line={"width": 1, "color": _colour(code)}, fillcolor="rgba({},{},{},{})".format(*palette.rgb(_colour(code))[:3], AREA[palette.dark()]),
            customdata=[format.exact(int(v)) for v in table[code]], hovertemplate=f"{names[code]} %{{customdata}}<extra></extra>",
        )  # fmt: skip
        last = float(table[code].iloc[-1])
        if last:
            ends.append((names[code], below + last / 2, _colour(code)))
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
