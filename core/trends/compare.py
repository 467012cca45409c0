"""Days beside those before them, cleared of weekdays and holidays: how much more or less, and whether that is more than chance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from core.trends.weekdays import calendar, factors, whole_days

WEEK, FEWEST = 7, 4  # measured days that either side needs
LEARNT = 3 * WEEK  # days before, from which on weekdays are learnt without the days judged


@dataclass(frozen=True)
class Compared:
    """Relative change of days against those before, as if both had the same weekdays and holidays, with its 95 % interval."""

    change: float
    low: float
    high: float
    expected: pd.Series  # by day: the later ones, had they been as those before

    @property
    def sure(self) -> bool:
        return self.low > 0 or self.high < 0


def week_before(series: pd.Series) -> Compared | None:
    """Of a series by day, by measured days alone. None where either week has fewer than four, or the week before nothing."""
    known = whole_days(series)
    if len(known) < 2 * WEEK:
        return None
    return _compared(known, before=slice(-2 * WEEK, -WEEK), now=slice(-WEEK, None))


def around(series: pd.Series, day: date, *, days: int) -> Compared | None:
    """The days from `day` on beside those before it, at most so many of each, as if both had had the same weekdays and holidays. None as for `week_before`."""
    known = whole_days(series)
    at = int(known.index.searchsorted(pd.Timestamp(day)))
    return _compared(known, before=slice(max(at - days, 0), at), now=slice(at, at + days))


def _compared(known: pd.Series, *, before: slice, now: slice) -> Compared | None:
    y = known.to_numpy()
    if min(np.isfinite(y[now]).sum(), np.isfinite(y[before]).sum()) < FEWEST:
        return None
    weekday = calendar(known.index).weekday
    # Learnt without the days that are judged, where there is enough before them.
    end = before.indices(len(y))[1]
    learnt = slice(None, end) if end >= LEARNT else slice(None)
    factor = factors(y[learnt], weekday[learnt])[weekday]
    earlier = np.nansum(y[before])
    level = earlier / factor[before][np.isfinite(y[before])].sum()
    if level <= 0:
        return None
    expected = pd.Series(level * factor[now], index=known.index[now])
    seen = np.nansum(y[now])
    ratio = seen / expected[np.isfinite(y[now])].sum()
    spread = _dispersion(y[learnt], factor[learnt])
    error = 1.96 * math.sqrt(spread * (1 / max(seen, 0.5) + 1 / earlier))
    centre = math.log(max(ratio, 1e-9))
    low = -1.0 if seen == 0 else math.expm1(centre - error)
    return Compared(
        ratio - 1,
        low,
        math.expm1(math.log(max(seen, 0.5) / seen) + centre + error)
        if seen
        else math.expm1(math.log(0.5 / earlier) + error),
        expected,
    )


def _dispersion(y: np.ndarray, factor: np.ndarray) -> float:
    """Variance over mean of days around the mean of their week."""
    level = pd.Series(y / factor).rolling(WEEK, center=True, min_periods=FEWEST).mean().to_numpy() * factor
    use = np.isfinite(y) & np.isfinite(level) & (level > 0)
    if use.sum() < WEEK:
        return 1.0
    return max(1.0, float(((y[use] - level[use]) ** 2 / level[use]).sum() / (use.sum() * (WEEK - 1) / WEEK)))
