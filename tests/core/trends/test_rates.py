"""Rates of places of different size: what is chance stays chance, what is not is found, whatever its size."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.trends.rates import FAR, WITHIN, funnel, rates


def places(counts, people) -> pd.DataFrame:
    return pd.DataFrame({"grid_id": range(1, len(counts) + 1), "count": counts, "people": people})


@pytest.fixture(scope="module")
def noise() -> pd.DataFrame:
    """Three hundred villages of 30 to 3,000 people that all have the same rate."""
    made = np.random.default_rng(7)
    people = np.exp(made.uniform(np.log(30), np.log(3000), 300)).astype(int)
    return places(made.poisson(people * 0.01).astype(float), people)


def test_chance_alone_makes_nobody_the_worst(noise):
    found = rates(noise)
    assert (found.verdict == FAR).sum() == 0
    assert (found.verdict == WITHIN).mean() > 0.93
    # The plain rates of the small differ by a lot, the shrunk ones hardly.
    assert found.rate.max() > 300 and found.shrunk.max() < 130
    assert (found.low <= found.shrunk).all() and (found.shrunk <= found.high).all()


def test_a_village_of_40_with_one_case_is_not_the_worst_and_one_of_4000_with_a_hundred_more_is(noise):
    with_both = pd.concat([noise, places([1.0, 140.0], [40, 4000]).assign(grid_id=[901, 902])], ignore_index=True)
    found = rates(with_both)
    assert found.grid_id.iloc[0] == 902 and found.verdict.iloc[0] == FAR
    small = found[found.grid_id == 901].iloc[0]
    assert small.rate > 200 and small.verdict == WITHIN and small.shrunk < found.shrunk.iloc[0]


def test_the_usual_difference_between_places_is_no_alarm_and_a_few_far_out_do_not_hide_themselves():
    made = np.random.default_rng(3)
    people = np.full(60, 2000)
    own = 0.02 * made.gamma(25, 1 / 25, 60)  # places differ by a fifth
    found = rates(places(made.poisson(people * own).astype(float), people))
    assert found[found.side == "high"].verdict.ne(FAR).all() and (found.verdict == FAR).sum() <= 1
    counts = made.poisson(people * own).astype(float)
    counts[:6] *= 8
    far = rates(places(counts, people)).query("verdict == 'far' and side == 'high'")
    assert set(far.grid_id) == {1, 2, 3, 4, 5, 6}


def test_somebody_seen_on_ten_days_is_no_ten_people():
    counts = [10.0] + [0.0] * 19
    people = [50] + [500] * 19
    assert rates(places(counts, people)).verdict.iloc[0] == FAR
    seen = rates(places(counts, people), repeat=10, days=10)
    assert seen.verdict.iloc[0] == WITHIN
    assert seen.rate.iloc[0] == pytest.approx(10 / 10 / 50 * 1e4)  # people of a day


def test_few_places_and_none():
    two = rates(places([3.0, 0.0], [1000, 1000]))
    assert list(two.shrunk) == list(two.rate) and two.low.iloc[1] == 0 and two.high.iloc[1] > 0
    assert rates(places([], [])).empty
    assert rates(places([0.0, 0.0], [10, 10])).verdict.eq(WITHIN).all()
    assert rates(places([1.0, 5.0], [0, 10])).grid_id.tolist() == [2]
    assert funnel(places([0.0], [10])).empty


def test_the_funnel_is_wide_where_few_live(noise):
    curves = funnel(noise)
    width = curves.outer_high - curves.outer_low
    assert width.iloc[0] > 3 * width.iloc[-1]
    assert (curves.outer_high >= curves.inner_high).all() and (curves.inner_high >= curves.whole).all()
    assert curves.outer_high.diff().dropna().max() < 2  # no steps
