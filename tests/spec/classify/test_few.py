"""Some people classified alone, and imports in any order: the same classes, history and counts as everybody at once."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.classify import classify, few
from core.store import Store
from tests.spec.classify.rows import GRID, SCHOOL, person, place, seen
from tests.spec.classify.tables import on

PERSON = st.fixed_dictionaries({
    "origin": st.sampled_from([None, "武汉", "广东"]), "arrived_on": st.none() | st.integers(-14, 3).map(on),
    "attention": st.sampled_from([None, "home_quarantine", "key_attention"]), "attention_until": st.none() | st.integers(-2, 9).map(on),
    "home_grid_id": st.sampled_from([GRID, SCHOOL, None]), "status": st.sampled_from([None, None, None, "died"]),
})  # fmt: skip
CHANGES = st.lists(st.tuples(st.integers(1, 6), PERSON), max_size=4)


@pytest.mark.parametrize("listed", [few.FEW, -1], ids=["listed", "joined"])  # a few people, and more than a few
@given(st.lists(PERSON, min_size=6, max_size=6), CHANGES, CHANGES, st.integers(0, 3))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_few_are_classified_as_everybody_would_be(monkeypatch, listed, people, before, after, later):
    monkeypatch.setattr(few, "FEW", listed)
    alone, whole = (_store(people, before) for _ in range(2))
    for day, changes in ((0, after), (later, before)):
        for store in (alone, whole):
            classify(store, as_of=on(day), actor="test")
            _change(store, changes)
        classify(alone, as_of=on(day), people=sorted({p for p, _ in changes}), actor="test")
        classify(whole, as_of=on(day), actor="test")
        assert _kept(alone) == _kept(whole)


@given(st.lists(PERSON, min_size=4, max_size=4), st.randoms())
@settings(max_examples=3, deadline=None)
def test_the_order_of_imports_changes_no_class(people, random):
    """Each list is followed before the next one comes."""
    numbered = list(enumerate(people, 1))
    found = []
    for _ in range(2):
        store = place()
        classify(store, as_of=on(0), actor="test")
        for number, given_ in numbered:
            _put(store, number, given_)
            classify(store, as_of=on(0), people=[number], actor="test")
        found.append(_kept(store))
        random.shuffle(numbered)
    assert found[0] == found[1]


READING = st.tuples(st.integers(1, 4), st.sampled_from([None, 36.5, 37.2, 37.3, 38.0]))


@given(st.lists(PERSON, min_size=4, max_size=4), st.lists(READING, unique_by=lambda one: one[0]))
@settings(max_examples=4, deadline=None)
def test_scans_of_few_change_classes_as_of_everybody(people, readings):
    """Nothing of the register has changed with them."""
    alone, whole = (_store(people, []) for _ in range(2))
    for store in (alone, whole):
        classify(store, as_of=on(0), actor="test")
        for number, temperature in readings:
            seen(store, number, on(0), temperature)
    for number, _ in readings:
        classify(alone, as_of=on(0), people=[number], homes=False, actor="test")
    classify(whole, as_of=on(0), actor="test")
    assert _kept(alone) == _kept(whole)


SEEN = st.lists(st.tuples(st.integers(1, 4), st.integers(-15, 0)), unique=True, max_size=10)


@given(SEEN, st.sets(st.integers(1, 4)))
@settings(max_examples=4, deadline=None)
def test_visitors_are_where_they_were_seen_last_whether_on_the_day_or_before(times, today):
    """Of those who were seen on the day nothing earlier is looked at."""
    alone, whole = (place() for _ in range(2))
    for store in (alone, whole):
        for number in range(1, 5):
            person(store, number, home_grid_id=None, registered=False)
        for number, day in times:
            seen(store, number, on(day), 37.5 if day % 2 else None, GRID if number % 2 else SCHOOL)
        classify(store, as_of=on(1), actor="test")
        for number in sorted(today):
            seen(store, number, on(1), None, SCHOOL)
    for people in ([1], [2, 3], [3, 4], [1, 2, 3, 4]):
        classify(alone, as_of=on(1), people=people, actor="test")
    classify(whole, as_of=on(1), actor="test")
    assert _kept(alone) == _kept(whole)


def test_a_scan_that_changes_no_class_writes_nothing():
    store = place()
    person(store, 1, origin="武汉", arrived_on=on(0))
    done = "select count(*) from audit_entry where event = 'classify.done'"
    classify(store, as_of=on(0), actor="test")
    seen(store, 1, on(0), 36.5)
    assert classify(store, as_of=on(0), people=[1], homes=False, actor="test") == {}
    assert store.value(done) == 1
    store.run("update person set home_grid_id = $there", there=SCHOOL)
    classify(
        store, as_of=on(0), people=[1], homes=False, actor="test"
    )  # where somebody in a class lives is seen all the same
    assert store.value("select home_grid_id from class_day where class = 'inbound'") == SCHOOL
    seen(store, 1, on(-1), 37.3)
    assert classify(store, as_of=on(0), people=[1], homes=False, actor="test") == {"fever": 1}
    assert store.value(done) == 3


def test_another_day_or_another_policy_is_classified_as_a_whole():
    store = place()
    person(store, 1, origin="武汉", arrived_on=on(0))
    person(store, 2, origin="武汉", arrived_on=on(0))
    classify(store, as_of=on(0), people=[1], actor="test")
    assert store.value("select count(*) from person_class") == 2
    store.run("update person set arrived_on = null")
    classify(store, as_of=on(0), people=[1], actor="test")
    assert store.run("select person_id from person_class").fetchall() == [(2,)]
    classify(store, as_of=on(1), people=[1], actor="test")
    assert store.value("select count(*) from person_class") == 0


def test_more_than_a_few_are_joined_and_not_gone_through_for_each_row():
    """Five thousand people in a list, and a million rows that are compared with each of them: seconds of both cores."""
    sql = "select 1 where list_contains(cast($people as integer[]), c.person_id)"
    assert few.of_few(sql, range(few.FEW)) == few.of_few(sql, None) == sql
    assert (
        few.of_few(sql, range(few.FEW + 1))
        == "select 1 where c.person_id in (select unnest(cast($people as integer[])))"
    )


def test_one_person_is_asked_for_by_number():
    sql = "select 1 where p.person_id between $low and $high and list_contains(cast($people as integer[]), p.person_id)"
    assert few.of_few(sql, [7]) == "select 1 where p.person_id = $low"
    assert few.of_few(sql, []) == sql


def test_very_few_grids_are_counted_one_by_one_and_more_at_once():
    sql, all_ = "select 1 where grid_id /*grids*/", list(range(few.GRIDS + 1))
    assert list(few.of_each(sql, {9, 3})) == [
        ("select 1 where grid_id = $grid", {"grid": 3}),
        ("select 1 where grid_id = $grid", {"grid": 9}),
    ]
    assert list(few.of_each(sql, set())) == []
    joined = "select 1 where grid_id in (select unnest(cast($grids as integer[])))"
    assert list(few.of_each(sql, set(all_))) == [(joined, {"grids": all_})]


def test_whoever_left_a_class_today_is_counted_anew_as_moved_when_they_lose_their_home():
    """Their classes are as they stood, none; that they came from one of yesterday's, and to what, is told of the register."""
    store = place()
    person(store, 1, origin="武汉", arrived_on=on(-13))
    classify(store, as_of=on(0), actor="test")
    classify(store, as_of=on(1), actor="test")
    flows = "select from_class, to_class, people from class_flow_day"
    assert store.run(flows).fetchall() == [("inbound", "resident", 1)]
    store.run("update person set status = 'moved_out', status_on = $on", on=on(1))
    classify(store, as_of=on(1), people=[1], actor="test")
    assert store.run(flows).fetchall() == [("inbound", None, 1)]


