"""The rollups: their values on the small county, and day by day the same as whole."""

from datetime import date, datetime, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rollup import roll_up
from core.rollup.incremental import runs
from tests.county import FIRST_DAY, HOME, LAST_DAY, empty_store, make_county

TABLES = ("grid_day", "person_day", "flow_day")
GRIDS = (4, 5, 7, 10, 22)


def tables(store) -> list[pd.DataFrame]:
    ordered = {"grid_day": "day, grid_id", "person_day": "day, person_id", "flow_day": "day, home_grid_id, grid_id"}
    return [store.df(f"select * from {name} order by {ordered[name]}") for name in TABLES]


def test_values_of_one_day():
    store = make_county()
    with store.write() as db:
        db.execute(
            "update check_in set temperature = 37.3 where person_id = 7 and scanned_at >= timestamp '2026-01-28'"
        )
        db.execute("insert into person (person_id, registered, updated_at) values (99, false, localtimestamp)")
        db.execute("insert into check_in values (99, 7, timestamp '2026-01-28 12:00:00', 'pass', null, null, 1)")
        db.execute("insert into check_in values (1, 3, timestamp '2026-01-28 12:00:00', 'pass', null, null, 1)")
        db.execute("insert into check_in values (1, 7, timestamp '2026-01-28 20:00:00', 'in', null, null, 1)")
    assert roll_up(store, days=None, actor="test") == 30
    found = store.df("select * from grid_day where day = date '2026-01-28'").set_index("grid_id")
    assert found.loc[4, ["check_ins", "entries", "exits", "people"]].tolist() == [20, 10, 10, 10]
    assert found.loc[4, ["fevers", "outsiders", "residents_seen"]].tolist() == [1, 0, 10]
    assert found.loc[7, ["check_ins", "people", "outsiders"]].tolist() == [
        22,
        12,
        2,
    ]  # a visitor, and someone from elsewhere
    assert found.loc[22, ["check_ins", "outsiders", "residents_seen"]].tolist() == [
        5,
        0,
        0,
    ]  # pupils are no outsiders at school
    assert found.loc[3, "outsiders"] == 0  # nor are villagers at their own village's gate
    person = store.one(
        "select check_ins, grids, last_grid_id from person_day where person_id = 1 and day = date '2026-01-28'"
    )
    assert person == (5, 4, 7)
    flows = store.run("select home_grid_id, grid_id, people from flow_day where day = date '2026-01-28'").fetchall()
    assert sorted(flows) == [(4, 3, 1), (4, 7, 1), (4, 22, 5), (10, 31, 5)]


def test_expected_follows_the_weekday_and_a_silent_grid_has_a_row():
    store = make_county()
    with store.write() as db:
        db.execute("delete from check_in where grid_id = 22 and scanned_at >= timestamp '2026-01-28'")
    roll_up(store, days=None, actor="test")
    silent = store.one("select check_ins, expected from grid_day where grid_id = 22 and day = date '2026-01-28'")
    assert silent == (0, 5.0)
    assert (
        store.one("select * from grid_day where grid_id = 22 and day = date '2026-01-24'") is None
    )  # no school on Saturdays
    assert store.value("select expected from grid_day where grid_id = 4 and day = $day", day=FIRST_DAY) is None
    # the mean of Fridays 23, 16, 9 and of 4 January, a Sunday that was worked but not at school
    assert store.value("select expected from grid_day where grid_id = 22 and day = date '2026-01-30'") == 3.75


def test_a_day_without_any_check_in_expects_nothing():
    store = make_county()
    roll_up(store, days=None, actor="test")
    with store.write() as db:
        db.execute("delete from check_in where cast(scanned_at as date) = date '2026-01-20'")
    assert roll_up(store, days=[date(2026, 1, 20)], actor="test") == 0
    assert store.value("select count(*) from grid_day where day = date '2026-01-20'") == 0


def test_runs_are_consecutive_and_short():
    days = [FIRST_DAY + timedelta(days=n) for n in (0, 1, 2, 5, 6)]
    assert [len(r) for r in runs(days)] == [3, 2]
    assert max(len(r) for r in runs([FIRST_DAY + timedelta(days=n) for n in range(35)])) == 10


def test_it_is_audited():
    store = make_county()
    roll_up(store, days=[LAST_DAY], actor="clerk")
    assert store.one("select actor, event from audit_entry") == ("clerk", "rollup.done")


scans = st.lists(
    st.tuples(
        st.integers(0, 50),  # day
        st.sampled_from([1, 7, 21, 99]),  # person; 99 lives nowhere
        st.sampled_from(GRIDS),
        st.integers(0, 86_399),
        st.sampled_from(["in", "out", "pass"]),
        st.sampled_from([None, 36.5, 37.3, 38.2]),
    ),
    max_size=25,
)


@settings(max_examples=20, deadline=None)
@given(batches=st.lists(scans, min_size=1, max_size=3), removed=st.integers(0, 50))
def test_day_by_day_ends_in_the_same_rows_as_whole(batches, removed):
    store = empty_store()
    with store.write() as db:
        for person in (1, 7, 21):
            db.execute(
                "insert into person (person_id, home_grid_id, updated_at) values (?, ?, localtimestamp)",
                [person, HOME[person]],
            )
    start = datetime(2026, 1, 20)
    for batch in batches:
        rows = [[p, g, start + timedelta(days=d, seconds=s), way, t, None, 1] for d, p, g, s, way, t in batch]
        with store.write() as db:
            if rows:
                db.executemany("insert into check_in values (?, ?, ?, ?, ?, ?, ?)", rows)
        roll_up(store, days=[row[2].date() for row in rows], actor="test")
    gone = start.date() + timedelta(days=removed)
    with store.write() as db:
        db.execute("delete from check_in where cast(scanned_at as date) = ?", [gone])
    roll_up(store, days=[gone], actor="test")
    stepwise = tables(store)
    roll_up(store, days=None, actor="test")
    for by_day, whole in zip(stepwise, tables(store), strict=True):
        pd.testing.assert_frame_equal(by_day, whole)
