"""Series, maps, flows and resumption: sums over the tree, within the scope."""

from datetime import date

import pytest

from core.classify import classify, classify_days, grade
from core.rollup import (
    by_child,
    children,
    class_daily,
    class_daily_by_child,
    daily,
    daily_by_child,
    flows,
    judged_day,
    resumption,
    roll_up,
)
from tests.county import EAST, FIRST_DAY, LAST_DAY, NOBODY, WHOLE, empty_store, make_county

THURSDAY = date(2026, 1, 29)
ONE_DAY = {"since": THURSDAY, "until": THURSDAY}


@pytest.fixture(scope="module")
def store():
    made = make_county()
    with made.write() as db:
        db.execute("update person set origin = '湖北武汉', arrived_on = date '2026-01-25' where person_id = 1")
        db.execute("insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, fields, policy_version, opened_at, handled_by, handled_at, closing_reason) values (1, 'fever', 4, 7, 'open', 'low', 1, $d, $d, 'fever', '{}', 'v', $d, null, null, null)", {"d": THURSDAY})  # fmt: skip
    roll_up(made, days=None, actor="test")
    classify_days(made, since=FIRST_DAY, until=LAST_DAY, actor="test")
    classify(made, as_of=LAST_DAY, actor="test")
    grade(made, as_of=LAST_DAY, actor="test")
    return made


def test_children_step_down_from_what_is_visible(store):
    assert children(store, WHOLE) == [2, 8]  # there is but one county: its towns
    assert children(store, EAST) == [3, 6]
    assert children(store, WHOLE, grid=1) == [2, 8]
    assert children(store, WHOLE, grid=4) == [4]  # nothing below: itself
    assert children(store, EAST, grid=10) == []
    assert children(store, NOBODY) == []
    assert children(store, WHOLE, axis="block") == [20, 30]
    assert children(store, WHOLE, grid=2, axis="block") == [20]
    assert children(store, WHOLE, grid=20, axis="block") == [21]


@pytest.mark.parametrize(("scope", "grid", "check_ins"), [(WHOLE, 0, 90), (WHOLE, 2, 65), (WHOLE, 3, 45), (EAST, 0, 65), (EAST, 8, 0), (NOBODY, 0, 0)])  # fmt: skip
def test_daily_sums_the_visible_subtree(store, scope, grid, check_ins):
    found = daily(store, scope, grid=grid, **ONE_DAY)
    assert found["check_ins"].tolist() == [check_ins]


def test_daily_fills_gaps_and_knows_coverage(store):
    found = daily(store, WHOLE, grid=0, since=date(2026, 1, 30), until=date(2026, 2, 2))
    assert found["check_ins"].tolist()[:2] == [90, 80]
    assert found["check_ins"].isna().tolist() == [False, False, True, True]  # nothing is known of these days
    assert found["coverage"].tolist()[:2] == [1.0, 1.0]
    assert found["coverage"].isna().tolist() == [False, False, True, True]


def test_a_surplus_does_not_make_up_for_a_gap():
    made = make_county()
    with made.write() as db:
        db.execute("delete from check_in where grid_id = 7 and scanned_at >= timestamp '2026-01-29'")
        db.execute("insert into check_in select person_id, 4, scanned_at, direction, null, null, 1 from check_in where grid_id = 4 and scanned_at >= timestamp '2026-01-29'")  # fmt: skip
    roll_up(made, days=None, actor="test")
    found = daily(made, WHOLE, grid=0, **ONE_DAY)
    assert found["coverage"].iloc[0] == pytest.approx(70 / 90)


def test_children_have_a_series_each(store):
    found = daily_by_child(store, WHOLE, grid=2, **ONE_DAY).set_index("grid_id")
    assert found["check_ins"].to_dict() == {3: 45, 6: 20}
    assert found["name"].to_dict() == {3: "东一村", 6: "东二村"}


def test_the_map_has_a_row_per_child(store):
    found = by_child(store, WHOLE, grid=0, **ONE_DAY).set_index("grid_id")
    assert found["people"].to_dict() == {2: 30, 8: 10}
    assert found["check_ins"].to_dict() == {2: 65, 8: 25}
    assert found["alerts"].to_dict() == {2: 1, 8: 0}
    assert found["inbound"].to_dict() == {2: 1, 8: 0}
    assert found["resident"].to_dict() == {2: 29, 8: 10}
    assert found["grade"].to_dict() == {2: "low", 8: "low"}
    units = by_child(store, WHOLE, grid=0, axis="block", **ONE_DAY).set_index("grid_id")
    assert units["people"].to_dict() == {20: 5, 30: 5}
    assert by_child(store, NOBODY, grid=0, **ONE_DAY).empty


def test_classes_by_day_begin_and_end(store):
    found = class_daily(store, WHOLE, grid=2, since=FIRST_DAY, until=LAST_DAY)
    inbound = found[found["class"] == "inbound"]
    assert inbound["day"].min().date() == date(2026, 1, 25)
    assert (found.groupby("day")["people"].sum() == 30).all()
    assert class_daily(store, NOBODY, grid=0, **ONE_DAY).empty
    below = class_daily_by_child(store, EAST, grid=0, **ONE_DAY)
    assert below.set_index(["grid_id", "class"])["people"].to_dict() == {
        (3, "inbound"): 1,
        (3, "resident"): 19,
        (6, "resident"): 10,
    }


def test_flows_between_children_and_beyond():
    made = make_county()
    with made.write() as db:
        for person, grid in ((11, 7), (12, 10), (31, 4)):  # next village; the other town; from the other town
            db.execute(
                "insert into check_in values (?, ?, timestamp '2026-01-29 12:00:00', 'in', null, null, 1)",
                [person, grid],
            )
    roll_up(made, days=None, actor="test")
    towns = flows(made, WHOLE, grid=0, since=THURSDAY, until=THURSDAY)
    assert {(r.from_id, r.to_id): r.people for r in towns.itertuples()} == {(2, 8): 1, (8, 2): 1}
    east = flows(made, EAST, grid=2, since=THURSDAY, until=THURSDAY)
    assert {(r.from_id, r.to_id): r.people for r in east.itertuples()} == {(3, 6): 1, (3, 8): 1, (8, 3): 1}
    assert east.set_index("to_id").loc[8, "to_name"] == "西镇"
    assert flows(made, NOBODY, grid=0, since=THURSDAY, until=THURSDAY).empty
    assert len(flows(made, WHOLE, grid=0, since=THURSDAY, until=THURSDAY, limit=1)) == 1


def test_resumption_by_industry_and_township(store):
    found = resumption(store, WHOLE, by="industry").set_index("key")
    assert found.loc["教育", ["units", "resumed", "closed", "staff", "staff_back"]].tolist() == [1, 1, 0, 60, 55]
    assert resumption(store, WHOLE, by="township").set_index("key")["closed"].to_dict() == {"东镇": 0, "西镇": 1}
    assert resumption(store, EAST, by="township")["key"].tolist() == ["东镇"]
    assert resumption(store, NOBODY).empty


def test_without_check_ins_no_day_is_judged():
    assert judged_day(empty_store()) is None


def test_an_empty_store_has_no_figures_but_its_columns():
    empty = empty_store()
    assert daily(empty, WHOLE, grid=0, **ONE_DAY)["check_ins"].isna().all()
    assert by_child(empty, WHOLE, grid=0, **ONE_DAY).empty
    assert flows(empty, WHOLE, grid=0, since=THURSDAY, until=THURSDAY).empty