def test_a_contact_ends_with_the_case_of_somebody_else():
    """Nothing of a case is stored of the one who is classified, and days of theirs are asked for by several events."""
    alone, whole = (place() for _ in range(2))
    for store in (alone, whole):
        person(store, 1)
        person(store, 2, attention="home_quarantine")
        seen(store, 2, on(0), 37.5)
        with store.write() as db:
            case = "insert into disease_case (case_id, case_no, person_id, kind, confirmed_on, outcome, outcome_on"
            db.execute(f"{case}) values (1, 'A1', 1, 'confirmed', $1, 'excluded', $2)", [on(-1), on(3)])
            near = "insert into case_contact (contact_id, case_no, person_id, kind, last_contact_on"
            db.execute(f"{near}) values (1, 'A1', 2, 'close', $1)", [on(-1)])
        classify(store, as_of=on(0), actor="test")
        store.run("update person set attention = null where person_id = 2")
    classify(alone, as_of=on(0), people=[2], actor="test")
    classify(whole, as_of=on(0), actor="test")
    assert alone.value("select until from person_class where person_id = 2 and class = 'contact'") == on(3)
    assert _kept(alone) == _kept(whole)


STORED_OF_THEM = {
    "nothing else": (),
    "stays": ("insert into membership (person_id, grid_id, kind, since) values (1, 20, 'temporary', $day)",),
    "declared": (
        "insert into declaration (declaration_id, person_id, kind, declared_at, temperature) values (1, 1, 'health', $day, 38.5)",
    ),
    "came from a risk area": (
        "insert into risk_area (area_id, name, level, code, since, added_by, added_at) values (1, '甲地', 'medium', '44', $day, 'test', $day)",
        "insert into risk_stay (area_id, person_id, how, from_on, sure, within) values (1, 1, 'came_from', $day, true, true)",
    ),
}


