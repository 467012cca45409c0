"""Curves of cases: who counts, on which day, up to when the lists tell, what is not yet complete, and for whom."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from core.trends.cases import UNTOLD, by_day, case_curve, cases, completeness, curve, main_disease, own_interval, people
from tests.county import EAST, LAST_DAY, NOBODY, WHOLE, county_alone

COLUMNS = (
    "case_id, person_id, case_no, onset_on, reported_on, confirmed_on, kind, disease, outcome, infector_no, grid_id"
)
# 1–10 live in 东一村1组, 21–30 in 东二村1组, 31–40 in 西一村1组
ROWS = [
    (1, 1, "A1", "2026-01-10", "2026-01-12", None, "confirmed", "covid", None, None, None),
    (
        2,
        2,
        "A2",
        "2026-01-14",
        None,
        "2026-01-15",
        "confirmed",
        None,
        None,
        "a1",
        10,
    ),  # lives in the east, whatever the list says
    (3, 31, "A3", "2026-01-14", "2026-01-16", None, "clinical", None, None, "A1", None),
    (
        4,
        None,
        "A4",
        "2026-01-20",
        "2026-01-21",
        None,
        None,
        None,
        None,
        None,
        7,
    ),  # nobody of the register, placed by the list
    (5, None, "A5", "2026-01-20", "2026-01-22", None, "suspected", None, None, None, None),  # placed nowhere
    (6, 3, "A6", None, "2026-01-22", None, "asymptomatic", None, None, None, None),
    (7, 4, "A7", "2026-01-15", "2026-01-17", None, "suspected", None, "excluded", None, None),  # was none
    (8, 5, "A8", "2026-01-16", None, None, "confirmed", None, None, None, None),  # day of report not told
]
SPAN = {"since": date(2026, 1, 8), "until": LAST_DAY}


def filled(rows, *, lists=()):
    store = county_alone()
    with store.write() as db:
        marks = ", ".join("?" * len(COLUMNS.split(", ")))
        for row in rows:
            db.execute(f"insert into disease_case ({COLUMNS}) values ({marks})", list(row))
        for number, (day, status) in enumerate(lists, 100):
            db.execute(
                "insert into import_batch values (?, ?, 'clerk', 'cases.xlsx', '', 1, ?, 1, true)",
                [number, day, status],
            )
            db.execute("insert into import_sheet values (?, 'a', 'cases', 1, '{}', 1, 1, 0, 0, 0, 0)", [number])
    return store


def found(store, scope=WHOLE, grid=1):
    return cases(store, scope, grid=grid, until=LAST_DAY, as_of=LAST_DAY)


@pytest.fixture(scope="module")
def store():
    return filled(ROWS)


@pytest.mark.parametrize(
    ("scope", "grid", "onset", "report", "undated"),
    [
        (WHOLE, 1, {10: 1, 14: 2, 16: 1, 20: 2}, {12: 1, 15: 1, 16: 1, 21: 1, 22: 2}, (1, 1)),
        (WHOLE, 2, {10: 1, 14: 1, 16: 1, 20: 1}, {12: 1, 15: 1, 21: 1, 22: 1}, (1, 1)),
        (WHOLE, 8, {14: 1}, {16: 1}, (0, 0)),
        (EAST, 2, {10: 1, 14: 1, 16: 1, 20: 1}, {12: 1, 15: 1, 21: 1, 22: 1}, (1, 1)),
        (EAST, 8, {}, {}, (0, 0)),
        (NOBODY, 1, {}, {}, (0, 0)),
    ],
    ids=["county", "east", "west", "of the east alone", "not theirs", "nobody"],
)
def test_who_counts_on_which_day(store, scope, grid, onset, report, undated):
    read = found(store, scope, grid)
    for basis, expected, without in (("onset", onset, undated[0]), ("report", report, undated[1])):
        table, left = curve(read, basis=basis, group="kind", **SPAN)
        daily = table.sum(axis=1, min_count=1)
        assert {d.day: int(n) for d, n in daily[daily > 0].items()} == expected
        assert left == without


def test_groups_and_what_is_not_told(store):
    table, _ = curve(found(store), basis="onset", group="kind", **SPAN)
    assert {k: int(v) for k, v in table.sum().items()} == {"confirmed": 3, "clinical": 1, "suspected": 1, UNTOLD: 1}
    by_place, _ = curve(found(store), basis="onset", group="place", **SPAN)
    assert {k: int(v) for k, v in by_place.sum().items()} == {2: 4, 8: 1, UNTOLD: 1}
    assert main_disease(found(store)) == "covid"


def test_days_after_the_last_list_are_missing_not_zero():
    until_then = found(filled(ROWS))
    assert (until_then.reach, until_then.came) == (date(2026, 1, 22), False)
    table, _ = curve(until_then, basis="onset", group="kind", **SPAN)
    known = table.sum(axis=1, min_count=1)
    assert known[pd.Timestamp("2026-01-22")] == 0 and known[pd.Timestamp("2026-01-23") :].isna().all()
    # a later list tells of the days until then, one taken back of none, one of after the data no more than they
    assert found(filled(ROWS, lists=[("2026-01-27 09:00", "committed"), ("2026-01-29 09:00", "undone")])).reach == date(
        2026, 1, 27
    )
    late = found(filled(ROWS, lists=[("2026-03-01 09:00", "committed")]))
    assert (late.reach, late.came) == (LAST_DAY, False)
    on_the_day = found(filled(ROWS, lists=[("2026-01-27 09:00", "committed")]))
    assert on_the_day.came and list(completeness(on_the_day, basis="report").index) == [pd.Timestamp("2026-01-27")]
    nothing = found(filled([]))
    assert nothing.reach is None and by_day(nothing, basis="onset", until=LAST_DAY).empty
    assert curve(nothing, basis="onset", group="kind", **SPAN)[0].isna().all().all()
    assert completeness(nothing, basis="onset").empty


def test_what_is_not_yet_reported_is_estimated_from_delays():
    """Ten cases begin every day; half are reported after one day, the others after three."""
    rows, number = [], 0
    for day in range(1, 31):
        for nth in range(10):
            onset = date(2026, 1, day)
            reported = onset + timedelta(days=1 if nth < 5 else 3)
            if reported <= date(2026, 1, 30):
                number += 1
                rows.append(
                    (number, None, f"N{number}", str(onset), str(reported), None, "confirmed", None, None, None, 10)
                )
    store = filled(rows)
    read = found(store)
    assert read.reach == date(2026, 1, 30)
    share = completeness(read, basis="onset")
    assert {d.day: round(v, 2) for d, v in share.items()} == {28: 0.5, 29: 0.5, 30: 0.0}
    daily = by_day(read, basis="onset", until=LAST_DAY)
    assert daily[:27].eq(10).all() and daily[27:].tolist() == [5, 5, 0]
    asked = {"grid": 1, "basis": "onset", "group": "kind", **SPAN, "last_day": LAST_DAY, "as_of": LAST_DAY}
    assert case_curve(store, WHOLE, **asked).whole.index[-1] == pd.Timestamp("2026-01-27")
    # of few delays nothing is estimated: a week is open
    few = completeness(found(filled(ROWS)), basis="onset")
    assert few.isna().all() and len(few) == 7


def test_the_countys_own_serial_interval():
    rows = [(1, None, "S0", "2026-01-05", None, None, "confirmed", None, None, None, 10)]
    for n in range(2, 16):
        rows.append(
            (
                n,
                None,
                f"S{n}",
                str(date(2026, 1, 5) + timedelta(days=3 + n % 4)),
                None,
                None,
                "confirmed",
                None,
                None,
                " s0",
                10,
            )
        )
    interval, pairs = own_interval(filled(rows), WHOLE, until=LAST_DAY, as_of=LAST_DAY)
    between = [3 + n % 4 for n in range(2, 16)]
    assert (
        pairs == 14
        and interval.mean == round(np.mean(between), 1)
        and interval.deviation == round(np.std(between, ddof=1), 1)
    )
    assert own_interval(filled(ROWS), WHOLE, until=LAST_DAY, as_of=LAST_DAY) == (None, 2)


def test_people_are_those_who_live_below(store):
    assert people(store, WHOLE, grids=[1, 2, 8, 20, 999], as_of=LAST_DAY).to_dict() == {1: 40, 2: 30, 8: 10, 20: 5}
    assert people(store, EAST, grids=[1, 8], as_of=LAST_DAY).to_dict() == {1: 30}
