"""A chart's title, axes and reason in words."""

from __future__ import annotations

import re

import pandas as pd

from core.charts.figures import REST, UNKNOWN, Chart
from core.charts.propose import ROWS
from core.i18n import format, t

MEAN = re.compile(r"平均|人均|户均|中位|\b(?:mean|average|avg|median)\b", re.IGNORECASE)


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
    if of == "y":
        words = _measured(lang, chart)
    return words if column is None or not column.unit else t(lang, "charts.with_unit", what=words, unit=column.unit)


def title_words(lang: str, chart: Chart) -> str:
    """What is seen; where nothing is, what is drawn."""
    what = _measured(lang, chart)
    if chart.proposal.kind == "line" and chart.colour is not None and chart.proposal.aggregate != "mean":
        # the lines are of one kind each, the sentence is about all
        what = t(lang, "charts.total_of", what=_apart(lang, what), colour=_apart(lang, chart.colour.label))
    fields = {name: _said(lang, name, value, chart) for name, value in chart.said.fields.items()}
    code = chart.said.code
    if code in ("rose", "fell") and "by" not in fields:
        code = f"{code}_from_nothing"
    if code in ("even", "half_between") and fields["low"] == fields["high"]:  # as it is read: 12 to 12 is no span
        code = "even_by_chance" if code == "even" and chart.y is not None and chart.y.shrunk else f"{code}_same"
    told = t(
        lang, f"charts.said.{code}", what=_apart(lang, what), along=_apart(lang, label(lang, chart, "x")), **fields
    )
    return re.sub(r"\s*([：，（）、；])\s*", r"\1", re.sub(r" {2,}", " ", told)).strip() if lang == "zh" else told


def _measured(lang: str, chart: Chart) -> str:
    """“Mean” where several rows are put together, and the header does not say so itself."""
    what = label(lang, chart, "y")
    alone = chart.x.distinct == int(chart.x.values.notna().sum())  # one row each: nothing is averaged
    means = chart.proposal.aggregate == "mean" and not alone and not MEAN.search(what)
    return t(lang, "charts.mean_of", what=what) if means else what


def _apart(lang: str, text: str) -> str:
    """Latin words stand apart from each other in a Chinese sentence, where two of them may meet."""
    if lang != "zh":
        return text
    first, last = (one.isascii() and not one.isdigit() for one in (text[:1], text[-1:]))
    return f"{' ' if first else ''}{text}{' ' if last else ''}"


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
    return _apart(lang, name_of(lang, value))


def time_word(lang: str, value: pd.Timestamp, grain: str) -> str:
    if grain == "year":
        return f"{value.year}年" if lang == "zh" else str(value.year)
    if grain == "quarter":
        return f"{value.year}年第{value.quarter}季度" if lang == "zh" else f"Q{value.quarter} {value.year}"
    if grain == "month":
        return f"{value.year}年{value.month}月" if lang == "zh" else value.strftime("%b %Y")
    if grain == "month_alone":
        return f"{value.month}月" if lang == "zh" else value.strftime("%b")
    if grain == "hour":
        return t(lang, "charts.hour", day=format.day(lang, value.date()), hour=value.hour)
    return format.day(lang, value.date())


__all__ = ["ROWS", "axis", "label", "name_of", "reason_words", "time_word", "title_words"]
