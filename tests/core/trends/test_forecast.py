"""Forecasts: nothing of what comes after, nothing of missing days, and intervals that hold what they promise."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.trends.compare import week_before
from core.trends.forecast import forecast, past_forecasts, track
from core.trends.weekdays import factors, whole_days

HABIT = np.array([1.2, 1.1, 1.0, 1.0, 1.1, 0.9, 0.7])


def series(rng, days=120, mean=40.0, start="2025-09-01"):
    index = pd.date_range(start, periods=days)
    return pd.Series(rng.poisson(mean * HABIT[index.day_of_week]).astype(float), index)


def test_the_interval_holds_what_it_promises_and_beats_last_week():
    inside, judged, ours, theirs = 0, 0, 0.0, 0.0
    for seed in range(12):
        whole = series(np.random.default_rng(seed), start="2025-04-07")
        past = past_forecasts(whole, weeks=6)
        found = track(past)
        inside, judged = inside + found.inside, judged + found.days
        ours += (past.observed - past.expected).abs().sum()
        theirs += (past.observed - whole.reindex(past.day - pd.Timedelta(days=7)).to_numpy()).abs().sum()
    assert judged == 12 * 42
    assert 0.9 <= inside / judged <= 0.99
    assert ours < 0.85 * theirs


def test_no_later_day_changes_an_earlier_forecast():
    whole = series(np.random.default_rng(5))
    changed = whole.copy()
    changed.iloc[-14:] = 900.0
    columns = ["origin", "day", "expected", "low", "high"]
    before, after = past_forecasts(whole, weeks=4), past_forecasts(changed, weeks=4)
    early = before.origin <= whole.index[-15]
    assert early.sum() == 21
    pd.testing.assert_frame_equal(before[early][columns], after[early][columns])
    assert not after[early].tail(7).inside.any()  # and that it missed is told


def test_missing_days_are_no_zeros():
    whole = series(np.random.default_rng(7))
    gaps = whole.copy()
    gaps.iloc[::5] = np.nan
    with_gaps, without = forecast(gaps), forecast(whole)
    assert (with_gaps.expected / without.expected).between(0.85, 1.15).all()
    past = past_forecasts(gaps, weeks=6)
    assert past.inside.isna().sum() == past.observed.isna().sum() > 0
    assert track(past).days == past.observed.notna().sum()
    # a week without any data at the end: still forecast from what was known
    gaps.iloc[-7:] = np.nan
    assert forecast(gaps).expected.between(20, 60).all()


@pytest.mark.parametrize(
    ("values", "rows"),
    [([], 0), ([5.0], 0), ([4.0] * 20, 0), ([4.0] * 21, 7), ([0.0] * 60, 7), ([np.nan] * 30, 0), ([3.0] * 40 + [1e7] + [3.0] * 10, 7)],
    ids=["nothing", "a day", "twenty days", "three weeks", "zeros", "nothing known", "one huge day"],
)  # fmt: skip
def test_bad_histories(values, rows):
    found = forecast(pd.Series(values, pd.date_range("2025-03-03", periods=len(values)), dtype=float))
    assert len(found) == rows
    assert (found.low.astype(float) >= 0).all() and (found.high >= found.low).all()
    assert np.isfinite(found[["expected", "low", "high"]].astype(float)).all().all()
    if rows and max(values) < 1e6:
        assert found.expected.max() < 10


def test_one_huge_day_lifts_a_forecast_little():
    whole = series(np.random.default_rng(9))
    spiked = whole.copy()
    spiked.iloc[-20] = 5000.0
    assert (forecast(spiked).expected / forecast(whole).expected).between(0.7, 1.4).all()


def test_people_who_are_there_stay_where_they_are():
    days = pd.date_range("2025-06-02", periods=60)
    stock = pd.Series(np.where(np.arange(60) < 58, 400.0 + np.arange(60) % 3, 1200.0), days)
    found = forecast(stock, stock=True)
    assert found.expected.between(1000, 1600).all()
    assert forecast(stock[:-2], stock=True).expected.between(390, 415).all()


def test_a_holiday_is_forecast_as_a_sunday():
    days = pd.date_range("2025-06-02", "2025-09-28")
    quiet = pd.Series(np.where(days.day_of_week == 6, 20.0, 60.0), days)
    found = forecast(quiet).set_index("day").expected
    assert found[pd.Timestamp(date(2025, 9, 30))] > 50 > 35 > found[pd.Timestamp(date(2025, 10, 1))]


def test_factors_of_weekdays_are_found_whatever_is_missing():
    whole = whole_days(series(np.random.default_rng(2), mean=400.0, start="2025-05-12"))
    whole.iloc[3::11] = np.nan
    found = factors(whole.to_numpy(), whole.index.day_of_week.to_numpy())
    assert found == pytest.approx(HABIT / HABIT.mean(), abs=0.06)


def test_a_week_is_compared_without_its_holidays():
    days = pd.date_range("2025-08-04", "2025-10-05")  # ends in the holiday from 1 October on
    off = (days.day_of_week == 6) | (days >= "2025-10-01")
    flat = pd.Series(np.where(off, 20.0, 60.0), days)
    found = week_before(flat)
    assert flat[-7:].sum() < 0.7 * flat[-14:-7].sum()  # plainly told, a fall
    assert found.low < 0 < found.high and abs(found.change) < 0.2
    more = flat.copy()
    more[-7:] *= 1.5
    assert week_before(more).sure and week_before(more).change == pytest.approx(1.5 * (1 + found.change) - 1)
    more[-4:] = np.nan
    assert week_before(more) is None
