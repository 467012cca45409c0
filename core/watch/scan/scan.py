"""The clusters of one day: the strongest zones that do not overlap and that chance makes once a year at most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.watch.scan.baseline import expected, weekday_factor
from core.watch.scan.chance import Tail, by_moments, by_quartiles
from core.watch.scan.statistic import daily_maxima, every_zone, windows
from core.watch.scan.zones import NOBODY

HALF = 0.5  # of all residents: the widest zone


@dataclass(frozen=True)
class Settings:
    days: int = 7  # the longest window
    history: int = 56  # days of the baseline
    judged: int = 120  # past days whose strongest zones are looked at
    enough: int = 60  # of them, before they are
    replicas: int = 99
    least_people: int = 3
    recurrence: float = 365.0  # days


@dataclass(frozen=True)
class Counts:
    """People per grid and day; the last column is the day judged."""

    people: np.ndarray  # [grid, day]
    residents: np.ndarray  # [grid]
    weekdays: np.ndarray  # 1–7 per day
    usable: np.ndarray  # false: the day's data are missing
    near: np.ndarray  # as of zones.neighbours


@dataclass(frozen=True)
class Cluster:
    centre: int  # index of the grid
    members: np.ndarray  # indices
    expected_each: np.ndarray  # people, of each member
    days: int
    observed: int
    expected: float  # people
    score: float
    p: float

    @property
    def recurrence(self) -> float:
        """Days."""
        return 1 / max(self.p, 1e-9)


def scan(counts: Counts, settings: Settings, *, seed: int) -> list[Cluster]:
    """The clusters of the last day, the strongest first. `seed`: of the replicas, so that a day is judged alike whenever it is."""
    people = counts.people.astype(np.float32)
    if people.size == 0 or people[:, -settings.days :].sum() < settings.least_people:
        return []
    weight = weekday_factor(people.sum(axis=0), counts.weekdays, counts.usable) * counts.usable
    rates, shape = expected(people, counts.residents, weight, history=settings.history, gap=settings.days)
    lengths = np.stack(windows(weight[None, :], settings.days))[:, 0, :]
    sums = windows(people, settings.days)
    allowed = _allowed(counts)
    now = [s[:, -1] for s in sums]
    score, seen, base = every_zone(now, rates[:, -1], lengths[:, -1], counts.near, allowed, settings.least_people)
    if not score.any():
        return []
    tails = _tails(counts, settings, sums, rates, lengths, allowed, shape, np.random.default_rng(seed))
    p = np.max([tail.p(score) for tail in tails], axis=0)
    return _apart(counts, settings, score, seen, base, p, rates[:, -1], lengths[:, -1])


def _allowed(counts: Counts) -> np.ndarray:
    """[grid, rank] whether the zone up to this neighbour is one: not wider than half of all, but a grid alone always is."""
    inside = np.cumsum(np.where(counts.near >= 0, counts.residents[counts.near], 0), axis=1)
    allowed = (counts.near != NOBODY) & (inside <= HALF * counts.residents.sum())
    allowed[:, 0] = True
    return allowed


def _tails(counts, settings, sums, rates, lengths, allowed, shape, rng) -> list[Tail]:
    """Of replicas always, of past days where there are enough: the more cautious of both decides."""
    column, columns = lengths[:, -1:], np.zeros(settings.replicas, dtype=int)
    drawn = _replicas(rates[:, -1], column[:, 0], shape, settings, rng)
    tails = [
        by_moments(daily_maxima(drawn, rates[:, -1:], column[:, columns], counts.near, allowed, settings.least_people))
    ]
    first = max(settings.days + 14, sums[0].shape[1] - 1 - settings.judged)
    past = slice(first, sums[0].shape[1] - 1)
    if past.stop - past.start >= settings.enough:
        maxima = daily_maxima(
            [s[:, past] for s in sums], rates[:, past], lengths[:, past], counts.near, allowed, settings.least_people
        )
        of_history = by_quartiles(maxima)
        tails += [of_history] if of_history else []
    return tails


def _replicas(rates: np.ndarray, lengths: np.ndarray, shape: np.ndarray, settings: Settings, rng) -> list[np.ndarray]:
    """Per window [grid, replica] what an ordinary stretch of days would have counted: one day after the other, Poisson, each grid's rate
    drawn around its expectation as wide as its history leaves open."""
    true = rates[:, None] * rng.gamma(shape[:, None], 1 / shape[:, None], size=(len(rates), settings.replicas))
    steps = np.diff(lengths, prepend=0.0)
    drawn, so_far = [], np.zeros(true.shape, dtype=np.float32)
    for step in steps:
        so_far = so_far + _poisson(true * max(step, 0.0), rng)
        drawn.append(so_far)
    return drawn


def _poisson(mean: np.ndarray, rng) -> np.ndarray:
    """Few people in many cells: their number first, then where they fall."""
    total = mean.sum()
    if total > mean.size / 4:
        return rng.poisson(mean).astype(np.float32)
    at = np.searchsorted(np.cumsum(mean.ravel()), rng.random(rng.poisson(total)) * total)
    return np.bincount(np.minimum(at, mean.size - 1), minlength=mean.size).reshape(mean.shape).astype(np.float32)


def _apart(counts, settings, score, seen, base, p, rates, lengths) -> list[Cluster]:
    """The strongest first; whatever shares a grid with one already taken is left out."""
    candidates = np.flatnonzero((p <= 1 / settings.recurrence) & (score > 0))
    order = candidates[np.argsort(-score.ravel()[candidates], kind="stable")]
    taken, found = np.zeros(len(counts.residents), dtype=bool), []
    for flat in order:
        window, centre, rank = np.unravel_index(flat, score.shape)
        members = counts.near[centre, : rank + 1]
        if taken[members].any():
            continue
        taken[members] = True
        at = (window, centre, rank)
        found.append(
            Cluster(
                int(centre), members, rates[members] * lengths[window], int(window) + 1, round(float(seen[at])), float(base[at]), float(score[at]), float(p[at])
            )
        )  # fmt: skip
    return found
