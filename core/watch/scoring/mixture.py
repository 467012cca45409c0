"""How much better an outbreak explains the last days than the baseline does: a Bayes factor over onset, shape and size.

Per day, log NB(y; M + δ) − log NB(y; M) with the size r of the baseline's law; an outbreak that began τ days ago is the sum over its days;
the score is the logarithm of the mean over onsets, shapes and sizes (for falls: over onsets and remaining shares), in units of log 10.
The question is whether the day has cases of an outbreak, not whether one is under way: every term weighs as much as the chance of cases among
the day's count, all ages of an outbreak as much as those of any other. So a day late in it stands high, one without any count does not.
"""

from __future__ import annotations

from itertools import pairwise
from math import log
from statistics import NormalDist

import numpy as np

# lognormal (Sartwell 1950): median in days, σ of its logarithm, and days that are looked at
INCUBATION = 5.0, 0.6, 12


def _incubation() -> tuple[float, ...]:
    """Share of the cases on each day after one exposure."""
    median, sigma, days = INCUBATION
    until = [0.0, *(NormalDist().cdf(log(day / median) / sigma) for day in range(1, days + 1))]
    return tuple((after - before) / until[-1] for before, after in pairwise(until))


SHAPES = (_incubation(), (1 / 3, 1 / 3, 1 / 3), tuple(np.arange(1, 8) / 28))  # of one exposure, a block, a ramp
SIZES = (7.0, 14.0, 28.0)  # of the whole outbreak, in standard deviations of an ordinary day
WEEKLY_SHAPES = ((1.0,), (0.6, 0.4), (0.4, 0.4, 0.2), (0.2,) * 5)
WEEKLY_SIZES = (2.5, 5.0, 10.0, 20.0)
LEFT = (0.0, 0.25, 0.5)  # share of the ordinary that a fall leaves
DEPTHS = (4.0,)  # and standard deviations of a day that it takes: of busy series less is a fall
FALL_DAYS = 10
REACH = max(FALL_DAYS, *(len(shape) for shape in SHAPES))  # days that a score looks back
DEVIATIONS = np.geomspace(0.05, 100, 60)  # of a day, in counts: at these the days with cases are reckoned
FEWEST_CASES = 0.5  # days with cases that the smallest outbreak counts as
LEAST_WEIGHT = 1e-6  # of a day without any
ONE_DAY = 5.0  # what a single day may say of the days after it: a count that was typed wrong is an alarm for a day
MOST = 80.0  # of a log-likelihood ratio, before it would overflow
CHUNK = 256  # series at a time: what fits the cache


def rise_scores(
    y: np.ndarray, mean: np.ndarray, level: np.ndarray, dispersion: np.ndarray, *, weekly: bool = False
) -> np.ndarray:
    """log10 Bayes factor for an outbreak under way, [day, series]; days without an expectation count for nothing."""
    return _chunked(_weekly_rises if weekly else _rises, y, mean, level, dispersion)


def fall_scores(
    y: np.ndarray, mean: np.ndarray, level: np.ndarray, dispersion: np.ndarray, idle: np.ndarray | None = None
) -> np.ndarray:
    """log10 Bayes factor for a fall under way, [day, series]. `idle`: chance of a zero that is a state, not a low count (none without it)."""
    return _chunked(_falls, y, mean, level, dispersion, np.zeros_like(mean) if idle is None else idle)


def _chunked(function, *matrices: np.ndarray) -> np.ndarray:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only where something is scored

    out = np.empty(matrices[0].shape, dtype=np.float32)

    def one(at: int) -> None:
        part = [np.ascontiguousarray(m[:, at : at + CHUNK], dtype=np.float32) for m in matrices]
        out[:, at : at + CHUNK] = function(*part)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(0, out.shape[1], CHUNK)))
    return out


