"""What all charts share: the empty figure, axes in the reader's language, days off, direct labels, and showing it.

The sentence that a chart says stands above it as text (`heading`), so that it wraps on a phone and a screen reader reads it.
"""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

from core.colours import BAND, SHADE
from core.i18n import format
from core.policy.calendar import is_off
from pages.ui.shared import palette
from pages.ui.shared.map_view import wide
from pages.ui.shared.session import language

FONT = "Noto Sans CJK SC, Microsoft YaHei, sans-serif"
LABEL_GAP = 17  # px between two direct labels
PANEL_GAP = 44  # px between two panels: the words above the lower one
NARROWEST = 190  # px that bars have at least


def figure(
    height: int = 280, *, left: int = 8, right: int = 8, top: int = 8, bottom: int = 8, rows: int = 1
) -> go.Figure:
    """An empty figure without background, legend or zoom (a thumb scrolls the page, not the chart). `rows`: panels above one x axis."""
    x = {"showgrid": False, "fixedrange": True, "zeroline": False, "automargin": True}
    y = {"fixedrange": True, "zeroline": False, "automargin": True}
    layout = {
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 4},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13},
        "hoverlabel": {"font": {"family": FONT, "size": 13}},
        "showlegend": False,
        "dragmode": False,
        "bargap": 0.25,
    }
    if rows == 1:  # said at once: plotly takes eight times as long to be told afterwards
        return go.Figure(layout=layout | {"xaxis": x, "yaxis": y})
    made = make_subplots(rows=rows, shared_xaxes=True, vertical_spacing=PANEL_GAP / max(height - top - bottom, 1))
    return made.update_layout(layout).update_xaxes(x).update_yaxes(y)


def heading(sentence: str, note: str | None = None) -> None:
    """The finding as the chart's title, and below it in grey the indicator with its unit."""
    with st.container(gap=None):
        st.markdown(f"##### {escape(sentence)}")
        if note:
            st.caption(escape(note))


def escape(text: str) -> str:
    """Names come from spreadsheets: nothing in them may act as Markdown."""
    for mark in "\\`*_[]$<>#~|:":
        text = text.replace(mark, "\\" + mark)
    return text


def show(made: go.Figure, *, key: str, alt: str) -> None:
    """Draw it; how it leaves the page: picture.py."""
    config = {"displaylogo": False, "displayModeBar": False, "scrollZoom": False}
    st.plotly_chart(made, key=key, config=config, theme="streamlit", alt=alt)


def amount(value: float | None, *, share: bool = False) -> str:
    """A value as its reader writes it; `share` for a part of one (coverage)."""
    if value is None or pd.isna(value):
        return format.NOTHING
    # Few per 10,000 people would all be 0 with one digit.
    return format.percent(value, 1) if share else format.number(language(), float(value), 1 if abs(value) >= 1 else 2)


def phone() -> bool:
    """Whether it is drawn on a phone, or in a window as narrow."""
    return not wide()


