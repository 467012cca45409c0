"""Forecasts of seven days against “as last week”: how far both are out, and how many days lie within the interval that ought to hold 95 %.

Made series by kind (seeded), and the real ones of the shared data where they are there. Every forecast is made from the days before it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from bench.timing import Row
from core.policy.calendar import day_kinds
from core.settings import PROJECT
from core.trends.forecast import past_forecasts

TITLE = "Forecasts of seven days"
REAL = PROJECT.parent / "shared/data/real"
FIRST, DAYS, WEEKS = "2025-09-01", 140, 8
HABIT = np.array([1.1, 1.05, 1.0, 1.0, 1.1, 0.95, 0.8])  # Monday … Sunday, as days behave


def measure(*, small: bool) -> list[Row]:
    """Two rows per kind of series: mean absolute error as a percentage of the naive one's, and days within the interval."""
    rows, every = [], []
    kinds = [
        (name, [make(np.random.default_rng(seed)) for seed in range(3 if small else 25)]) for name, make in MADE.items()
    ]
    for name, many in [*kinds, *_real()]:
        judged = pd.concat([_judged(series) for series in many])
        if judged.empty:
            continue
        rows += _rows(name, judged)
        if name in MADE:
            every.append(judged)
    return [*rows, *_rows("all made series", pd.concat(every))]


def _judged(series: pd.Series) -> pd.DataFrame:
    """Days forecast with what came, what last week had, and whether it lay within."""
    found = past_forecasts(series, weeks=min(WEEKS, max((len(series) - 28) // 7, 0)))
    naive = series.reindex(found.day - pd.Timedelta(days=7)).to_numpy()
    return found.assign(naive=naive).dropna(subset=["observed", "naive"])


def _rows(name: str, judged: pd.DataFrame) -> list[Row]:
    ours = float((judged.observed - judged.expected).abs().mean())
    theirs = float((judged.observed - judged.naive).abs().mean())
    inside = float(judged.inside.astype(float).mean())
    return [
        Row(
            f"{name}: error of {len(judged)} days",
            100 * ours / max(theirs, 1e-9),
            "as last week = 100",
            None,
            "< 100",
            unit="%",
        ),
        Row(f"{name}: within the 95 % interval", 100 * inside, "", None, "90–98", unit="%"),
    ]


def _days() -> pd.DatetimeIndex:
    return pd.date_range(FIRST, periods=DAYS)


def _habit(days: pd.DatetimeIndex) -> np.ndarray:
    kinds = day_kinds(days[0].date(), days[-1].date())
    return HABIT[[k.weekday - 1 for k in kinds]]


def _count(rng: np.random.Generator, mean: np.ndarray, spread: float = 1.5) -> pd.Series:
    """Negative-binomial counts whose variance is `spread` times their mean."""
    days = _days()
    mean = np.maximum(mean * _habit(days), 0.01)
    return pd.Series(rng.negative_binomial(mean / (spread - 1), 1 / spread).astype(float), days)


def _walk(rng: np.random.Generator, step: float) -> np.ndarray:
    return np.exp(np.cumsum(rng.normal(0, step, DAYS)))


def _wave(rng: np.random.Generator) -> pd.Series:
    peak, width = rng.uniform(80, 150), rng.uniform(12, 25)
    return _count(rng, 1 + rng.uniform(20, 200) * np.exp(-0.5 * ((np.arange(DAYS) - peak) / width) ** 2))


def _shift(rng: np.random.Generator) -> pd.Series:
    level = np.where(np.arange(DAYS) < rng.integers(90, 125), 1.0, rng.choice([0.4, 0.6, 1.6, 2.5]))
    return _count(rng, 200 * level, 3)


def _gaps(rng: np.random.Generator) -> pd.Series:
    made = _count(rng, 60 * _walk(rng, 0.02))
    made[rng.random(DAYS) < 0.12] = np.nan
    return made


MADE: dict[str, Callable[[np.random.Generator], pd.Series]] = {
    "few a day (mean 1)": lambda rng: _count(rng, np.full(DAYS, 1.0), 1.3),
    "steady (mean 30)": lambda rng: _count(rng, np.full(DAYS, 30.0)),
    "many, drifting (mean 3,000)": lambda rng: _count(rng, 3000 * _walk(rng, 0.02), 20),
    "waves": _wave,
    "level shifts": _shift,
    "days missing": _gaps,
}


def _real() -> Iterator[tuple[str, list[pd.Series]]]:
    taxi = REAL / "series" / "nab_nyc_taxi.csv"
    if taxi.exists():
        frame = pd.read_csv(taxi, parse_dates=["timestamp"])
        by_day = frame.groupby(frame.timestamp.dt.normalize()).value.sum() / 1000
        yield "taxi rides, thousands (another country's holidays)", [by_day.round().iloc[n : n + DAYS] for n in (0, 70)]
    measles = REAL / "linelists" / "measles_hagelloch_1861.csv"
    if measles.exists():
        yield "measles of 1861 by onset", list(_by_onset(measles))


def _by_onset(file: Path) -> Iterator[pd.Series]:
    frame = pd.read_csv(file)
    column = next(c for c in frame if "prodrome" in c or "onset" in c)
    # A century away, on the same weekdays: the calendar's dates begin later.
    days = pd.to_datetime(frame[column]) + pd.Timedelta(days=7 * 8400)
    counted = days.value_counts().sort_index()
    yield counted.reindex(pd.date_range(counted.index[0], counted.index[-1])).fillna(0).astype(float)
