"""What those who are new in a class have in common: rows in, rows out."""

from __future__ import annotations

from datetime import date

import pytest

from core.classify.entered import entered
from tests.county import EAST, LAST_DAY, WHOLE, make_county

SINCE = date(2026, 1, 25)


@pytest.fixture
def store():
    """1 and 2 came into fever lately, 3 before; the schools 20 and 90 bear one name; 1, 3 … 5 go to the one, 2 to the other."""
    store = make_county()
    with store.write() as db:
        db.execute("update person set birth_date = date '1980-01-01'")
        db.execute("update person set birth_date = date '2008-02-01' where person_id = 1")  # eighteen tomorrow
        db.execute("update person set birth_date = date '2008-01-31' where person_id = 2")  # eighteen today
        db.execute("insert into grid (grid_id, code, name, axis, level, area_id, updated_at) values (90, 'U090', '东镇中学', 'block', 'unit', 9, now()::timestamp)")  # fmt: skip
        db.execute("insert into grid_tree values (90, 90), (0, 90)")
        db.execute("update membership set grid_id = 90 where person_id = 2 and grid_id = 22")
        for person, since in ((1, "2026-01-30"), (2, "2026-01-25"), (3, "2026-01-24")):
            db.execute(f"insert into person_class (person_id, class, rank, since, reason, policy_version) values ({person}, 'fever', 1, date '{since}', 'x', 'x')")  # fmt: skip
    return store


def told(store, scope=WHOLE, side="came") -> list[tuple]:
    found = entered(store, scope, classes=["fever"], since=SINCE, as_of=LAST_DAY)
    found = found[found.side == side]
    return [(r.part, r.value, r.entered, r.all_entered, r.people, r.all_people) for r in found.itertuples()]


def test_ages_are_full_years_and_two_schools_of_one_name_are_two(store):
    assert told(store) == [
        ("age", "18", 1, 2, 39, 40),
        ("age", "7", 1, 2, 1, 40),
        ("unit", "东镇中学", 1, 2, 4, 40),
        ("unit", "东镇中学", 1, 2, 1, 40),
    ]


def test_of_ones_own_grids_alone(store):
    assert {row[-1] for row in told(store, EAST)} == {30}


def test_who_left_and_whom_severe_alerts_are_about_are_told_apart(store):
    with store.write() as db:
        for number, (person, until, how) in enumerate(
            [
                (5, "2026-01-24", "over"),
                (6, "2026-01-23", "over"),
                (3, "2026-01-30", "over"),
                (7, "2026-01-30", "withdrawn"),
            ]
        ):
            db.execute(f"insert into class_history (stretch_id, person_id, class, since, until, policy_version, ended_by) values ({number + 900}, {person}, 'fever', date '2026-01-10', date '{until}', 'x', '{how}')")  # fmt: skip
        for number, (person, severity, status) in enumerate(
            [(1, "high", "open"), (8, "low", "open"), (9, "high", "resolved")]
        ):
            db.execute(f"insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, policy_version, opened_at) select {number + 900}, 'fever', home_grid_id, {person}, '{status}', '{severity}', 1, date '2026-01-30', date '2026-01-30', 'x', 'x', now()::timestamp from person where person_id = {person}")  # fmt: skip
    assert [row[:4] for row in told(store, side="gone") if row[0] == "age"] == [("age", "18", 1, 1)], (
        "who is in it again has not left, nor who was taken back"
    )
    alert = told(store, side="alert")
    assert [row[:3] for row in alert if row[0] != "unit"] == [("age", "7", 1), ("class", "fever", 1)] and {
        row[3] for row in alert
    } == {1}


def test_what_is_kept_is_never_older_than_who_is_there(store):
    before = told(store)
    assert told(store) == before
    with store.write() as db:
        db.execute("update person set birth_date = date '1940-01-01' where person_id = 1")
    assert {row[1] for row in told(store) if row[0] == "age"} == {"18", "60"}
    with store.write() as db:
        db.execute("update membership set grid_id = 22 where person_id = 2 and grid_id = 90")
    assert [row[:3] for row in told(store) if row[0] == "unit"] == [("unit", "东镇中学", 2)]
    with store.write() as db:
        db.execute("delete from person_class where person_id = 2")
    assert {row[3] for row in told(store)} == {1}
