"""Counts in, scores out: what stands out, what does not, and that nothing looks ahead."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom

from core.watch.scoring.counts import Counts, counts
from core.watch.scoring.episodes import episodes, false_discovery
from core.watch.scoring.expected import expected
from core.watch.scoring.score import score

DAYS, SERIES = 120, 80


def ordinary(seed: int = 3, shift: float = 1.0) -> np.ndarray:
    """Negative-binomial counts with a week; all of them shift by a factor on the last three days."""
    rng = np.random.default_rng(seed)
    level = rng.lognormal(1.5, 1.0, SERIES)
    week = np.where(np.arange(DAYS) % 7 >= 5, 0.4, 1.2)[:, None]
    noise = rng.gamma(14, 1 / 14, (DAYS, SERIES))
    noise[-3:] *= shift
    return rng.poisson(level * week * noise).astype(float)


def test_a_rise_and_a_fall_stand_out_and_an_ordinary_day_does_not():
    y = ordinary()
    busy = np.argsort(y.mean(axis=0))[-2:]
    y[-2:, busy[0]] *= 4
    y[-5:, busy[1]] //= 10
    found = score(counts(y))
    assert np.argmax(found.rise.score[-1]) == busy[0]
    assert np.argmax(found.fall.score[-1]) == busy[1]
    assert found.rise.p[-1, busy[0]] < 1e-4
    assert found.fall.p[-1, busy[1]] < 1e-4
    assert np.median(found.rise.p[40:]) > 0.2


@pytest.mark.parametrize("weekly", [False, True])
def test_later_days_change_nothing_before_them(weekly):
    rng = np.random.default_rng(1)
    y = rng.poisson(6, (200, 12)).astype(float) if weekly else ordinary()
    cut = len(y) - 30
    y[cut - 20 : cut - 15, 3] += 40
    whole = counts(y, weekly=weekly)
    other = y.copy()
    other[cut + 1 :] = rng.poisson(100, other[cut + 1 :].shape)
    before = score(whole.until(cut))
    for later in (score(whole), score(counts(other, weekly=weekly))):
        np.testing.assert_array_equal(later.expected.mean[: cut + 1], before.expected.mean)
        for way in ("rise", "fall"):
            for part in ("score", "p"):
                there, then = getattr(getattr(later, way), part), getattr(getattr(before, way), part)
                np.testing.assert_allclose(there[: cut + 1], then, rtol=1e-5)


def test_a_shift_of_the_whole_kind_alarms_nobody_but_its_sum():
    for factor, way in ((3.0, "rise"), (0.2, "fall")):
        y = ordinary(shift=factor)
        both = Counts(
            y=np.column_stack([y, y.sum(axis=1)]),
            active=np.ones((DAYS, SERIES + 1), dtype=bool),
            kinds=np.array([0] * SERIES + [1]),
            weekdays=np.arange(DAYS) % 7 + 1,
            special=np.zeros(DAYS, dtype=bool),
            compared=np.array([True] * SERIES + [False]),
        )
        p = getattr(score(both), way).p[-1]
        assert (p[:-1] < 1e-3).mean() <= 0.03
        assert p[-1] < 1e-4


def test_false_alarms_are_as_many_as_said_at_every_level():
    rng = np.random.default_rng(8)
    level = np.repeat([0.2, 1.0, 5.0, 25.0], 60)
    found = score(counts(rng.poisson(level * rng.gamma(20, 1 / 20, (240, 240))).astype(float)))
    for way in (found.rise, found.fall):
        share = (way.p[90:] < 0.01).reshape(150, 4, 60).mean(axis=(0, 2))
        assert share.max() < 0.02
        assert share[1:].min() > 0.003


def test_the_law_behind_a_days_score_is_the_negative_binomial():
    base = expected(counts(ordinary()))
    mean, spread = base.mean[-1, 5], base.dispersion[-1, 5]
    law = nbinom(mean / (spread - 1), 1 / spread)
    assert law.mean() == pytest.approx(mean)
    assert law.var() == pytest.approx(mean * spread)
    y = ordinary()
    assert np.median(np.abs(base.level[40:].mean(axis=0) - y.mean(axis=0)) / y.mean(axis=0)) < 0.2


def edge(name: str) -> np.ndarray:
    rng = np.random.default_rng(5)
    y = rng.poisson(4, (60, 6)).astype(float)
    if name == "empty":
        return y[:0]
    if name == "two days":
        return y[:2]
    if name == "zeros":
        return y * 0
    if name == "outlier":
        y[20, 2] = 1e6
        return y
    if name == "one series":
        return y[:, :1]
    if name == "no series":
        return y[:, :0]
    y[10:40] = np.nan  # a gap
    return y


@pytest.mark.parametrize("weekly", [False, True])
@pytest.mark.parametrize("name", ["empty", "two days", "zeros", "outlier", "one series", "no series", "gap"])
def test_odd_input_is_borne_and_raises_no_silly_alarm(name, weekly):
    y = edge(name)
    found = score(counts(y, weekly=weekly))
    for way in (found.rise, found.fall):
        assert way.p.shape == y.shape
        assert np.isfinite(way.p).all()
        assert np.isfinite(way.score).all()
        quiet = way.p[26:] if name == "outlier" else way.p  # after it the series is judged as before
        alarms = (quiet < 1e-3).mean() if quiet.size else 0
        assert alarms <= 0.02
        assert (way.p[~found.judged] == 1).all()
    if name == "outlier":
        assert found.rise.p[20, 2] < 1e-6


def test_episodes_merge_over_a_week_and_go_on_at_a_lower_bar():
    p = np.ones((30, 1))
    p[[3, 5, 12, 22]], p[[13]] = 0.0005, 0.005
    p[29] = 0.005  # alone this begins nothing
    first = episodes(p)[:, 0]
    assert {t: int(f) for t, f in enumerate(first) if f >= 0} == {3: 3, 5: 3, 12: 3, 13: 3, 22: 22, 29: 22}


def test_false_discovery_is_benjamini_and_hochbergs():
    p = np.array([[0.01, 0.04, 0.03, 0.5, 0.9]])
    judged = np.array([[True, True, True, True, False]])
    np.testing.assert_allclose(false_discovery(p, judged)[0], [0.04, 0.16 / 3, 0.16 / 3, 0.5, 1.0])


@pytest.mark.parametrize(
    ("mean", "idle", "most"), [(20, 0.5, 0.03), (20, 0.2, 0.03), (3, 0.5, 0.03), (200, 0.5, 0.03), (20, 0.8, 0.1)]
)
def test_days_of_standing_idle_are_neither_falls_nor_the_days_between_rises(mean, idle, most):
    rng = np.random.default_rng(11)
    found = score(counts((rng.poisson(mean, (150, 60)) * (rng.random((150, 60)) > idle)).astype(float)))
    for way in (found.rise, found.fall):
        assert (way.p[41:] < 0.01).mean() <= most


def test_a_series_that_is_never_idle_falls_by_a_run_of_zeros():
    y = np.random.default_rng(5).poisson(6, (120, 20)).astype(float)
    y[100:104, 3] = 0
    found = score(counts(y))
    assert (found.expected.idle == 0).mean() > 0.99
    assert found.fall.p[102, 3] < 1e-4


def test_a_series_in_an_episode_tells_nothing_of_its_kinds_day():
    rng = np.random.default_rng(4)
    y = rng.poisson([40, *[5] * 30], (120, 31)).astype(float)
    usual = expected(counts(y)).mean
    y[100:106, 0] *= 3
    told = expected(counts(y)).mean[100:106, 1:] / usual[100:106, 1:]
    assert np.abs(told.mean(axis=1) - 1).max() < 0.15  # as far as a single day is believed
    assert np.abs(told.mean() - 1) < 0.05


def test_a_day_within_an_incident_stands_out_and_one_without_any_count_does_not():
    rng = np.random.default_rng(4)
    y = rng.poisson(5, (120, 60)).astype(float)
    y[90:97, :6] += rng.poisson(8, (7, 6))
    y[94, :6] = 0
    p = np.median(score(counts(y)).rise.p[:, :6], axis=1)
    assert p[92:94].max() < 1e-3
    assert p[94] > 0.01
    assert p[96] < 1e-3
    assert p[106:].min() > 0.05
