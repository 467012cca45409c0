"""Clusters in space and time: planted ones found by the scan, against one series per grid; false ones a year.

A made-up county of grids on a plane with residents from 20 to 400, rates that differ from grid to grid, and a week's rhythm. Each planted cluster
lies in the 1 … 8 nearest grids of one grid and lasts 5 to 9 days. Beside it EARS C2 (28 days of baseline, two days of gap, deviation of at least 1)
looks at every grid alone, its limit set so that it raises as many false alarms a year as the scan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.timing import Row, timed
from core.watch.scan import Counts, Settings, neighbours, scan

TITLE = "Clusters in space and time"
HISTORY, YEAR, EVERY = (
    190,
    365,
    20,
)  # days before the first judged; judged days; days from one planted cluster to the next
GAP, BASE = 2, 28


@dataclass(frozen=True)
class Figures:
    """Of the scan and of one series per grid: share of planted clusters found while they last, mean days until then; the scan's false
    clusters in a year of which nothing was planted."""

    planted: int
    found: float
    days: float
    alone_found: float
    alone_days: float
    false_a_year: float


def figures(seed: int = 1, *, grids: int = 300, rate: float = 2e-4, extra: float = 8.0, days: int = YEAR) -> Figures:
    """`rate`: people per resident and day; `extra`: mean people of a planted cluster."""
    rng = np.random.default_rng(seed)
    clean, near, residents = _county(rng, grids, rate, HISTORY + days)
    with_planted, planted = _plant(rng, clean, near, extra)
    quiet = _episodes(clean, near, residents, days)
    alone = _alone(clean)
    false = len(quiet)
    limit = _limit(alone[:, HISTORY:], max(false, 1))
    sick = _alone(with_planted)
    alarms = {day: found for day, found in _each_day(with_planted, near, residents, planted)}
    hits, waits, alone_hits, alone_waits = 0, [], 0, []
    for members, first, last in planted:
        when = [d for d in range(first, last + 1) if any(set(c.members) & set(members) for c in alarms.get(d, []))]
        hits, waits = hits + bool(when), waits + [d - first for d in when[:1]]
        when = [d for d in range(first, last + 1) if (sick[members, d] > limit).any()]
        alone_hits, alone_waits = alone_hits + bool(when), alone_waits + [d - first for d in when[:1]]
    count = len(planted)
    mean = [float(np.mean(w)) if w else float("nan") for w in (waits, alone_waits)]
    return Figures(count, hits / count, mean[0], alone_hits / count, mean[1], false * YEAR / days)


def measure(*, small: bool = False) -> list[Row]:
    found = [figures(seed, days=100 if small else YEAR) for seed in ((1,) if small else (1, 2, 3))]
    mean = {name: float(np.nanmean([getattr(f, name) for f in found])) for name in Figures.__dataclass_fields__}
    rows = [
        Row(f"planted clusters found ({sum(f.planted for f in found)})", 100 * mean["found"], "each grid alone %.0f %%" % (100 * mean["alone_found"]), unit="%"),
        Row("days until found × 10", 10 * mean["days"], "each grid alone %.0f" % (10 * mean["alone_days"]), unit=""),
        Row("false clusters a year × 10", 10 * mean["false_a_year"], aim="10 (recurrence of a year)", unit=""),
    ]  # fmt: skip
    for size in (300, 2000) if small else (300, 2000, 10_000):
        rng = np.random.default_rng(1)
        people, near, residents = _county(rng, size, 5e-5, HISTORY)
        rows.append(
            Row(
                f"one day, {size:,} grids",
                timed(lambda p=people, n=near, r=residents: _judge(p, n, r, HISTORY)),
                aim="1 s",
            )
        )
    return rows  # fmt: skip


def _county(rng, grids: int, rate: float, days: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    residents = np.round(np.exp(rng.uniform(np.log(20), np.log(400), grids)))
    own = residents * rate * rng.gamma(4, 1 / 4, grids)
    rhythm = np.array([1.1, 1, 1, 1, 1.1, 0.9, 0.9])[np.arange(days) % 7]
    people = rng.poisson(own[:, None] * rhythm[None, :]).astype(np.float32)
    return people, neighbours(rng.uniform(109, 109.6, grids), rng.uniform(22, 22.6, grids), 20), residents


def _plant(rng, clean: np.ndarray, near: np.ndarray, extra: float) -> tuple[np.ndarray, list[tuple]]:
    people, planted = clean.copy(), []
    for first in range(HISTORY, clean.shape[1] - 10, EVERY):
        members = near[rng.integers(len(near)), : rng.integers(1, 9)]
        last = first + int(rng.integers(4, 9))
        for _ in range(max(int(rng.poisson(extra)), 3)):
            people[rng.choice(members), rng.integers(first, last + 1)] += 1
        planted.append((members, first, last))
    return people, planted


def _judge(people: np.ndarray, near: np.ndarray, residents: np.ndarray, day: int) -> list:
    first = max(0, day - HISTORY)
    span = day - first
    return scan(
        Counts(people[:, first:day], residents, np.arange(first, day) % 7 + 1, np.ones(span, bool), near),
        Settings(),
        seed=day,
    )


def _each_day(people: np.ndarray, near: np.ndarray, residents: np.ndarray, planted: list[tuple]):
    """Only the days on which something planted goes on."""
    for day in sorted({d for _, first, last in planted for d in range(first, last + 1)}):
        yield day, _judge(people, near, residents, day + 1)


def _episodes(people: np.ndarray, near: np.ndarray, residents: np.ndarray, days: int) -> list[tuple[int, set]]:
    """Clusters of a clean year; one that shares a grid with one of the week before goes on."""
    open_, episodes = [], []
    for day in range(HISTORY, HISTORY + days):
        for cluster in _judge(people, near, residents, day + 1):
            members = set(cluster.members.tolist())
            if not any(day - last <= 7 and members & before for last, before in open_):
                episodes.append((day, members))
            open_.append((day, members))
    return episodes


def _alone(people: np.ndarray) -> np.ndarray:
    """EARS C2 per grid and day: (count − mean) ÷ deviation of the 28 days before the last two."""
    summed = np.cumsum(np.pad(people, ((0, 0), (1, 0))), axis=1)
    squares = np.cumsum(np.pad(people**2, ((0, 0), (1, 0))), axis=1)
    day = np.arange(people.shape[1])
    last, first = np.maximum(day - GAP, 0), np.maximum(day - GAP - BASE, 0)
    mean = (summed[:, last] - summed[:, first]) / BASE
    spread = np.sqrt(np.maximum((squares[:, last] - squares[:, first]) / BASE - mean**2, 0))
    return (people - mean) / np.maximum(spread, 1)


def _limit(scores: np.ndarray, alarms: int) -> float:
    """The score that so many grid-days of a clean year exceed."""
    return float(np.sort(scores.ravel())[-alarms - 1])
