"""Where a person has been: the finding, the map (trail_map.py), hours by day, every check-in."""

from __future__ import annotations

import html

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.colours import QUIET, SERIES
from core.domain import Scope
from core.i18n import format
from core.registry.person import Person
from core.store import Store
from pages.ui.people.trail_map import HEIGHT, trail_map
from pages.ui.shared import charts
from pages.ui.shared.controls import Filter
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table

NAMED = 6  # places with a colour of their own
SHAPES = {"in": "triangle-up", "out": "triangle-down", "pass": "circle"}
SCANS = [
    Column("scanned_at", "person.column.at", "moment", width=130, pinned=True),
    Column("direction", "person.column.direction", "code", width=64, words="direction."),
    Column("place", "person.column.place", width=200),
    Column("temperature", "person.column.temperature", "decimal", width=100),
    Column("symptoms", "person.column.symptoms", width=200),
]


def trail_section(store: Store, scope: Scope, found: Person, chosen: Filter, scans: pd.DataFrame) -> None:
    """`scans` is what `core.registry.person.trail` returns."""
    charts.heading(_finding(scans, chosen))
    if scans.empty:
        st.caption(say("person.trail_none_why"))
        return
    left, right = st.columns(2, gap="large")
    with left:
        trail_map(store, scope, scans)
    with right:
        st.caption(say("person.timeline"))
        _hours(scans, chosen)
    with st.expander(say("person.scans"), icon=":material/list:"):
        table(scans.iloc[::-1], SCANS, key="person_scans", rows=12)


def _finding(scans: pd.DataFrame, chosen: Filter) -> str:
    if scans.empty:
        return say("person.trail_none", days=chosen.days)
    places = scans.grid_id.nunique()
    return say(
        "person.trail_one" if places == 1 else "person.trail",
        days=chosen.days,
        scans=len(scans),
        places=places,
        last=format.moment(language(), scans.scanned_at.iloc[-1]),
    )


def _hours(scans: pd.DataFrame, chosen: Filter) -> None:
    """Days along x, the clock down y, a mark per check-in: its shape is the direction, its colour the place."""
    made = charts.figure(HEIGHT, top=30)
    charts.day_axis(made, chosen.since, chosen.until)
    common = list(scans.grid_id.value_counts().index[:NAMED])
    for nth, grid_id in enumerate(common):
        here = scans[scans.grid_id == grid_id]
        _marks(made, here, here.place.iloc[0], SERIES[nth])
    elsewhere = scans[~scans.grid_id.isin(common)]
    if len(elsewhere):
        _marks(made, elsewhere, say("person.others"), QUIET)
    made.update_yaxes(
        range=[24, 0], tickvals=[0, 6, 12, 18, 24], ticktext=["0:00", "6:00", "12:00", "18:00", "24:00"], showgrid=True
    )
    made.update_layout(
        showlegend=True,
        legend={
            "orientation": "h",
            "y": 1.0,
            "yanchor": "bottom",
            "x": 0,
            "itemclick": False,
            "itemdoubleclick": False,
        },
    )
    charts.show(made, key="person_hours", alt=_finding(scans, chosen))


def _marks(made: go.Figure, scans: pd.DataFrame, name: str, colour: str) -> None:
    at = scans.scanned_at
    words = [
        " · ".join(
            [format.moment(language(), row.scanned_at), say(f"direction.{row.direction}"), row.place]
            + ([] if pd.isna(row.temperature) else [f"{row.temperature:.1f} ℃"])
        )
        for row in scans.itertuples(index=False)
    ]
    made.add_scatter(
        x=at.dt.date,
        y=at.dt.hour + at.dt.minute / 60,
        mode="markers",
        name=html.escape(name),
        marker={"symbol": [SHAPES.get(d, "circle") for d in scans.direction], "size": 9, "color": colour},
        customdata=[html.escape(w) for w in words],
        hovertemplate="%{customdata}<extra></extra>",
    )
