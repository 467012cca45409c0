"""In which class somebody was on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.classify import classify
from core.policy.loader import load_policy
from core.rollup import incremental, roll_up
from tests.copied import copied
from tests.county import LAST_DAY, county_alone


@pytest.fixture
def store():
    return copied(_store)


def _store():
    made = county_alone()
    with made.write() as db:
        db.execute(
            "update person set attention = 'home_quarantine', arrived_on = date '2026-01-25' where person_id = 1"
        )
    roll_up(made, days=None, actor="test")
    return made


def history(store) -> list[tuple]:
    return store.run(
        "select class, since, until from class_history where person_id = 1 order by since, class"
    ).fetchall()


def test_a_class_that_goes_on_is_one_stretch(store):
    for back in (2, 1, 0):
        classify(store, as_of=LAST_DAY - timedelta(days=back), actor="test")
    assert [row for row in history(store) if row[0] == "home_quarantine"] == [
        ("home_quarantine", date(2026, 1, 25), None)
    ]


def test_what_ends_has_its_last_day_and_what_comes_again_a_second_stretch(store):
    classify(store, as_of=date(2026, 1, 28), actor="test")
    with store.write() as db:
        db.execute("update person set attention = null where person_id = 1")
    classify(store, as_of=date(2026, 1, 30), actor="test")
    assert ("home_quarantine", date(2026, 1, 25), date(2026, 1, 29)) in history(store)
    with store.write() as db:
        db.execute(
            "update person set attention = 'home_quarantine', arrived_on = date '2026-01-31' where person_id = 1"
        )
    classify(store, as_of=LAST_DAY, actor="test")
    assert ("home_quarantine", date(2026, 1, 31), None) in history(store)


def test_given_and_taken_back_on_one_day_leaves_no_trace(store):
    with store.write() as db:
        db.execute("update person set arrived_on = $1 where person_id = 1", [LAST_DAY])
    classify(store, as_of=LAST_DAY, actor="test")
    with store.write() as db:
        db.execute("update person set attention = null, arrived_on = null where person_id = 1")
    classify(store, as_of=LAST_DAY, actor="test")
    assert history(store) == []


def test_a_look_back_is_no_history(store):
    classify(store, as_of=LAST_DAY, actor="test")
    before = history(store)
    classify(store, as_of=date(2026, 1, 3), actor="test")
    assert history(store) == before


def test_an_earlier_beginning_is_learnt_and_a_later_one_takes_nothing_away(store):
    for arrived, since in (("2026-01-20", date(2026, 1, 20)), ("2026-01-28", date(2026, 1, 20))):
        with store.write() as db:
            db.execute("update person set arrived_on = $1 where person_id = 1", [arrived])
        classify(store, as_of=LAST_DAY, actor="test")
        assert ("home_quarantine", since, None) in history(store)


def test_residents_have_no_rows(store):
    classify(store, as_of=LAST_DAY, actor="test")
    assert store.value("select count(*) from class_history where person_id > 1") == 0


def test_another_threshold_of_fever_has_every_day_counted_anew(store, monkeypatch):
    assert store.value("select sum(fevers) from grid_day") == 0
    monkeypatch.setattr(incremental, "running", lambda _: replace(load_policy(), fever=36.0))
    roll_up(store, days=[LAST_DAY], actor="test")
    days = store.value("select count(distinct day) from grid_day where fevers > 0")
    assert days == store.value("select count(distinct day) from grid_day where check_ins > 0")
