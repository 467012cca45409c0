"""Who came into a class, left it or moved: counted with the classes of each day, so that both add up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.classify import class_flows, classify, classify_days
from core.classify.classify import candidates_of, done_with
from core.classify.flows import OUTSIDE, count_flows_of, counted_in
from core.engine.duck import DuckEngine
from core.policy.loader import load_policy
from core.rollup import roll_up
from tests.copied import copied
from tests.county import EAST, FIRST_DAY, LAST_DAY, NOBODY, WHOLE, county_alone

SPAN = {"since": FIRST_DAY, "until": LAST_DAY}


@pytest.fixture
def store():
    return copied(_store)


def _store():
    made = county_alone()
    with made.write() as db:
        db.execute(
            "update check_in set temperature = 38 where person_id in (1, 31) and cast(scanned_at as date) = date '2026-01-29'"
        )
        db.execute(
            "update person set attention = 'home_quarantine', attention_until = date '2026-01-30' where person_id in (1, 3)"
        )
        db.execute("update person set origin = '湖北省黄冈市', arrived_on = date '2026-01-20' where person_id = 21")
        db.execute("update person set attention = 'key_attention', arrived_on = date '2026-01-10' where person_id = 40")
        db.execute("update person set status = 'died', status_on = date '2026-01-28' where person_id = 40")
        db.execute("insert into person (person_id, registered, updated_at) values (99, false, localtimestamp)")
        db.execute("insert into check_in values (99, 7, timestamp '2026-01-10 12:00:00', 'pass', null, null, 1)")
    roll_up(made, days=None, actor="test")
    return made


def moves(store, scope=WHOLE, grid=0, **span) -> list[tuple]:
    found = class_flows(store, scope, grid=grid, **(SPAN | span))
    return [(d.date(), *rest) for d, *rest in found.itertuples(index=False)]


def test_who_came_left_and_moved(store):
    classify_days(store, **SPAN, actor="test")
    assert moves(store) == [
        (date(2026, 1, 10), OUTSIDE, "visitor", 1),
        (date(2026, 1, 10), "resident", "key_attention", 1),
        (date(2026, 1, 16), "resident", "home_quarantine", 2),  # fourteen days before its last
        (date(2026, 1, 20), "resident", "inbound", 1),
        (date(2026, 1, 24), "visitor", OUTSIDE, 1),
        (date(2026, 1, 28), "key_attention", OUTSIDE, 1),
        (date(2026, 1, 29), "home_quarantine", "fever", 1),
        (date(2026, 1, 29), "resident", "fever", 1),
        (date(2026, 1, 31), "home_quarantine", "resident", 1),
    ]
    assert moves(store, NOBODY) == []
    assert moves(store, EAST, since=LAST_DAY) == [(LAST_DAY, "home_quarantine", "resident", 1)]
    assert moves(store, WHOLE, grid=8, since=date(2026, 1, 29)) == [(date(2026, 1, 29), "resident", "fever", 1)]


def test_they_explain_every_change_of_the_counts(store):
    classify_days(store, **SPAN, actor="test")
    gained = store.run("""
        with shown as (select day, class, sum(people) as people from class_day where class <> 'resident' group by all),
        step as (select distinct day, class from (select distinct day from class_day), (select distinct class from shown))
        select day, class, coalesce(s.people, 0) - lag(coalesce(s.people, 0)) over (partition by class order by day) as more
        from step left join shown s using (day, class) order by 1, 2""").fetchall()
    by_class: dict[tuple, int] = {}
    for day, before, now, people in moves(store):
        by_class[day, before] = by_class.get((day, before), 0) - people
        by_class[day, now] = by_class.get((day, now), 0) + people
    assert {(d, c): n for d, c, n in gained if n} == {k: n for k, n in by_class.items() if n and k[1] not in (OUTSIDE, "resident")}  # fmt: skip


def test_day_by_day_and_again_is_the_same_as_at_once(store):
    classify_days(store, **SPAN, actor="test")
    at_once = moves(store)
    with store.write() as db:
        for table in ("class_day", "class_flow_day", "class_shown"):
            db.execute(f"delete from {table}")
    for n in range(30):
        for _ in range(2):
            classify(store, as_of=FIRST_DAY + timedelta(days=n), actor="test")
    assert moves(store) == at_once


def test_what_is_learnt_late_enters_today_and_today_is_counted_against_yesterday_however_often(store):
    classify(store, as_of=LAST_DAY - timedelta(days=1), actor="test")
    assert moves(store) == []  # nothing to compare with
    for person in (11, 12):
        with store.write() as db:
            db.execute(
                "update person set origin = '武汉', arrived_on = date '2026-01-25' where person_id = $1", [person]
            )
        classify(store, as_of=LAST_DAY, newest=True, actor="test")
    assert (LAST_DAY, "resident", "inbound", 2) in moves(store)
    with store.write() as db:
        db.execute("update person set origin = null, arrived_on = null where person_id in (11, 12)")
    classify(store, as_of=LAST_DAY, newest=True, actor="test")
    assert [m for m in moves(store) if m[2] == "inbound"] == []


def test_a_day_taken_back_is_forgotten(store):
    for back in (1, 0):
        classify(store, as_of=LAST_DAY - timedelta(days=back), actor="test")
    assert moves(store)
    classify(store, as_of=LAST_DAY - timedelta(days=1), newest=True, actor="test")
    assert moves(store) == []


def test_a_few_people_alone_come_to_the_same_as_everybody(store):
    for back in (2, 1, 0):
        classify(store, as_of=LAST_DAY - timedelta(days=back), actor="test")
    changes = (
        "update person set origin = '武汉', arrived_on = date '2026-01-31' where person_id in (11, 12)",
        "update person set attention = 'home_quarantine', attention_until = date '2026-02-05' where person_id = 3",
        "update person set status = 'died', status_on = date '2026-01-31' where person_id = 21",
    )
    concerned = [3, 11, 12, 21]
    with store.write() as db:
        for change in changes:
            db.execute(change)
        candidates_of(db, load_policy(), LAST_DAY, LAST_DAY, engine=DuckEngine())
        db.execute("delete from candidate where person_id not in (3, 11, 12, 21)")
        for _ in range(2):
            count_flows_of(db, LAST_DAY, concerned, counted_in(db, concerned))
        done_with(db)
    few, shown = moves(store), store.run("select * from class_shown order by all").fetchall()
    classify(store, as_of=LAST_DAY, actor="test")
    assert (LAST_DAY, "resident", "inbound", 2) in few
    assert (LAST_DAY, "inbound", OUTSIDE, 1) in few
    assert (moves(store), store.run("select * from class_shown order by all").fetchall()) == (few, shown)


def test_what_was_counted_of_people_whose_home_changes_meanwhile_is_counted_anew(store):
    """Who had no home on the last count, and whose home is elsewhere, or nowhere, now."""
    classify(store, as_of=LAST_DAY - timedelta(days=1), actor="test")
    with store.write() as db:
        db.execute("update person set origin = '武汉', arrived_on = date '2026-01-31' where person_id in (11, 12, 13)")
        db.execute("update person set home_grid_id = null where person_id = 13")
    classify(store, as_of=LAST_DAY, actor="test")
    with store.write() as db:
        db.execute("update person set home_grid_id = null where person_id = 11")
        db.execute("update person set home_grid_id = 3 where person_id = 12")
        db.execute("update person set home_grid_id = 8 where person_id = 13")
    classify(store, as_of=LAST_DAY, people=[11, 12, 13], actor="test")
    few = store.run("from class_flow_day order by all").fetchall()
    classify(store, as_of=LAST_DAY, actor="test")
    assert few == store.run("from class_flow_day order by all").fetchall()
