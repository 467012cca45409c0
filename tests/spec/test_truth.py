"""Rows in, rows out: movement, accounts and declarations beside scans, rules that are joins, and what the data say of themselves. Of each a case, and what
is like it and none."""

from __future__ import annotations

from datetime import date

import pytest

from core.classify import classify
from core.policy.loader import load_policy
from core.rollup import roll_up
from core.watch.anomalies import anomalies
from core.watch.detect import find
from core.watch.detectors import DETECTORS
from core.watch.silence import Silence
from tests.county import LAST_DAY, make_county

FAR = "insert into grid (grid_id, code, name, axis, level, parent_id, lon, lat, updated_at) values (50, '990102', '远村', 'area', 'village', 8, 109.9, 22.7, now()::timestamp)"
TREE = "insert into grid_tree values (50, 50), (8, 50), (1, 50), (0, 50)"
NAMED = "insert into grid_name values (50, 'name', '远村', 1)"
DECLARED = "insert into declaration (declaration_id, person_id, kind, declared_at, place, from_date, until_date, temperature, symptom, case_contact) values "


def at(person: int, grid: int, moment: str, way: str = "in", temperature: str = "36.5", batch: int = 1) -> str:
    return (
        f"insert into check_in values ({person}, {grid}, timestamp '{moment}', '{way}', {temperature}, null, {batch})"
    )


def found(code: str, *changes: str) -> list[tuple]:
    """(grid, person, reason) of what one detector finds after the changes."""
    store = make_county()
    with store.write() as db:
        for change in changes:
            db.execute(change)
    roll_up(store, days=None, actor="test")
    classify(store, as_of=LAST_DAY, actor="test")
    table = DETECTORS[code](store, as_of=LAST_DAY, parameters=load_policy().detectors[code])
    return [
        (int(r.grid_id), None if r.person_id is None or r.person_id != r.person_id else int(r.person_id), r.reason)
        for r in table.itertuples()
    ]


DAY = "2026-01-30 "
MOVED = (FAR, TREE, NAMED)


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        # 55 km in ten minutes; in two hours; and within the town
        ((*MOVED, at(1, 50, DAY + "12:00"), at(1, 4, DAY + "12:10")), [(4, 1, "impossible_movement")]),
        ((*MOVED, at(1, 50, DAY + "12:00")), []),
        ((at(1, 7, DAY + "12:00"), at(1, 4, DAY + "12:01")), []),
        # somebody else has the same phone; the times are those of an upload
        ((*MOVED, "update person set phone = '13900000001' where person_id = 2", at(1, 50, DAY + "12:00"), at(1, 4, DAY + "12:10")), [(4, 1, "impossible_movement_shared")]),
        ((*MOVED, *(at(p, 50, DAY + "07:50") for p in (1, *range(21, 31)))), [(4, 1, "impossible_movement_uploaded"), *((7, p, "impossible_movement_uploaded") for p in range(21, 31))]),
        # long ago
        ((*MOVED, at(1, 50, "2026-01-20 12:00"), at(1, 4, "2026-01-20 12:10")), []),
    ],
)  # fmt: skip
def test_nobody_moves_so_fast(changes, rows):
    assert sorted(found("impossible_movement", *changes), key=lambda r: r[1]) == rows


@pytest.mark.parametrize(
    ("days", "rows"),
    [((28, 29, 30), [(4, 1, "shared_account")]), ((29, 30), []), ((20, 21, 22), [])],  # often; twice; not of late
)
def test_two_places_at_once_again_and_again(days, rows):
    away = [at(1, 10, f"2026-01-{day} 12:00") for day in days] + [at(1, 4, f"2026-01-{day} 12:05") for day in days]
    family = [at(p, 4, f"2026-01-{day} 13:00:0{p}") for day in days for p in (2, 3, 4)]
    assert found("shared_account", *away, *family) == rows


def told(person: int, place: str, since: str, until: str, number: int = 1) -> str:
    return (
        DECLARED
        + f"({number}, {person}, 'trip', timestamp '2026-01-31 08:00', '{place}', date '{since}', date '{until}', null, null, null)"
    )


