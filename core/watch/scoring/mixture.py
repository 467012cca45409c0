"""How much better an outbreak explains the last days than the baseline does: a Bayes factor over onset, shape and size.

Per day, log NB(y; M + δ) − log NB(y; M) with the size r of the baseline's law; an outbreak that began τ days ago is the sum over its days;
the score is the logarithm of the mean over onsets, shapes and sizes (for falls: over onsets and remaining shares), in units of log 10.
"""

from __future__ import annotations

import numpy as np

SHAPES = (
    (0.05, 0.15, 0.2, 0.18, 0.14, 0.1, 0.07, 0.05, 0.03, 0.03),  # a skewed hump
    (1 / 3, 1 / 3, 1 / 3),
    tuple(np.arange(1, 8) / 28),  # a ramp
)
SIZES = (4.9, 10.5, 21.0, 42.0)  # of the whole outbreak, in standard deviations of an ordinary day
WEEKLY_SHAPES = ((1.0,), (0.6, 0.4), (0.4, 0.4, 0.2), (0.2,) * 5)
WEEKLY_SIZES = (2.5, 5.0, 10.0, 20.0)
LEFT = (0.0, 0.25, 0.5)  # share of the ordinary that a fall leaves
DEPTHS = (4.0,)  # and standard deviations of a day that it takes: of busy series less is a fall
FALL_DAYS = 10
REACH = 10  # days that a score looks back
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

    def add(self, terms: np.ndarray) -> None:
        np.maximum(self.highest, terms, out=self.highest)
        self.total += np.exp(np.minimum(terms, np.float32(MOST)))
        self.number += 1

    def log10(self) -> np.ndarray:
        with np.errstate(divide="ignore"):
            return (np.maximum(np.log(self.total), self.highest) - np.float32(np.log(self.number))) / np.float32(
                np.log(10)
            )


def _weekly_rises(y: np.ndarray, mean: np.ndarray, level: np.ndarray, dispersion: np.ndarray) -> np.ndarray:
    return _rises(y, mean, level, dispersion, WEEKLY_SHAPES, WEEKLY_SIZES)


def _rises(
    y: np.ndarray,
    mean: np.ndarray,
    level: np.ndarray,
    dispersion: np.ndarray,
    shapes: tuple = SHAPES,
    sizes: tuple = SIZES,
) -> np.ndarray:
    unknown, mean, size, share = _law(mean, dispersion)
    scale = np.where(unknown, np.float32(0), np.sqrt(np.where(unknown, 1, level * dispersion)) / mean)
    both = y + size
    mixture = _Mean(y.shape)
    for shape in shapes:
        for number in sizes:
            began = np.zeros_like(y)
            for part in shape:
                more = scale * np.float32(number * part)
                ratio = y * np.log1p(more) - both * np.log1p(more * share)
                ratio[1:] += began[:-1]
                began = ratio
                mixture.add(ratio)
    return mixture.log10()


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
