"""What may have changed since the days before, and the lines that show it."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pandas as pd

from core.report import Clause, Finding
from core.report.situation import COMPARED, Changed, Statement
from core.report.wording import indicator_name
from pages.ui.overview.figures import headline_classes
from pages.ui.overview.lines import Line
from pages.ui.shared.session import language, say

WEEK = 7


def candidates(
    days: pd.DataFrame, by_day: pd.DataFrame, classes: pd.DataFrame, by_class: pd.DataFrame, *, until: date
) -> list[Changed]:
    """Of frames of `daily`, `daily_by_child`, `class_counts` and `class_daily_by_child`: the last day beside an earlier one."""
    found = []
    for code, back in COMPARED.items():
        earlier = until - timedelta(days=back)
        whole = {day: _value(days, code, day) for day in (until, earlier)}
        if not any(math.isnan(v) for v in whole.values()):
            pair = _beside(by_day.rename(columns={code: "value"}), until, earlier)
            found.append(Changed("indicator", code, whole[until], whole[earlier], earlier, pair))
    for code in headline_classes():
        row = classes[classes["class"] == code].iloc[0]
        if not pd.isna(row.before):
            earlier = until - timedelta(days=WEEK)
            own = by_class[by_class["class"] == code].rename(columns={"people": "value"})
            found.append(
                Changed("class", code, float(row.people), float(row.before), earlier, _beside(own, until, earlier))
            )
    return found


def _value(days: pd.DataFrame, code: str, day: date) -> float:
    found = days.loc[pd.to_datetime(days.day) == pd.Timestamp(day), code]
    return float(found.iloc[0]) if len(found) else math.nan


def _beside(frame: pd.DataFrame, until: date, earlier: date) -> pd.DataFrame:
    """One row per grid: grid_id, name, now, earlier."""
    day = pd.to_datetime(frame.day)
    now = frame[day == pd.Timestamp(until)][["grid_id", "name", "value"]].rename(columns={"value": "now"})
    then = frame[day == pd.Timestamp(earlier)][["grid_id", "name", "value"]].rename(columns={"value": "earlier"})
    return now.merge(then, on=["grid_id", "name"], how="outer").astype({"now": float, "earlier": float}).fillna(0.0)


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
