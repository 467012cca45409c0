"""A forecast on a chart of days, and those made before: the band given then, and the days that fell outside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from core.domain import Scope
from core.report.findings import Clause
from core.report.trend_findings import forecast_clauses
from core.store import Store
from core.trends.forecast import MEMORY, Track, forecast, past_forecasts, track
from pages.ui.shared import charts, palette
from pages.ui.shared.cached import read
from pages.ui.shared.session import say, store

WEEKS = 8  # of earlier forecasts that are judged
HISTORY = MEMORY + 7 * WEEKS  # days that they need


@dataclass(frozen=True)
class Ahead:
    """`days` to come, `past`: what was forecast for days shown, `track`: how often it held over eight weeks."""

    days: pd.DataFrame
    past: pd.DataFrame
    track: Track

    @property
    def top(self) -> float:
        """The highest value that is drawn."""
        return float(pd.concat([self.days.high, self.past.high]).astype(float).max())

    @property
    def last(self) -> date:
        """The last day forecast; the first of all days where nothing is."""
        return pd.Timestamp(self.days.day.max()).date() if len(self.days) else date.min

    def times(self, share: float) -> Ahead:
        """In another unit: so much of it is one count."""
        days = self.days.assign(**{c: self.days[c] * share for c in ("expected", "low", "high")})
        past = self.past.assign(**{c: self.past[c] * share for c in ("expected", "low", "high", "observed")})
        return Ahead(days, past, self.track)

    def clauses(self) -> list[Clause]:
        return forecast_clauses(self.days, self.track)


def look_ahead(series: pd.Series, *, since: date, scope: Scope, stock: bool = False) -> Ahead:
    """Of a series by day up to the last known. Remembered, for it is a fifth of a second's work; by the series itself."""
    known = tuple(zip(series.index, series.to_numpy(), strict=True))
    days, past = read(_made, store(), scope, known=known, stock=stock)
    shown = past[pd.to_datetime(past.day) >= pd.Timestamp(since)].reset_index(drop=True)
    return Ahead(days, shown, track(past))


def _made(_store: Store, _scope: Scope, *, known: tuple, stock: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    series = pd.Series([v for _, v in known], index=pd.to_datetime([d for d, _ in known]), dtype=float)
    return forecast(series, stock=stock), past_forecasts(series, weeks=WEEKS, stock=stock)


def draw(made: go.Figure, found: Ahead, *, row: int | None = None, every: bool = True) -> None:
    """The bands behind, the forecasts dashed, what was missed as rings. `every`: earlier forecasts too."""
    ground = palette.of("accent")
    if every:
        for _, part in found.past.groupby("origin"):
            _one(made, part, say("trends.then"), palette.of("muted"), row)
    if len(found.days):
        _one(made, found.days, say("trends.forecast"), ground, row)
    if every:
        missed = found.past[found.past.inside.eq(False).fillna(False)]
        made.add_scatter(
            x=[d.date() for d in missed.day],
            y=list(missed.observed),
            mode="markers",
            name=say("trends.missed"),
            marker={"symbol": "circle-open", "size": 11, "color": palette.of("wrong"), "line": {"width": 2}},
            customdata=[f"{charts.amount(a)}–{charts.amount(b)}" for a, b in zip(missed.low, missed.high, strict=True)],
            hovertemplate=say("trends.missed") + " %{customdata}<extra></extra>",
            cliponaxis=False,
            row=row,
            col=row and 1,
        )


def _one(made: go.Figure, part: pd.DataFrame, name: str, colour: str, row: int | None) -> None:
    days = [pd.Timestamp(d).date() for d in part.day]
    quiet = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "row": row, "col": row and 1}
    made.add_scatter(x=days, y=list(part.high), **quiet)
    red, green, blue, _ = palette.rgb(colour)
    made.add_scatter(x=days, y=list(part.low), fill="tonexty", fillcolor=f"rgba({red},{green},{blue},0.16)", **quiet)
    made.add_scatter(
        x=days,
        y=list(part.expected),
        mode="lines+markers",
        name=name,
        line={"color": colour, "width": 1.6, "dash": "dash"},
        marker={"size": 3, "color": colour},
        customdata=[
            f"{charts.amount(e)} ({charts.amount(a)}–{charts.amount(b)})"
            for e, a, b in zip(part.expected, part.low, part.high, strict=True)
        ],
        hovertemplate=f"{name} %{{customdata}}<extra></extra>",
        row=row,
        col=row and 1,
    )


def columns(table: pd.DataFrame, found: Ahead, *, day: str) -> pd.DataFrame:
    """The table of a chart with forecast, bounds and whether the day lay within them; the days to come below."""
    names = {"expected": say("trends.forecast"), "low": say("trends.low"), "high": say("trends.high")}
    both = pd.concat([found.past, found.days], ignore_index=True)
    both[day] = [pd.Timestamp(d).date() for d in both.day]
    both[say("trends.inside")] = [
        None if pd.isna(v) else say("trends.yes" if v else "trends.no") for v in both.get("inside", [])
    ]
    wide = both.rename(columns=names)[[day, *names.values(), say("trends.inside")]]
    wide = wide.assign(**{n: wide[n].astype(float).round(2) for n in names.values()})
    return table.merge(wide, on=day, how="outer").sort_values(day, kind="stable").reset_index(drop=True)
