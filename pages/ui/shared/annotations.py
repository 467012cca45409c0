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
    line = {"color": palette.of("muted"), "width": 1, "dash": "dot"}
    charts.behind(
        made, [{"type": "line", "x0": str(m.day), "x1": str(m.day), "line": line, "opacity": 0.55} for m in found]
    )
    made.update_layout(margin={"t": max(made.layout.margin.t or 0, 8) + 18})
    lifted = 0 if row is None else 20  # above the first panel stands its title
    look = {
        "y": 1, "xref": "x", "yref": "y domain" if row else "paper", "showarrow": False, "yanchor": "bottom", "yshift": lifted + 1,
        "font": {"size": 12, "color": palette.of("muted")},
        "hoverlabel": {"bgcolor": palette.of("raised"), "font": {"color": palette.of("text"), "family": charts.FONT, "size": 13}},
    }  # fmt: skip
    letters = [
        {**look, "x": str(mark.day), "text": shown, "hovertext": "<br>".join(escape(w) for w in mark.words)}
        for mark, shown in _apart(found, made)
    ]
    made.layout.annotations = (*made.layout.annotations, *letters)


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
