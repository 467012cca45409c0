"""What a chart shows, in one finding: clauses of a code and fields, made from the very frames that are drawn.

`core.report.wording.word` turns a finding into a sentence. Every function returns a tuple of `Clause`; the first always stands.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

# People of a day do not add up over days: of a period their daily mean is told, of everything else the sum.
PER_DAY = frozenset({"outsiders", "residents_seen"})
# Below this part of the expected scans a fall may be missing data: the finding says so.
LOW_COVERAGE = 0.8
# A part of the whole that is worth a place in the sentence; below it only the name is told.
TELLING_SHARE = 0.25
# Grids are named as those who made a change when this part of it, of all that went the same way, is theirs; at most so many.
MOST_OF_CHANGE, MOST_NAMED = 0.5, 3
# Changes below this are none.
STEADY = 0.005


@dataclass(frozen=True)
class Clause:
    code: str
    fields: dict[str, object] = field(default_factory=dict)


Finding = tuple[Clause, ...]
NO_DATA: Finding = (Clause("no_data"),)


def period_value(frame: pd.DataFrame, indicator: str) -> float | None:
    """One figure for the days of `daily`: sum, daily mean of the measured days (PER_DAY), or coverage as a share.

    None when no day of the frame has a check-in. Days whose data are missing are missing in the frame.
    """
    if not len(frame) or not (frame.check_ins > 0).any():
        return None
    measured = frame[frame.check_ins.notna()]
    if indicator == "coverage":
        known = frame[frame.expected.fillna(0) > 0]
        return float((known.coverage * known.expected).sum() / known.expected.sum()) if len(known) else None
    return float(measured[indicator].mean() if indicator in PER_DAY else measured[indicator].sum())


def change(now: pd.DataFrame, before: pd.DataFrame, indicator: str) -> float | None:
    """Relative change between two periods as daily means of their measured days (of coverage: difference of shares).

    None where the earlier period has measured fewer than half as many days: no honest comparison. Infinite where it had none of it.
    """
    days, days_before = _measured_days(now), _measured_days(before)
    if not days or days_before * 2 < days:
        return None
    value, earlier = period_value(now, indicator), period_value(before, indicator)
    if value is None or earlier is None:
        return None
    if indicator == "coverage":
        return value - earlier
    if indicator not in PER_DAY:
        value, earlier = value / days, earlier / days_before
    if earlier > 0:
        return value / earlier - 1
    return math.inf if value > 0 else 0.0


def _measured_days(frame: pd.DataFrame) -> int:
    return int(frame.check_ins.notna().sum()) if len(frame) else 0


def indicator_finding(
    now: pd.DataFrame,
    before: pd.DataFrame,
    children: pd.DataFrame,
    earlier: pd.DataFrame | None = None,
    *,
    indicator: str,
    parts: Sequence[Clause] = (),
) -> Finding:
    """An indicator over a period: how much, how it changed, and who made the change; where it did not change, who holds most.

    `now`, `before`: frames of `daily` of both periods; `children`, `earlier`: of `by_child` of both (may be empty); `parts`: further clauses on who made it (core.report.split.made_by).
    """
    value = period_value(now, indicator)
    if value is None:
        return NO_DATA
    days = len(now)
    kind = "share" if indicator == "coverage" else "mean" if indicator in PER_DAY else "sum"
    clauses = [Clause(f"fact_{kind}", {"indicator": indicator, "share" if kind == "share" else "value": value})]
    relative = change(now, before, indicator)
    clauses += _changed(relative, len(before), points=indicator == "coverage")
    if indicator == "coverage":
        clauses += _lowest(children)
    else:
        spans = _measured_days(now), _measured_days(before)
        made = _made_by(children, earlier, indicator, spans, relative)
        clauses += made or _top(children, indicator, whole=float(now[indicator].sum()))
        clauses += parts
    coverage = period_value(now, "coverage")
    if indicator != "coverage" and coverage is not None and coverage < LOW_COVERAGE and days:
        clauses.append(Clause("low_coverage", {"share": coverage}))
    return tuple(clauses)


def _changed(relative: float | None, days: int, *, points: bool = False) -> list[Clause]:
    if relative is None:
        return []
    if math.isinf(relative):
        return [Clause("from_none", {"span": _span(days), "days": days})]
    step = "steady" if abs(relative) < STEADY else "up" if relative > 0 else "down"
    code = f"points_{step}" if points and step != "steady" else step
    return [Clause(code, {"change": abs(relative), "points": abs(relative) * 100, "span": _span(days), "days": days})]


def _span(days: int) -> str:
    return "week" if days == 7 else "day" if days == 1 else "days"


def _made_by(
    children: pd.DataFrame, earlier: pd.DataFrame | None, indicator: str, spans: tuple[int, int], relative: float | None
) -> list[Clause]:
    """Who made the change, by daily means: the fewest grids whose rise (or fall) is most of all that rose (or fell). None where they
    are too many to be named."""
    if relative is None or abs(relative) < STEADY or earlier is None or len(children) < 2 or earlier.empty:
        return []
    then = earlier.set_index("grid_id")[indicator]
    means = children.set_index("grid_id")[indicator].fillna(0) / spans[0]
    moved = means.sub(then.fillna(0) / spans[1], fill_value=0) * (1 if relative > 0 else -1)
    moved = moved[moved > 0].sort_values(ascending=False)
    share = moved.cumsum() / moved.sum()
    needed = int((share < MOST_OF_CHANGE).sum()) + 1
    if moved.empty or needed > MOST_NAMED:
        return []
    names = children.set_index("grid_id").name
    return [Clause("rise_in" if relative > 0 else "fall_in", {"names": [names[g] for g in moved.index[:needed]]})]


def _top(children: pd.DataFrame, indicator: str, *, whole: float) -> list[Clause]:
    """Who holds most of the `whole`, of which a part may lie in no child, but in the grid itself."""
    if len(children) < 2 or indicator not in children:
        return []
    total = children[indicator].sum()
    if not total > 0:
        return []
    first = children.loc[children[indicator].idxmax()]
    if whole - total > first[indicator]:
        return [Clause("own", {"part": float(1 - total / whole)})]
    share = float(first[indicator] / max(whole, total))
    return [Clause("top" if share >= TELLING_SHARE else "most", {"name": first["name"], "part": share, "share": share})]


def _lowest(children: pd.DataFrame) -> list[Clause]:
    known = children.dropna(subset=["coverage"]) if "coverage" in children else children.iloc[:0]
    if len(known) < 2:
        return []
    last = known.loc[known.coverage.idxmin()]
    return [Clause("lowest", {"name": last["name"], "share": float(last.coverage)})]


def class_finding(counts: pd.DataFrame, *, ordinary: str) -> Finding:
    """People in any class but the `ordinary` one: how many, the change in seven days, the largest class (of `class_counts`)."""
    watched = counts[(counts["class"] != ordinary) & (counts["people"] > 0)]
    total = int(watched.people.sum())
    if not total:
        return (Clause("classes_none"),)
    earlier = counts.loc[counts["class"] != ordinary, "before"].sum(min_count=1)
    clauses = [Clause("classes", {"value": total})]
    clauses += _changed(None if pd.isna(earlier) else total / earlier - 1 if earlier > 0 else math.inf, 7)
    if len(watched) > 1:
        first = watched.loc[watched.people.idxmax()]
        clauses.append(Clause("class_most", {"class": first["class"], "part": float(first.people / total)}))
    return tuple(clauses)


def rank_finding(children: pd.DataFrame, *, indicator: str, whole: float) -> Finding:
    """The first of the grids ranked by an indicator, and how much of the `whole` of the grid above the first three have."""
    known = children.dropna(subset=[indicator]).sort_values(indicator, ascending=False)
    if known.empty or not known[indicator].sum() > 0:
        return NO_DATA
    first = known.iloc[0]
    code = "first_coverage" if indicator == "coverage" else "first"
    clauses = [Clause(code, {"name": first["name"], "indicator": indicator, "figure": float(first[indicator])})]
    if len(known) > 4 and indicator != "coverage" and whole > 0:
        clauses.append(Clause("first_three", {"part": min(1.0, float(known[indicator].head(3).sum() / whole))}))
    return tuple(clauses)


def weekday_finding(means: pd.DataFrame, *, indicator: str) -> Finding:
    """The busiest and the quietest weekday of `weekday`, `mean` (1 = Monday)."""
    known = means.dropna(subset=["mean"])
    if len(known) < 2 or not known["mean"].max() > 0:
        return NO_DATA
    high, low = known.loc[known["mean"].idxmax()], known.loc[known["mean"].idxmin()]
    return (
        Clause("weekday_high", {"indicator": indicator, "weekday": int(high.weekday), "figure": float(high["mean"])}),
        Clause("weekday_low", {"indicator": indicator, "weekday": int(low.weekday), "figure": float(low["mean"])}),
    )


def calendar_finding(now: pd.DataFrame, *, indicator: str) -> Finding:
    """The day with the most of an indicator and the day with the least, of the measured days (`now`: day, value)."""
    known = now.dropna(subset=["value"])
    if known.empty or not known["value"].max() > 0:
        return NO_DATA
    high, low = known.loc[known["value"].idxmax()], known.loc[known["value"].idxmin()]
    return (
        Clause("day_high", {"indicator": indicator, "day": _date(high.day), "figure": float(high["value"])}),
        Clause("day_low", {"indicator": indicator, "day": _date(low.day), "figure": float(low["value"])}),
    )


def stock_finding(now: pd.DataFrame, children: pd.DataFrame, *, indicator: str) -> Finding:
    """People in a class: how many on the last day, how many more than on the first, where most are.

    `now`: day, value; `children`: name, value.
    """
    known = now.dropna(subset=["value"])
    if known.empty:
        return NO_DATA
    first, last = known.iloc[0], known.iloc[-1]
    clauses = [Clause("stock", {"indicator": indicator, "value": float(last.value), "day": _date(last.day)})]
    if len(known) > 1:
        more = float(last.value - first.value)
        step = "same" if not more else "up" if more > 0 else "down"
        clauses.append(Clause(f"stock_{step}", {"day": _date(first.day), "more": abs(more)}))
    return (*clauses, *_top(children, "value", whole=float(last.value)))


def _date(value: object) -> date:
    return pd.Timestamp(value).date()