AWAY = "delete from check_in where person_id = 1 and scanned_at >= date '2026-01-21'"
THERE = [at(1, 50, f"2026-01-{day} 09:00") for day in range(21, 31)]


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ([told(1, "湖北省武汉市", "2026-01-20", "2026-01-30")], [(4, 1, "declared_away")]),
        ([told(1, "湖北省武汉市", "2026-01-01", "2026-01-10")], []),  # before the days looked at
        ([told(1, "湖北省武汉市", "2026-01-29", "2026-01-30")], []),  # days of travel alone
        ([told(1, "甲县东镇", "2026-01-20", "2026-01-30")], []),  # where they were
        ([told(1, "走亲戚", "2026-01-20", "2026-01-30")], []),  # not told where
        ([AWAY, told(1, "湖北省武汉市", "2026-01-20", "2026-01-30")], []),  # no scan at all is no proof of anything
        ([told(1, "西镇", "2026-01-20", "2026-01-30")], [(4, 1, "declared_away")]),
        ([AWAY, *MOVED, *THERE, told(1, "东一村", "2026-01-20", "2026-01-30")], [(4, 1, "declared_home")]),
        ([AWAY, *MOVED, *THERE, told(1, "东二村", "2026-01-20", "2026-01-30")], [(4, 1, "declared_differs")]),
        (["delete from check_in where person_id = 1 and scanned_at >= date '2026-01-10'", *MOVED, *[at(1, 50, f"2026-01-{day} 09:00") for day in range(12, 31)], told(1, "远村", "2026-01-10", "2026-01-31")], [(4, 1, "roster_differs")]),
        # of health: fever that day; an honest evening; no contact with a case
        ([at(1, 4, DAY + "10:00", temperature="38.1"), DECLARED + "(1, 1, 'health', timestamp '2026-01-30 09:00', null, null, null, 36.5, false, null)"], [(4, 1, "declared_well")]),
        ([at(1, 4, DAY + "10:00", temperature="38.1"), DECLARED + "(1, 1, 'health', timestamp '2026-01-30 09:00', null, null, null, 36.5, false, null), (2, 1, 'health', timestamp '2026-01-30 19:00', null, null, null, 38.0, true, null)"], []),
        ([at(1, 4, DAY + "10:00", temperature="38.1"), DECLARED + "(1, 1, 'health', timestamp '2026-01-29 09:00', null, null, null, 36.5, false, null)"], []),
    ],
)  # fmt: skip
def test_what_is_declared_beside_scans_and_roster(changes, rows):
    assert found("untruthful_declaration", *changes) == rows


CASE = "insert into disease_case (case_id, case_no, person_id, kind, confirmed_on, outcome) values (1, 'C1', 31, 'confirmed', date '2026-01-25', {outcome})"
CONTACT = "insert into case_contact (contact_id, person_id, case_no, kind, last_contact_on, quarantine_from) values (1, 1, 'C1', 'close', date '{day}', {since})"


@pytest.mark.parametrize(
    ("code", "changes", "rows"),
    [
        ("contact_at_large", [CASE.format(outcome="null"), CONTACT.format(day="2026-01-24", since="null")], [(4, 1, "contact_at_large_seen")]),
        ("contact_at_large", [CASE.format(outcome="null"), CONTACT.format(day="2026-01-24", since="date '2026-01-25'")], []),
        ("contact_at_large", [CASE.format(outcome="null"), CONTACT.format(day="2026-01-10", since="null")], []),  # the window is over
        ("contact_at_large", [CASE.format(outcome="'excluded'"), CONTACT.format(day="2026-01-24", since="null")], []),
        ("contact_at_large", [CASE.format(outcome="null"), CONTACT.format(day="2026-01-24", since="null"), "insert into quarantine (quarantine_id, person_id, since, place) values (1, 1, date '2026-01-26', 'home')"], []),
        ("untruthful_declaration", [CASE.format(outcome="null"), CONTACT.format(day="2026-01-24", since="null"), DECLARED + "(1, 1, 'health', timestamp '2026-01-30 09:00', null, null, null, null, null, false)"], [(4, 1, "declared_no_contact")]),
        ("untruthful_declaration", [CASE.format(outcome="null"), CONTACT.format(day="2026-01-24", since="null"), DECLARED + "(1, 1, 'health', timestamp '2026-01-20 09:00', null, null, null, null, null, false)"], []),  # told before
    ],
)  # fmt: skip
def test_contacts_within_the_window(code, changes, rows):
    assert found(code, *changes) == rows


@pytest.mark.parametrize(("day", "breaches"), [("2026-01-26 12:00", 0), ("2026-01-27 12:00", 1)])
def test_the_day_of_the_contact_is_no_breach(day, breaches):
    """Whoever met a case that day was there, and nobody knew."""
    known = [
        CASE.format(outcome="null"),
        CONTACT.format(day="2026-01-26", since="null"),
        "delete from check_in where person_id = 1 and grid_id = 22",
    ]
    assert len([row for row in found("quarantine_breach", *known, at(1, 7, day)) if row[1] == 1]) == breaches


LATE = (
    "insert into task (task_id, kind, measure, class, grid_id, person_id, made_for, due_at, asked_grid_id, owner_grid_id, status, created_by, created_at)"
    " select n, 'measure', '{measure}', 'contact', 4, n, date '2026-01-30', timestamp '{due}', 3, 3, '{status}', 'test', now()::timestamp from range({first}, {last}) r(n)"
)


