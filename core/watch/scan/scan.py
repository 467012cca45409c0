"""The clusters of one day: the strongest zones that do not overlap and that chance makes once a year at most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.watch.scan.baseline import calm, expected, weekday_factor
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


@dataclass
class Day:
    """The day judged, as far as no cluster was found in it yet."""

    sums: list[np.ndarray]  # per window [grid]
    rates: np.ndarray  # [grid]
    lengths: np.ndarray  # [window]
    near: np.ndarray
    allowed: np.ndarray

    def strongest(self, least: int) -> tuple[float, float, float, tuple[int, int, int]]:
        """F, people seen, people expected, and (window, grid, rank) of the strongest zone; F is 0 where there is none."""
        score, seen, base = every_zone(self.sums, self.rates, self.lengths, self.near, self.allowed, least)
        at = np.unravel_index(int(np.argmax(score)), score.shape)
        return float(score[at]), float(seen[at]), float(base[at]), at

    def settle(self, members: np.ndarray) -> None:
        """A cluster is known: its grids count as usual, and no other zone has them."""
        for window, length in zip(self.sums, self.lengths, strict=True):
            window[members] = self.rates[members] * length
        touched = np.isin(self.near, members)
        self.allowed = self.allowed & (np.cumsum(touched, axis=1) == 0)


def scan(counts: Counts, settings: Settings, *, seed: int) -> list[Cluster]:
    """The clusters of the last day, the strongest first. `seed`: of the replicas, so that a day is judged alike whenever it is."""
    people = counts.people.astype(np.float32)
    if people.size == 0 or people[:, -settings.days :].sum() < settings.least_people:
        return []
    total = calm(people.sum(axis=0), counts.usable)
    weight = weekday_factor(total, counts.weekdays, counts.usable) * counts.usable
    rates, shape = expected(people, counts.residents, weight, total, history=settings.history, gap=settings.days)
    lengths = np.stack(windows(weight[None, :], settings.days))[:, 0, :]
    sums = windows(people, settings.days)
    allowed = _allowed(counts)
    day = Day([s[:, -1].copy() for s in sums], rates[:, -1], lengths[:, -1], counts.near, allowed)
    if not day.strongest(settings.least_people)[0]:
        return []
    tails = _tails(counts, settings, sums, rates, lengths, allowed, shape, np.random.default_rng(seed))
    return _apart(day, settings, tails)


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
        # Days on which replicas already see a cluster say nothing of ordinary ones: a county with one outbreak after the other stays awake.
        maxima = maxima[tails[0].p(maxima) > 1 / settings.recurrence]
        of_history = by_quartiles(maxima) if len(maxima) >= settings.enough / 2 else None
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


def _apart(day: Day, settings: Settings, tails: list[Tail]) -> list[Cluster]:
    """One after the other, the strongest first; each counts as ordinary before the next is looked for, which shares no grid with it (Zhang,
    Assunção, Kulldorff, Journal of Probability and Statistics 2010)."""
    found = []
    while True:
        score, seen, base, at = day.strongest(settings.least_people)
        p = max(float(tail.p(score)) for tail in tails) if score else 1.0
        if p > 1 / settings.recurrence:
            return found
        window, centre, rank = at
        members = day.near[centre, : rank + 1]
        each = day.rates[members] * day.lengths[window]
        found.append(Cluster(int(centre), members, each, int(window) + 1, round(seen), base, score, p))
        day.settle(members)
