"""The figures of a day that may have changed since an earlier one, from frames that are read anyhow."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pandas as pd

from core.policy.loader import RESIDENT, Policy
from core.report.situation import COMPARED, Changed

WEEK = 7


def headline_classes(policy: Policy) -> list[str]:
    """The two classes of people that the policy puts first: `figures` of a pack, else those that rank first."""
    ranked = [c.code for c in policy.classes if c.code != RESIDENT]
    named = [code for code in policy.constants.get("figures", ()) if code in ranked]
    return (named or ranked)[:2]


def told_singly(policy: Policy) -> list[str]:
    """Classes in which every further person is news: `singly` of a pack."""
    return [c.code for c in policy.classes if c.code in policy.constants.get("singly", ())]


def alerts_told_singly(policy: Policy) -> list[str]:
    """Kinds of alerts of which one is news, the gravest first: `singly_alerts` of a pack."""
    return [code for code in policy.constants.get("singly_alerts", ()) if code in policy.detectors]


def candidates(
    days: pd.DataFrame,
    by_day: pd.DataFrame,
    classes: pd.DataFrame,
    by_class: pd.DataFrame,
    *,
    until: date,
    headline: list[str],
) -> list[Changed]:
    """Of frames of `daily`, `daily_by_child`, `class_counts` and `class_daily_by_child`: the last day beside an earlier one."""
    found = []
    for code, back in COMPARED.items():
        earlier = until - timedelta(days=back)
        whole = {day: _value(days, code, day) for day in (until, earlier)}
        if not any(math.isnan(v) for v in whole.values()):
            pair = _beside(by_day.rename(columns={code: "value"}), until, earlier)
            found.append(Changed("indicator", code, whole[until], whole[earlier], earlier, pair))
    for code in headline:
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
    told = {pd.Timestamp(until): "now", pd.Timestamp(earlier): "earlier"}
    rows: dict[int, dict] = {}  # plain: a merge of two dozen rows costs more than all else of the picture
    for grid, name, day, value in zip(frame.grid_id, frame.name, pd.to_datetime(frame.day), frame.value, strict=True):
        if day in told:
            row = rows.setdefault(grid, {"grid_id": grid, "name": name, "now": 0.0, "earlier": 0.0})
            row[told[day]] = 0.0 if pd.isna(value) else float(value)
    return pd.DataFrame([rows[grid] for grid in sorted(rows)], columns=["grid_id", "name", "now", "earlier"]).astype(
        {"now": float, "earlier": float}
    )