def day_axis(made: go.Figure, since: date, until: date) -> None:
    """Days along x: a handful of ticks, named in the reader's language, the last day always among them; days off shaded."""
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    most = 6 if not phone() else 4 if made.layout.margin.r < 60 else 3
    step = max(1, -(-len(days) // most))
    ticks = days[::-1][::step][::-1]
    made.update_xaxes(
        type="date",
        range=[f"{since - timedelta(days=1)}T12:00:00", f"{until}T12:00:00"],
        tickvals=ticks,
        ticktext=[format.day(language(), d) for d in ticks],
        hoverformat="%Y-%m-%d",
        ticks="outside",
        ticklen=4,
        tickangle=0,
    )
    shade_days_off(made, days)


def shade_days_off(made: go.Figure, days: list[date]) -> None:
    """Weekends and holidays as one grey strip each, behind the data."""
    strips: list[list[date]] = []
    for day in days:
        if not is_off(day):
            continue
        if strips and strips[-1][1] == day - timedelta(days=1):
            strips[-1][1] = day
        else:
            strips.append([day, day])
    behind(
        made,
        [
            {"type": "rect", "x0": f"{first - timedelta(days=1)}T12:00:00", "x1": f"{last}T12:00:00", "fillcolor": SHADE, "line": {"width": 0}}
            for first, last in strips
        ],
    )  # fmt: skip


def behind(made: go.Figure, shapes: list[dict]) -> None:
    """Shapes from the bottom to the top of every panel, behind the data. All at once: plotly takes milliseconds for each `add_vline`."""
    panels = [name.removeprefix("yaxis") for name in made.layout if name.startswith("yaxis")] or [""]
    every = [
        {**shape, "y0": 0, "y1": 1, "xref": f"x{n}", "yref": f"y{n} domain", "layer": "below"}
        for shape in shapes
        for n in panels
    ]
    made.layout.shapes = (*made.layout.shapes, *every)


def value_axis(
    made: go.Figure,
    top: float,
    *,
    share: bool = False,
    axis: str = "y",
    ticks: int = 4,
    row: int | None = None,
    whole: bool | None = None,
) -> None:
    """Of a panel, or of all: from zero to above `top` in round steps, the numbers as the reader writes them; `whole`: none between two counts."""
    top = 1.0 if pd.isna(top) else top
    steps = round_steps(1.0 if share and 0.75 < top <= 1 else top, ticks, whole=not share if whole is None else whole)
    settings = {
        "range": [0, max(steps[-1], top * 1.05)],
        "tickvals": steps,
        "ticktext": [amount(v, share=share) for v in steps],
        "rangemode": "tozero",
    }
    if axis == "y":
        made.update_yaxes(showgrid=True, row=row, col=row and 1, **settings)
    else:
        made.update_xaxes(showgrid=False, **settings)


def round_steps(top: float, ticks: int = 4, *, whole: bool = True) -> list[float]:
    """0, step, 2·step … up to the first at or above `top`; step is 1, 2, 2.5 or 5 times a power of ten; `whole`: not below 1."""
    if not top or top <= 0:
        return [0, 1]
    rough = top / ticks
    power = 10.0 ** len(str(int(rough))) / 10 if rough >= 1 else _small_power(rough)
    step = next(s * power for s in (1, 2, 2.5, 5, 10) if s * power >= rough * 0.999)
    if whole:
        step = max(step, 1.0)
    count = int(-(-top * 0.999 // step))
    return [round(step * n, 10) for n in range(count + 1)]


def _small_power(value: float) -> float:
    power = 1.0
    while power > value:
        power /= 10
    return power


def line(
    made: go.Figure,
    x: list,
    y: list,
    *,
    name: str,
    colour: str,
    share: bool = False,
    dash: str = "solid",
    width: float = 2.5,
    row: int | None = None,
) -> None:
    """One line; gaps where a value is missing, a point where its neighbours are."""
    made.add_scatter(
        x=x,
        y=y,
        name=name,
        mode="lines+markers",
        line={"color": colour, "width": width, "dash": dash},
        marker={"size": [7 if lone else 0 for lone in alone(y)], "color": colour, "line": {"width": 0}},
        connectgaps=False,
        customdata=[amount(v, share=share) for v in y],
        hovertemplate=f"{name} %{{customdata}}<extra></extra>",
        row=row,
        col=row and 1,
    )


def columns(
    made: go.Figure,
    x: list,
    y: list,
    *,
    name: str,
    colour: str,
    hatched: list[bool] | None = None,
    row: int | None = None,
) -> None:
    """Counts of a few, one upright bar a day; `hatched`: those that are not yet whole."""
    pattern = (
        {"pattern": {"shape": ["/" if h else "" for h in hatched], "fillmode": "replace", "size": 6}} if hatched else {}
    )
    made.add_bar(
        x=x,
        y=y,
        name=name,
        row=row,
        col=row and 1,
        marker={"color": colour, "line": {"width": 0}, **pattern},
        customdata=[amount(v) for v in y],
        hovertemplate=f"{name} %{{customdata}}<extra></extra>",
    )


def alone(values: list) -> list[bool]:
    """Which values have no neighbour, so that no line leads to them."""
    known = [not pd.isna(v) for v in values]
    return [
        here and not before and not after
        for here, before, after in zip(known, [False, *known[:-1]], [*known[1:], False], strict=True)
    ]


def band(made: go.Figure, x: list, low: list, high: list, *, name: str) -> None:
    """The expected range, behind the data."""
    quiet = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    made.add_scatter(x=x, y=high, **quiet)
    made.add_scatter(x=x, y=low, fill="tonexty", fillcolor=BAND, name=name, **quiet)


def label_ends(made: go.Figure, ends: list[tuple[str, float, str]], *, x: object, height: int) -> None:
    """Names at the right end of their lines (name, value, colour), pushed apart where they would overlap.

    After `value_axis`; `height`: of the drawing area in pixels.
    """
    known = sorted((e for e in ends if not pd.isna(e[1])), key=lambda e: e[1])
    gap = LABEL_GAP * made.layout.yaxis.range[1] / max(height, 1)
    places = apart([e[1] for e in known], gap)
    for (name, _, colour), place in zip(known, places, strict=True):
        made.add_annotation(
            x=x,
            y=place,
            text=name,
            showarrow=False,
            xanchor="left",
            xshift=6,
            font={"color": palette.readable(colour), "size": 13},
        )


def apart(values: list[float], gap: float) -> list[float]:
    """Rising values moved as little as possible so that neighbours are `gap` apart and none is below zero."""
    groups: list[tuple[float, int]] = []  # centre, members
    for value in values:
        centre, members = max(value, 0.0), 1
        while groups and centre - gap * (members - 1) / 2 < groups[-1][0] + gap * (groups[-1][1] + 1) / 2:
            below, more = groups.pop()
            centre = (centre * members + below * more) / (members + more)
            members += more
            centre = max(centre, gap * (members - 1) / 2)
        groups.append((centre, members))
    return [centre + gap * (i - (members - 1) / 2) for centre, members in groups for i in range(members)]


def text_width(text: str) -> int:
    """About how many pixels a label takes."""
    return sum(13 if ord(c) > 255 else 7 for c in text)


def bars(
    names: list[str], values: list[float], *, texts: list[str], colours: list[str] | str, height: int | None = None
) -> go.Figure:
    """Horizontal bars from zero, first on top, each with its number at its end."""
    rows = len(names)
    made = figure(height or 34 * rows + 24, right=8)
    made.add_bar(
        x=values,
        y=list(range(rows)),
        orientation="h",
        marker={"color": colours, "line": {"width": 0}},
        text=texts,
        textposition="outside",
        cliponaxis=False,
        customdata=names,
        hovertemplate="%{customdata} %{text}<extra></extra>",
        textfont={"size": 13},
    )
    top = max([v for v in values if not pd.isna(v)], default=1) or 1
    # Room for the number at the end of the longest bar, in the narrowest column that there is.
    room = NARROWEST / (NARROWEST - max(map(text_width, texts), default=0) - 12)
    made.update_xaxes(range=[0, top * room], showticklabels=False, ticks="")
    made.update_yaxes(tickvals=list(range(rows)), ticktext=names, autorange="reversed", showgrid=False, ticks="")
    return made
