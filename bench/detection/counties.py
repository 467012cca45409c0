"""Counties of counts with planted outbreaks, each beside its clean twin. Seeded: the same seed, the same county."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.watch.scoring.counts import Counts, counts

FIRST_JUDGED = 60  # days that every detector may learn from
SIZES = (1, 2, 3, 5)
# what homes, work places and schools, markets, and stations do from Monday to Sunday, and on a holiday against that
WEEKS = np.array([
    [0.95, 0.95, 0.95, 0.95, 1.0, 1.1, 1.1],
    [1.35, 1.3, 1.3, 1.3, 1.25, 0.3, 0.2],
    [0.8, 0.8, 0.8, 0.85, 1.05, 1.4, 1.3],
    [1.0, 0.85, 0.85, 0.9, 1.3, 0.9, 1.2],
])  # fmt: skip
HOLIDAYS = np.array([1.0, 0.4, 1.5, 1.3])


@dataclass(frozen=True, eq=False)
class Recipe:
    """What a county is made by. Levels, scatter (variance ÷ mean) and drift are bounds; shape: lognormal days from onset, ÷ its step."""

    weeks: np.ndarray
    holidays: np.ndarray
    levels: tuple[float, float]
    scatter: tuple[float, float]
    drift: float
    shape: tuple[float, float, float]  # μ, σ, step


CHOSEN_ON = Recipe(WEEKS, HOLIDAYS, (0.1, 30), (1.0, 1.6), 0.15, (0, 0.5, 0.25))
# No constant of the scoring was chosen on this one: rest on another day, shut on Sundays, busier, rougher, slower outbreaks.
HELD_OUT = Recipe(
    np.array([
        [1.2, 1.2, 1.1, 1.1, 1.0, 0.7, 0.7],
        [1.0, 1.4, 0.7, 1.4, 0.7, 1.4, 0.4],
        [1.3, 1.2, 1.2, 1.2, 1.1, 0.95, 0.05],
        [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
    ]),
    np.array([0.6, 1.8, 0.2, 1.0]),
    (0.05, 80),
    (1.0, 2.0),
    0.2,
    (0.3, 0.7, 0.3),
)  # fmt: skip


@dataclass(frozen=True)
class County:
    clean: Counts
    planted: Counts
    level: np.ndarray  # true rate per series
    starts: np.ndarray  # one planted episode per row: series, first day, last day, size
    first_judged: int = FIRST_JUDGED


def county(
    seed: int, *, series: int = 1500, days: int = 365, falls: bool = False, recipe: Recipe = CHOSEN_ON
) -> County:
    """Four kinds with their own weeks and holidays, rates .1–30 and a slow drift of each; outbreaks of v ~ Poisson(k·7·√(λφ)) on days
    ⌊LN(0, .5) ÷ .25⌋ after onset; or falls to a quarter for seven days."""
    rng = np.random.default_rng(seed)
    kinds = rng.integers(0, 4, series)
    weekdays = np.arange(days) % 7 + 1
    special = np.zeros(days, dtype=bool)
    for start, length in ((100, 3), (180, 7), (270, 3)):
        special[start : start + length] = True
    level = np.exp(rng.uniform(*np.log(recipe.levels), series))
    dispersion = rng.uniform(*recipe.scatter, series)
    mean = level * _calendar(rng, recipe, kinds, weekdays, special) * _drift(rng, recipe, days, series)
    y = _counts(rng, mean, dispersion)
    extra, starts = _falls(rng, y, level) if falls else _outbreaks(rng, recipe, y, level, dispersion)
    make = {"kinds": kinds, "weekdays": weekdays, "special": special}
    return County(counts(y, **make), counts(y + extra, **make), level, starts)


def _calendar(
    rng: np.random.Generator, recipe: Recipe, kinds: np.ndarray, weekdays: np.ndarray, special: np.ndarray
) -> np.ndarray:
    """[day, series]: the week of each kind, its holidays, and a day's weather common to the kind."""
    common = rng.gamma(40, 1 / 40, (len(weekdays), len(recipe.weeks)))
    of_kind = recipe.weeks[:, weekdays - 1].T * np.where(special[:, None], recipe.holidays, 1.0) * common
    return of_kind[:, kinds]


def _drift(rng: np.random.Generator, recipe: Recipe, days: int, series: int) -> np.ndarray:
    """A slow wave of each series over half a year and more."""
    length, phase, height = (
        rng.uniform(120, 400, series),
        rng.uniform(0, 2 * np.pi, series),
        rng.uniform(0, recipe.drift, series),
    )
    return np.exp(height * np.sin(2 * np.pi * np.arange(days)[:, None] / length + phase))


def _counts(rng: np.random.Generator, mean: np.ndarray, dispersion: np.ndarray) -> np.ndarray:
    over = np.maximum(dispersion - 1, 1e-3)
    return rng.poisson(rng.gamma(mean / over, over)).astype(float)


def _outbreaks(rng, recipe, y, level, dispersion) -> tuple[np.ndarray, np.ndarray]:
    extra, starts = np.zeros_like(y), []
    days, series = y.shape
    middle, width, step = recipe.shape
    for row in range(series):
        for start in _onsets(rng, days):
            size = SIZES[rng.integers(len(SIZES))]
            number = max(rng.poisson(size * 7 * np.sqrt(level[row] * dispersion[row])), 1)
            on = start + np.floor(rng.lognormal(middle, width, number) / step).astype(int)
            on = on[on < days]
            if len(on):
                np.add.at(extra, (on, row), 1)
                starts.append((row, on.min(), on.max(), size))
    return extra, np.array(starts)


def _falls(rng, y, level) -> tuple[np.ndarray, np.ndarray]:
    extra, starts = np.zeros_like(y), []
    for row in np.flatnonzero(level >= 1):
        for start in _onsets(rng, len(y)):
            days = slice(start, start + 7)
            extra[days, row] = rng.binomial(y[days, row].astype(int), 0.25) - y[days, row]
            starts.append((row, start, start + 6, 0))
    return extra, np.array(starts)


def _onsets(rng: np.random.Generator, days: int) -> list[int]:
    """Two in the year, one in each half of the days that are judged."""
    half = (FIRST_JUDGED + days) // 2
    return [int(rng.integers(FIRST_JUDGED, half - 30)), int(rng.integers(half, days - 20))]
