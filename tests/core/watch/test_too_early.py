"""What can't be judged yet on a store of few days: said with the day from which it can be; no silly alert meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.rollup import roll_up
from core.watch import alerts, detect
from core.watch.too_early import too_early
from tests.county import LAST_DAY, NOBODY, WHOLE, make_county

RATES, FEEDS, SILENCE, CLUSTERS = "rate_rise", "missing_feed", "silent_resident", "cluster_fever"
STATISTICS = (RATES, "rate_fall", FEEDS, SILENCE, CLUSTERS, "cluster_symptoms", "cluster_cases")


def store_since(first: date, *changes: str):
    """The test county, of which nothing is known before `first`."""
    store = make_county()
    with store.write() as db:
        for change in (f"delete from check_in where scanned_at < timestamp '{first}'", *changes):
            db.execute(change)
    roll_up(store, days=None, actor="test")
    return store


@pytest.mark.parametrize(
    ("days", "waiting"),
    [
        (1, {RATES: 7, FEEDS: 8, SILENCE: 18, CLUSTERS: 14}),
        (2, {RATES: 7, FEEDS: 8, SILENCE: 18, CLUSTERS: 14}),
        (8, {FEEDS: 8, SILENCE: 18, CLUSTERS: 14}),
        (15, {SILENCE: 18}),
        (19, {}),
    ],
)
def test_says_from_which_day_what_can_be_judged(days, waiting):
    """`waiting`: detector → days after the first day of data."""
    first = LAST_DAY - timedelta(days=days - 1)
    store = store_since(first, "update check_in set temperature = 36.5")
    told = too_early(store, WHOLE, as_of=LAST_DAY)
    assert {
        d: (day - first).days for d, day in zip(told.detector, told.from_day, strict=True) if d in waiting
    } == waiting
    assert set(told.detector) & {RATES, FEEDS, SILENCE, CLUSTERS} == set(waiting)
    assert too_early(store, NOBODY, as_of=LAST_DAY).empty
    found = detect(store, as_of=LAST_DAY, actor="test")
    assert not set(found["detector"]) & {code for code in STATISTICS if code in set(told.detector)}


@pytest.mark.parametrize(
    "change",
    [
        "delete from check_in",
        "update check_in set scanned_at = timestamp '2026-01-31 08:00:00'",  # a month in one upload, at the time of the upload
        "update check_in set scanned_at = scanned_at + interval 400 day",  # a clock in the future
        "insert into check_in select * replace (scanned_at + interval 1 second as scanned_at) from check_in",
    ],
)
def test_nothing_fails_on_odd_data(change):
    store = store_since(date(2026, 1, 2), change)
    detect(store, as_of=LAST_DAY, actor="test")
    told = too_early(store, WHOLE, as_of=LAST_DAY)
    assert (told.from_day > LAST_DAY).all() if len(told) else True
    assert not alerts(store, WHOLE)["detector"].isin([RATES, "rate_fall", SILENCE]).any()
