"""What is counted: outbreaks found, days found, days until found, at thresholds that the clean twin gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

AFTER = 20  # days
RATES = (0.001, 0.005, 0.01, 0.02)  # of false alarms
LEVELS = ((0.1, 0.3), (0.3, 1.0), (1.0, 3.0), (3.0, 10.0), (10.0, 30.0))


@dataclass(frozen=True)
class Found:
    """Per planted episode, at one rate of false alarms. `share`: of its days with planted cases; `delay`: days until found, its whole length
    and one more where it was not; `after`: days of alarm within AFTER of its end, which the clean twin does not count."""

    hit: np.ndarray
    share: np.ndarray
    days: np.ndarray
    delay: np.ndarray
    after: np.ndarray

    def pod(self) -> float:
        return float(self.hit.mean())

    def day_sensitivity(self) -> float:
        """Share of all days with planted cases."""
        return float((self.share * self.days).sum() / self.days.sum())

    def mean_share(self) -> float:
        """Mean over the episodes of the share of their days."""
        return float(self.share.mean())

    def lingering(self) -> float:
        """Days of alarm after the end."""
        return float(self.after.mean())

    def sooner(self) -> float:
        return float(self.delay.mean())


def found(alarms: np.ndarray, starts: np.ndarray, touched: np.ndarray) -> Found:
    """`alarms`, `touched`: [day, series]; `starts`: rows of series, first day, last day, size."""
    hit, share, days, delay, after = [], [], [], [], []
    for row, first, last, _ in starts:
        seen, cases = alarms[first : last + 1, row], touched[first : last + 1, row]
        hit.append(seen.any())
        share.append(seen[cases].mean() if cases.any() else 0.0)
        days.append(cases.sum())
        delay.append(int(np.argmax(seen)) if seen.any() else len(seen) + 1)
        after.append(alarms[last + 1 : last + 1 + AFTER, row].sum())
    return Found(*(np.array(each) for each in (hit, share, days, delay, after)))


def threshold(clean: np.ndarray, rate: float) -> float:
    """Score that the clean twin's days exceed at this rate."""
    return float(np.quantile(clean, 1 - rate))


def interval(
    values: np.ndarray, weights: np.ndarray | None = None, *, seed: int = 1, times: int = 400
) -> tuple[float, float]:
    """95 % bootstrap interval of a (weighted) mean over planted episodes."""
    rng = np.random.default_rng(seed)
    weights = np.ones(len(values)) if weights is None else weights
    drawn = rng.integers(0, len(values), (times, len(values)))
    means = (values * weights)[drawn].sum(axis=1) / weights[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def per_level(alarms: np.ndarray, level: np.ndarray) -> list[float]:
    return [float(alarms[:, (level >= low) & (level < high)].mean()) for low, high in LEVELS]
