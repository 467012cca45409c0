"""Growth against a reference implementation and against growth that was put in."""

import math

import numpy as np
import pandas as pd
import pytest

from core.trends.growth import dispersion, growth, weighted

DAYS = pd.date_range("2026-01-05", periods=14)


def test_the_regression_is_that_of_statsmodels():
    sm = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(3)
    t = np.arange(14) - 6.5
    design = np.column_stack([np.ones(14), t])
    y = rng.negative_binomial(20, 20 / (20 + 20 * np.exp(0.08 * t))).astype(float)
    for spread in (0.0, 0.25, 1.0):
        family = sm.families.Poisson() if not spread else sm.families.NegativeBinomial(alpha=spread)
        theirs = sm.GLM(y, design, family=family).fit(tol=1e-12)
        ours = weighted(design, y, np.array([math.log(y.mean()), 0.0]), spread)
        assert ours == pytest.approx(theirs.params, abs=1e-6)
    found = growth(pd.Series(y, DAYS))
    fitted = sm.GLM(y, design, family=sm.families.NegativeBinomial(alpha=max(_alpha(y, design), 1e-9))).fit(tol=1e-12)
    assert found.rate == pytest.approx(fitted.params[1], abs=1e-4)
    from scipy.stats import t as student

    reach = student.ppf(0.975, 12) * fitted.bse[1]
    assert (found.low, found.high) == pytest.approx((found.rate - reach, found.rate + reach), abs=1e-3)
    assert found.doubling[0] == pytest.approx(math.log(2) / abs(found.rate))


def _alpha(y, design):
    """Where Pearson's statistic is its degrees of freedom, by fitting again and again."""
    spread = 0.0
    for _ in range(200):
        beta = weighted(design, y, np.array([math.log(y.mean()), 0.0]), spread)
        spread = 0.5 * spread + 0.5 * dispersion(y, np.exp(design @ beta), 2)
    return spread


@pytest.mark.parametrize("rate", [-0.1, 0.0, 0.06, 0.2])
def test_what_was_put_in_lies_in_the_interval(rate):
    rng = np.random.default_rng(int(100 * (1 + rate)))
    hits = 0
    for _ in range(100):
        found = growth(pd.Series(rng.poisson(20 * np.exp(rate * (np.arange(14) - 7))).astype(float), DAYS))
        hits += found.low <= rate <= found.high
    assert hits >= 88


@pytest.mark.parametrize(
    "values",
    [[], [0] * 14, [3, 2], [0] * 13 + [90], [np.nan] * 10 + [5, 6, 7, 8], [1] * 7],
    ids=["nothing", "zeros", "two days", "one spike", "four known days", "seven cases"],
)
def test_too_little_tells_nothing(values):
    assert growth(pd.Series(values, pd.date_range("2026-01-01", periods=len(values)), dtype=float)) is None


def test_missing_days_are_left_out_and_no_growth_doubles_never():
    steady = pd.Series([20.0, 22, 19, np.nan, 21, 20, 19, np.nan, 21, 20, 22, 18, 20, 21], DAYS)
    found = growth(steady)
    assert not found.sure and abs(found.rate) < 0.02
    assert found.doubling[2] == math.inf
