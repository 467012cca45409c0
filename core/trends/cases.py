"""Cases by day: the curve of an epidemic by first symptoms or by report, how complete its last days are, and per 10,000 people.

A day after the last that the lists tell of is missing, never zero. The last days by onset lack those who are ill and not yet reported: how many, is told by the delays seen so far,
corrected for their being cut off (Lawless 1994: the reverse-time hazard).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.domain import EVERYTHING, Scope
from core.rollup import children, people_of
from core.store import Store, load_sql
from core.trends.reproduction import SerialInterval

BASES = ("onset", "report")
GROUPS = ("kind", "place", "class", "disease")
COLUMN = {"kind": "kind", "place": "child_id", "class": "class", "disease": "disease"}
UNTOLD = ""  # the value of a group that is not told
COMPLETE = 0.9  # from this part of a day's cases on it is taken for whole
LONGEST_DELAY, DELAYS_FROM = 30, 90  # days
FEWEST_DELAYS, ELSE_OPEN = 10, 7  # delays below which nothing is estimated; days that count as open then
FEWEST_PAIRS, PAIRS_FROM = 10, 90


@dataclass(frozen=True)
class Cases:
    """Cases of one grid, as `case_counts` found them.

    `counts`: onset_on, reported_on, kind, disease, class, child_id, cases. `reach`: the last day that the lists tell of (None: no list);
    `came`: a list came on that day, which may not be its last.
    """

    counts: pd.DataFrame
    reach: date | None
    came: bool


def cases(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, until: date, as_of: date, level: str | None = None
) -> Cases:
    """All cases of a grid that the reader may see. `until`: the last day of the data; `as_of`: the day that decides whom they may see; `level`: of the grids below
    by which they are counted, else those next below."""
    counts = store.df(
        load_sql(__file__, "case_counts.sql"),
        scope=scope.roots,
        as_of=as_of,
        grid=grid,
        children=children(store, scope, grid=grid, level=level),
    )
    reach, came = store.one(load_sql(__file__, "case_reach.sql"), until=until)
    return Cases(counts, reach, bool(came))


@dataclass(frozen=True)
class Curve:
    """What one curve needs. `groups`: cases by day of the period, a column per value (UNTOLD: not told), most first, missing after the lists' reach;
    `undated`: cases without such a day, of all times; `every`: all cases by day, from the first to the last day known; `open`: of its last days, the part
    that is known by now (missing: can't be told); `disease`: what most cases name."""

    groups: pd.DataFrame
    undated: int
    every: pd.Series
    open: pd.Series
    reach: date | None
    disease: str | None

    @property
    def whole(self) -> pd.Series:
        """`every` up to its last complete day: what growth and reproduction are told from."""
        return self.every if self.open.empty else self.every[self.every.index < self.open.index[0]]


def case_curve(
    store: Store,
    scope: Scope,
    *,
    grid: int,
    basis: str,
    group: str,
    since: date,
    until: date,
    last_day: date,
    as_of: date,
) -> Curve:
    """One curve, of a grid's cases by BASES and GROUPS. `last_day`: of the data; `as_of`: as for `cases`."""
    found = cases(store, scope, grid=grid, until=last_day, as_of=as_of)
    groups, undated = curve(found, basis=basis, group=group, since=since, until=until)
    every = by_day(found, basis=basis, until=until)
    return Curve(groups, undated, every, completeness(found, basis=basis), found.reach, main_disease(found))


def curve(found: Cases, *, basis: str, group: str, since: date, until: date) -> tuple[pd.DataFrame, int]:
    """Cases by day and group: index every day from `since` to `until` (missing after the lists' reach), a column per value of the group (UNTOLD for
    what is not told), most first; and how many cases have no such day at all (of all times)."""
    day = f"{'onset' if basis == 'onset' else 'reported'}_on"
    values = [UNTOLD if pd.isna(v) else v for v in found.counts[COLUMN[group]]]
    table = found.counts.assign(value=pd.Series(values, index=found.counts.index, dtype=object))
    undated = int(table[table[day].isna()].cases.sum())
    days = pd.date_range(since, until, name="day")
    dated = table[table[day].notna()]
    dated = dated.assign(day=pd.to_datetime(dated[day]))
    shown = dated[(dated.day >= days[0]) & (dated.day <= days[-1])]
    order = list(shown.groupby("value").cases.sum().sort_values(ascending=False, kind="stable").index)
    known = np.zeros(len(days)) if found.reach else np.full(len(days), np.nan)
    known[days > pd.Timestamp(found.reach or since)] = np.nan
    parts = {
        value: shown[shown.value == value].groupby("day").cases.sum().reindex(days).fillna(0).to_numpy() + known
        for value in order
    }
    return pd.DataFrame(parts, index=days) if parts else pd.DataFrame({UNTOLD: known}, index=days), undated


def by_day(found: Cases, *, basis: str, until: date) -> pd.Series:
    """All cases by day, from the first to the last day that is known, at most `until`; empty without any."""
    day = f"{'onset' if basis == 'onset' else 'reported'}_on"
    dated = found.counts[found.counts[day].notna()]
    last = min(found.reach or until, until)
    summed = dated.groupby(pd.to_datetime(dated[day])).cases.sum()
    summed = summed[summed.index <= pd.Timestamp(last)]
    if summed.empty:
        return pd.Series(dtype=float)
    return summed.reindex(pd.date_range(summed.index[0], last)).fillna(0).astype(float)


def completeness(found: Cases, *, basis: str) -> pd.Series:
    """The part of its cases that each of the last days has by now: index the last days up to the reach, oldest first, of those alone that have less
    than 0.9; missing where that can't be estimated (fewer than 10 delays, or the day on which the list came)."""
    if found.reach is None:
        return pd.Series(dtype=float)
    if basis == "report":
        open_days = [found.reach] if found.came else []
        return pd.Series(np.nan, index=pd.to_datetime(open_days), dtype=float)
    told = _arrived(found)
    if told is None:
        last = pd.date_range(found.reach - timedelta(days=ELSE_OPEN - 1), found.reach)
        return pd.Series(np.nan, index=last, dtype=float)
    days = pd.date_range(found.reach - timedelta(days=LONGEST_DELAY), found.reach)
    share = pd.Series(told[::-1], index=days)
    return share[share < COMPLETE]


def _arrived(found: Cases) -> np.ndarray | None:
    """The part of cases that is reported within 0 … 30 days of onset; None with too few delays."""
    both = found.counts.dropna(subset=["onset_on", "reported_on"])
    onset, reported = pd.to_datetime(both.onset_on), pd.to_datetime(both.reported_on)
    delay = (reported - onset).dt.days.to_numpy()
    could = (pd.Timestamp(found.reach) - onset).dt.days.to_numpy()  # the longest delay that could have been seen by now
    use = (delay >= 0) & (delay <= LONGEST_DELAY) & (could >= delay) & (could <= DELAYS_FROM)
    delay, could, number = delay[use], could[use], both.cases.to_numpy()[use]
    if number.sum() < FEWEST_DELAYS:
        return None
    arrived = np.ones(LONGEST_DELAY + 1)
    for d in range(LONGEST_DELAY, 0, -1):
        seen = could >= d
        up_to = number[seen & (delay <= d)].sum()
        just = number[seen & (delay == d)].sum()
        arrived[d - 1] = arrived[d] * (1 - just / up_to if up_to else 1.0)
    return arrived


def main_disease(found: Cases) -> str | None:
    """The disease that most cases name."""
    named = found.counts.dropna(subset=["disease"]).groupby("disease").cases.sum()
    return str(named.idxmax()) if len(named) else None


def own_interval(store: Store, scope: Scope, *, until: date, as_of: date) -> tuple[SerialInterval | None, int]:
    """The serial interval of the county's own chains in the last 90 days, and of how many pairs; none below ten pairs or where its mean is not above one
    day."""
    pairs, mean, deviation = store.one(
        load_sql(__file__, "serial_pairs.sql"),
        scope=scope.roots,
        as_of=as_of,
        first=until - timedelta(days=PAIRS_FROM),
        last=until,
    )
    if pairs < FEWEST_PAIRS or mean <= 1 or not deviation:
        return None, pairs
    return SerialInterval(round(mean, 1), max(round(deviation, 1), 0.1)), pairs


def people(store: Store, scope: Scope, *, grids: list[int], as_of: date) -> pd.Series:
    """Registered people by grid, each with all visible below it; grids without anybody are missing."""
    found = people_of(store, scope, grids=tuple(grids), as_of=as_of)
    return pd.Series({grid: number for grid, number in found.items() if number}, dtype=float)


def names(store: Store, scope: Scope) -> pd.Series:
    """The names of the visible area grids, by grid."""
    return store.df(
        "select grid_id, name from grid where axis = 'area' and grid_id in (from scope_grids($scope))",
        scope=scope.roots,
    ).set_index("grid_id")["name"]
