"""Key figures: a few large numbers, each with its change against the period before and its days as a small line."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.i18n import format
from core.report.findings import change, period_value
from pages.ui.shared.session import language, say

# Two in a row on a phone, all in one row on a desk; the number is read from three metres.
STYLE = """<style>
.st-key-figures {display: grid !important; grid-template-columns: repeat(auto-fit, minmax(152px, 1fr)); gap: 0.5rem 1rem;}
.st-key-figures > div {width: 100% !important; min-width: 0;}
.st-key-figures [data-testid="stMetricValue"] {font-size: 2.1rem; line-height: 1.25; font-variant-numeric: tabular-nums;}
.st-key-figures [data-testid="stMetric"] * {white-space: normal; text-overflow: clip;}
h5 {text-wrap: balance;}
</style>"""


@dataclass(frozen=True)
class Figure:
    code: str  # words: figure.<code>
    value: str
    delta: str | None = None
    arrow: str = "off"  # up | down | off
    note: str | None = None
    days: tuple[float, ...] = ()  # nan: no data


def span(days: int) -> str:
    """“上周”, “前14天”: the period before, in words."""
    return say("span.week" if days == 7 else "span.day" if days == 1 else "span.days", days=days)


def measured(code: str, now: pd.DataFrame, before: pd.DataFrame) -> Figure:
    """The figure of one indicator of `daily`."""
    value, relative = period_value(now, code), change(now, before, code)
    shown = format.number(language(), value, 1 if value is not None and value < 10 else 0)
    return _changed(Figure(code, shown, days=_days(now, code)), relative, len(now))


def people(classes: pd.DataFrame, by_day: pd.DataFrame, children: pd.DataFrame) -> Figure:
    """Everybody with a home in the grid: of `class_counts` and `class_daily`; of `by_child` while nothing is classified yet."""
    total, earlier = int(classes.people.sum()) or int(children.people.sum()), classes.before.sum()
    relative = total / earlier - 1 if earlier > 0 else None
    days = tuple(by_day.groupby("day").people.sum().astype(float)) if len(by_day) else ()
    return _changed(Figure("people", format.number(language(), total), days=days), relative, 7)


def alerts(counts: pd.DataFrame) -> Figure:
    unfinished = counts[counts.status.isin(["open", "acknowledged", "assigned"])]
    severe = int(unfinished.loc[unfinished.severity == "high", "alerts"].sum())
    note = say("figure.severe", value=format.number(language(), severe)) if severe else None
    return Figure("alerts", format.number(language(), int(unfinished.alerts.sum())), delta=note)


def resumed(units: pd.DataFrame) -> Figure:
    total, back = int(units.units.sum()), int(units.resumed.sum())
    share = format.percent(back / total, 0) if total else format.NOTHING
    return Figure("resumed", share, delta=say("figure.of_units", resumed=back, units=total) if total else None)


def _changed(figure: Figure, relative: float | None, days: int) -> Figure:
    if relative is None:
        return Figure(figure.code, figure.value, say("figure.no_before"), "off", None, figure.days)
    if math.isinf(relative):
        return Figure(figure.code, figure.value, say("figure.from_none", span=span(days)), "off", None, figure.days)
    step = "same" if abs(relative) < 0.005 else "more" if relative > 0 else "less"
    note = say(f"figure.{step}", span=span(days))
    if step == "same":
        return Figure(figure.code, figure.value, note, "off", None, figure.days)
    arrow = "up" if relative > 0 else "down"
    return Figure(figure.code, figure.value, format.change(relative), arrow, note, figure.days)


def _days(now: pd.DataFrame, indicator: str) -> tuple[float, ...]:
    return tuple(now[indicator].astype(float)) if len(now) > 1 else ()


def show(figures: list[Figure], *, days: int) -> None:
    """Draw them in one row that wraps."""
    st.html(STYLE)
    with st.container(key="figures"):
        for figure in figures:
            st.metric(
                say(f"figure.{figure.code}"),
                figure.value,
                figure.delta,
                delta_color="primary" if figure.days else "off",
                delta_arrow=figure.arrow,
                delta_description=figure.note,
                chart_data=list(figure.days) or None,
                chart_type="line",
                help=say("figure.help", days=days) if figure.days and figure.code != "people" else None,
            )
