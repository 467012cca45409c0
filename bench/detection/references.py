"""Published detectors to stand beside: EARS C1, C2 and C3, C2 over 28 days, z over 60 days, and flexible Farrington."""

from __future__ import annotations

import numpy as np
from scipy.stats import nbinom, norm

from core.watch.scoring.weekly import FAR

LEAST_DEVIATION = 0.2  # where all days of a window are alike


def ears(y: np.ndarray, *, days: int = 7, lag: int = 0, least: float = LEAST_DEVIATION) -> np.ndarray:
    """(count − mean) ÷ standard deviation of the `days` days that ended `lag` + 1 days before; −∞ at first. C1: lag 0; C2: lag 2."""
    out = np.full(y.shape, -np.inf)
    for t in range(days + lag, len(y)):
        window = y[t - lag - days : t - lag]
        out[t] = (y[t] - window.mean(axis=0)) / np.maximum(window.std(axis=0, ddof=1), least)
    return out


def ears_c3(y: np.ndarray) -> np.ndarray:
    """C2 of three days, each as far as it lies above one; days whose day before alarmed at three leave it out."""
    c2 = ears(y, lag=2)
    parts = np.where(np.isfinite(c2), np.maximum(c2 - 1, 0), 0)
    out = parts.copy()
    out[1:] += parts[:-1]
    out[2:] += parts[:-2]
    return np.where(np.isfinite(c2), out, -np.inf)


def ears_bound(window: np.ndarray, alpha: float) -> float:
    """Upper bound of C1 for the day after the window, as R's surveillance gives it."""
    return float(window.mean() + norm.ppf(1 - alpha) * window.std(ddof=1))


DAILY = {
    "EARS C1": ears,
    "EARS C2": lambda y: ears(y, lag=2),
    "EARS C3": ears_c3,
    "C2, 28 days, SD ≥ 1": lambda y: ears(y, days=28, lag=2, least=1.0),
    "z, 60 days": lambda y: ears(y, days=60),
}


def farrington_bound(
    mean: float, error: float, scatter: float, alpha: float, y: float
) -> tuple[float, float, float, float]:
    """(lower, upper, chance of as many as y, score) by the 2/3 power transformation of Farrington et al. 1996."""
    deviation = np.sqrt(4 / 9 * mean ** (1 / 3) * (scatter + error**2 / mean))
    z = norm.ppf(1 - alpha)
    lower, upper = (max(mean ** (2 / 3) + sign * z * deviation, 0) ** 1.5 for sign in (-1, 1))
    p = norm.sf((y ** (2 / 3) - mean ** (2 / 3)) / deviation)
    return lower, upper, float(p), (y - mean) / (upper - mean)


def flexible_farrington(y: np.ndarray, first: int) -> np.ndarray:
    """Chance of as many, [week from `first`, series]: Noufaily et al. 2013. Five years back, ten seasonal steps (three weeks either side of
    the same week are one), trend, the last 26 weeks left out, weights from residuals above 2.58, a negative-binomial tail."""
    return np.array([_one_week(y, t) for t in range(first, len(y))])


def _one_week(y: np.ndarray, t: int) -> np.ndarray:
    past = np.arange(max(t - 5 * 52 - 3, 0), t - 26)
    apart = (t - past) % 52
    near = (apart <= 3) | (apart >= 49)
    step = np.where(near, 0, 1 + np.minimum((apart - 4) * 9 // 45, 8))
    x = np.column_stack([np.ones(len(past)), (past - t) / 52, *[(step == n) * 1.0 for n in range(1, 10)]])
    now = np.zeros(x.shape[1])
    now[0] = 1
    counts = y[past]
    weights = np.ones_like(counts)
    fitted = np.zeros((x.shape[1], y.shape[1]))
    fitted[0] = np.log(counts.mean(axis=0) + 0.1)
    squares = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    for part in range(2):
        for _ in range(8):
            mu = np.exp(np.clip(x @ fitted, -15, 15))
            information = (squares.T @ (weights * mu)).T.reshape(-1, len(now), len(now)) + 1e-4 * np.eye(len(now))
            slope = (x.T @ (weights * (counts - mu))).T
            fitted = fitted + np.clip(np.linalg.solve(information, slope[:, :, None])[:, :, 0].T, -2, 2)
        mu = np.exp(np.clip(x @ fitted, -15, 15))
        scatter = np.maximum((weights * (counts - mu) ** 2 / mu).sum(axis=0) / (weights.sum(axis=0) - len(now)), 1)
        if part == 0:
            residual = 1.5 * (counts ** (2 / 3) - mu ** (2 / 3)) / (mu ** (1 / 6) * np.sqrt(scatter))
            weights = np.where(residual > FAR, np.maximum(residual, FAR) ** -2.0, 1.0)
            weights *= len(weights) / weights.sum(axis=0)
    mean = np.exp(np.clip(now @ fitted, -15, 15))
    over = np.maximum(scatter - 1, 1e-3)
    tail = nbinom.sf(y[t] - 1, mean / over, 1 / (1 + over))
    trusted = counts[-4:].size and y[max(t - 4, 0) : t + 1].sum(axis=0) >= 5  # fewer than five in five weeks: no alarm
    return np.where(trusted, tail, 1.0)