@pytest.mark.parametrize(
    ("tasks", "rows"),
    [
        ([("daily_report", "2026-01-30 20:00", "overdue", 1, 25)], [(3, None, "measure_overdue")]),
        ([("daily_report", "2026-01-30 20:00", "overdue", 1, 19), ("follow_up", "2026-01-30 18:00", "open", 19, 25)], [(3, None, "measures_overdue")]),
        ([("daily_report", "2026-01-30 20:00", "done", 1, 25)], []),
        ([("daily_report", "2026-01-31 20:00", "overdue", 1, 25)], []),  # within the grace
        ([("daily_report", "2026-01-30 20:00", "overdue", 1, 4)], []),  # few
        ([("daily_report", "2026-01-10 20:00", "overdue", 1, 25)], []),  # long ago
    ],
)  # fmt: skip
def test_overdue_measures_are_one_alert_of_their_grid(tasks, rows):
    changes = [LATE.format(measure=m, due=due, status=s, first=a, last=b) for m, due, s, a, b in tasks]
    assert found("measure_overdue", *changes) == rows


def health(clock: str, people: str, days: int, temperature: str = "36.5") -> str:
    return (
        "insert into declaration (declaration_id, person_id, kind, declared_at, temperature, symptom) select row_number() over (), p, 'health',"
        f" date '2026-01-31' - cast(d as integer) + {clock}, {temperature}, false from range({days}) r(d), range({people}) q(p)"
    )


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ([health("interval '8 hours 3 minutes 17 seconds'", "1, 2", 9)], [(4, 1, "declared_same_second")]),
        ([health("interval '8 hours'", "1, 2", 9)], []),  # a list has no seconds
        ([health("to_seconds(28997 + d * 40)", "1, 2", 9)], []),  # by hand, about the same time
        ([health("to_minutes(cast(480 + p * 3 as bigint))", "1, 11", 15)], [(4, None, "declared_same_values")]),
        ([health("to_minutes(cast(480 + p * 3 as bigint))", "1, 11", 15, "36.2 + ((d + p) % 5) / 10")], []),
        ([health("to_seconds(28997 + p % 10 * 0.5)", "1, 11", 1)], [(4, None, "declared_burst")]),
        ([health("to_seconds(28997 + p * 30)", "1, 11", 1)], []),
    ],
)  # fmt: skip
def test_declarations_that_nobody_filled_in_by_hand(changes, rows):
    assert found("machine_made_declaration", *changes) == rows


# a month of scans, handed in as if all were of one moment
AT_NINE = "update check_in set scanned_at = timestamp '2026-01-31 09:00', temperature = null where true"
AHEAD = "insert into import_batch values (9, timestamp '2026-01-31 09:00', 'test', 'f', 'x', 1, 'committed', 1, false)"


@pytest.mark.parametrize(
    ("code", "changes", "rows"),
    [
        ("future_times", [AHEAD, *(at(p, 4, "2026-01-31 09:30", batch=9) for p in range(1, 13))], [(4, None, "future_times")]),
        ("future_times", [AHEAD, *(at(p, 4, "2026-01-31 09:03", batch=9) for p in range(1, 13))], []),
        ("stock_mismatch", ["delete from check_in where grid_id in (4, 5) and scanned_at >= date '2026-01-29' and direction = 'out'"], [(4, None, "stock_mismatch_out"), (5, None, "stock_mismatch_out")]),
        ("stock_mismatch", ["delete from check_in where grid_id = 4 and scanned_at >= date '2026-01-29' and direction = 'in'"], [(4, None, "stock_mismatch_in")]),
        ("stock_mismatch", ["insert into check_in select person_id, grid_id, scanned_at + to_minutes(r), direction, null, null, 1 from check_in, range(1, 5) r(r) where grid_id = 4 and direction = 'in' and scanned_at >= date '2026-01-29'"], []),  # a rise
        ("stock_mismatch", ["delete from check_in where grid_id = 4 and scanned_at >= date '2026-01-29'"], []),  # a missing feed
        ("constant_values", ["insert into check_in select person_id, 4, scanned_at + to_minutes(r), direction, temperature, null, 1 from check_in, range(1, 4) r(r) where grid_id = 4 and scanned_at >= date '2026-01-30'"], [(4, None, "constant_temperature")]),
        ("constant_values", ["insert into check_in select person_id, 4, scanned_at + to_minutes(r), direction, 36 + r / 10, null, 1 from check_in, range(1, 4) r(r) where grid_id = 4 and scanned_at >= date '2026-01-30'"], []),
        ("constant_values", ["insert into check_in select person_id, 4, scanned_at + interval 2 minutes, direction, null, null, 1 from check_in where grid_id = 4"], [(4, None, "constant_count")]),
        ("constant_values", [AT_NINE], [(1, None, "constant_time")]),
        ("constant_values", [AT_NINE + " and person_id % 3 = 0 and scanned_at >= date '2026-01-30'"], []),
        ("backlog_burst", ["update check_in set scanned_at = date '2026-01-30' + interval 9 hours where grid_id = 4 and cast(scanned_at as date) in (date '2026-01-27', date '2026-01-28', date '2026-01-29')"], [(4, None, "backlog_burst")]),
        ("backlog_burst", ["delete from check_in where grid_id = 4 and cast(scanned_at as date) in (date '2026-01-27', date '2026-01-28', date '2026-01-29')"], []),  # they never came
        ("duplicate_records", ["insert into check_in select person_id, grid_id, scanned_at + interval 7 seconds, direction, null, null, 1 from check_in where grid_id = 4"], [(4, None, "duplicate_records")]),
    ],
)  # fmt: skip
def test_what_the_data_say_of_themselves(code, changes, rows):
    assert found(code, *changes) == rows


