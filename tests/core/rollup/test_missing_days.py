"""One scan makes no day, and a day whose data are missing is no zero."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.classify import classify
from core.follow import follow, left_over
from core.policy.loader import load_policy
from core.rollup import by_child, daily, daily_by_child, judged_day, latest_day, roll_up
from core.store import Store
from core.watch import alert_series
from core.watch.detect import find
from tests.core.ingest.files import CHECK_INS, codes, store_file, text_file
from tests.county import LAST_DAY, NOW, WHOLE, empty_store, make_county, rolled_county

G = "990101100001001"
DAYS = [date(2026, 3, 2) + timedelta(days=n) for n in range(42)]  # without a holiday


def big_county(*, without: date | None = None, without_town: tuple[int, date] | None = None) -> Store:
    """Three towns (2, 3, 4) of eight villages each; every village has 20 to 40 scans a day, as a rule."""
    store = empty_store()
    with store.write() as db:
        db.execute(
            "insert into grid (grid_id, code, name, axis, level, parent_id, updated_at) values (1, '1', '县', 'area', 'county', null, $1)",
            [NOW],
        )
        for town in (2, 3, 4):
            db.execute(
                "insert into grid (grid_id, code, name, axis, level, parent_id, updated_at) values ($1, 't' || $1, '镇' || $1, 'area', 'township', 1, $2)",
                [town, NOW],
            )
            for village in range(town * 10, town * 10 + 8):
                db.execute(
                    "insert into grid (grid_id, code, name, axis, level, parent_id, updated_at) values ($1, 'v' || $1, '村' || $1, 'area', 'village', $2, $3)",
                    [village, town, NOW],
                )
        from core.registry.tree import rebuild_tree

        rebuild_tree(db)
        for day in DAYS:
            if day != without:
                db.execute(
                    "insert into check_in select g.grid_id * 1000 + n, g.grid_id, $1 + interval (n) minute, 'in', null, null, 1"
                    " from grid g, range(cast(20 + hash(g.grid_id, $2) % 20 as bigint)) r(n) where g.level = 'village' and not ($3 = g.parent_id and $2 = $4)",
                    [datetime.combine(day, datetime.min.time()), day, *(without_town or (0, day))],
                )
    roll_up(store, days=None, actor="test")
    return store


def falls(store: Store) -> int:
    found = find(store, as_of=DAYS[-1], policy=load_policy())
    return int((found["detector"] == "rate_fall").sum())


def test_an_ordinary_county_has_no_falls():
    assert falls(big_county()) == 0


def test_a_missing_day_is_no_fall():
    gone = DAYS[-2]
    store = big_county(without=gone)
    assert falls(store) == 0
    shown = daily(store, WHOLE, grid=1, since=gone - timedelta(days=1), until=gone + timedelta(days=1))
    assert shown["check_ins"].isna().tolist() == [False, True, False]
    assert shown["fevers"].tolist()[::2] == [0, 0]


def test_one_towns_missing_day_is_no_fall_and_no_zero_there():
    gone = DAYS[-2]
    store = big_county(without_town=(3, gone))
    assert falls(store) == 0
    by_town = daily_by_child(store, WHOLE, grid=1, since=gone, until=gone).set_index("grid_id")
    assert by_town["check_ins"].isna().to_dict() == {2: False, 3: True, 4: False}
    assert daily(store, WHOLE, grid=30, since=gone, until=gone)["check_ins"].isna().all()


def test_a_towns_missing_day_is_a_dash_on_the_map_and_no_zero_to_its_people():
    gone = DAYS[-2]
    store = big_county(without_town=(3, gone))
    shown = by_child(store, WHOLE, grid=1, since=gone, until=gone).set_index("grid_id")
    assert shown["check_ins"].isna().to_dict() == {2: False, 3: True, 4: False}
    longer = by_child(store, WHOLE, grid=1, since=gone - timedelta(days=1), until=gone).set_index("grid_id")
    assert (longer["check_ins"] > 0).all()
    with store.write() as db:
        for person, grid in ((1, 30), (2, 20)):
            db.execute(
                "insert into person (person_id, home_grid_id, updated_at) values ($1, $2, $3)", [person, grid, NOW]
            )
        db.execute(
            "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, policy_version, opened_at)"
            " select person_id, 'silent_resident', home_grid_id, person_id, 'open', 'low', 1, $1, $1, 'silent_resident', 'v', $2 from person",
            [DAYS[-1], NOW],
        )
    for alert, known in ((1, False), (2, True)):
        days = alert_series(store, WHOLE, alert_id=alert).set_index("day")["observed"]
        assert (days[pd.Timestamp(gone)] == 0) == known


def test_a_missing_day_teaches_nothing():
    """The same weekdays after a missing day expect what they expected before."""
    usual = "select day, sum(expected) from grid_day where day > $day group by day order by day"
    whole = dict(big_county().run(usual, day=DAYS[-14]).fetchall())
    for spoilt in (big_county(without=DAYS[-14]), big_county(without_town=(3, DAYS[-14]))):
        after = dict(spoilt.run(usual, day=DAYS[-14]).fetchall())
        assert after.keys() == whole.keys()
        assert all(abs(after[day] / whole[day] - 1) < 0.1 for day in whole)


def test_a_village_that_falls_silent_still_falls():
    store = big_county()
    with store.write() as db:
        db.execute("delete from check_in where grid_id = 31 and scanned_at >= $1", [datetime(2026, 4, 11)])
    roll_up(store, days=None, actor="test")
    found = find(store, as_of=DAYS[-1], policy=load_policy())
    assert set(found.loc[found["detector"].isin(["rate_fall", "missing_feed"]), "grid_id"]) == {31}


class Running(datetime):
    """The clock of a machine on UTC."""

    moment = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 6, tzinfo=UTC)

    @classmethod
    def now(cls, tz=None):
        return cls.moment.astimezone(tz)


def stray(store: Store, day: date) -> None:
    with store.write() as db:
        db.execute(
            "insert into check_in values (1, 4, $1, 'in', 36.5, null, 1)", [datetime(day.year, day.month, day.day, 8)]
        )
    roll_up(store, days=[day], actor="test")


@pytest.fixture
def county() -> Store:
    store = rolled_county()
    with store.write() as db:
        db.execute("update person set attention = 'home_quarantine', arrived_on = '2026-01-25' where person_id = 7")
    return store


@pytest.mark.parametrize("ahead", [1, 20, 48])
def test_one_scan_does_not_define_today(county, ahead):
    before = follow(county, actor="test", whole=True)
    assert judged_day(county) == LAST_DAY
    stray(county, LAST_DAY + timedelta(days=ahead))
    assert judged_day(county) == LAST_DAY
    after = follow(county, actor="test", whole=True)
    assert (after.as_of, after.classes, after.new) == (LAST_DAY, before.classes, 0)


def test_a_morning_is_no_day_but_a_quiet_day_that_is_over_is_one(county):
    day = LAST_DAY + timedelta(days=1)
    with county.write() as db:
        db.execute(
            "insert into check_in select person_id, grid_id, scanned_at + interval 1 day, direction, null, null, 1 from check_in where cast(scanned_at as date) = $1 and person_id % 5 = 0",
            [LAST_DAY],
        )
    roll_up(county, days=[day], actor="test")
    assert judged_day(county) == LAST_DAY
    stray(county, day + timedelta(days=3))
    assert judged_day(county) == day


def test_the_day_that_runs_is_in_only_when_nearly_all_of_it_is(county):
    day = LAST_DAY + timedelta(days=1)
    assert judged_day(county, today=LAST_DAY) == LAST_DAY  # all of it is there
    with county.write() as db:
        db.execute(
            "insert into check_in select person_id, grid_id, scanned_at + interval 1 day, direction, null, null, 1 from check_in where cast(scanned_at as date) = $1 and person_id % 3 > 0",
            [LAST_DAY],
        )
    roll_up(county, days=[day], actor="test")
    assert judged_day(county, today=day) == LAST_DAY  # two thirds by the afternoon
    assert judged_day(county, today=day + timedelta(days=1)) == day
    assert latest_day(county) == day


def test_a_first_day_that_runs_is_better_than_none():
    store = make_county()
    with store.write() as db:
        db.execute("delete from check_in where cast(scanned_at as date) < $1", [LAST_DAY])
    roll_up(store, days=None, actor="test")
    assert judged_day(store, today=LAST_DAY) == LAST_DAY


def test_midnight_is_a_change(county, monkeypatch):
    monkeypatch.setattr("core.clock.datetime", Running)
    follow(county, actor="test", whole=True)
    assert not left_over(county)
    with county.write() as db:
        db.execute(
            "insert into check_in select person_id, grid_id, scanned_at + interval 1 day, direction, null, null, 1 from check_in where cast(scanned_at as date) = $1 and person_id % 3 > 0",
            [LAST_DAY],
        )
    roll_up(county, days=[LAST_DAY + timedelta(days=1)], actor="test")
    monkeypatch.setattr(Running, "moment", Running.moment + timedelta(days=1))
    follow(county, actor="test")
    assert county.value("select max(day) from class_day") == LAST_DAY
    monkeypatch.setattr(Running, "moment", Running.moment + timedelta(days=1))
    assert left_over(county)  # the server looks for it once a minute
    follow(county, actor="test")
    assert county.value("select max(day) from class_day") == LAST_DAY + timedelta(days=1)


def test_the_fever_of_a_day_that_is_not_over_is_an_alert_all_the_same(county):
    classify(county, as_of=LAST_DAY, actor="test")
    with county.write() as db:
        db.execute("insert into check_in values (1, 4, $1, 'in', 39.1, null, 1)", [datetime(2026, 2, 1, 8)])
    roll_up(county, days=[date(2026, 2, 1)], actor="test")
    follow(county, actor="test", whole=True)
    assert county.run("select person_id from alert where detector = 'fever' and person_id is not null").fetchall() == [
        (1,)
    ]


def test_scans_ahead_of_the_clock_are_told_and_wait(tmp_path):
    store = make_county()
    rows = [CHECK_INS, *([None, "韦新", G, f"2026-02-0{n} 08:30:00", "进", "36.5", None] for n in (1, 2))]
    report = store_file(store, text_file(tmp_path / "a.csv", [[c or "" for c in row] for row in rows]))
    assert [(i["row"], i["code"]) for i in report["sheets"][0]["issues"]] == [(3, "scan_ahead")]
    again = text_file(tmp_path / "b.csv", [[c or "" for c in row] for row in rows])
    from core.ingest.plan import discard, prepare
    from core.ingest.storing import commit

    plan = prepare(store, WHOLE, again, now=NOW + timedelta(days=1))
    assert commit(store, plan, actor="tester", now=NOW + timedelta(days=1))["sheets"][0]["new"] == 1
    discard(plan)


def test_forty_thousand_scans_of_one_person_in_a_day(tmp_path):
    store = make_county()
    rows = [CHECK_INS] + [
        ["", "韦新", G, f"2026-01-31 {n // 3600:02d}:{n // 60 % 60:02d}:{n % 60:02d}", "进", "36.5", ""]
        for n in range(40_000)
    ]
    report = store_file(store, text_file(tmp_path / "a.csv", rows))
    assert report["sheets"][0]["new"] == 40_000
    assert codes(report) == {"scans_many"}
    assert store.value("select max(check_ins) from person_day") == 40_000


@given(scans=st.integers(1, 120_000), grids=st.integers(1, 15), degrees=st.sampled_from([None, 34.0, 36.5, 43.0]))
@settings(max_examples=8, deadline=None)
def test_extreme_counts_go_through_all_rollups(scans, grids, degrees):
    store = make_county()
    with store.write() as db:
        db.execute(
            "insert into check_in select 1, 1 + n % $1, timestamp '2026-01-31' + to_microseconds(n), 'in', $2, null, 1 from range($3) r(n)",
            [grids, degrees, scans],
        )
    roll_up(store, days=None, actor="test")
    assert store.value("select sum(check_ins) from grid_day") == store.value("select count(*) from check_in")
    assert follow(store, actor="test", whole=True).failed == ()
