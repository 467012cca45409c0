"""The series behind an alert as a picture: what was counted, what is usual, the days that were flagged."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.colours import QUIET
from core.domain import User
from core.store import Store
from core.watch import CLUSTERS, alert_series
from pages.ui.shared import charts, palette
from pages.ui.shared.annotations import annotate, tell
from pages.ui.shared.cached import read
from pages.ui.shared.finding import finding
from pages.ui.shared.meanwhile import marked, marks_of, switch
from pages.ui.shared.session import say

HEIGHT = 170


def picture(store: Store, user: User, lang: str, alert: pd.Series) -> None:
    series = read(alert_series, store, user.scope, alert_id=int(alert.alert_id))
    if series.empty:
        st.caption(say("anomalies.no_series"))
        return
    flagged = alert.detector != "key_attention_exit"  # that is no matter of days
    fever = alert.detector == "fever" and not pd.isna(alert.person_id)
    single = not pd.isna(alert.person_id) and not fever
    st.caption(
        say(_axis(alert, fever)) + " · " + _legend(series, single=single or alert.detector in CLUSTERS, flagged=flagged)
    )
    days = [pd.Timestamp(d).date() for d in series.day]
    top = float(series[["observed", "expected", "high"]].max(numeric_only=True).max() or 1)
    made = charts.figure(HEIGHT)
    charts.day_axis(made, days[0], days[-1])
    if series.high.notna().any() and series.low.notna().any():
        charts.band(made, days, list(series.low), list(series.high), name=say("anomalies.band"))
    elif series.high.notna().any():
        charts.line(made, days, list(series.high), name=say("anomalies.limit"), colour=QUIET, dash="dash", width=1.5)
    if series.expected.notna().any():
        charts.line(made, days, list(series.expected), name=say("anomalies.expected"), colour=QUIET, dash="dot")
    draw = charts.columns if single or alert.detector in CLUSTERS else charts.line  # once or twice a day is no curve
    draw(made, days, list(series.observed), name=say("anomalies.observed"), colour=palette.of("accent"))
    if flagged:
        _flag(made, alert, days, list(series.observed))
    if fever:
        made.update_yaxes(range=[35.5, max(top, 38.5) + 0.3])
    else:
        charts.value_axis(made, top)
    found = marks_of(user, grid=int(alert.grid_id), since=days[0], until=days[-1])
    annotate(made, found)
    charts.show(made, key=f"series_{alert.alert_id}", alt=finding(lang, alert))
    if found or not marked():
        switch("alert_marks")
    tell(found)


def _axis(alert: pd.Series, fever: bool) -> str:
    return "clusters.axis" if alert.detector in CLUSTERS else "anomalies.axis_fever" if fever else "anomalies.axis"


def _legend(series: pd.DataFrame, *, single: bool, flagged: bool) -> str:
    parts = [("▮ " if single else "— ") + say("anomalies.observed")]
    if series.expected.notna().any():
        parts.append("┄ " + say("anomalies.expected"))
    if series.high.notna().any():
        parts.append("▇ " + say("anomalies.band") if series.low.notna().any() else "╌ " + say("anomalies.limit"))
    return "  ".join([*parts, "◇ " + say("anomalies.flagged")] if flagged else parts)


def _flag(made: object, alert: pd.Series, days: list, observed: list) -> None:
    """Marked by a shape in the colour of the text: the colours of severity say how severe, and nothing else."""
    first, last = pd.Timestamp(alert.first_day).date(), pd.Timestamp(alert.last_day).date()
    hit = [(d, v) for d, v in zip(days, observed, strict=True) if first <= d <= last and not pd.isna(v)]
    made.add_scatter(
        x=[d for d, _ in hit],
        y=[v for _, v in hit],
        mode="markers",
        name=say("anomalies.flagged"),
        marker={
            "color": palette.of("ground"),
            "size": 9 if len(hit) <= 7 else 6,
            "symbol": "diamond",
            "line": {"color": palette.of("text"), "width": 1.8},
        },
        cliponaxis=False,
        hoverinfo="skip",
    )