EMPTY = (
    "delete from check_in",
    "delete from check_in where scanned_at < date '2026-01-30'",
    "delete from person",
    "update grid set lon = null, lat = null",
)


@pytest.mark.parametrize("change", EMPTY)
def test_with_little_or_nothing_known_nobody_is_suspected(change):
    store = make_county()
    with store.write() as db:
        db.execute(change)
    roll_up(store, days=None, actor="test")
    assert find(store, as_of=LAST_DAY, policy=load_policy())["detector"].tolist() == []


def test_scans_of_one_moment_put_nobody_in_two_places():
    store = make_county()
    with store.write() as db:
        for change in (*MOVED, at(1, 50, DAY + "12:00"), at(1, 4, DAY + "12:00"), AT_NINE):
            db.execute(change)
    roll_up(store, days=None, actor="test")
    policy = load_policy()
    alone = DETECTORS["impossible_movement"](store, as_of=LAST_DAY, parameters=policy.detectors["impossible_movement"])
    assert alone["person_id"].tolist() == [1]
    table = find(store, as_of=LAST_DAY, policy=policy).set_index("detector")
    assert "impossible_movement" not in table.index
    assert table.loc["constant_values", "fields"]["silences"]["impossible_movement"] == 1


def test_a_backlog_silences_the_rise_of_its_grid_and_says_so():
    store = make_county()
    with store.write() as db:
        db.execute("update check_in set scanned_at = date '2026-01-31' + interval 9 hours + to_seconds(person_id), direction = 'in' where grid_id = 4 and cast(scanned_at as date) between date '2026-01-25' and date '2026-01-30'")  # fmt: skip
    roll_up(store, days=None, actor="test")
    policy = load_policy()
    rises = DETECTORS["rate_rise"](store, as_of=LAST_DAY, parameters=policy.detectors["rate_rise"])
    assert set(rises["grid_id"]) & {3, 4}
    table = find(store, as_of=LAST_DAY, policy=policy).set_index("detector")
    assert table.loc["backlog_burst", "fields"]["silences"]["rate_rise"] >= 1
    assert 4 not in table[table.index == "rate_rise"]["grid_id"].tolist()


def test_where_the_town_sends_little_no_fall_is_told_and_nobody_is_silent():
    """Coverage per grid with all below it; a township of which little came in is not one whose people stayed at home."""
    store = make_county()
    with store.write() as db:
        db.execute(
            "delete from check_in where grid_id in (4, 5, 7, 22) and scanned_at >= date '2026-01-25' and person_id % 10 <> 0"
        )
    roll_up(store, days=None, actor="test")
    rows = dict(
        store.run(
            "select grid_id, seen / expected from coverage_day where day = date '2026-01-31' and grid_id in (0, 2, 4, 8)"
        ).fetchall()
    )
    assert rows[2] < 0.2 and rows[4] < 0.2 and rows[8] == 1 and 0.2 < rows[0] < 0.8
    found_there = find(store, as_of=LAST_DAY, policy=load_policy())
    assert "silent_resident" not in set(found_there["detector"])
    # a village's fall says nothing where its whole town sends little; the other town's does
    falls = anomalies(
        [{"grid_id": grid, "first_day": LAST_DAY, "last_day": LAST_DAY, "fields": {}} for grid in (3, 6, 10)]
    )
    heard = Silence(store).heard("rate_fall", falls, {"coverage": 0.5})
    assert heard["grid_id"].tolist() == [10]


def test_coverage_is_made_anew_with_its_days():
    store = make_county()
    roll_up(store, days=None, actor="test")
    whole = store.run("select * from coverage_day order by all").fetchall()
    roll_up(store, days=[date(2026, 1, 20)], actor="test")
    assert store.run("select * from coverage_day order by all").fetchall() == whole and whole
