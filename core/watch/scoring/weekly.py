"""What each weekly count should be: a Poisson regression on trend and season, past anomalies made light, refitted every week.

After Noufaily et al. 2013 (flexible Farrington), with harmonics instead of ten seasonal steps and every week of up to six years, not three
around the same week of each year, so that short histories are judged too. All series at once.
Not by BLAS: on a busy machine its threads wait for each other longer than they reckon.
"""

from __future__ import annotations

import numpy as np

from core.watch.scoring.counts import Counts
from core.watch.scoring.expected import LEAST_DISPERSION, Expected

PAST = 312  # weeks learnt from
RECENT = 4  # weeks left out: an outbreak under way is no baseline
FEWEST = 8  # weeks, else nothing is expected
YEAR = 365.25 / 7
TREND_FROM, SEASON_FROM, FULL_SEASON_FROM = 40, 80, 120  # weeks of history
FAR = 2.58  # Anscombe residual from which on a week weighs less
ROUNDS = 3  # of Newton's method a week, begun where the last week's ended
RIDGE = 0.05
TRIMMED = 1.2  # what making the highest weeks light takes from the scatter of the others
PRIOR_WEEKS = 4  # that the kind's dispersion is worth
LEAST_MEAN = 0.02
CAP, CAP_MORE = 6.0, 5.0  # standard deviations, and counts, above what was expected that a week is learnt with at most
HIGHEST = 1.5  # times the highest count so far: no trend goes farther
BOUND = 20.0  # of log means, against overflow


def expected_weekly(data: Counts) -> Expected:
    weeks, series = data.y.shape
    mean = np.full((weeks, series), np.nan)
    dispersion, uncertain = mean.copy(), mean.copy()
    design, kept = _design(weeks), data.y.copy()
    fitted: np.ndarray | None = None
    for t in range(FEWEST + 1, weeks):
        past = slice(max(t - PAST, 0), max(t - RECENT, FEWEST))
        past = slice(past.start, min(past.stop, t))
        there = data.active[past] & ~data.special[past, None]
        terms = _terms(past.stop - past.start)
        if fitted is None or len(fitted) != terms:
            grown = np.zeros((terms, series))
            if fitted is not None:
                grown[: len(fitted)] = fitted
            else:
                grown[0] = np.log(_average(kept[past], there) + 0.05)
            fitted = grown
        known = there.sum(axis=0) >= FEWEST
        x = design[past, :terms]
        fitted, spread, inverse = _fit(x, kept[past], there, fitted, data.kinds)
        now = design[t, :terms]
        highest = HIGHEST * np.where(there, kept[past], 0).max(axis=0) + 1
        mu = np.clip(np.exp(np.clip(now @ fitted, -BOUND, BOUND)), LEAST_MEAN, highest)
        own = np.einsum("p,npq,q->n", now, inverse, now) * spread * mu  # variance of the fitted mean ÷ mean
        mean[t] = np.where(known & data.active[t], mu, np.nan)
        kept[t] = np.where(known, np.minimum(kept[t], mu + CAP * np.sqrt(spread * mu) + CAP_MORE), kept[t])
        dispersion[t], uncertain[t] = np.where(known, spread + np.minimum(own, mu + 1), np.nan), own
    return Expected(
        mean=mean,
        level=mean,
        dispersion=dispersion,
        weight=1 / np.maximum(uncertain, 1e-3),
        idle=np.zeros_like(mean),
    )


def _design(weeks: int) -> np.ndarray:
    """[week, term]: level, trend in years, two harmonics of the year."""
    t = np.arange(weeks)
    waves = [f(2 * np.pi * k * t / YEAR) for k in (1, 2) for f in (np.sin, np.cos)]
    return np.column_stack([np.ones(weeks), t / YEAR, *waves])


def _terms(weeks: int) -> int:
    return 1 + (weeks >= TREND_FROM) + 2 * (weeks >= SEASON_FROM) + 2 * (weeks >= FULL_SEASON_FROM)


def _average(y: np.ndarray, there: np.ndarray) -> np.ndarray:
    return np.where(there, y, 0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)


def _fit(
    x: np.ndarray, y: np.ndarray, there: np.ndarray, fitted: np.ndarray, kinds: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(coefficients [term, series], dispersion, inverse information [series, term, term])"""
    terms, series = fitted.shape
    weights = there.astype(float)
    squares = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    ridge = RIDGE * np.eye(terms)
    ridge[0, 0] = 1e-6
    for _ in range(ROUNDS):
        mu = np.exp(np.clip(np.einsum("tp,pn->tn", x, fitted), -BOUND, BOUND))
        spread = _dispersion(y, mu, weights, terms, kinds)
        weights = there * _light(y, mu, spread, weights)
        information = np.einsum("ts,tn->ns", squares, weights * mu).reshape(series, terms, terms) + ridge
        slope = np.einsum("tp,tn->np", x, weights * (y - mu)) - fitted.T @ ridge
        step = np.linalg.solve(information, slope[:, :, None])[:, :, 0].T
        fitted = fitted + np.clip(step, -2, 2)
    return fitted, spread, np.linalg.inv(information)


def _dispersion(y: np.ndarray, mu: np.ndarray, weights: np.ndarray, terms: int, kinds: np.ndarray) -> np.ndarray:
    squares = (weights * (y - mu) ** 2 / np.maximum(mu, LEAST_MEAN)).sum(axis=0)
    number = np.maximum(weights.sum(axis=0) - terms, 1)
    width = int(kinds.max()) + 1 if len(kinds) else 0
    pooled = [
        np.bincount(kinds, weights=values, minlength=width) for values in (squares / number, np.ones_like(squares))
    ]
    of_kind = (pooled[0] / np.maximum(pooled[1], 1))[kinds]
    own = (squares + PRIOR_WEEKS * of_kind) / (number + PRIOR_WEEKS)
    return np.maximum(1 + (own - 1) * TRIMMED, LEAST_DISPERSION)


def _light(y: np.ndarray, mu: np.ndarray, spread: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Farrington's weights: a week far above what is fitted weighs as the inverse square of its Anscombe residual."""
    mu = np.maximum(mu, LEAST_MEAN)
    residual = 1.5 * (y ** (2 / 3) - mu ** (2 / 3)) / (mu ** (1 / 6) * np.sqrt(spread))
    return np.where(residual > FAR, np.maximum(residual, FAR) ** -2.0, 1.0)
