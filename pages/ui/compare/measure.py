"""Before and after a measure: the curve with its day marked and what the days before foresaw, and by how much each place changed."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import plotly.graph_objects as go

from core.domain import User
from core.i18n import format
from core.report.place_findings import measure_finding
from core.trends.compare import Compared, around
from core.trends.forecast import forecast
from pages.ui.compare.choosing import HISTORY, Choice, places, whole
from pages.ui.shared import charts, palette
from pages.ui.shared.annotations import annotate
from pages.ui.shared.controls import Filter
from pages.ui.shared.indicators import indicator_name
from pages.ui.shared.meanwhile import Mark, marks_of
from pages.ui.shared.session import language, say
from pages.ui.shared.view import View

HEIGHT, ROW, MOST, SIDE = 300, 24, 20, 28  # the longest that either side is, in days


def measure(user: User, chosen: Filter, choice: Choice) -> View:
    """As many days after the measure as there are data, at most four weeks, beside as many before it."""
    days = min((chosen.until - choice.on).days + 1, SIDE)
    if days < 1:
        return View((), None, pd.DataFrame(), none=say("compare.no_after"))
    since = choice.on - timedelta(days=max(days, 14))
    until = choice.on + timedelta(days=days - 1)
    series = whole(user, chosen, choice, since=since - timedelta(days=HISTORY))
    compared = around(series, choice.on, days=days)
    every = places(user, chosen, choice, since=since - timedelta(days=HISTORY))
    parts = {name: around(s, choice.on, days=days) for name, s in every.items()}
    foreseen = forecast(series[series.index < pd.Timestamp(choice.on)], days=days, stock=choice.of_class)
    finding = measure_finding(compared, parts, foreseen, series, day=choice.on, indicator=choice.indicator)
    shown = series[(series.index >= pd.Timestamp(since)) & (series.index <= pd.Timestamp(until))]
    if not shown.notna().any():
        return View(finding, None, pd.DataFrame(), none=say("overview.no_days"))
    found = _changes(parts, compared)
    marks = tuple(marks_of(user, grid=chosen.grid_id, since=since, until=until))
    table = found.set_axis([say(f"compare.change.{c}") for c in found.columns], axis=1)
    shares = tuple(say(f"compare.change.{c}") for c in ("change", "low", "high"))
    made = _drawn(shown, compared, foreseen, found, choice, marks)
    note = say("compare.sides", before=days, after=days)
    return View(finding, made, table, shares, note, chart="bar", first=1, marks=marks)


def _changes(parts: dict[str, Compared | None], compared: Compared | None) -> pd.DataFrame:
    """One row per place and one of all, those that fell most first: name, change, low, high, sure."""
    rows = [(n, c.change, c.low, c.high, say("trends.yes" if c.sure else "trends.no")) for n, c in parts.items() if c]
    rows.sort(key=lambda r: r[1])
    if compared:
        rows.insert(
            0,
            (
                say("compare.whole"),
                compared.change,
                compared.low,
                compared.high,
                say("trends.yes" if compared.sure else "trends.no"),
            ),
        )
    return pd.DataFrame(rows, columns=["name", "change", "low", "high", "sure"])


def _drawn(
    shown: pd.Series, compared: Compared | None, foreseen: pd.DataFrame, found: pd.DataFrame, choice: Choice, marks: tuple[Mark, ...]
) -> go.Figure:  # fmt: skip
    listed = found.head(MOST)
    below = ROW * len(listed) + 30 if len(listed) else 0
    height = HEIGHT + below + 60
    made = charts.figure(height, top=14, bottom=30, right=16)
    part = (HEIGHT - 10) / (height - 44)
    made.update_layout(yaxis={"domain": [1 - part, 1]})
    top = [float(shown.max())]
    if len(foreseen):
        days = [pd.Timestamp(d).date() for d in foreseen.day]
        charts.band(made, days, list(foreseen.low), list(foreseen.high), name=say("compare.foreseen"))
        _dashed(made, days, list(foreseen.expected), say("compare.foreseen"), palette.of("muted"), "dash")
        top.append(min(float(foreseen.high.max()), 2 * top[0]))
    if compared is not None:
        days = [d.date() for d in compared.expected.index]
        _dashed(made, days, list(compared.expected), say("compare.as_before"), palette.of("text"), "dot")
    charts.line(
        made,
        [d.date() for d in shown.index],
        list(shown),
        name=indicator_name(choice.indicator),
        colour=palette.of("accent"),
    )
    charts.value_axis(made, max(top))
    first, last = shown.index[0].date(), shown.index[-1].date()
    charts.day_axis(made, first, last)
    annotate(made, list(marks))
    edge = f"{choice.on - timedelta(days=1)}T12:00:00"
    made.add_shape(
        type="line",
        x0=edge,
        x1=edge,
        y0=0,
        y1=1,
        xref="x",
        yref="y domain",
        line={"color": palette.of("wrong"), "width": 2},
    )
    made.add_annotation(
        x=edge, y=1, xref="x", yref="y domain", text=say("compare.from_day", day=format.day(language(), choice.on)), showarrow=False, xanchor="left", yanchor="top",
        xshift=4, font={"size": 12, "color": palette.readable(palette.of("wrong"))},
    )  # fmt: skip
    if len(listed):
        _forest(made, listed, 1 - part - 54 / (height - 44))
    return made


def _dashed(made: go.Figure, x: list, y: list, name: str, colour: str, dash: str) -> None:
    made.add_scatter(
        x=x, y=y, mode="lines", name=name, line={"color": colour, "width": 1.6, "dash": dash}, customdata=[charts.amount(v) for v in y],
        hovertemplate=f"{name} %{{customdata}}<extra></extra>",
    )  # fmt: skip


def _forest(made: go.Figure, listed: pd.DataFrame, room: float) -> None:
    """Each change as a point on its interval; what may be none is grey."""
    sure = (listed.low > 0) | (listed.high < 0)
    axes = {"xaxis": "x2", "yaxis": "y2"}
    farthest = max(1.0, float(listed.change.abs().max()) * 1.15)
    for n, row in enumerate(listed.itertuples()):
        colour = palette.of("accent") if sure.iloc[n] else palette.of("muted")
        said = f"{format.change(row.change)} ({format.change(row.low)} – {format.change(row.high)})"
        made.add_scatter(
            x=[max(row.low, -1), min(row.high, farthest)], y=[n, n], mode="lines", line={"color": colour, "width": 2}, hoverinfo="skip", **axes
        )  # fmt: skip
        made.add_scatter(
            x=[row.change], y=[n], mode="markers", marker={"size": 9, "color": colour, "line": {"width": 0}, "symbol": "square" if n == 0 else "circle"},
            customdata=[said], hovertemplate=f"{row.name} %{{customdata}}<extra></extra>", **axes,
        )  # fmt: skip
    ticks = [t for t in (-1, -0.75, -0.5, -0.25, 0, 0.5, 1, 2, 4, 8) if t <= farthest]
    made.update_layout(
        xaxis2={"range": [-1.02, farthest], "tickvals": ticks, "ticktext": [format.change(t) for t in ticks], "anchor": "y2", "showgrid": False, "fixedrange": True, "zeroline": False, "type": "linear"},
        yaxis2={"domain": [0, room], "tickvals": list(range(len(listed))), "ticktext": list(listed["name"]), "range": [len(listed) - 0.5, -0.5], "anchor": "x2", "showgrid": False, "fixedrange": True, "zeroline": False},
    )  # fmt: skip
    made.add_shape(
        type="line",
        x0=0,
        x1=0,
        y0=0,
        y1=1,
        xref="x2",
        yref="y2 domain",
        line={"color": palette.of("muted"), "width": 1},
        layer="below",
    )
