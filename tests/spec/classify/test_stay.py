"""Stays in risk areas: who is in a class that counts from one, by the day on which he left and that of the announcement."""

from __future__ import annotations

from datetime import date

import pytest

from core.classify import classes_unknown, classify
from core.engine.duck import DuckEngine
from core.screening import find_stays
from tests.county import WHOLE
from tests.spec.classify.rows import DAY, GRID, SCHOOL, ago, held, pack, person, place, seen

HIGH = 'code = "high"\nevent = "stay"\ndays = 14\nfrom_day = 0\nwhen = "stay_level = \'high\' and left_before_risk <= 14"\n'
LATE = 'code = "late"\nevent = "stay"\ndays = 14\nfrom_day = 0\nwhen = "stay_level = \'high\' and left_before_found <= 7"\n'
LIVING = 'code = "living"\nevent = "stay"\nends = "event"\nwhen = "how = \'lives_in\' and stay_level <> \'low\'"\n'
PASSED = 'code = "passed"\nevent = "stay"\ndays = 7\nwhen = "how = \'passed_through\'"\n'


def area(store, number=1, level="high", since=DAY, until=None, code="4201", grid=None, removed=None) -> None:
    with store.write() as db:
        db.execute(
            "insert into risk_area (area_id, name, level, grid_id, code, since, until, added_by, added_at, removed_at)"
            " values ($1, '甲地', $2, $3, $4, $5, $6, 'test', $5, $7)",
            [number, level, grid, None if grid else code, since, until, removed],
        )


def came(store, left: date, arrived: date) -> None:
    """Somebody who told of a trip, and was home again some days later."""
    person(store, origin="湖北武汉", arrived_on=left) if left == arrived else person(store)
    if left != arrived:
        with store.write() as db:
            db.execute(
                "insert into declaration (declaration_id, person_id, kind, declared_at, place, from_date, until_date) values (1, 1, 'trip', $1, '武汉', $2, $2)",
                [arrived, left],
            )


def given(store, policy, day=DAY) -> dict:
    with store.write() as db:
        find_stays(db, policy, engine=DuckEngine())
    return held(store, day, policy).get(1, [])


@pytest.mark.parametrize(
    ("left", "announced", "inside"),
    [
        (0, 0, True),
        (13, 0, True),
        (14, 0, True),
        (15, 0, False),
        (14, 1, True),
        (14, 5, True),
        (0, -1, True),
        (0, -2, False),
    ],
)
def test_fourteen_days_before_the_announcement(tmp_path, left, announced, inside):
    """Days before DAY. Fourteen after the day of leaving; announced tomorrow counts today: yesterday's data are judged tonight."""
    store, policy = place(), pack(tmp_path, HIGH)
    came(store, ago(left), ago(left))
    area(store, since=ago(announced))
    assert given(store, policy) == ([("high", ago(left), ago(left - 14))] if inside else [])


@pytest.mark.parametrize(("level", "until", "removed", "inside"), [
    ("high", None, None, True), ("high", ago(3), None, True), ("medium", None, None, False), ("low", None, None, False), ("high", None, DAY, False),
])  # fmt: skip
def test_level_end_and_removal(tmp_path, level, until, removed, inside):
    store, policy = place(), pack(tmp_path, HIGH)
    came(store, ago(3), ago(3))
    area(store, since=ago(5), until=until, level=level, removed=removed)
    assert bool(given(store, policy)) is inside


def test_who_came_after_the_end_was_there_before_it_unless_it_is_known_since_when(tmp_path):
    store, policy = place(), pack(tmp_path, HIGH)
    with store.write() as db:
        db.execute(
            "insert into declaration (declaration_id, person_id, kind, declared_at, place, from_date, until_date) values (1, 1, 'trip', $1, '武汉', $2, $1)",
            [ago(1), ago(4)],
        )
    person(store)
    area(store, since=ago(9), until=ago(5))
    assert given(store, policy) == []


@pytest.mark.parametrize(("left", "announced", "inside"), [(7, 0, True), (8, 0, False), (8, 1, True)])
def test_counted_from_leaving(tmp_path, left, announced, inside):
    """From leaving to being found: by the announcement, as he was here already."""
    store, policy = place(), pack(tmp_path, LATE)
    came(store, ago(left), ago(left - 2))
    area(store, since=ago(announced))
    assert bool(given(store, policy)) is inside


def test_who_lives_there_as_long_as_it_stands(tmp_path):
    store, policy = place(), pack(tmp_path, LIVING)
    person(store)
    area(store, since=ago(3), until=ago(-2), grid=GRID)
    assert given(store, policy) == [("living", ago(3), ago(-2))]
    area(store, 2, "low", since=ago(-1), grid=GRID)  # lowered: the stretch before ends the day before
    assert given(store, policy) == [("living", ago(3), DAY)]
    assert held(store, ago(-1), policy) == {}


def test_who_passed_through_from_the_last_scan_on(tmp_path):
    store, policy = place(), pack(tmp_path, PASSED)
    person(store)
    for day in (9, 6):
        seen(store, 1, ago(day), grid=SCHOOL)
    area(store, since=ago(2), grid=SCHOOL)
    assert given(store, policy) == [("passed", ago(6), DAY)]
    assert held(store, ago(-1), policy) == {}


def test_whether_a_wider_place_is_meant_is_unknown(tmp_path):
    store, policy = place(), pack(tmp_path, HIGH)
    person(store, origin="湖北", arrived_on=ago(2))
    person(store, 2, origin="湖南", arrived_on=ago(2))
    area(store)
    assert given(store, policy) == []
    unknown = classes_unknown(store, WHOLE, as_of=DAY, policy=policy)
    assert unknown.to_dict("records") == [{"class": "high", "term": "stay_level", "people": 1}]
    classify(store, as_of=DAY, actor="test", policy=policy)
