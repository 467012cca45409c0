"""How unlikely each grid's counts of the last 1, 3 and 7 days are, and which of them are worth an alert."""

from __future__ import annotations

import numpy as np

from core.watch.baseline import Baseline

DISPERSION_DAYS = 84
PRIOR_WINDOWS = 60  # windows that the kind's dispersion is worth against the grid's own
LEAST_DISPERSION = 1.02
LEAST_MEAN = 0.2
SPECIAL = 2.0  # holidays scatter more
LEVELS = (3.0, 10.0, 30.0)  # of expected count per day: calibrated apart
TAIL = (0.90, 0.985)
ENOUGH_SCORES = 300
LEARN_DAYS = 28  # days whose scores calibrate


class Rates:
    """Windows of one indicator. `observed[L]`, `expected[L]`, `dispersion[L]`: [row, day], of the L days up to that day."""

    def __init__(self, baseline: Baseline, windows: list[int]) -> None:
        self.baseline, self.windows = baseline, windows
        # a day whose data are missing is neither counted nor expected; of a window most days must be there
        known = baseline.matrix.active
        there = {length: _moving(known.astype(float), length) * 2 > length for length in windows}
        counted, expected = np.where(known, baseline.y, 0), np.where(known, baseline.mean, 0)
        self.observed = {length: np.where(there[length], _moving(counted, length), np.nan) for length in windows}
        self.expected = {length: np.where(there[length], _moving(expected, length), np.nan) for length in windows}
        self.dispersion = {length: self._dispersion(length) for length in windows}

    def _dispersion(self, length: int) -> np.ndarray:
        """Variance ÷ mean of windows of this length up to each day, learnt from windows that ended before it."""
        matrix, mean = self.baseline.matrix, self.expected[length]
        capped = _moving(np.where(matrix.active, self.baseline.capped, 0), length)
        special = _moving(np.tile(matrix.special.astype(float), (len(mean), 1)), length) > 0
        use = np.isfinite(mean) & (mean > LEAST_MEAN) & ~special
        squares = np.where(use, (capped - mean) ** 2 / np.where(use, mean, 1), 0)
        total = _before(squares, length, DISPERSION_DAYS)
        number = _before(use.astype(float), length, DISPERSION_DAYS)
        kinds = matrix.kinds
        of_kind = np.zeros((int(kinds.max()) + 1 if len(kinds) else 0, 2, mean.shape[1]))
        np.add.at(of_kind[:, 0], kinds, total)
        np.add.at(of_kind[:, 1], kinds, number)
        pooled = np.maximum((of_kind[:, 0] + PRIOR_WINDOWS) / (of_kind[:, 1] + PRIOR_WINDOWS), LEAST_DISPERSION)[kinds]
        own = np.maximum((total + PRIOR_WINDOWS * pooled) / (number + PRIOR_WINDOWS), LEAST_DISPERSION)
        # Where more is expected than in the windows learnt from, the excess variance grows with the mean.
        learnt = _before(np.where(use, mean, 0), length, DISPERSION_DAYS) / np.maximum(number, 1)
        growth = np.where((learnt > 0) & np.isfinite(mean), mean / np.maximum(learnt, LEAST_MEAN), 1.0)
        spread = 1 + (own - 1) * np.maximum(growth, 1.0)
        return np.where(special, spread * SPECIAL, spread)

    def tail(self, length: int, day: int, *, rise: bool) -> np.ndarray:
        """Mid-p chance of so high (or so low) a count of the window up to column `day`, per row; 1 where nothing is expected."""
        from scipy.stats import nbinom  # noqa: PLC0415 - takes most of a second to load: only where something is searched

        y, mean, spread = self.observed[length][:, day], self.expected[length][:, day], self.dispersion[length][:, day]
        use = np.isfinite(mean) & (mean > LEAST_MEAN)
        mean = np.where(use, mean, 1.0)
        size = mean / (spread - 1)
        chance = size / (size + mean)
        at = 0.5 * nbinom.pmf(y, size, chance)
        p = at + (nbinom.sf(y, size, chance) if rise else nbinom.cdf(y - 1, size, chance))
        return np.where(use, np.clip(p, 1e-300, 1.0), 1.0)

    def scores(self, day: int, *, rise: bool) -> np.ndarray:
        """Mean −log10 p over the windows, per row."""
        return np.mean([-np.log10(self.tail(length, day, rise=rise)) for length in self.windows], axis=0)

    def chance(self, day: int, *, rise: bool) -> tuple[np.ndarray, np.ndarray]:
        """(score, chance of such a score on an ordinary day) per row: an exponential tail fitted to the scores of the days before,
        apart for each level of activity."""
        score = self.scores(day, rise=rise)
        chance = np.power(10.0, -score)
        past = [t for t in range(max(day - LEARN_DAYS, 0), max(day - 2, 0)) if not self.baseline.matrix.special[t]]
        if not past:
            return score, chance
        history = np.array([self.scores(t, rise=rise) for t in past]).T
        judged = np.isfinite(self.baseline.mean[:, past])
        level = np.digitize(np.nan_to_num(self.baseline.mean[:, day]), LEVELS)
        for number in range(len(LEVELS) + 1):
            rows = level == number
            known = history[rows][judged[rows]]
            if len(known) >= ENOUGH_SCORES:
                low, high = np.quantile(known, TAIL)
                slope = np.log((1 - TAIL[0]) / (1 - TAIL[1])) / max(high - low, 1e-6)
                chance[rows] = np.minimum(1.0, (1 - TAIL[0]) * np.exp(-slope * (score[rows] - low)))
        return score, chance

    def strongest(self, day: int, *, rise: bool) -> np.ndarray:
        """The window length with the smallest tail, per row."""
        tails = [self.tail(length, day, rise=rise) for length in self.windows]
        return np.array(self.windows)[np.argmin(tails, axis=0)]


def _moving(values: np.ndarray, length: int) -> np.ndarray:
    """Sum of the `length` columns up to each; missing where one of them is, or there are fewer."""
    if values.shape[1] < length:
        return np.full(values.shape, np.nan)
    out = np.full(values.shape, np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(values, length, axis=1)
    out[:, length - 1 :] = windows.sum(axis=2)
    return out


def _before(values: np.ndarray, lag: int, days: int) -> np.ndarray:
    """Sum of the columns t−days … t−lag, for each t."""
    total = np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)
    t = np.arange(values.shape[1])
    return total[:, np.maximum(t - lag + 1, 0)] - total[:, np.maximum(t - days, 0)]
