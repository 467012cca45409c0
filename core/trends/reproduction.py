"""The effective reproduction number by day: how many are infected by one case, at that time.

Cori, Ferguson, Fraser & Cauchemez 2013 (doi:10.1093/aje/kwt133), as R's EpiEstim does with a parametric serial interval: shifted gamma made discrete, a gamma prior of
mean and deviation 5, windows of seven days. No library of Python does it with wheels for every platform; it is forty lines, held against the published output of EpiEstim's own example by a test.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

WINDOW = 7
PRIOR_SHAPE, PRIOR_SCALE = 1.0, 5.0
# EpiEstim's own limit: below it the estimate speaks of its prior (coefficient of variation of the posterior ≤ .3).
FEWEST = 11
COLUMNS = ["day", "r", "low", "high"]
FILE = Path(__file__).parent / "serial_intervals.toml"


@dataclass(frozen=True)
class SerialInterval:
    """Days from one case's first symptoms to those of whom it infected."""

    mean: float
    deviation: float
    source: str = ""


@cache
def _known() -> dict[str, SerialInterval]:
    table = tomllib.loads(FILE.read_text("utf-8"))
    return {disease: SerialInterval(v["mean"], v["deviation"], v["source"]) for disease, v in table.items()}


def published(disease: str | None) -> SerialInterval | None:
    """Of a disease (code of `disease_case.disease`), where one is published; None where it has to be told."""
    return _known().get(disease or "")


def weights(interval: SerialInterval, days: int) -> np.ndarray:
    """The chance that so many days lie between (0 … days − 1)."""
    from scipy.stats import gamma  # noqa: PLC0415 - takes most of a second to load

    shape, scale = ((interval.mean - 1) / interval.deviation) ** 2, interval.deviation**2 / (interval.mean - 1)
    k = np.arange(days)

    def below(days_between: np.ndarray, more: int = 0) -> np.ndarray:
        return gamma.cdf(days_between, shape + more, scale=scale)

    chance = k * below(k) + (k - 2) * below(k - 2) - 2 * (k - 1) * below(k - 1)
    chance += shape * scale * (2 * below(k - 1, 1) - below(k - 2, 1) - below(k, 1))
    return np.maximum(chance, 0)


def reproduction(series: pd.Series, interval: SerialInterval, *, fewest: int = FEWEST) -> pd.DataFrame:
    """Of cases by day of onset (every day, from the first case on, none missing): one row per day that ends a window of seven, from the second
    day on; columns day, r (mean), low, high (95 %). Missing where the window has fewer than `fewest` cases. Needs `interval.mean` > 1."""
    from scipy.stats import gamma  # noqa: PLC0415 - takes most of a second to load

    cases = series.astype(float)
    y = cases.to_numpy()
    if not len(y) or not y.sum():
        return pd.DataFrame(columns=COLUMNS)
    first = int(np.flatnonzero(y)[0])
    y, days = y[first:], pd.to_datetime(cases.index[first:])
    if len(y) <= WINDOW:
        return pd.DataFrame(columns=COLUMNS)
    pressure = np.convolve(y, weights(interval, len(y)))[: len(y)]
    ends = np.arange(WINDOW, len(y))
    counted = _window(y)
    shape = PRIOR_SHAPE + counted
    scale = 1 / (1 / PRIOR_SCALE + _window(pressure))
    told = counted >= fewest
    found = {
        "r": shape * scale,
        "low": gamma.ppf(0.025, shape, scale=scale),
        "high": gamma.ppf(0.975, shape, scale=scale),
    }
    return pd.DataFrame({"day": days[ends]} | {name: np.where(told, v, np.nan) for name, v in found.items()})


def _window(values: np.ndarray) -> np.ndarray:
    """Sums of seven days, the first of them the second day: on the first there is nobody who could have infected."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return sums[WINDOW + 1 :] - sums[1 : len(values) - WINDOW + 1]
