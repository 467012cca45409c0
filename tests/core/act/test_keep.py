"""Classes in, tasks out: made once, for the nearest who answers, done by what comes in, overdue by the clock, cancelled with the class."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from core.act import tend
from core.act.badges import waiting
from tests.core.act.made import CELLS, away, keep, policy, put, reading, states
from tests.county import WHOLE, make_county

JAN = lambda day: date(2026, 1, 1) + timedelta(days=day - 1)  # noqa: E731


@pytest.fixture
def store():
    found = make_county()
    with found.write() as db:
        db.execute("delete from check_in")
        db.execute("delete from person_class")
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return policy(tmp_path_factory.mktemp("packs"))


def test_a_day_from_its_first_hour_to_the_next(store, made):
    put(store, 1, "mild", JAN(31))
    put(store, 2, "strict", JAN(29))
    first = keep(store, made, 31, 0, 30)
    # a report; twice a day, and the test of day 3 (day 1 is past); one household is visited on one day
    assert {k: v for k, v in states(store, 2).items() if k[0] != "visit"} == {
        ("swab", 31, 1): "open", ("twice", 31, 1): "open", ("twice", 31, 2): "open",
    }  # fmt: skip
    assert ("report", 31, 1) in states(store, 1)
    assert first.made == store.value("select count(*) from task")
    assert not keep(store, made, 31, 0, 30).changed, "twice makes nothing twice"
    reading(store, 2, datetime(2026, 1, 31, 8))
    reading(store, 2, datetime(2026, 1, 31, 13, 30))  # late for the morning's, too early for the evening's
    # the evening's, the test, the report, and the visit of either
    assert (keep(store, made, 31, 13, 45).done, keep(store, made, 31, 22).overdue) == (1, 5)
    assert states(store, 2)["twice", 31, 1] == "done"
    assert states(store, 2)["twice", 31, 2] == "overdue"
    assert states(store, 1)["report", 31, 1] == "overdue"
    # the day's list comes in the day after: what was done in time was done in time
    reading(store, 1, datetime(2026, 1, 31, 19))
    later = keep(store, made, 32, 9)
    assert (later.done, states(store, 1)["report", 31, 1], states(store, 1)["report", 1, 1]) == (1, "done", "open")
    assert store.one("select done_at, done_how from task where person_id = 1 and measure = 'report' and day(made_for) = 31") == (
        datetime(2026, 1, 31, 19), "temperature",
    )  # fmt: skip
    due, done, overdue = store.one(
        "select sum(due), sum(done), sum(overdue) from task_day where day = date '2026-01-31' and measure in ('report', 'twice')"
    )
    assert (due, done, overdue) == (3, 2, 1)


def test_what_a_reading_or_a_declaration_does_and_does_not(store, made):
    put(store, 1, "mild", JAN(31))
    keep(store, made, 31, 1)
    reading(store, 1, datetime(2026, 1, 30, 23))  # of the day before
    reading(store, 1, datetime(2026, 1, 31, 9), None)  # a scan without a temperature
    reading(store, 1, datetime(2026, 1, 31, 19))  # not yet, at noon
    assert keep(store, made, 31, 12).done == 0
    with store.write() as db:
        db.execute(
            "insert into declaration (declaration_id, person_id, kind, declared_at) values (1, 1, 'trip', '2026-01-31 10:00')"
        )
    assert keep(store, made, 31, 12).done == 0
    with store.write() as db:
        db.execute(
            "insert into declaration (declaration_id, person_id, kind, declared_at) values (2, 1, 'health', '2026-01-31 11:00')"
        )
    assert keep(store, made, 31, 12).done == 1
    with store.write() as db:  # its list is undone
        db.execute("delete from declaration")
        db.execute("delete from check_in")
    keep(store, made, 31, 12, undone=True)
    assert states(store, 1)["report", 31, 1] == "open"


def test_a_test_counts_from_its_day_and_the_last_day_that_came_is_made_up_for(store, made):
    with store.write() as db:
        db.execute(
            "create table if not exists test_result (test_id integer primary key, person_id integer, sampled_at timestamp,"
            " reported_at timestamp, result text)"
        )
    put(store, 1, "strict", JAN(26))  # learnt on its sixth day: of days 1 and 3 only the last is asked for
    keep(store, made, 31, 21)
    assert [k for k in states(store, 1) if k[0] == "swab"] == [("swab", 28, 1)]
    due = store.value("select due_at from task where measure = 'swab'")
    assert due == datetime(2026, 2, 1, 20), "learnt after the hour: due the next day"
    with store.write() as db:
        db.execute(
            "insert into test_result (test_id, person_id, sampled_at, result) values (1, 1, '2026-01-29 09:00', 'invalid')"
        )
        db.execute(
            "insert into test_result (test_id, person_id, sampled_at, result) values (2, 1, '2026-01-30 09:00', 'negative')"
        )
    keep(store, made, 31, 21)
    assert states(store, 1)["swab", 28, 1] == "done"
    keep(store, made, 32, 1)  # day 7
    assert states(store, 1)["swab", 1, 1] == "open"


def test_visits_of_many_are_spread_and_households_stay_together(store, made):
    for person in range(1, 41):
        put(store, person, "mild", JAN(31))
    for day in (31, 32, 33):
        keep(store, made, day, 1)
    per_day = store.run("select made_for, count(*) from task where measure = 'visit' group by 1 order by 1").fetchall()
    assert len(per_day) == 3
    assert max(n for _, n in per_day) - min(n for _, n in per_day) <= 5
    apart = "select household_id from task join person using (person_id) where measure = 'visit' group by 1 having count(distinct made_for) > 1"
    assert store.run(apart).fetchall() == []


def test_the_cell_of_a_grade_adds_takes_away_and_has_times_of_its_own(store, made):
    put(store, 1, "strict", JAN(31))
    with store.write() as db:
        db.execute(
            "insert into grid_grade values (3, 'high', '2026-01-31', 'x', null, 'v'), (4, 'low', '2026-01-31', 'x', null, 'v')"
        )
    for day in (31, 32):
        keep(store, made, day, 1)
    found = states(store, 1)
    assert [k[1] for k in found if k[0] == "visit"] == [1, 31], (
        "the village's grade counts, not the section's: every day"
    )
    assert not [k for k in found if k[0] == "swab"]


DUTIES = [
    # (grid, role, rank) of those who answer → (owner's grid, role, the grid that it was asked of) of a visit in grid 4, by its section
    ([(4, "responsible", None), (4, "deputy", None), (3, "responsible", None)], (4, "responsible", 4)),
    ([(4, "deputy", None), (3, "responsible", None)], (4, "deputy", 4)),
    ([(4, "包村干部", 2), (4, "包村领导", 1), (4, "deputy", None)], (4, "包村领导", 4)),
    ([(3, "responsible", None), (2, "responsible", None)], (3, "responsible", 4)),
    ([(1, "responsible", None)], (1, "responsible", 4)),
    ([], (1, "desk", 4)),
]


@pytest.mark.parametrize(("duties", "wanted"), DUTIES)
def test_it_goes_to_the_nearest_who_answers(store, made, duties, wanted):
    put(store, 1, "strict", JAN(31))
    with store.write() as db:
        db.execute("delete from duty")
        for grid, role, rank in duties:
            db.execute("insert into duty (grid_id, role, name, rank) values ($1, $2, '某某', $3)", [grid, role, rank])
    owner = "select distinct owner_grid_id, owner_role, asked_grid_id from task where measure = 'visit'"
    made = replace(made, matrix=replace(made.matrix, grace=7 * 24 * 60))  # nothing goes up for being overdue
    for day in (31, 32, 33):
        keep(store, made, day, 1)
    assert store.run(owner).fetchall() == [wanted]
    with store.write() as db:  # somebody is named there: what is open is theirs
        db.execute("delete from duty")
        db.execute("insert into duty (grid_id, role, name) values (4, 'responsible', '新人')")
    keep(store, made, 33, 1)
    assert store.value("select owner_grid_id from task where measure = 'visit'") == 4


def test_a_student_is_seen_to_by_the_school_class_or_what_lies_above_it(store, tmp_path):
    made = policy(tmp_path, '[cell.mild.any]\nmeasures = ["feed"]\n')
    put(store, 1, "mild", JAN(31))
    put(store, 11, "mild", JAN(31))  # studies and works nowhere
    with store.write() as db:
        db.execute("insert into duty (grid_id, role, name) values (20, 'responsible', '校长')")
    keep(store, made, 31, 1)
    owners = "select person_id, asked_grid_id, owner_grid_id, grid_id from task order by 1"
    assert store.run(owners).fetchall() == [(1, 22, 20, 4), (11, 5, 2, 5)]


def test_it_ends_with_the_class_and_what_was_missed_stays_missed(store, made):
    put(store, 1, "strict", JAN(31))
    put(store, 2, "mild", JAN(31))
    keep(store, made, 31, 1)
    keep(store, made, 31, 23)
    away(store, 1, "strict")  # it never ought to have been
    assert keep(store, made, 31, 23).cancelled == len(states(store, 1)) > 0
    assert set(states(store, 1).values()) == {"cancelled"}
    put(store, 1, "strict", JAN(31))
    keep(store, made, 31, 23)
    assert "cancelled" not in states(store, 1).values()
    keep(store, made, 32, 9)
    away(store, 2, "mild")  # over since
    keep(store, made, 32, 9)
    assert (states(store, 2)["report", 31, 1], states(store, 2)["report", 1, 1]) == ("overdue", "cancelled")


def test_a_run_as_of_an_earlier_day_ends_nothing_of_a_later_one(store, made):
    put(store, 1, "strict", JAN(31))
    keep(store, made, 31, 23)
    later = states(store, 1)
    away(store, 1, "strict")  # on that day nothing held yet
    assert later and keep(store, made, 30, 9).cancelled == 0
    assert states(store, 1) == later


@pytest.mark.parametrize("status", ["died", "moved_out"])
def test_nobody_is_called_on_who_is_gone(store, made, status):
    put(store, 1, "strict", JAN(31))
    keep(store, made, 31, 1)
    with store.write() as db:
        db.execute("update person set status = $1, status_on = date '2026-01-31' where person_id = 1", [status])
    keep(store, made, 31, 2)
    assert set(states(store, 1).values()) == {"cancelled"}
    assert store.run("select distinct done_how from task").fetchall() == [("gone",)]


def test_it_follows_a_person_who_moves_within_the_county(store, made):
    put(store, 1, "strict", JAN(31))
    keep(store, made, 31, 1)
    with store.write() as db:
        db.execute("update person set home_grid_id = 10 where person_id = 1")
    keep(store, made, 31, 2)
    assert store.run("select distinct grid_id from task").fetchall() == [(10,)]
    assert store.run("select distinct grid_id from task_day").fetchall() == [(10,)]


def test_two_entries_joined_have_each_task_once_and_a_number_given_back_has_none(store, made):
    for person in (1, 2):
        put(store, person, "mild", JAN(31))
    keep(store, made, 31, 1)
    with store.write() as db:
        db.execute("update task set person_id = 1 where person_id = 2")
        db.execute("insert into person_merge values (1, null, 1, 2, 'x', '2026-01-31', null, null)")
        db.execute("delete from person_class where person_id = 2")
    keep(store, made, 31, 2)
    assert store.value("select count(*) from task where status = 'open' and measure = 'report'") == 1
    with store.write() as db:
        db.execute("delete from person_class where person_id = 1")
        db.execute("delete from person where person_id = 1")
    keep(store, made, 31, 3)
    assert store.value("select count(*) from task") == 0


def test_a_measure_of_two_classes_is_asked_for_once(store, tmp_path):
    made = policy(tmp_path, CELLS.replace('["report", "visit", "attend"]', '["twice", "visit"]'))
    put(store, 1, "strict", JAN(31), rank=1)
    put(store, 1, "mild", JAN(31), rank=2)
    for day in (31, 32, 33):
        keep(store, made, day, 1)
    doubled = "select 1 from task group by person_id, measure, made_for, slot having count(*) > 1"
    assert store.run(doubled).fetchall() == []
    assert store.run("select distinct class from task").fetchall() == [("strict",)]


def test_a_class_that_begins_tomorrow_or_has_no_measures_makes_nothing(store, made):
    put(store, 1, "strict", JAN(32))
    put(store, 2, "strict", JAN(10), JAN(30))
    put(store, 3, "fever", JAN(31))
    assert keep(store, made, 31, 1).made == 0
    assert store.value("select count(*) from audit_entry where event = 'tasks.kept'") == 0


def test_the_clock_alone_makes_overdue_what_is_counted_so(store, made):
    put(store, 1, "mild", JAN(31))
    keep(store, made, 31, 1)
    assert tend(store, actor="system", at=datetime(2026, 1, 31, 17), policy=made).overdue == 0
    late = tend(store, actor="system", at=datetime(2026, 1, 31, 20), policy=made).overdue
    assert late == store.value("select sum(overdue) from task_day") == len(states(store, 1))
    assert waiting(store, WHOLE, at=datetime(2026, 1, 31, 20))["tasks"] == late
    assert waiting(store, WHOLE, at=datetime(2026, 2, 9))["tasks"] == 0, "what was missed waits for nobody"
    assert not keep(store, made, 31, 20).changed


@pytest.mark.parametrize(("hour", "due"), [(16, datetime(2026, 1, 31, 18)), (21, datetime(2026, 2, 1, 18))])
def test_who_has_come_is_visited_that_day_or_the_next_if_its_hour_is_past(store, tmp_path, hour, due):
    made = policy(tmp_path, CELLS + "visit.begins = true\n")
    for person in range(1, 13):  # of several households
        put(store, person, "mild", JAN(31))
    keep(store, made, 31, hour)
    visits = "select distinct made_for, due_at from task where measure = 'visit' order by 1"
    assert store.run(visits).fetchall() == [(JAN(31), due)]
    keep(store, made, 33, 9)
    assert store.run(visits).fetchall() == [(JAN(31), due)], "not again before the days between two visits are over"
    for day in (34, 35, 36):
        keep(store, made, day, 9)
    again = "select person_id from task where measure = 'visit' group by 1 having count(*) <> 2"
    assert store.run(again).fetchall() == [], "then on the household's day"
