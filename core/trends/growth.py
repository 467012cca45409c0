"""How fast a count grows: a log-linear negative-binomial regression on its last days, with the doubling time that follows.

The dispersion is the one at which Pearson's statistic equals its degrees of freedom (Breslow 1984); the interval is by Student's t, for days are few.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

WINDOW = 14  # days: two of every weekday, so that weekdays make no growth
FEWEST_DAYS, FEWEST_CASES, FEWEST_ABOVE = 7, 8, 4
STEPS = 50


@dataclass(frozen=True)
class Growth:
    """Growth of a day as a logarithm, with its 95 % interval; `doubling`: days until twice as many (of a fall: until half), its interval from
    short to long, infinite where the growth may be none."""

    rate: float
    low: float
    high: float
    first: date
    last: date

    @property
    def sure(self) -> bool:
        """Whether it is known to grow, or to fall."""
        return self.low > 0 or self.high < 0

    @property
    def daily(self) -> tuple[float, float, float]:
        """As a share of the day before: value, low, high."""
        return math.expm1(self.rate), math.expm1(self.low), math.expm1(self.high)

    @property
    def doubling(self) -> tuple[float, float, float]:
        times = [math.log(2) / abs(r) if r * self.rate > 0 else math.inf for r in (self.rate, self.low, self.high)]
        return times[0], min(times[1:]), max(times[1:])


def growth(series: pd.Series, *, window: int = WINDOW) -> Growth | None:
    """Of a series by day, over the last `window` of its days; missing ones are left out. None where there is too little to tell: fewer than 7
    known days, 8 counted, 4 days with any."""
    recent = series.set_axis(pd.to_datetime(series.index)).astype(float).sort_index().tail(window).dropna()
    y = recent.to_numpy()
    if len(y) < FEWEST_DAYS or y.sum() < FEWEST_CASES or (y > 0).sum() < FEWEST_ABOVE:
        return None
    t = (recent.index - recent.index[0]).days.to_numpy().astype(float)
    found = _fit(y, t - t.mean())
    if found is None:
        return None
    from scipy.stats import t as student  # noqa: PLC0415 - takes most of a second to load

    rate, error = found
    reach = float(student.ppf(0.975, len(y) - 2)) * error
    return Growth(rate, rate - reach, rate + reach, recent.index[0].date(), recent.index[-1].date())


def _fit(y: np.ndarray, t: np.ndarray) -> tuple[float, float] | None:
    """Slope and its standard error; None where no line fits."""
    design = np.column_stack([np.ones_like(t), t])
    spread, beta = 0.0, np.array([math.log(y.mean()), 0.0])
    for _ in range(STEPS):
        found = weighted(design, y, beta, spread)
        if found is None:
            return None
        fresh = dispersion(y, np.exp(design @ found), 2)
        done = np.allclose(found, beta, atol=1e-8) and abs(fresh - spread) < 1e-8
        beta, spread = found, fresh
        if done:
            break
    mu = np.exp(design @ beta)
    information = design.T @ (design * (mu / (1 + spread * mu))[:, None])
    return float(beta[1]), float(np.sqrt(np.linalg.inv(information)[1, 1]))


def weighted(design: np.ndarray, y: np.ndarray, beta: np.ndarray, spread: float) -> np.ndarray | None:
    """Coefficients of the regression with variance μ + spread·μ², by iterated weighted least squares."""
    for _ in range(STEPS):
        eta = np.clip(design @ beta, -20, 20)
        mu = np.exp(eta)
        weight = mu / (1 + spread * mu)
        left = design.T @ (design * weight[:, None])
        try:
            fresh = np.linalg.solve(left, design.T @ (weight * (eta + (y - mu) / mu)))
        except np.linalg.LinAlgError:
            return None
        if not np.isfinite(fresh).all():
            return None
        if np.abs(fresh - beta).max() < 1e-10:
            return fresh
        beta = fresh
    return beta


def dispersion(y: np.ndarray, mu: np.ndarray, fitted: int) -> float:
    """Of a negative binomial: zero where the counts spread no more than Poisson's."""

    def beyond(spread: float) -> float:
        return float(((y - mu) ** 2 / (mu + spread * mu**2)).sum()) - (len(y) - fitted)

    if beyond(0.0) <= 0:
        return 0.0
    low, high = 0.0, 1.0
    while beyond(high) > 0 and high < 1e6:
        high *= 4
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if beyond(middle) > 0 else (low, middle)
    return (low + high) / 2
