"""What happened meanwhile, on the axis of days of a chart: a letter above the day, in words on hover and below the chart."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.ui.shared import charts, palette
from pages.ui.shared.meanwhile import Mark, legend

CLOSEST = 0.022  # of the axis that two letters are apart


def annotate(made: go.Figure, found: Sequence[Mark], *, row: int | None = None) -> None:
    """Letters at the top of the (first) panel, a faint line down from each. After `day_axis`."""
    if not found:
        return
    for mark in found:
        made.add_vline(
            x=str(mark.day), line={"color": palette.of("muted"), "width": 1, "dash": "dot"}, opacity=0.55, layer="below"
        )
    made.update_layout(margin={"t": max(made.layout.margin.t or 0, 8) + 18})
    lifted = 0 if row is None else 20  # above the first panel stands its title
    for mark, letters in _apart(found, made):
        made.add_annotation(
            x=str(mark.day), y=1, xref="x", yref="y domain" if row else "paper", text=letters, showarrow=False, yanchor="bottom", yshift=lifted + 1,
            font={"size": 12, "color": palette.of("muted")}, hovertext="<br>".join(escape(w) for w in mark.words),
            hoverlabel={"bgcolor": palette.of("raised"), "font": {"color": palette.of("text"), "family": charts.FONT, "size": 13}},
        )  # fmt: skip


def _apart(found: Sequence[Mark], made: go.Figure) -> list[tuple[Mark, str]]:
    """Letters that would lie on one another become a dot."""
    first, last = (pd.Timestamp(d) for d in made.layout.xaxis.range)
    shown, reached = [], -1.0
    for mark in found:
        at = (pd.Timestamp(mark.day) - first) / (last - first)
        half = CLOSEST * max(len(mark.letters), 1) * (2.4 if charts.phone() else 1) / 2
        free = at - half >= reached
        shown.append((mark, mark.letters if free else ""))
        reached = at + half if free else reached
    return shown


def tell(found: Sequence[Mark]) -> None:
    """The legend as a line below the chart."""
    if found:
        st.caption(charts.escape(legend(found)))
