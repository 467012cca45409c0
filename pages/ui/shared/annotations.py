"""What happened meanwhile, on an axis of days: a letter above the day, in words on hover and below the chart. Switched off by `marks=0` in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.domain import User
from core.i18n import format
from core.report.mark_words import mark_letter, mark_words
from core.trends.marks import marks
from pages.ui.shared import charts, palette
from pages.ui.shared.cached import read
from pages.ui.shared.session import language, say, store

MOST = 6  # told below a chart
CLOSEST = 0.022  # of the axis that two letters are apart


@dataclass(frozen=True)
class Mark:
    """All that happened on one day: its letters, and what each of them says."""

    day: date
    letters: str
    words: tuple[str, ...]


def marked() -> bool:
    """Whether the reader wants them."""
    return st.query_params.get("marks") != "0"


def marks_of(user: User, *, grid: int, since: date, until: date) -> list[Mark]:
    """What the reader may know of, by day; none where they are switched off."""
    if not marked():
        return []
    found = read(marks, store(), user.scope, grid=grid, since=since, until=until)
    made = []
    for day, rows in found.groupby("day", sort=True):
        letters = dict.fromkeys(mark_letter(language(), kind) for kind in rows.kind)
        made.append(Mark(day, "".join(letters), tuple(mark_words(language(), row) for row in rows.itertuples())))
    return made


def annotate(made: go.Figure, found: list[Mark], *, row: int | None = None) -> None:
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
            font={"size": 12, "color": palette.of("muted")}, hovertext="<br>".join(charts_safe(w) for w in mark.words),
            hoverlabel={"bgcolor": palette.of("raised"), "font": {"color": palette.of("text"), "family": charts.FONT, "size": 13}},
        )  # fmt: skip


def _apart(found: list[Mark], made: go.Figure) -> list[tuple[Mark, str]]:
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


def charts_safe(text: str) -> str:
    """Names come from spreadsheets: no tags in what plotly draws."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def legend(found: list[Mark]) -> str:
    """What the letters stand for, day by day; empty without any."""
    told = [
        f"{mark.letters} {format.day(language(), mark.day)} " + say("list.items").join(mark.words) for mark in found
    ]
    more = say("marks.more", count=len(told) - MOST) if len(told) > MOST else ""
    return say("marks.between").join(told[:MOST]) + more


def tell(found: list[Mark]) -> None:
    """The legend as a line below the chart."""
    if found:
        st.caption(charts.escape(legend(found)))
