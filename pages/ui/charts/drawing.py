"""A chart in the house's colours: bars from zero, lines along time alone, few kinds, the rest in grey."""

from __future__ import annotations

import textwrap

import pandas as pd
import plotly.graph_objects as go

from core.charts import Chart
from core.charts.figures import REST, UNKNOWN
from core.charts.wording import axis, name_of, time_word
from core.colours import QUIET
from core.i18n import format
from pages.ui.charts.placing import cells
from pages.ui.shared import charts, palette
from pages.ui.shared.session import language

HEIGHT, ROW = 320, 26
LETTERS = 14  # of a name beside a bar, per line
TICKS = 6


def drawn(chart: Chart) -> go.Figure:
    return DRAWN[chart.proposal.kind](chart)


def _name(value: object) -> str:
    """As plotly is to show it: no mark-up of a spreadsheet acts."""
    return name_of(language(), value).replace("&", "&amp;").replace("<", "&lt;")


def _short(value: object) -> str:
    return "<br>".join(textwrap.wrap(_name(value), LETTERS)[:2])


def _axis(chart: Chart, of: str) -> str:
    return axis(language(), chart, of).replace("<", "&lt;")


def _kinds(chart: Chart) -> list[tuple[str, str]]:
    size = chart.data.groupby("colour", sort=False)["y"].sum().sort_values(ascending=False)
    plain = [v for v in size.index if v not in (REST, UNKNOWN)]
    colours = [*palette.series(), *[QUIET] * len(plain)]
    rest = [v for v in size.index if v in (REST, UNKNOWN)]
    return [*zip(plain, colours, strict=False), *[(v, QUIET) for v in rest]]


def _legend(made: go.Figure) -> None:
    made.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})


def _measured(made: go.Figure, chart: Chart, *, along: str = "y", top: float | None = None) -> None:
    """The axis of what is measured: from zero unless there are values below it, or it is the course of a mean."""
    low = float(chart.data["y"].min())
    mean_course = chart.proposal.kind == "line" and chart.proposal.aggregate == "mean"
    if low >= 0 and not mean_course:
        charts.value_axis(made, top or float(chart.data["y"].max()), axis=along, whole=bool((chart.data["y"] % 1 == 0).all()))  # fmt: skip
    update = made.update_yaxes if along == "y" else made.update_xaxes
    update(title={"text": _axis(chart, "y"), "font": {"size": 12}}, showgrid=True)


