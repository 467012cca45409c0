"""How much of a week's level falls on each weekday: holidays behave like Sundays, make-up days like Fridays (core/policy/calendar)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.policy.calendar import day_kinds

WEEKS = 8  # from which the factors are learnt
WEIGHT = 1.0  # days of the usual that a factor of one is worth
LEAST = 10.0  # … or so many counts, where there are few


@dataclass(frozen=True)
class Calendar:
    """Numbers of days as arrays: `weekday` 0–6 that the day behaves like, `special` where that is not its own."""

    weekday: np.ndarray
    special: np.ndarray


def calendar(index: pd.DatetimeIndex) -> Calendar:
    """Of an index of days without gaps."""
    kinds = day_kinds(index[0].date(), index[-1].date())
    return Calendar(np.array([k.weekday - 1 for k in kinds]), np.array([k.special for k in kinds]))


def whole_days(series: pd.Series) -> pd.Series:
    """A series by day with every day from the first known to the last: missing ones are missing, never zero."""
    by_day = series.set_axis(pd.to_datetime(series.index)).astype(float).sort_index()
    first = by_day.first_valid_index()
    return by_day[:0] if first is None else by_day.reindex(pd.date_range(first, by_day.index[-1]))


def factors(y: np.ndarray, weekday: np.ndarray) -> np.ndarray:
    """Seven factors whose mean is one, of the last eight weeks, each day against the mean of the seven around it; drawn towards one."""
    y, weekday = y[-7 * WEEKS :], weekday[-7 * WEEKS :]
    around = pd.Series(y).rolling(7, center=True, min_periods=4)
    # A day of many times its neighbours is no habit, and lifts none of theirs.
    y = np.minimum(y, 3 * around.median().to_numpy() + 10)
    level = pd.Series(y).rolling(7, center=True, min_periods=4).mean().to_numpy()
    use = np.isfinite(y) & np.isfinite(level)
    if not use.any():
        return np.ones(7)
    counted = np.bincount(weekday[use], weights=y[use], minlength=7)
    usual = np.bincount(weekday[use], weights=level[use], minlength=7)
    prior = max(WEIGHT * float(level[use].mean()), LEAST)
    found = (counted + prior) / (usual + prior)
    return found / found.mean()
