"""What may have changed since the days before, and the lines that show it."""

from __future__ import annotations

import math

import pandas as pd

from core.report import Clause, Finding
from core.report.situation import Statement
from core.report.wording import indicator_name
from pages.ui.overview.lines import Line
from pages.ui.shared.session import language, say


def change_of(
    moved: Statement | None, by_day: pd.DataFrame, by_class: pd.DataFrame
) -> tuple[Finding, list, list[Line], str]:
    """Title, days, lines and note of the chart: of what moved, or of the check-ins where nothing did."""
    if moved is None:
        frame, finding, unit = by_day.rename(columns={"check_ins": "value"}), (Clause("steady_all"),), "check_ins"
    elif moved.about == "class":
        frame = by_class[by_class["class"] == moved.code].rename(columns={"people": "value"})
        finding, unit = moved.finding, moved.code
    else:
        frame, finding, unit = by_day.rename(columns={moved.code: "value"}), moved.finding, moved.code
    days = sorted(pd.to_datetime(by_day.day).dt.date.unique())
    story = set(moved.grids) if moved else set()
    absent = 0.0 if moved and moved.about == "class" else math.nan  # a class without people has no row
    lines = [_line(own, days, int(grid) in story, absent) for grid, own in frame.groupby("grid_id", sort=False)]
    return finding, days, lines, say("overview.change_note", indicator=indicator_name(language(), str(unit)))


def _line(own: pd.DataFrame, days: list, story: bool, absent: float) -> Line:
    values = dict(zip(pd.to_datetime(own.day).dt.date, own.value.astype(float), strict=True))
    return Line(str(own.name.iloc[0]), [values.get(day, absent) for day in days], story)
