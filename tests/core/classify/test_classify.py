from datetime import date, timedelta

import pytest

from core.classify import class_counts, classify, classify_days, grade, grade_counts
from core.policy.loader import load_policy
from core.rollup import roll_up
from tests.copied import copied
from tests.county import EAST, FIRST_DAY, LAST_DAY, NOBODY, WHOLE, county_alone


@pytest.fixture
def store():
    return copied(_store)


def _store():
    made = county_alone()
    with made.write() as db:
        db.execute(
            "update check_in set temperature = 37.3 where person_id = 1 and cast(scanned_at as date) = date '2026-01-29'"
        )
        db.execute(
            "update check_in set temperature = 37.2 where person_id = 2 and cast(scanned_at as date) = date '2026-01-29'"
        )
        db.execute(
            "update person set attention = 'home_quarantine', attention_until = date '2026-02-05' where person_id in (1, 3)"
        )
        db.execute(
            "update person set attention = 'home_quarantine', attention_until = date '2026-01-30' where person_id = 4"
        )
        db.execute("update person set attention = 'key_attention' where person_id = 11")
        db.execute("update person set origin = '湖北省黄冈市', arrived_on = date '2026-01-18' where person_id = 21")
        db.execute("update person set origin = '湖北省黄冈市', arrived_on = date '2026-01-17' where person_id = 22")
        db.execute("update person set origin = '广东广州', arrived_on = date '2026-01-31' where person_id = 31")
        db.execute("update person set arrived_on = date '2026-02-01' where person_id = 32")
        db.execute("insert into person (person_id, registered, updated_at) values (99, false, localtimestamp)")
        db.execute("insert into check_in values (99, 7, timestamp '2026-01-20 12:00:00', 'pass', null, null, 1)")
    roll_up(made, days=None, actor="test")
    return made


def test_all_that_fit_are_kept_and_the_first_is_shown(store):
    counts = classify(store, as_of=LAST_DAY, actor="test")
    assert counts == {
        "fever": 1,
        "home_quarantine": 1,
        "inbound": 1,
        "key_attention": 1,
        "returnee": 1,
        "visitor": 1,
        "resident": 35,
    }
    held = store.run("select class, rank from person_class where person_id = 1 order by rank").fetchall()
    assert held == [("fever", 1), ("home_quarantine", 2)]
    people = dict(store.run("select person_id, class from person_class where rank = 1").fetchall())
    assert people == {
        1: "fever",
        3: "home_quarantine",
        11: "key_attention",
        21: "inbound",
        31: "returnee",
        99: "visitor",
    }
    assert store.value("select distinct policy_version from person_class") == load_policy().version


def test_who_is_registered_in_a_unit_alone_is_no_visitor(store):
    store.run(
        "insert into person (person_id, home_grid_id, registered, updated_at) values (98, null, true, localtimestamp)"
    )
    store.run("insert into check_in values (98, 20, timestamp '2026-01-20 12:00:00', 'in', null, null, 1)")
    roll_up(store, days=None, actor="test")
    assert classify(store, as_of=LAST_DAY, actor="test")["visitor"] == 1


def test_a_class_begins_and_ends(store):
    classify(store, as_of=LAST_DAY, actor="test")
    row = store.one("select since, until, reason from person_class where person_id = 21")
    assert row == (date(2026, 1, 18), date(2026, 1, 31), "class_inbound")
    later = classify(store, as_of=LAST_DAY + timedelta(days=1), actor="test")
    assert "fever" not in later
    assert "inbound" not in later
    assert later["returnee"] == 2


def test_an_unknown_beginning_stays_the_first_day_it_was_given(store):
    for day in (28, 31):
        classify(store, as_of=date(2026, 1, day), actor="test")
    assert store.value("select since from person_class where person_id = 11") == date(2026, 1, 28)


def test_days_at_once_are_the_same_as_one_by_one(store):
    classify_days(store, since=FIRST_DAY, until=LAST_DAY, actor="test")
    at_once = store.run("select * from class_day order by all").fetchall()
    for n in range(30):
        classify(store, as_of=FIRST_DAY + timedelta(days=n), actor="test")
    assert store.run("select * from class_day order by all").fetchall() == at_once


def test_grades_have_reasons_and_keep_their_date(store):
    with store.write() as db:
        db.execute(
            "update check_in set temperature = 38 where person_id in (5, 6) and scanned_at >= timestamp '2026-01-30'"
        )
    roll_up(store, days=None, actor="test")
    for day in (date(2026, 1, 30), LAST_DAY):
        classify(store, as_of=day, actor="test")
        grade(store, as_of=day, actor="test")
    found, since, reason, fields = store.one("select grade, since, reason, fields from grid_grade where grid_id = 4")
    assert (found, since, reason) == ("high", date(2026, 1, 30), "grade_fever")
    assert '"people":3' in fields.replace(" ", "")
    assert store.value("select grade from grid_grade where grid_id = 10") == "low"
    # 1 and 5 are pupils of the school with fever; nobody of the plant is in any class
    by_unit = "select grade from grid_grade where grid_id in (20, 22, 30) order by grid_id"
    assert store.run(by_unit).fetchall() == [("medium",), ("medium",), ("low",)]
    counts = grade_counts(store, EAST)
    assert counts.set_index(["level", "grade"])["grids"].to_dict()[("section", "high")] == 1
    assert grade_counts(store, NOBODY).empty


def test_counts_follow_scope_and_know_the_week_before(store):
    classify_days(store, since=FIRST_DAY, until=LAST_DAY, actor="test")
    found = class_counts(store, WHOLE, grid=0).set_index("class")
    assert found.loc["fever", ["people", "before"]].tolist() == [1, 0]
    assert found.loc["inbound", ["people", "before"]].tolist() == [1, 2]
    assert class_counts(store, EAST, grid=0).set_index("class").loc["returnee", "people"] == 0
    assert class_counts(store, NOBODY, grid=0)["people"].sum() == 0
    assert class_counts(store, WHOLE, grid=8).set_index("class").loc["resident", "people"] == 9
    earlier = class_counts(store, WHOLE, grid=0, as_of=FIRST_DAY)
    assert earlier["before"].isna().all()


def test_it_is_audited(store):
    classify(store, as_of=LAST_DAY, actor="clerk")
    assert store.one("select actor from audit_entry where event = 'classify.done'") == ("clerk",)
