"""A forecast of the days to come, and what earlier forecasts were worth.

Exponential smoothing of the level on counts cleared of their weekday, with or without a damped growth; which, is decided by its own errors one to
seven days ahead (Hyndman & Athanasopoulos, Forecasting, 3rd ed., 8.1–8.2; Gardner 1985 for the damping). The interval is that of a negative binomial whose dispersion is
measured from those errors, horizon by horizon: parameters do not tell how wrong a forecast was, its past does. No day is judged by a later one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from core.trends.weekdays import calendar, factors, whole_days

HORIZON = 7
FEWEST = 21  # known days, below which nothing is forecast
MEMORY = 84  # days looked at
JUDGED = 42  # days on which the ways are compared
COVER = 0.95  # of the interval
# (weight of the newest day, weight of its growth); 0: no growth
WAYS = ((0.1, 0.0), (0.2, 0.0), (0.35, 0.0), (0.6, 0.0), (0.9, 0.0), (0.35, 0.15), (0.5, 0.3), (0.7, 0.3))
DAMPING = 0.9
STEEPEST = 0.25  # growth of a day, as a logarithm
PREFERENCE = 1.03  # a way with growth must be better by this
REACH = 4.0  # deviations by which one day moves the level at most
FARTHEST = 8.0  # times the usual error that one error counts as
LEAST_SPREAD = 0.05  # of the square root of a count: nothing is told to the last digit
COLUMNS = ["day", "expected", "low", "high"]
# Below this part of days within the interval, a forecast is one not to be leaned on; told from so many judged days on.
TRUSTED, ENOUGH = 0.85, 14
NEWEST = 0.7  # part of the days of the newest one


@dataclass(frozen=True)
class Track:
    """A record of earlier forecasts. `inside` of `days` lay within their interval."""

    days: int
    inside: int

    @property
    def share(self) -> float | None:
        return self.inside / self.days if self.days else None

    @property
    def doubtful(self) -> bool:
        return self.days >= ENOUGH and self.share < TRUSTED


def forecast(series: pd.Series, *, days: int = HORIZON, stock: bool = False) -> pd.DataFrame:
    """Of a series by day: one row for each of the `days` after its last, columns day, expected, low, high (the 95 % interval). Empty with fewer than
    21 known days. `stock`: people who are there, not events of the day: no weekdays, and a jump is where they stand now."""
    known = whole_days(series)[-MEMORY:]
    if known.notna().sum() < FEWEST:
        return pd.DataFrame(columns=COLUMNS)
    ahead = pd.date_range(known.index[-1] + timedelta(days=1), periods=days)
    weekdays = calendar(known.index.append(ahead)).weekday
    y = known.to_numpy()
    factor = np.ones(7) if stock else factors(y, weekdays[: len(y)])
    path = _best(y, factor[weekdays[: len(y)]], jumps=stock)
    expected = np.array([_ahead(path, len(y) - 1, h) for h in range(1, days + 1)]) * factor[weekdays[len(y) :]]
    spread = _spread(y, path, factor[weekdays[: len(y)]], days)
    low, high = _interval(expected, spread)
    return pd.DataFrame({"day": ahead, "expected": expected, "low": low, "high": high})


def past_forecasts(series: pd.Series, *, weeks: int, days: int = HORIZON, stock: bool = False) -> pd.DataFrame:
    """What would have been forecast every seven days, by what came before: one row per day, columns origin (the last day known then), day,
    expected, low, high, observed, inside (missing where the day is). The newest origin is seven days before the last day."""
    known = whole_days(series)
    parts = []
    for week in range(weeks, 0, -1):
        then = known[: max(len(known) - 7 * week, 0)]
        made = forecast(then, days=days, stock=stock) if len(then) else pd.DataFrame(columns=COLUMNS)
        if len(made):
            parts.append(made.assign(origin=then.index[-1]))
    if not parts:
        return pd.DataFrame(columns=["origin", *COLUMNS, "observed", "inside"])
    table = pd.concat(parts, ignore_index=True)
    table["observed"] = known.reindex(table.day).to_numpy()
    within = (table.observed >= table.low) & (table.observed <= table.high)
    table["inside"] = within.astype("boolean").mask(table.observed.isna())
    return table[["origin", *COLUMNS, "observed", "inside"]]


def track(past: pd.DataFrame) -> Track:
    """How many of the days of `past_forecasts` lay within their interval."""
    judged = past.inside.dropna()
    return Track(len(judged), int(judged.sum()))


def supported(past: pd.DataFrame) -> bool:
    """Whether earlier forecasts speak for one of today: enough of their days, most within their interval, and those of the newest among them too: after a
    leap the days before tell nothing."""
    newest = track(past[past.origin == past.origin.max()])
    judged = track(past)
    return judged.days >= ENOUGH and not judged.doubtful and bool(newest.days) and newest.share >= NEWEST


@dataclass(frozen=True)
class _Path:
    level: np.ndarray  # after each day
    growth: np.ndarray


def _best(y: np.ndarray, factor: np.ndarray, *, jumps: bool) -> _Path:
    best, found = np.inf, None
    for way in WAYS:
        path = _smooth(y / factor, *way, jumps=jumps)
        wrong = _errors(y, path, factor, HORIZON)
        score = float(np.nanmean(wrong[:, -JUDGED:] ** 2)) * (PREFERENCE if way[1] else 1.0)
        if found is None or score < best:
            best, found = score, path
    return found


def _smooth(z: np.ndarray, alpha: float, beta: float, *, jumps: bool) -> _Path:
    """A missing day leaves level and growth as they were. One day far out moves both as one of four deviations would; with `jumps` the level
    goes all the way, and the growth does not."""
    start = float(np.nanmean(z[:7])) if np.isfinite(z[:7]).any() else float(np.nanmean(z))
    level, growth, spread = max(start, 0.05), 0.0, 2.0
    levels, growths = np.empty(len(z)), np.empty(len(z))
    for t, value in enumerate(z):
        awaited = level * np.exp(DAMPING * growth)
        if np.isfinite(value):
            reach = REACH * np.sqrt(spread * awaited + 0.25)
            capped = min(max(value, awaited - reach), awaited + reach)
            spread += 0.1 * (min((value - awaited) ** 2 / (awaited + 0.25), 16 * spread) - spread)
            grown = max(alpha * capped + (1 - alpha) * awaited, 0.05)
            growth = beta * float(np.log(grown / level)) + (1 - beta) * DAMPING * growth if beta else 0.0
            growth = min(max(growth, -STEEPEST), STEEPEST)
            level = max(alpha * value + (1 - alpha) * awaited, 0.05) if jumps else grown
        else:
            level, growth = awaited, DAMPING * growth
        levels[t], growths[t] = level, growth
    return _Path(levels, growths)


def _ahead(path: _Path, at: int | slice, horizon: int) -> np.ndarray:
    """The level `horizon` days after `at`."""
    damped = sum(DAMPING**n for n in range(1, horizon + 1))
    return path.level[at] * np.exp(path.growth[at] * damped)


def _errors(y: np.ndarray, path: _Path, factor: np.ndarray, horizon: int) -> np.ndarray:
    """`[horizon − 1, day]`: how far a forecast of so many days before was out, in square roots of what it expected."""
    wrong = np.full((horizon, len(y)), np.nan)
    for h in range(1, horizon + 1):
        expected = _ahead(path, slice(0, len(y) - h), h) * factor[h:]
        wrong[h - 1, h:] = (y[h:] - expected) / np.sqrt(np.maximum(expected, 0.5))
    wrong[:, :14] = np.nan  # the level is not yet settled
    return wrong


def _spread(y: np.ndarray, path: _Path, factor: np.ndarray, horizon: int) -> np.ndarray:
    """Variance over mean by horizon, not falling with it; drawn towards that of all horizons where days are few."""
    wrong = np.abs(_errors(y, path, factor, horizon)[:, -2 * JUDGED :])
    usual = float(np.nanmedian(wrong)) if np.isfinite(wrong).any() else 1.0
    # One day far out makes no forecast of all days a wide one.
    squared = np.minimum(wrong, FARTHEST * max(usual, 0.3)) ** 2
    number = np.isfinite(squared).sum(axis=1)
    all_of_them = float(np.nanmean(squared)) if number.any() else 1.0
    own = (np.nansum(squared, axis=1) + 7 * all_of_them) / (number + 7)
    # Learnt from few weeks, and by the very way that was best on them: the errors to come are larger.
    return np.maximum.accumulate(own) * (1 + 10 / max(int(number.max(initial=0)), 10))


def _interval(expected: np.ndarray, spread: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from scipy.stats import nbinom, norm  # noqa: PLC0415 - takes most of a second to load

    mean = np.maximum(expected, 0.05)
    tail = (1 - COVER) / 2
    size = mean / np.maximum(spread - 1, 1e-6)
    counted = [nbinom.ppf(q, size, 1 / np.maximum(spread, 1 + 1e-6)) for q in (tail, 1 - tail)]
    # What hardly changes from day to day (people of a class) spreads less than counts do.
    deviation = np.sqrt(np.maximum(spread, LEAST_SPREAD**2) * mean)
    plain = [np.floor(np.maximum(norm.ppf(tail, mean, deviation), 0)), np.ceil(norm.ppf(1 - tail, mean, deviation))]
    return tuple(np.where(spread > 1.02, c, p) for c, p in zip(counted, plain, strict=True))