def _times(made: go.Figure, chart: Chart) -> None:
    days = chart.data["x"].drop_duplicates().sort_values()
    step = max(1, -(-len(days) // TICKS))
    ticks = list(days)[::-1][::step][::-1]
    made.update_xaxes(type="date", tickvals=ticks, ticktext=[time_word(language(), d, chart.grain) for d in ticks], hoverformat="%Y-%m-%d", ticks="outside", tickangle=0)  # fmt: skip


def _line(chart: Chart) -> go.Figure:
    made = charts.figure(HEIGHT)
    for value, colour in _kinds(chart) if chart.colour else [(None, palette.of("accent"))]:
        part = chart.data if value is None else chart.data[chart.data["colour"] == value]
        name = _axis(chart, "y") if value is None else _name(value)
        charts.line(made, list(part["x"]), list(part["y"]), name=name, colour=colour)
    if chart.colour:
        _legend(made)
    _times(made, chart)
    _measured(made, chart)
    return made


def _bar(chart: Chart) -> go.Figure:
    data, upright = chart.data, chart.x.role == "time" or bool(chart.x.levels)
    colours = [QUIET if v in (REST, UNKNOWN) else palette.of("accent") for v in data["x"]]
    texts = [charts.amount(v) for v in data["y"]]
    if upright:
        made = charts.figure(HEIGHT)
        x = list(data["x"]) if chart.x.role == "time" else [_short(v) for v in data["x"]]
        made.add_bar(x=x, y=data["y"], marker={"color": colours}, customdata=texts, hovertemplate="%{x} %{customdata}<extra></extra>")  # fmt: skip
        if chart.x.role == "time":
            _times(made, chart)
        _measured(made, chart)
        return made
    if (data["y"] >= 0).all():
        made = charts.bars([_short(v) for v in data["x"]], list(data["y"]), texts=texts, colours=colours, height=ROW * len(data) + 60)  # fmt: skip
        made.update_xaxes(title={"text": _axis(chart, "y"), "font": {"size": 12}})
        return made
    made = charts.figure(ROW * len(data) + 60)
    made.add_bar(x=data["y"], y=[_short(v) for v in data["x"]], orientation="h", marker={"color": colours})
    made.update_yaxes(autorange="reversed")
    _measured(made, chart, along="x")
    return made


def _bars(chart: Chart) -> go.Figure:
    upright = chart.x.role == "time" or bool(chart.x.levels)
    rows = chart.data["x"].nunique()
    made = charts.figure(HEIGHT if upright else max(HEIGHT, ROW * rows + 90))
    for value, colour in _kinds(chart):
        part = chart.data[chart.data["colour"] == value]
        at = list(part["x"]) if chart.x.role == "time" else [_short(v) for v in part["x"]]
        texts = [charts.amount(v) for v in part["y"]]
        place = {"x": at, "y": part["y"]} if upright else {"x": part["y"], "y": at, "orientation": "h"}
        made.add_bar(**place, name=_name(value), marker={"color": colour, "line": {"width": 0}}, customdata=texts, hovertemplate=f"{_name(value)} %{{customdata}}<extra></extra>")  # fmt: skip
    made.update_layout(barmode="stack")
    _legend(made)
    if chart.x.role == "time":
        _times(made, chart)
    elif not upright:
        made.update_yaxes(categoryorder="array", categoryarray=[_short(v) for v in dict.fromkeys(chart.data["x"])], autorange="reversed")  # fmt: skip
    _measured(made, chart, along="y" if upright else "x", top=float(chart.data.groupby("x")["y"].sum().max()))
    return made


def _histogram(chart: Chart) -> go.Figure:
    data, made = chart.data, charts.figure(HEIGHT)
    edges = [f"{format.plain(low)}–{format.plain(high)}" for low, high in zip(data["x"], data["to"], strict=True)]
    made.add_bar(
        x=(data["x"] + data["to"]) / 2, y=data["y"], width=(data["to"] - data["x"]) * 0.96, marker={"color": palette.of("accent")}, customdata=edges,
        hovertemplate="%{customdata}: %{y}<extra></extra>",
    )  # fmt: skip
    _measured(made, chart)
    made.update_xaxes(title={"text": _axis(chart, "x"), "font": {"size": 12}}, separatethousands=True)
    return made


def _scatter(chart: Chart) -> go.Figure:
    made = charts.figure(HEIGHT)
    made.add_scatter(x=chart.data["x"], y=chart.data["y"], mode="markers", marker={"color": palette.of("accent"), "size": 7, "opacity": 0.55}, hovertemplate="%{x:,} · %{y:,}<extra></extra>")  # fmt: skip
    made.update_xaxes(title={"text": _axis(chart, "x"), "font": {"size": 12}}, showgrid=True)
    made.update_yaxes(title={"text": _axis(chart, "y"), "font": {"size": 12}}, showgrid=True)
    return made


def _heatmap(chart: Chart) -> go.Figure:
    table = chart.data.pivot_table(index="colour", columns="x", values="y", aggfunc="sum", sort=False)
    if chart.x.role == "time":
        table = table[sorted(table.columns)]
    across = [time_word(language(), v, chart.grain) if isinstance(v, pd.Timestamp) else _short(v) for v in table.columns]  # fmt: skip
    steps = palette.sequential()
    scale = [[n / (len(steps) - 1), colour] for n, colour in enumerate(steps)]
    made = charts.figure(max(HEIGHT, 24 * len(table) + 90))
    made.add_heatmap(
        x=across, y=[_short(v) for v in table.index], z=table.to_numpy(dtype=float), colorscale=scale, xgap=1, ygap=1,
        colorbar={"title": {"text": _axis(chart, "y"), "side": "right", "font": {"size": 12}}, "thickness": 10, "outlinewidth": 0},
        hovertemplate="%{y} · %{x}: %{z:,}<extra></extra>", hoverongaps=False,
    )  # fmt: skip
    made.update_xaxes(type="category", nticks=10)
    made.update_yaxes(type="category", autorange="reversed")
    return made


def _map(chart: Chart) -> go.Figure:
    """The county's squares, each with its name and number, the darker the more: equal squares, so that no large place looks the most by its size."""
    at = cells(tuple(str(v) for v in chart.data["x"] if v not in (REST, UNKNOWN)))
    told = [(at[str(r.x)], r) for r in chart.data.itertuples() if str(r.x) in at]
    if not told:
        return _bar(chart)
    rows, columns = (1 + max(cell[way] for cell, _ in told) for way in (0, 1))
    z = [[None] * columns for _ in range(rows)]
    words = [[""] * columns for _ in range(rows)]
    for (row, column), one in told:
        z[row][column], words[row][column] = (
            float(one.y),
            f"{_name(one.x).replace(' ', '<br>')}<br><b>{charts.amount(one.y)}</b>",
        )
    steps = palette.sequential()
    made = charts.figure(max(HEIGHT, 84 * rows + 20))
    made.add_heatmap(
        z=z, text=words, texttemplate="%{text}", hovertemplate="%{text}<extra></extra>", hoverongaps=False, showscale=False, xgap=5, ygap=5, zmin=0,
        colorscale=[[n / (len(steps) - 1), colour] for n, colour in enumerate(steps)], textfont={"size": 13},
    )  # fmt: skip
    made.update_xaxes(visible=False)
    made.update_yaxes(visible=False, autorange="reversed")
    return made


def _pie(chart: Chart) -> go.Figure:
    made = charts.figure(HEIGHT)
    made.add_pie(labels=[_name(v) for v in chart.data["x"]], values=chart.data["y"], hole=0.55, sort=False, direction="clockwise", marker={"colors": palette.series()}, textinfo="label+percent", textposition="outside")  # fmt: skip
    return made


DRAWN = {"line": _line, "bar": _bar, "bars": _bars, "histogram": _histogram, "scatter": _scatter, "heatmap": _heatmap, "pie": _pie, "map": _map}  # fmt: skip
