"""A chart's title, axes and reason in words."""

from __future__ import annotations

import pandas as pd

from core.charts.figures import REST, UNKNOWN, Chart
from core.charts.propose import ROWS
from core.i18n import format, t


def name_of(lang: str, value: object) -> str:
    if value == REST:
        return t(lang, "charts.rest")
    if value == UNKNOWN:
        return t(lang, "charts.unknown")
    return str(value)


def label(lang: str, chart: Chart, of: str) -> str:
    """What is measured ('y') or spread out ('x'), without its unit."""
    column = chart.x if of == "x" else chart.y
    return t(lang, "charts.rows") if column is None else column.label


def axis(lang: str, chart: Chart, of: str) -> str:
    column = chart.x if of == "x" else chart.y
    words = label(lang, chart, of)
    if of == "y" and chart.proposal.aggregate == "mean":
        words = t(lang, "charts.mean_of", what=words)
    return words if column is None or not column.unit else t(lang, "charts.with_unit", what=words, unit=column.unit)


def title_words(lang: str, chart: Chart) -> str:
    """What is seen; where nothing is, what is drawn."""
    what = label(lang, chart, "y")
    if chart.proposal.aggregate == "mean":
        what = t(lang, "charts.mean_of", what=what)
    fields = {name: _said(lang, name, value, chart) for name, value in chart.said.fields.items()}
    code = chart.said.code
    if code in ("rose", "fell") and "by" not in fields:
        code = f"{code}_from_nothing"
    if code in ("even", "half_between") and fields["low"] == fields["high"]:  # as it is read: 12 to 12 is no span
        code = f"{code}_same"
    return t(lang, f"charts.said.{code}", what=what, along=label(lang, chart, "x"), **fields)


def reason_words(lang: str, chart: Chart, source: str = "") -> str:
    words = t(
        lang,
        f"charts.reason.{chart.proposal.reason}",
        x=chart.x.label,
        y=label(lang, chart, "y"),
        colour=chart.colour.label if chart.colour else "",
    )
    left = t(lang, "charts.left", count=chart.left) if chart.left else ""
    return t(lang, "charts.from", source=source, reason=words + left) if source else words + left


def _said(lang: str, name: str, value: object, chart: Chart) -> str:
    if isinstance(value, pd.Timestamp):
        return time_word(lang, value, chart.grain)
    if name in ("share", "by"):
        return f"{value:.0%}"
    if name == "r":
        return f"{value:.2f}"
    if isinstance(value, (int, float)):
        unit = (
            (chart.y.unit if chart.y is not None else t(lang, "charts.unit_rows") if lang == "zh" else "")
            if chart.proposal.kind != "histogram"
            else chart.x.unit
        )
        text = format.number(lang, value) if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")
        space = "" if lang == "zh" or unit in ("%", "‰", "") else " "
        return f"{text}{space}{unit}" if name != "n" else text
    return name_of(lang, value)


def time_word(lang: str, value: pd.Timestamp, grain: str) -> str:
    if grain == "year":
        return f"{value.year}年" if lang == "zh" else str(value.year)
    if grain == "quarter":
        return f"{value.year}年第{value.quarter}季度" if lang == "zh" else f"Q{value.quarter} {value.year}"
    if grain == "month":
        return f"{value.year}年{value.month}月" if lang == "zh" else value.strftime("%b %Y")
    return format.day(lang, value.date())


__all__ = ["ROWS", "axis", "label", "name_of", "reason_words", "time_word", "title_words"]
