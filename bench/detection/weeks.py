"""The 42 weekly scenarios of Noufaily et al. 2013: seven sets of level, trend, season and scatter × trend {0, 1} × harmonics {0, 1, 2}."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from core.watch.scoring.counts import Counts, counts

SETS = (
    (0.1, 0.0025, 0.6, 0.6, 1.5),
    (-2, 0.005, 0.1, 0.3, 2),
    (1.5, 0.003, 0.2, -0.4, 1),
    (0.5, 0.002, 0.5, 0.5, 5),
    (2.5, 0.001, 1, 0.1, 3),
    (3.75, 0.001, 0.1, -0.1, 1.1),
    (5, 0.0001, 0.05, 0.01, 1.2),
)
WEEKS, BASELINE, TEST = 624, 312, 575  # rows: of all, the first learnt from, the first judged
SIZES = (2, 4, 6, 8, 10)  # of outbreaks, in standard deviations of a week


@dataclass(frozen=True)
class Weeks:
    clean: Counts
    planted: Counts
    scenario: np.ndarray  # 0–41 per series
    starts: np.ndarray  # one outbreak per series: series, first row, last row, size


def weeks(seed: int, *, replicas: int = 20) -> Weeks:
    """Each scenario `replicas` times; rows begin at week 313. One outbreak among the last 49 weeks, four in the baseline."""
    rng = np.random.default_rng(seed)
    scenarios = list(itertools.product(SETS, (0, 1), (0, 1, 2)))
    mean, spread = [], []
    t = np.arange(1, WEEKS + 1)
    for (level, slope, sine, cosine, scatter), trend, harmonics in scenarios:
        waves = sum(
            sine * np.cos(2 * np.pi * j * t / 52) + cosine * np.sin(2 * np.pi * j * t / 52)
            for j in range(1, harmonics + 1)
        )
        mean.append(np.exp(level + slope * trend * t + waves))
        spread.append(scatter)
    mu, phi = np.repeat(np.array(mean), replicas, axis=0).T[BASELINE:], np.repeat(spread, replicas)
    over = np.maximum(phi - 1, 1e-3)
    y = rng.poisson(rng.gamma(mu / over, over)).astype(float)
    extra, starts, past = np.zeros_like(y), [], np.zeros_like(y)
    first = TEST - BASELINE
    for row in range(y.shape[1]):
        for start in rng.integers(0, first - 10, 4):
            _plant(rng, past, row, start, mu, phi, SIZES[rng.integers(5)])
        size = SIZES[rng.integers(5)]
        hit = _plant(rng, extra, row, int(rng.integers(first, len(y) - 8)), mu, phi, size)
        starts.append((row, hit.min(), hit.max(), size))
    scenario = np.repeat(np.arange(len(scenarios)), replicas)
    make = {"kinds": np.zeros(len(scenario), dtype=int), "weekly": True}
    return Weeks(counts(y + past, **make), counts(y + past + extra, **make), scenario, np.array(starts))


def _plant(rng, into: np.ndarray, row: int, start: int, mu: np.ndarray, phi: np.ndarray, size: int) -> np.ndarray:
    number = max(rng.poisson(size * np.sqrt(mu[start, row] * phi[row])), 1)
    at = np.minimum(start + np.floor(rng.lognormal(0, 0.5, number)).astype(int), len(into) - 1)
    np.add.at(into, (at, row), 1)
    return at
