"""今日研判, the situation of the day in three statements: which places are worst and why, what changed and where, what cannot be trusted.

Made from the frames that the page draws, so that sentence, figures and squares say the same. Each statement is a finding, with what it is
about, so that a page can lead there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from core.report.findings import Clause, Finding

# Places are named as the worst while the fewest that hold half of the severe alerts are at most so many.
MOST_NAMED, HALF = 3, 0.5
# A change is told when the figure, with FLOOR added to both sides so that small numbers don't shout, is this many times the earlier one, or the reverse.
FLOOR, TELLING = 5, 1.25
# A detector is told as the main reason when this part of the alerts is its.
MAIN = 0.4
LOW_COVERAGE = 0.8
# Indicator → days before with which the last day is compared: what has a week's rhythm, with the same weekday.
COMPARED = {"outsiders": 3, "entries": 7}


@dataclass(frozen=True)
class Statement:
    about: str  # alerts | indicator | class | feeds | coverage
    finding: Finding
    code: str | None = None  # of the indicator or class
    grids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Changed:
    """A figure of people or scans of one day, beside the same of an earlier day, whole and by child grid."""

    about: str  # indicator | class
    code: str
    now: float
    earlier: float
    earlier_day: date
    by_child: pd.DataFrame  # grid_id, name, now, earlier

    @property
    def weight(self) -> float:
        """How many times more, or less: 1 is no change."""
        times = (self.now + FLOOR) / (self.earlier + FLOOR)
        return max(times, 1 / times)


def worst(standing: pd.DataFrame, names: dict[int, str]) -> Statement:
    """Where most severe alerts stand, and what they are (of `core.watch.standing`; `names` of the child grids)."""
    severe = standing[standing.severity == "high"]
    total = int(severe.alerts.sum())
    if not total:
        others = int(standing.alerts.sum())
        return Statement("alerts", (Clause("calm_others", {"value": others}) if others else Clause("calm"),))
    by_place = severe.groupby("grid_id").alerts.sum().sort_values(ascending=False, kind="stable")
    below = by_place[by_place.index.isin(names)]
    needed = int((below.cumsum() < HALF * total).sum()) + 1
    if len(names) < 2 or below.empty:
        clauses, shown = [Clause("severe", {"value": total})], severe
    elif needed <= min(MOST_NAMED, len(below)):
        chosen = list(below.index[:needed])
        held = int(below.iloc[:needed].sum())
        fields = {"names": [names[g] for g in chosen], "value": held, "part": held / total}
        clauses, shown = (
            [Clause("worst_all" if held == total else "worst", fields)],
            severe[severe.grid_id.isin(chosen)],
        )
    else:
        first = {"name": names[below.index[0]], "most": int(below.iloc[0])}
        clauses, shown = [Clause("scattered", {"value": total, "count": len(below), **first})], severe
        chosen = [below.index[0]]
    kinds = shown.groupby("detector").alerts.sum().sort_values(ascending=False, kind="stable")
    if kinds.iloc[0] >= MAIN * kinds.sum():
        clauses.append(Clause("mainly", {"detector": kinds.index[0], "value": int(kinds.iloc[0])}))
    grids = tuple(int(g) for g in chosen) if len(names) > 1 and len(below) else ()
    return Statement("alerts", tuple(clauses), grids=grids)


def changed(figures: list[Changed], *, telling: float = TELLING) -> Statement | None:
    """The one figure that changed most, how much, and who made it; None when all are steady: less than `telling` times."""
    telling = [f for f in figures if f.weight >= telling and f.now != f.earlier]
    if not telling:
        return None
    most = max(telling, key=lambda f: f.weight)
    more = most.now > most.earlier
    fields = {"indicator": most.code, "earlier": most.earlier, "now": most.now, "day": most.earlier_day}
    clauses = [Clause("rose" if more else "fell", fields)]
    frame = most.by_child.fillna({"now": 0, "earlier": 0})
    moved = ((frame.now - frame.earlier) * (1 if more else -1)).rename("moved")
    frame = frame.assign(moved=moved)[moved > 0].sort_values("moved", ascending=False, kind="stable")
    chosen = frame.iloc[:0]
    if len(most.by_child) > 1 and len(frame):
        share = frame.moved.cumsum() / frame.moved.sum()
        needed = int((share < 2 / 3).sum()) + 1
        chosen = frame.iloc[: min(needed, MOST_NAMED)]
        fresh = more and not chosen.earlier.any()
        code = ("mostly_new_in" if fresh else "mostly_in") if needed <= MOST_NAMED else "first_in"
        clauses.append(Clause(code, {"names": list(chosen.name)}))
    return Statement(most.about, tuple(clauses), code=most.code, grids=tuple(int(g) for g in chosen.grid_id))


def untrusted(standing: pd.DataFrame, days: pd.DataFrame, children: pd.DataFrame, *, silent: list[str]) -> Statement:
    """What of today's data cannot be believed: silent feeds, low coverage; or that they can be.

    `days`: of `core.rollup.series.daily`; `children`: of `by_child`; `silent`: names of grids whose feed is silent, longest first.
    """
    feeds = int(standing.loc[standing.detector == "missing_feed", "alerts"].sum())
    coverage = days.coverage.dropna()
    share = float(coverage.iloc[-1]) if len(coverage) else None
    if feeds:
        where = "feeds_where" if feeds > len(silent[:2]) else "feeds_all"
        return Statement("feeds", (Clause("feeds", {"value": feeds}), Clause(where, {"names": silent[:2]})))
    if share is None:
        return Statement("coverage", (Clause("no_coverage"),))
    clauses = [Clause("coverage_low" if share < LOW_COVERAGE else "coverage_good", {"share": share})]
    known = children.dropna(subset=["coverage"])
    if len(known) > 1:
        last = known.loc[known.coverage.idxmin()]
        clauses.append(Clause("lowest", {"name": last["name"], "share": float(last.coverage)}))
    return Statement("coverage", tuple(clauses))
