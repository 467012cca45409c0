"""What each grid's daily count should be: a negative-binomial empirical-Bayes baseline.

Expected = rate of the grid × what its kind did that day × the grid's own weekday habit. Every day is judged by the days before it;
from the day itself comes only what all other grids of the same kind did, so that a shift common to a kind alarms nobody.
"""

from __future__ import annotations

import numpy as np

from core.watch.matrix import Matrix

TRAIL = 28  # days of the trailing mean
RATE_FROM, RATE_TO = 30, 3  # the rate is learnt from t−30 … t−3
SAME_WEEKDAYS = 8
FEWEST_DAYS = 5  # of baseline, else nothing is expected
ENOUGH_OTHERS = 5  # grids of a kind whose same-day ratio is believed as it is; with fewer it is kept within CLIP
CLIP = (0.5, 2.0)
HABIT_WEIGHT = 10.0  # check-ins that the kind's weekday is worth against the grid's own
CAP, CAP_VARIANCE = 3.0, 1.5  # a count enters the baseline up to mean + 3·√(1.5·mean)


class Baseline:
    """`mean[row, day]`: check-ins expected (missing without enough history); `capped`: counts as they enter the baseline."""

    def __init__(self, matrix: Matrix, indicator: str) -> None:
        self.matrix = matrix
        self.y = matrix.counts[indicator]
        rows, days = self.y.shape
        self.capped = self.y.copy()
        self.factor = np.full((rows, days), np.nan)
        self.mean = np.full((rows, days), np.nan)
        self._plain = np.full((rows, days), np.nan)  # before the grid's own weekday habit
        self._kinds = int(matrix.kinds.max()) + 1 if rows else 0
        self._relative = np.full((self._kinds, days), np.nan)
        self._base = matrix.active & ~matrix.special[None, :]
        for t in range(days):
            self._day(t)

    def _day(self, t: int) -> None:
        self.factor[:, t] = self._kind_factor(t)
        rate = self._rate(t)
        self._plain[:, t] = rate * self.factor[:, t]
        self.mean[:, t] = self._plain[:, t] * self._habit(t)
        cap = self.mean[:, t] + CAP * np.sqrt(CAP_VARIANCE * self.mean[:, t])
        self.capped[:, t] = np.fmin(self.y[:, t], cap)

    def _kind_factor(self, t: int) -> np.ndarray:
        """What the other grids of the kind did on day t against their own trailing means."""
        kinds = self.matrix.kinds
        window = slice(max(t - TRAIL, 0), t)
        days = self._base[:, window].sum(axis=1)
        total = np.where(self._base[:, window], self.capped[:, window], 0).sum(axis=1)
        usual = np.where((days >= FEWEST_DAYS) & self.matrix.active[:, t], total / np.maximum(days, 1), 0.0)
        seen = np.where(usual > 0, np.minimum(self.y[:, t], 3 * usual + 10), 0.0)
        all_seen, all_usual = self._by_kind(seen), self._by_kind(usual)
        others = self._by_kind((usual > 0).astype(float))[kinds] - (usual > 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            self._relative[:, t] = all_seen / all_usual
            same_day = (all_seen[kinds] - seen) / (all_usual[kinds] - usual)
        past = self._same_weekdays(t)
        weekday = self._mean_or_one(self._relative[:, past])[kinds]
        same_day = np.where(np.isfinite(same_day), same_day, weekday)
        few = np.clip(same_day, CLIP[0] * weekday, CLIP[1] * weekday)
        return np.where(others >= ENOUGH_OTHERS, same_day, few)

    def _rate(self, t: int) -> np.ndarray:
        """Counts per day of factor 1, shrunk towards the kind by its moments."""
        window = slice(max(t - RATE_FROM, 0), max(t - RATE_TO + 1, 0))
        use = self._base[:, window] & np.isfinite(self.factor[:, window])
        days = use.sum(axis=1)
        counted = np.where(use, self.capped[:, window], 0).sum(axis=1)
        weight = np.where(use, self.factor[:, window], 0).sum(axis=1)
        enough = (days >= FEWEST_DAYS) & (weight > 0.5)
        raw = np.where(enough, counted / np.maximum(weight, 0.5), np.nan)
        mean, variance = self._kind_moments(raw)
        prior = np.clip(mean / np.maximum(variance - mean / TRAIL, 1e-6), 0.01, 2.0)[self.matrix.kinds]
        return np.where(enough, (prior * mean[self.matrix.kinds] + counted) / (prior + weight), np.nan)

    def _habit(self, t: int) -> np.ndarray:
        """The grid's own share on such weekdays, against what its kind does."""
        past = self._same_weekdays(t)
        use = np.isfinite(self._plain[:, past]) & self.matrix.active[:, past]
        counted = np.where(use, self.capped[:, past], 0).sum(axis=1)
        plain = np.where(use, self._plain[:, past], 0).sum(axis=1)
        return (counted + HABIT_WEIGHT) / (plain + HABIT_WEIGHT)

    def _same_weekdays(self, t: int) -> np.ndarray:
        return np.flatnonzero(self.matrix.weekdays[:t] == self.matrix.weekdays[t])[-SAME_WEEKDAYS:]

    def _by_kind(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.matrix.kinds, weights=values, minlength=self._kinds)

    @staticmethod
    def _mean_or_one(values: np.ndarray) -> np.ndarray:
        known = np.isfinite(values)
        total = np.where(known, values, 0).sum(axis=1)
        return np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), 1.0)

    def _kind_moments(self, raw: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        known = np.isfinite(raw)
        number = np.maximum(self._by_kind(known.astype(float)), 1)
        mean = self._by_kind(np.where(known, raw, 0)) / number
        spread = np.where(known, (raw - mean[self.matrix.kinds]) ** 2, 0)
        return mean, self._by_kind(spread) / number
