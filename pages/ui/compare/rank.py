"""Places ranked: a funnel of rates by size with its control limits, beside it the shrunk rates with their intervals."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from core.domain import User
from core.report.place_findings import rank_finding
from core.trends.places import SEEN, counted
from core.trends.rates import FAR, WITHIN, funnel, rates
from pages.ui.compare.choosing import Choice
from pages.ui.shared import charts, palette
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.indicators import distinct, indicator_name
from pages.ui.shared.map_view import wide
from pages.ui.shared.places import named
from pages.ui.shared.session import say, store
from pages.ui.shared.view import View

HEIGHT, ROW, MOST = 440, 24, 17
FUNNEL = 0.56  # of the width


def rank(user: User, chosen: Filter, choice: Choice) -> View:
    """Rates of the places below the grid, most first, whoever is outside the limits named."""
    given = read(
        counted, store(), user.scope, grid=chosen.grid_id, what=choice.indicator, codes=choice.codes, since=chosen.since, until=chosen.until,
        as_of=chosen.today, level=choice.level,
    )  # fmt: skip
    sizes = {"repeat": given.repeat, "days": given.days}
    found = distinct(named(rates(given.places, **sizes))) if len(given.places) else given.places
    finding = rank_finding(found, indicator=choice.indicator)
    if found.empty or not found["count"].sum() > 0:
        return View(finding, None, found, none=say("compare.nobody", indicator=indicator_name(choice.indicator)))
    names = ("rate", "shrunk", "low", "high", "outer_low", "outer_high")
    table = pd.DataFrame(
        {
            say("trends.grid"): found["name"],
            say("compare.shrunk"): found.shrunk,
            say("compare.rate"): found.rate,
            say("compare.count"): found["count"],
            say("indicator.people"): found.people.astype(float),
            **{say(f"compare.bound.{n}"): found[n] for n in names[2:]},
            say("compare.verdict"): [_verdict(r) for r in found.itertuples()],
        }
    )
    per_day = say("compare.per_day") if choice.indicator in SEEN else ""
    drawn = _drawn(found, funnel(given.places, **sizes))
    return View(finding, drawn, table.round(3), note=per_day, chart="bar", first=1)


def _verdict(row) -> str:
    return say(
        f"compare.verdicts.{row.verdict}" if row.verdict == WITHIN else f"compare.verdicts.{row.verdict}_{row.side}"
    )


def _drawn(found: pd.DataFrame, curves: pd.DataFrame) -> go.Figure:
    """On a phone the funnel stands above the list."""
    shown = _worth_showing(found)
    beside = wide()
    made = charts.figure(HEIGHT if beside else HEIGHT + ROW * len(shown) + 40, right=30, bottom=44, top=24)
    _funnel(made, found, curves)
    _intervals(made, shown, float(curves.whole.iloc[0]))
    if beside:
        made.update_layout(
            xaxis={"domain": [0, FUNNEL - 0.04]},
            xaxis2={"domain": [FUNNEL + 0.12, 1], "anchor": "y2"},
            yaxis2={"domain": [0, 1], "anchor": "x2"},
        )
    else:
        part = HEIGHT / made.layout.height
        made.update_layout(
            yaxis={"domain": [1 - part + 0.06, 1]},
            yaxis2={"domain": [0, 1 - part - 0.06], "anchor": "x2"},
            xaxis2={"anchor": "y2"},
        )
    return made


def _worth_showing(found: pd.DataFrame) -> pd.DataFrame:
    """Of hundreds the highest, and whoever is outside the limits."""
    if len(found) <= MOST:
        return found
    out = found[found.verdict != WITHIN]
    return found.loc[sorted({*found.index[:MOST], *out.index[: MOST // 2]})].head(MOST)


def _funnel(made: go.Figure, found: pd.DataFrame, curves: pd.DataFrame) -> None:
    quiet = {"mode": "lines", "hoverinfo": "skip"}
    for name, dash in (("outer", "solid"), ("inner", "dot")):
        for side in ("low", "high"):
            line = {"color": palette.of("muted"), "width": 1, "dash": dash, "shape": "linear"}
            made.add_scatter(x=list(curves.people), y=list(curves[f"{name}_{side}"]), line=line, **quiet)
    made.add_scatter(
        x=list(curves.people), y=list(curves.whole), line={"color": palette.of("accent"), "width": 1.5}, **quiet
    )
    within = found.verdict == WITHIN
    far = found.verdict == FAR
    for rows, colour, symbol, size in (
        (found[within], palette.of("muted"), "circle", 7),
        (found[~within & ~far], palette.of("accent"), "circle", 9),
        (found[far], palette.of("wrong"), "diamond", 11),
    ):
        made.add_scatter(
            x=list(rows.people),
            y=list(rows.rate),
            mode="markers",
            marker={"color": colour, "symbol": symbol, "size": size, "line": {"width": 0}},
            customdata=[
                [r.name_, charts.amount(r.rate), charts.amount(r.count_), charts.amount(r.people)]
                for r in rows.rename(columns={"name": "name_", "count": "count_"}).itertuples()
            ],
            hovertemplate=say("compare.hover"),
            cliponaxis=False,
        )
    _names(made, found[far | (~within & (found.side == "high"))].head(6))
    top = max(float(found.rate.max()), float(curves.outer_high.iloc[-1]))
    charts.value_axis(made, top * 1.06, whole=False)
    least, most = float(found.people.min()), float(found.people.max())
    # Sizes of places lie orders of magnitude apart.
    ticks = [t for p in range(7) for t in (10**p, 2 * 10**p, 5 * 10**p) if least * 0.8 <= t <= most * 1.25]
    ticks = ticks[:: max(1, -(-len(ticks) // 5))] if len(ticks) > 5 else ticks
    made.update_xaxes(
        type="log", tickvals=ticks, ticktext=[charts.amount(t) for t in ticks], title={"text": say("indicator.people"), "font": {"size": 12}}, ticks="outside"
    )  # fmt: skip
    made.update_yaxes(title={"text": say("compare.per"), "font": {"size": 12}})


def _names(made: go.Figure, rows: pd.DataFrame) -> None:
    for row in rows.itertuples():
        made.add_annotation(
            x=math.log10(row.people), y=row.rate, text=row.name, showarrow=False, yanchor="bottom", yshift=6, font={"size": 12, "color": palette.of("text")}
        )  # fmt: skip


def _intervals(made: go.Figure, shown: pd.DataFrame, whole: float) -> None:
    """The shrunk rate as a point on its interval, the plain one as a ring."""
    at = list(range(len(shown)))
    axes = {"xaxis": "x2", "yaxis": "y2"}
    x, y = [], []
    for n, row in zip(at, shown.itertuples(), strict=True):
        x += [row.low, row.high, None]
        y += [n, n, None]
    made.add_scatter(x=x, y=y, mode="lines", line={"color": palette.of("muted"), "width": 2}, hoverinfo="skip", **axes)
    made.add_scatter(
        x=list(shown.rate), y=at, mode="markers", marker={"symbol": "circle-open", "size": 8, "color": palette.of("muted")}, hoverinfo="skip", **axes
    )  # fmt: skip
    colours = [palette.of("wrong") if v == FAR else palette.of("accent") for v in shown.verdict]
    made.add_scatter(
        x=list(shown.shrunk),
        y=at,
        mode="markers",
        marker={"size": 9, "color": colours, "line": {"width": 0}},
        customdata=[[n, charts.amount(s), charts.amount(a), charts.amount(b)] for n, s, a, b in zip(shown["name"], shown.shrunk, shown.low, shown.high, strict=True)],
        hovertemplate=say("compare.hover_shrunk"),
        **axes,
    )  # fmt: skip
    top = max(float(shown.high.max()), float(shown.rate.max()) if len(shown) else 0)
    steps = charts.round_steps(top, 3, whole=False)
    made.update_layout(
        xaxis2={"range": [0, top * 1.05], "tickvals": steps, "ticktext": [charts.amount(v) for v in steps], "showgrid": False, "fixedrange": True, "zeroline": False},
        yaxis2={"tickvals": at, "ticktext": list(shown["name"]), "range": [len(shown) - 0.5, -0.5], "showgrid": False, "fixedrange": True, "zeroline": False},
    )  # fmt: skip
    made.add_shape(
        type="line", x0=whole, x1=whole, y0=0, y1=1, xref="x2", yref="y2 domain", line={"color": palette.of("accent"), "width": 1}, layer="below"
    )  # fmt: skip
