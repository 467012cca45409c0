"""The baseline and its tails on made-up counts."""

from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import nbinom

from core.policy.calendar import day_kinds
from core.policy.loader import load_policy
from core.watch.baseline import Baseline
from core.watch.matrix import Matrix
from core.watch.rate_anomalies import _hits
from core.watch.rates import Rates

FIRST = date(2026, 3, 2)  # sixty days without a long holiday
ROWS, DAYS = 60, 60


def county(counts: np.ndarray, kinds: np.ndarray | None = None) -> Matrix:
    days = day_kinds(FIRST, FIRST + timedelta(days=DAYS - 1))
    return Matrix(
        grids=np.arange(ROWS),
        kinds=np.zeros(ROWS, dtype=int) if kinds is None else kinds,
        days=[d.day for d in days],
        weekdays=np.array([d.weekday for d in days]),
        special=np.zeros(DAYS, dtype=bool),
        active=np.ones((ROWS, DAYS), dtype=bool),
        counts={"entries": counts.astype(float)},
    )


def ordinary(shift: float = 1.0) -> np.ndarray:
    """Negative-binomial counts; the whole kind shifts by a factor on the last three days."""
    rng = np.random.default_rng(3)
    level = rng.lognormal(3, 0.8, ROWS)[:, None]
    noise = rng.gamma(14, 1 / 14, (ROWS, DAYS))
    noise[:, -3:] *= shift
    return rng.poisson(level * noise)


def rates(counts: np.ndarray) -> Rates:
    return Rates(Baseline(county(counts), "entries"), [1, 3, 7])


def test_the_baseline_is_near_the_true_level():
    counts = ordinary()
    mean = Baseline(county(counts), "entries").mean[:, 40:]
    assert np.median(np.abs(mean.mean(axis=1) - counts.mean(axis=1)) / counts.mean(axis=1)) < 0.1


def test_a_rise_and_a_fall_stand_out():
    counts = ordinary()
    busy = np.argsort(counts.mean(axis=1))[-2:]
    counts[busy[0], -2:] *= 4
    counts[busy[1], -5:] //= 10
    found = rates(counts)
    assert np.argmax(found.scores(DAYS - 1, rise=True)) == busy[0]
    assert np.argmax(found.scores(DAYS - 1, rise=False)) == busy[1]
    _, chance = found.chance(DAYS - 1, rise=True)
    assert chance[busy[0]] < 1e-4


@pytest.mark.parametrize(("factor", "rise"), [(0.2, False), (3.0, True)])
def test_a_shift_of_the_whole_kind_alarms_nobody(factor, rise):
    parameters = {**load_policy().detectors["rate_rise" if rise else "rate_fall"], "budget": 0.5}
    assert _hits(rates(ordinary(factor)), parameters, rise=rise) == {}
    alone = ordinary()
    row = int(np.argsort(alone.mean(axis=1))[-9])
    alone[row, -3:] = 300 if rise else 0
    assert list(_hits(rates(alone), parameters, rise=rise)) == [row]


def test_the_day_itself_and_later_days_do_not_change_what_was_expected_before():
    counts = ordinary()
    before = Baseline(county(counts), "entries").mean[:, 50].copy()
    counts[:, 51:] = 0
    counts[7, 50] = 10_000
    after = Baseline(county(counts), "entries").mean[:, 50]
    assert after[7] == pytest.approx(before[7])
    later = ordinary()
    later[:, 51:] = 0
    np.testing.assert_allclose(Baseline(county(later), "entries").mean[:, 50], before)


def test_tails_are_mid_p_of_the_negative_binomial():
    found = rates(ordinary())
    day, row = DAYS - 1, 5
    y, mean, spread = (x[1][row, day] for x in (found.observed, found.expected, found.dispersion))
    law = nbinom(mean / (spread - 1), 1 / spread)
    assert law.mean() == pytest.approx(mean)
    assert law.var() == pytest.approx(mean * spread)
    assert found.tail(1, day, rise=True)[row] == pytest.approx(law.sf(y) + law.pmf(y) / 2)
    both = found.tail(1, day, rise=True)[row] + found.tail(1, day, rise=False)[row]
    assert both == pytest.approx(1)


def test_false_alarms_are_near_what_the_calibration_says():
    found = rates(ordinary())
    chances = np.concatenate([found.chance(t, rise=True)[1] for t in range(45, DAYS)])
    assert 0.0 <= (chances < 0.01).mean() < 0.03