def _law(mean: np.ndarray, dispersion: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(unknown, mean, size r of the negative binomial, M ÷ (M + r))"""
    unknown = ~np.isfinite(mean)
    mean = np.where(unknown, np.float32(1), mean)
    over = np.where(unknown, np.float32(0.02), dispersion - 1)
    return unknown, mean, mean / over, over / (1 + over)


class _Mean:
    """Logarithm of a mean of exponentials, term by term."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self.total, self.highest, self.number = (
            np.zeros(shape, dtype=np.float32),
            np.full(shape, -MOST, dtype=np.float32),
            0.0,
        )

    def add(self, terms: np.ndarray, weight: np.ndarray | None = None) -> None:
        np.maximum(self.highest, terms, out=self.highest)
        odds = np.exp(np.minimum(terms, np.float32(MOST)))
        self.total += odds if weight is None else odds * weight
        self.number += 1

    def log10(self) -> np.ndarray:
        with np.errstate(divide="ignore"):
            log = np.log(self.total)
        log = np.where(self.highest >= MOST, np.maximum(log, self.highest), np.maximum(log, np.float32(-MOST)))
        return (log - np.float32(np.log(self.number))) / np.float32(np.log(10))


def _weekly_rises(y: np.ndarray, mean: np.ndarray, level: np.ndarray, dispersion: np.ndarray) -> np.ndarray:
    return _rises(y, mean, level, dispersion, WEEKLY_SHAPES, WEEKLY_SIZES, weighed=False)


def _rises(
    y: np.ndarray,
    mean: np.ndarray,
    level: np.ndarray,
    dispersion: np.ndarray,
    shapes: tuple = SHAPES,
    sizes: tuple = SIZES,
    *,
    weighed: bool = True,
) -> np.ndarray:
    unknown, mean, size, share = _law(mean, dispersion)
    deviation = np.sqrt(np.where(unknown, 1, np.maximum(level * dispersion, 1e-6)))
    scale = np.where(unknown, np.float32(0), deviation / mean)
    at = np.rint(np.interp(np.log(deviation), np.log(DEVIATIONS), np.arange(len(DEVIATIONS)))).astype(np.intp)
    both = y + size
    mixture = _Mean(y.shape)
    for shape in shapes:
        for number in sizes:
            before = np.zeros_like(y)
            days = _days_with_cases(shape, number)[at] if weighed else None
            for part in shape:
                more = scale * np.float32(number * part)
                ratio = y * np.log1p(more) - both * np.log1p(more * share)
                weight = None
                if weighed:  # the chance of none, given the count: that of none of so many, by how much likelier the count is with them
                    none = np.exp(-deviation * np.float32(number * part) - ratio)
                    weight = np.maximum(np.float32(1) - none, np.float32(LEAST_WEIGHT)) / days
                mixture.add(ratio + before, weight)
                passed = before + np.minimum(ratio, np.float32(ONE_DAY))
                before = np.zeros_like(y)
                before[1:] = passed[:-1]
    return mixture.log10()


def _days_with_cases(shape: tuple, number: float) -> np.ndarray:
    """Of an outbreak of `number` standard deviations, at each of DEVIATIONS."""
    cases = -np.expm1(-number * np.outer(shape, DEVIATIONS))
    return np.maximum(cases.sum(axis=0), FEWEST_CASES).astype(np.float32)


def _falls(y: np.ndarray, mean: np.ndarray, level: np.ndarray, dispersion: np.ndarray, idle: np.ndarray) -> np.ndarray:
    unknown, mean, size, share = _law(mean, dispersion)
    both = y + size
    mixture = _Mean(y.shape)
    depth = np.sqrt(dispersion / mean)
    resting = (idle > 0) & (y == 0) & ~unknown
    law = size * np.log1p(-share)  # log NB(0)
    for left in (*LEFT, *(1 - number * depth for number in DEPTHS)):
        gone = np.maximum(left, 1e-3).astype(np.float32)
        day = np.where(unknown, np.float32(0), y * np.log(gone) - both * np.log1p((gone - 1) * share))
        if np.any(resting):
            day[resting] = _of_a_rest(day[resting], law[resting], idle[resting])
        began = np.zeros_like(day)
        for _ in range(FALL_DAYS):
            ratio = day.copy()
            ratio[1:] += began[:-1]
            began = ratio
            mixture.add(ratio)
    return mixture.log10()


def _of_a_rest(ratio: np.ndarray, law: np.ndarray, idle: np.ndarray) -> np.ndarray:
    """Log-likelihood ratio of a zero where zeros also come by standing idle, with a fall or without: hardly more than 1 ÷ idle."""
    rest = np.log(idle)
    work = np.log1p(-np.minimum(idle, np.float32(0.999))) + law
    return np.logaddexp(rest, work + ratio) - np.logaddexp(rest, work)
