"""The places side by side, each in a small panel on the same axes: how they went, and where earlier forecasts speak for it, the seven days to come."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from core.domain import Scope, User
from core.i18n import format
from core.report.place_findings import ahead_finding, moved_finding
from core.report.trend_findings import forecast_clauses
from core.store import Store
from core.trends.compare import week_before
from core.trends.forecast import COLUMNS, MEMORY, Track, forecast, past_forecasts, supported, track
from pages.ui.compare.choosing import HISTORY, LEAST, Choice, places, whole
from pages.ui.shared import charts, palette
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.indicators import indicator_name
from pages.ui.shared.map_view import wide
from pages.ui.shared.session import language, say, store
from pages.ui.shared.view import View

PANEL, GAP, MOST = 100, 34, 24
FEWEST = 10  # of a week, that make a beginning
WEEKS = 4  # of earlier forecasts that are judged


def side_by_side(user: User, chosen: Filter, choice: Choice) -> View:
    """Every place by day, with how its last week stands beside the one before."""
    since = chosen.since - timedelta(days=HISTORY)
    every = _largest(places(user, chosen, choice, since=since), chosen.since)
    if not every:
        return View((), None, pd.DataFrame(), none=say("compare.nobody", indicator=indicator_name(choice.indicator)))
    moved = {name: week_before(series) for name, series in every.items()}
    begun = [n for n, c in moved.items() if c is None and _begun(every[n])]
    titles = {n: f"{format.change(c.change)}{'' if c.sure else '?'}" if c else "" for n, c in moved.items()}
    titles |= dict.fromkeys(begun, say("compare.begun"))
    made = _panels(every, titles, chosen.since, chosen.until, lambda *_: None)
    finding = moved_finding(moved, begun, indicator=choice.indicator)
    return View(finding, made, _table(every, chosen.since), chart="line")


def _begun(series: pd.Series) -> bool:
    """Whether the last week has what the one before had nothing of."""
    before, now = series.iloc[-14:-7], series.iloc[-7:]
    return before.notna().sum() >= LEAST and before.sum() == 0 and now.sum() >= FEWEST


def ahead(user: User, chosen: Filter, choice: Choice) -> View:
    """Every place with the seven days to come; none where its earlier forecasts missed too often, or are too few."""
    since = chosen.until - timedelta(days=MEMORY + 7 * WEEKS)
    all_of_it = whole(user, chosen, choice, since=since)
    every = _largest(places(user, chosen, choice, since=since), chosen.since)
    if not every:
        return View((), None, pd.DataFrame(), none=say("compare.nobody", indicator=indicator_name(choice.indicator)))
    made = {n: _look(user, series, stock=choice.of_class) for n, series in every.items()}
    county, judged = _look(user, all_of_it, stock=choice.of_class)
    held = {n: len(days) > 0 for n, (days, _) in made.items()}
    titles = {n: "" if h else say("compare.not_held") for n, h in held.items()}

    def bands(figure: go.Figure, name: str, row: int, column: int) -> None:
        if held[name]:
            _band(figure, made[name][0], row, column)

    until = chosen.until + timedelta(days=7)
    drawn = _panels(every, titles, chosen.since, until, bands)
    table = _forecasts({**{n: made[n] for n in every}, say("compare.whole"): (county, judged)})
    finding = (*(forecast_clauses(county, judged) if len(county) else ()), *ahead_finding(held))
    return View(finding, drawn, table)


def _largest(every: dict[str, pd.Series], since: date) -> dict[str, pd.Series]:
    """Those with anything, most first, as many as a sheet holds."""
    sums = {n: s[s.index >= pd.Timestamp(since)].sum() for n, s in every.items()}
    return {n: every[n] for n in sorted(every, key=lambda n: -sums[n])[:MOST] if sums[n] > 0}


def _look(user: User, series: pd.Series, *, stock: bool) -> tuple[pd.DataFrame, Track]:
    known = tuple(zip(series.index, series.to_numpy(), strict=True))
    return read(_made, store(), user.scope, known=known, stock=stock)


def _made(_store: Store, _scope: Scope, *, known: tuple, stock: bool) -> tuple[pd.DataFrame, Track]:
    series = pd.Series([v for _, v in known], index=pd.to_datetime([d for d, _ in known]), dtype=float)
    past = past_forecasts(series, weeks=WEEKS, stock=stock)
    ahead = forecast(series, stock=stock) if supported(past) else pd.DataFrame(columns=COLUMNS)
    return ahead, track(past)


def _panels(
    every: dict[str, pd.Series],
    titles: dict[str, str],
    since: date,
    until: date,
    more: Callable[[go.Figure, str, int, int], None],
) -> go.Figure:
    across = 4 if wide() else 2
    down = -(-len(every) // across)
    height = down * (PANEL + GAP) + 30
    # None below the last one.
    specs = [[{} if row * across + column < len(every) else None for column in range(across)] for row in range(down)]
    made = make_subplots(
        specs=specs, rows=down, cols=across, shared_yaxes=True, vertical_spacing=GAP / height if down > 1 else 0, horizontal_spacing=0.025
    )  # fmt: skip
    made.update_layout(charts.figure(height, top=GAP - 6, bottom=30).layout)
    for nth, (name, series) in enumerate(every.items()):
        row, column = nth // across + 1, nth % across + 1
        shown = series[series.index >= pd.Timestamp(since)]
        more(made, name, row, column)
        made.add_scatter(
            x=[d.date() for d in shown.index],
            y=list(shown),
            mode="lines",
            line={"color": palette.of("accent"), "width": 2},
            connectgaps=False,
            customdata=[charts.amount(v) for v in shown],
            hovertemplate=f"{html.escape(name)} %{{customdata}}<extra></extra>",
            row=row,
            col=column,
        )
        axis = "" if nth == 0 else str(nth + 1)
        title = f"<b>{html.escape(name)}</b>" + (f"  {html.escape(titles[name])}" if titles.get(name) else "")
        made.add_annotation(
            text=title, x=0, y=1, xref=f"x{axis} domain", yref=f"y{axis} domain", xanchor="left", yanchor="bottom", yshift=3, showarrow=False,
            font={"size": 12, "color": palette.of("text")},
        )  # fmt: skip
    tops = pd.Series([v for t in made.data if t.y is not None for v in t.y], dtype=float)
    charts.value_axis(made, float(tops.max()), ticks=2)
    charts.day_axis(made, since, until)
    ticks = [since, until]
    made.update_xaxes(showgrid=False, fixedrange=True, zeroline=False, tickvals=ticks, showticklabels=False)
    for nth in range(max(len(every) - across, 0), len(every)):
        at = {"row": nth // across + 1, "col": nth % across + 1}
        made.update_xaxes(showticklabels=True, ticktext=[format.day(language(), d) for d in ticks], **at)
    made.update_yaxes(fixedrange=True, zeroline=False, showgrid=True)
    return made


def _band(made: go.Figure, days: pd.DataFrame, row: int, column: int) -> None:
    at = [pd.Timestamp(d).date() for d in days.day]
    quiet = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "row": row, "col": column}
    made.add_scatter(x=at, y=list(days.high), **quiet)
    red, green, blue, _ = palette.rgb(palette.of("accent"))
    made.add_scatter(x=at, y=list(days.low), fill="tonexty", fillcolor=f"rgba({red},{green},{blue},0.2)", **quiet)
    made.add_scatter(
        x=at,
        y=list(days.expected),
        mode="lines",
        line={"color": palette.of("accent"), "width": 1.5, "dash": "dash"},
        customdata=[f"{charts.amount(e)} ({charts.amount(a)}–{charts.amount(b)})" for e, a, b in zip(days.expected, days.low, days.high, strict=True)],
        hovertemplate=say("trends.forecast") + " %{customdata}<extra></extra>",
        row=row,
        col=column,
    )  # fmt: skip


def _table(every: dict[str, pd.Series], since: date) -> pd.DataFrame:
    frame = pd.DataFrame({n: s[s.index >= pd.Timestamp(since)] for n, s in every.items()})
    frame.insert(0, say("trends.day"), [d.date() for d in frame.index])
    return frame.reset_index(drop=True)


def _forecasts(made: dict[str, tuple[pd.DataFrame, Track]]) -> pd.DataFrame:
    """One row per place and day to come; where nothing is foretold, one that says how often it held."""
    rows = []
    for name, (days, judged) in made.items():
        held = say("compare.held", inside=judged.inside, days=judged.days)
        if not len(days):
            rows.append((name, None, None, None, None, held + say("compare.none_given")))
        rows += [(name, pd.Timestamp(d.day).date(), d.expected, d.low, d.high, held) for d in days.itertuples()]
    columns = ["trends.grid", "trends.day", "trends.forecast", "trends.low", "trends.high", "compare.track"]
    return pd.DataFrame(rows, columns=[say(c) for c in columns]).round(2)
