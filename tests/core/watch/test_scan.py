"""The scan on arrays alone: what is planted is found, what is chance is not, and nothing odd breaks it."""

import numpy as np
import pytest

from core.watch.scan import Counts, Settings, neighbours, scan
from core.watch.scan.chance import by_moments
from core.watch.scan.statistic import statistic

GRIDS, DAYS = 144, 150
SETTINGS = Settings()


def county(rate: float = 0.02, *, days: int = DAYS, seed: int = 1, grids: int = GRIDS, placed: bool = True) -> Counts:
    """Grids on a square lattice, each counting `rate` people a day."""
    side = int(np.ceil(np.sqrt(grids)))
    at = np.arange(grids)
    lon, lat = 109 + (at % side) / 100, 22 + (at // side) / 100
    if not placed:
        lon, lat = np.full(grids, np.nan), np.full(grids, np.nan)
    people = np.random.default_rng(seed).poisson(rate, (grids, days)).astype(float)
    residents = np.full(grids, 100.0)
    return Counts(people, residents, np.arange(days) % 7 + 1, np.ones(days, bool), neighbours(lon, lat, 20))


def test_nearest_first_itself_before_all_and_nobody_without_a_place():
    near = neighbours(np.array([109.0, 109.0, 109.1, np.nan]), np.array([22.0, 22.0, 22.0, np.nan]), 3)
    assert near.tolist() == [[0, 1, 2], [1, 0, 2], [2, 0, 1], [3, -1, -1]]


def test_the_statistic_and_the_wave_that_is_everywhere():
    seen, expected = np.array([6.0, 1.0]), np.array([2.0, 2.0])
    assert statistic(seen, expected, np.array(6.0), np.array(4.0)) == pytest.approx([6 * np.log(3) - 4, 0])
    # the rest of the county stands at three times its expectation as well
    assert statistic(np.array([6.0]), np.array([2.0]), np.array(306.0), np.array(102.0)) == pytest.approx(
        [0.0], abs=0.01
    )


def test_the_tail_of_known_maxima():
    drawn = np.random.default_rng(5).gumbel(4.0, 1.5, 20000)
    tail = by_moments(drawn)
    assert (tail.place, tail.scale) == pytest.approx((4.0, 1.5), rel=0.03)
    assert tail.p(4.0) == pytest.approx(1 - np.exp(-1), rel=0.03)


def test_a_planted_cluster_is_found_where_it_is_and_a_second_one_beside_it():
    counts = county()
    centre, other = 5 * 12 + 5, 10 * 12 + 10
    counts.people[counts.near[centre, :5], -3:] += 1
    counts.people[counts.near[other, :4], -2:] += 1
    found = scan(counts, SETTINGS, seed=1)
    assert len(found) == 2
    for cluster, planted in zip(found, (counts.near[centre, :5], counts.near[other, :4]), strict=True):
        assert set(planted) <= set(cluster.members)
        assert len(cluster.members) <= 7
        assert cluster.recurrence >= SETTINGS.recurrence
    assert not set(found[0].members) & set(found[1].members)
    assert found[0].observed >= 15 and found[0].expected < 1.5
    assert scan(counts, SETTINGS, seed=1)[0].p == found[0].p  # judged alike whenever


@pytest.mark.parametrize(
    "counts",
    [
        county(0.0),  # nothing ever
        county(0.0, days=2),
        county(grids=1),
        county(grids=2),
        Counts(np.zeros((0, 20)), np.zeros(0), np.ones(20, int), np.ones(20, bool), np.zeros((0, 20), int)),
        county(placed=False),
    ],
)  # fmt: skip
def test_little_or_nothing_alarms_nobody(counts):
    assert scan(counts, SETTINGS, seed=1) == []


def test_a_wave_of_the_whole_county_is_no_cluster_nor_a_day_without_data():
    counts = county(0.05)
    counts.people[:, -3:] += np.random.default_rng(2).poisson(0.4, (GRIDS, 3))
    assert scan(counts, SETTINGS, seed=1) == []
    quiet = county(0.05)
    quiet.people[:, 60:100] = 0
    quiet.usable[60:100] = False
    assert scan(quiet, SETTINGS, seed=1) == []


def test_one_huge_past_outbreak_does_not_hide_the_next():
    counts = county()
    counts.people[7, 100] = 5000
    counts.people[counts.near[7, :4], -3:] += 1
    assert [set(counts.near[7, :4]) <= set(c.members) for c in scan(counts, SETTINGS, seed=1)] == [True]


def test_chance_makes_few_clusters_a_year():
    """Nominal: one a year; ten counties of a year would be too long here."""
    counts = county(0.03, days=400, seed=9)
    alarms = 0
    for day in range(200, 400, 7):
        until = Counts(
            counts.people[:, :day], counts.residents, counts.weekdays[:day], counts.usable[:day], counts.near
        )
        alarms += len(scan(until, SETTINGS, seed=day))
    assert alarms <= 2


def test_one_outbreak_after_the_other_does_not_dull_the_scan():
    counts = county(days=190)
    for first in range(20, 185, 12):
        counts.people[counts.near[(first * 7) % GRIDS, :4], first : first + 3] += 1
    counts.people[counts.near[70, :4], -3:] += 1
    assert any(set(counts.near[70, :4]) <= set(c.members) for c in scan(counts, SETTINGS, seed=1))