@pytest.mark.parametrize("home", [GRID, None])
@pytest.mark.parametrize("stored", STORED_OF_THEM)
def test_what_is_stored_of_one_is_seen_and_what_is_not_is_left_out(stored, home):
    """Of one person, what an event says of tables that hold nothing of theirs is no part of the statement; of everybody it may be."""
    alone, whole = (place() for _ in range(2))
    for store in (alone, whole):
        person(store, 2, home_grid_id=None, origin="广东", arrived_on=on(0))
        store.run(
            "insert into membership (person_id, grid_id, kind, since) values (2, 20, 'temporary', $day)", day=on(0)
        )
        classify(store, as_of=on(0), actor="test")
        person(store, 1, home_grid_id=home, origin="广东", arrived_on=on(0))
        for statement in STORED_OF_THEM[stored]:
            store.run(statement, day=on(0))
    for _ in range(2):  # what changed, and what then stands
        classify(alone, as_of=on(0), people=[1], homes=False, actor="test")
    classify(whole, as_of=on(0), actor="test")
    assert _kept(alone) == _kept(whole)
    told = {code for (code,) in alone.run("select class from person_class where person_id = 1").fetchall()}
    assert ("fever" in told) == (stored == "declared")
    assert bool(told - {"fever"}) == (home is not None or stored == "stays")


def _store(people: list[dict], changes: list) -> Store:
    store = place()
    for number, one in enumerate(people, 1):
        _put(store, number, one)
        if number % 2:
            seen(store, number, on(-1), 37.5 if number % 3 else None)
    _change(store, changes)
    return store


def _put(store: Store, number: int, one: dict) -> None:
    died = {"status_on": on(-1)} if one["status"] else {}
    home = one["home_grid_id"]
    person(store, number, **one | died | {"registered": home is not None})
    if home:
        store.run("insert into membership (person_id, grid_id, kind) values ($p, $g, 'home')", p=number, g=home)


def _change(store: Store, changes: list) -> None:
    for number, one in changes:
        store.run("delete from person where person_id = $p", p=number)
        _put(store, number, one)


def _kept(store: Store) -> list:
    """All that a classification keeps; the numbers of stretches are no part of it."""
    tables = store.run(
        "select distinct table_name from duckdb_tables() where database_name = current_database()"
        " and (starts_with(table_name, 'class_') or table_name = 'person_class') order by table_name"
    ).fetchall()
    return [
        store.run(f"from {name} select columns(c -> c <> 'stretch_id') order by all").fetchall() for (name,) in tables
    ]
