"""Rows in, rows out: what severe alerts make of the grades of their grid and of those above it."""

import json
from datetime import datetime

import pytest

from core.classify import classify, grade
from core.follow import follow, left_over
from core.handling import close, take_back
from core.rollup import roll_up
from tests.county import LAST_DAY, NOW, WHOLE, make_county, rolled_county


def alert(db, number: int, grid: int, severity: str = "high", status: str = "open") -> None:
    db.execute(
        "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, fields, policy_version, opened_at, handled_by, handled_at, closing_reason) values (?, 'rate_rise', ?, null, ?, ?, 1, date '2026-01-30', date '2026-01-31', 'rate_rise', null, 'v',"
        " timestamp '2026-02-01', null, null, null)",
        [number, grid, status, severity],
    )


def graded(*alerts: tuple) -> dict[int, tuple[str, str]]:
    """grid → grade and reason of those above low, after alerts (grid, severity, status)."""
    store = rolled_county()
    classify(store, as_of=LAST_DAY, actor="test")
    with store.write() as db:
        for number, given in enumerate(alerts, start=1):
            alert(db, number, *given)
    grade(store, as_of=LAST_DAY, actor="test")
    rows = store.run("select grid_id, grade, reason from grid_grade where grade <> 'low' order by grid_id").fetchall()
    return {grid: (found, reason) for grid, found, reason in rows}


MEDIUM, HIGH = ("medium", "grade_alerts"), ("high", "grade_alerts")


def test_without_alerts_nothing_rises():
    assert graded() == {}


def test_one_severe_alert_makes_its_grid_and_all_above_medium():
    assert graded((10,)) == {1: MEDIUM, 8: MEDIUM, 9: MEDIUM, 10: MEDIUM}


@pytest.mark.parametrize("status", ["open", "acknowledged", "assigned"])
def test_whoever_works_on_it_has_not_ended_it(status):
    assert graded((9, "high", status)) == {1: MEDIUM, 8: MEDIUM, 9: MEDIUM}


@pytest.mark.parametrize(
    ("severity", "status"), [("medium", "open"), ("low", "open"), ("high", "resolved"), ("high", "dismissed")]
)
def test_lesser_and_closed_ones_do_not_count(severity, status):
    assert graded((10, severity, status)) == {}


def test_an_alert_in_a_school_counts_for_where_the_school_lies():
    assert graded((22,)) == {1: MEDIUM, 2: MEDIUM, 3: MEDIUM, 20: MEDIUM, 21: MEDIUM, 22: MEDIUM}


def test_many_make_it_high_and_four_are_not_many():
    assert graded(*[(10,)] * 4)[10] == MEDIUM
    assert graded(*[(10,)] * 5) == {1: HIGH, 8: HIGH, 9: HIGH, 10: HIGH}
    spread = graded(*[(4,)] * 3, *[(10,)] * 2)
    assert (spread[1], spread[2], spread[8]) == (HIGH, MEDIUM, MEDIUM)


def test_many_are_few_where_very_many_live():
    store = make_county()
    with store.write() as db:
        db.execute(
            "insert into person (person_id, name, home_grid_id, updated_at) select 1000 + i, 'x', 10, timestamp '2026-01-01' from range(2000) r(i)"
        )
        for number in range(1, 6):
            alert(db, number, 10)
    grade(store, as_of=LAST_DAY, actor="test")
    assert store.one("select grade, fields from grid_grade where grid_id = 10")[0] == "medium"


def test_a_grid_without_people_has_its_alerts_all_the_same():
    store = make_county()
    with store.write() as db:
        db.execute("update person set home_grid_id = 4 where home_grid_id = 10")
        alert(db, 1, 10)
    grade(store, as_of=LAST_DAY, actor="test")
    found, reason, fields = store.one("select grade, reason, fields from grid_grade where grid_id = 10")
    assert (found, reason, json.loads(fields)["alerts"]) == ("medium", "grade_alerts", 1)


def test_following_grades_after_the_alerts_and_again_when_one_is_closed_or_that_taken_back():
    store = make_county()
    with store.write() as db:
        db.execute(
            "update check_in set temperature = 39.0 where person_id = 40 and scanned_at >= timestamp '2026-01-31'"
        )
        db.execute("insert into import_batch values (1, '2026-01-01', 'tester', 'county', '', 0, 'committed', 0, true)")
    roll_up(store, days=None, actor="test")
    follow(store, actor="test")
    west = "select grade from grid_grade where grid_id = 8"
    reason = "select reason from grid_grade where grid_id = 8"
    assert store.value("select count(*) from alert where severity = 'high'") == 1
    assert store.value(west) == "medium"
    before = store.value(reason)
    number = store.value("select alert_id from alert")
    with store.write() as db:
        db.execute("delete from class_day where class = 'fever'")  # only the alert speaks for it
    close(store, WHOLE, number, status="resolved", reason="已就医", actor="li", at=NOW)
    assert left_over(store)
    follow(store, actor="system")
    assert store.value(west) == "low"
    take_back(store, WHOLE, [number], actor="li", at=datetime(2026, 2, 1, 8, 5))
    follow(store, actor="system")
    assert (store.value(west), store.value(reason)) == ("medium", "grade_alerts")
    assert before == "grade_fever"
    assert not left_over(store)
