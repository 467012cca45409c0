"""The references of the detection benchmark give the published values; the benchmark is seeded, and what it counts is what was planted."""

from __future__ import annotations

import numpy as np
import pytest

from bench.detection import real
from bench.detection.counties import county
from bench.detection.figures import found, interval, threshold
from bench.detection.references import ears, ears_bound, ears_c3, farrington_bound, flexible_farrington
from bench.detection.weeks import BASELINE, TEST, weeks
from core.watch.scoring.score import score

# Weeks of Salmonella Newport whose bounds R's surveillance prints (earsC, C1, alpha .05); the counts are those that its figures allow.
NEWPORT = np.array([1, 1, 1, 1, 2, 3, 3, 1, 0, 3])
NEWPORT_BOUNDS = [3.278854, 3.278854, 3.436517, 3.855617]


def test_ears_c1_gives_the_published_bounds():
    bounds = [ears_bound(NEWPORT[t : t + 7], 0.05) for t in range(4)]
    np.testing.assert_allclose(bounds, NEWPORT_BOUNDS, atol=1e-6)
    z = ears(NEWPORT[:, None].astype(float))[7, 0]
    assert z == pytest.approx((1 - NEWPORT[:7].mean()) / NEWPORT[:7].std(ddof=1))


def test_farrington_gives_the_published_bounds():
    np.testing.assert_allclose(
        farrington_bound(5, 0.2, 1, 0.05, 8), [1.8084477, 9.1154825, 0.1094727, 0.7289546], atol=1e-6
    )


def test_c3_sums_what_c2_has_above_one():
    y = np.random.default_rng(1).poisson(5, (40, 3)).astype(float)
    c2, c3 = ears(y, lag=2), ears_c3(y)
    np.testing.assert_allclose(c3[20], np.maximum(c2[18:21] - 1, 0).sum(axis=0))


def test_flexible_farrington_finds_a_spike_and_not_much_else():
    made = weeks(1, replicas=1)
    y, first = made.clean.y.copy(), TEST - BASELINE
    y[first + 5] += 10 * np.sqrt(y[:first].mean(axis=0) + 1) + 10
    p = flexible_farrington(y[: first + 6], first)
    assert (p[5] < 0.005).mean() > 0.9
    assert (p[:5] < 0.005).mean() < 0.03


def test_a_county_is_seeded_and_its_twin_differs_by_what_is_planted():
    one, again = county(3, series=30), county(3, series=30)
    np.testing.assert_array_equal(one.planted.y, again.planted.y)
    extra = one.planted.y - one.clean.y
    assert extra.min() == 0
    covered = np.zeros(extra.shape, dtype=bool)
    for row, first, last, _ in one.starts:
        covered[first : last + 1, row] = True
    assert extra[~covered].sum() == 0
    alarms = extra > 0
    perfect = found(alarms, one.starts, alarms)
    assert (perfect.pod(), perfect.day_sensitivity(), perfect.sooner()) == (1.0, 1.0, 0.0)
    assert threshold(np.arange(1000.0), 0.01) == pytest.approx(989, abs=1)
    low, high = interval(np.repeat([0.0, 1.0], 200))
    assert 0.4 < low < 0.5 < high < 0.6


def test_ours_finds_far_more_than_ears_in_a_small_county():
    made = county(2, series=250)
    clean, planted = score(made.clean).rise.score[60:], score(made.planted).rise.score
    touched = made.planted.y != made.clean.y
    ours = found(planted > threshold(clean, 0.01), made.starts, touched)
    theirs = found(ears(made.planted.y, lag=2) > threshold(ears(made.clean.y, lag=2)[60:], 0.01), made.starts, touched)
    assert ours.pod() > 0.75
    assert ours.pod() > theirs.pod() + 0.2


@pytest.mark.skipif(not real.TAXI.exists(), reason="the real series are not at hand")
@pytest.mark.parametrize(("hours", "labelled"), [(24, 4), (real.PART, 5)])
def test_the_taxi_series(hours, labelled):
    number, shown = real.taxi(hours=hours)
    assert number >= labelled
    assert len(shown) <= real.FIRST_EPISODES


@pytest.mark.skipif(not real.GUANGXI.exists(), reason="the real series are not at hand")
def test_the_cities_of_guangxi():
    with_episode, with_cases = real.guangxi()
    assert (with_episode >= 7, with_cases) == (True, 15)
