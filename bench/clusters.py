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
    """For planted clusters of one size: the share found while they last and the mean days until then, by the scan and by one series per
    grid; and the scan's false clusters in a year of which nothing was planted."""

    extra: float  # mean people of a planted cluster
    planted: int
    found: float
    days: float
    alone_found: float
    alone_days: float
    false_a_year: float


def figures(
    seed: int = 1, *, grids: int = 300, rate: float = 2e-4, extras: tuple[float, ...] = (8, 15, 25), days: int = YEAR
) -> list[Figures]:
    """One entry per size of planted clusters. `rate`: people per resident and day; `days`: judged."""
    rng = np.random.default_rng(seed)
    clean, near, residents = _county(rng, grids, rate, HISTORY + days)
    false = len(_episodes(clean, near, residents, days))
    limit = _limit(_alone(clean)[:, HISTORY:], max(false, 1))
    found = []
    for extra in extras:
        people, planted = _plant(rng, clean, near, extra)
        alarms, above = dict(_each_day(people, near, residents, planted)), _alone(people) > limit
        scanned = [_first(p, {d: [c.members for c in day_s] for d, day_s in alarms.items()}) for p in planted]
        alone = [_first(p, {d: [np.flatnonzero(above[:, d])] for d in range(p[1], p[2] + 1)}) for p in planted]
        found.append(Figures(extra, len(planted), *_share(scanned), *_share(alone), false * YEAR / days))
    return found


def _first(planted: tuple, alarms: dict[int, list]) -> int | None:
    """Days from the first of a planted cluster until an alarm that touches it. `alarms`: day → the grids of each."""
    members, first, last = planted
    hit = (d for d in range(first, last + 1) if any(np.isin(grids, members).any() for grids in alarms.get(d, [])))
    return next((day - first for day in hit), None)


def _share(waits: list[int | None]) -> tuple[float, float]:
    known = [w for w in waits if w is not None]
    return len(known) / max(len(waits), 1), float(np.mean(known)) if known else float("nan")


def measure(*, small: bool = False) -> list[Row]:
    runs = [figures(seed, days=60 if small else YEAR) for seed in ((1,) if small else (1, 2, 3))]
    rows = []
    for of_size in zip(*runs, strict=True):
        mean = {
            name: float(np.nanmean([getattr(f, name) for f in of_size]))
            for name in ("found", "days", "alone_found", "alone_days")
        }
        rows.append(
            Row(
                f"clusters of about {of_size[0].extra:.0f} people found ({sum(f.planted for f in of_size)} planted), after {mean['days']:.1f} days",
                100 * mean["found"],
                f"each grid alone: {100 * mean['alone_found']:.0f} %, after {mean['alone_days']:.1f} days",
                unit="%",
            )
        )
    false = [run[0].false_a_year for run in runs]
    rows.append(
        Row("false clusters in ten years", 10 * float(np.mean(false)), aim="10 (recurrence of a year)", unit="")
    )
    for size in (300, 2000) if small else (300, 2000, 10_000):
        people, near, residents = _county(np.random.default_rng(1), size, 5e-5, HISTORY)
        seconds = timed(lambda p=people, n=near, r=residents: _judge(p, n, r, HISTORY))
        rows.append(Row(f"one day, {size:,} grids", seconds, aim="1 s"))
    return rows


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
