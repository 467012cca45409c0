"""Lists of quarantine points and shelters: rooms and beds, changed and taken back."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.ingest.undo.undo import undo
from core.places import move_in, places, rooms
from tests.core.ingest.files import codes, counts, store_file, workbook
from tests.county import LAST_DAY, NOW, WHOLE, county_alone

POINTS = ["隔离点名称", "所在村", "地址", "负责人", "负责人电话", "房间号", "床位数"]
SHELTERS = ["安置点名称", "乡镇", "所在村", "可容纳人数", "联系人"]
HOTEL = [
    POINTS,
    ["城关酒店", "东一村", "东街1号", "陆经理", "13800000009", "101", 1],
    ["城关酒店", "东一村", None, None, None, "102", "2张"],
    ["城关 酒店", None, None, None, None, "103", 2],
    ["城关酒店", "东一村", None, None, None, "101", 3],
    ["城关酒店", "无此村", None, None, None, "104", 2],
    ["城关酒店", "东一村", None, None, None, "105", None],
]
SCHOOLS = [
    SHELTERS,
    ["西一村小学", "西镇", "西一村", 120, "韦校长"],
    ["东二村委", "东镇", "东二村", 0, None],
    ["镇礼堂", "西镇", None, 300, None],
]


@pytest.fixture
def county():
    return county_alone()


def listed(store) -> set[tuple]:
    found = places(store, WHOLE, on=LAST_DAY)
    return set(found[["kind", "name", "township", "rooms", "beds", "free"]].itertuples(index=False, name=None))


def test_rooms_and_capacities_come_in_and_what_is_wrong_is_told(county, tmp_path):
    report = store_file(county, workbook(tmp_path / "隔离点.xlsx", {"隔离点": HOTEL}))
    assert counts(report) == (6, 2, 0, 0, 4), report
    assert codes(report) == {"number_bad", "duplicate_row", "grid_unknown", "lodging_beds"}
    report = store_file(county, workbook(tmp_path / "安置点.xlsx", {"安置点": SCHOOLS}))
    assert counts(report) == (3, 2, 0, 0, 1), report
    assert listed(county) == {
        ("quarantine", "城关酒店", "东镇", 2, 3, 3),
        ("shelter", "西一村小学", "西镇", 0, 120, 120),
        ("shelter", "镇礼堂", "西镇", 0, 300, 300),
    }


def test_again_changed_and_taken_back(county, tmp_path):
    first = [POINTS, HOTEL[1], ["城关酒店", "东一村", None, None, None, "102", 2]]
    store_file(county, workbook(tmp_path / "a.xlsx", {"隔离点": first}))
    before = listed(county)
    assert counts(store_file(county, workbook(tmp_path / "b.xlsx", {"隔离点": [*first, [None] * 7]})))[1:] == (
        0,
        0,
        2,
        0,
    )
    more = [POINTS, ["城关酒店", None, "东街2号", None, None, "101", 3], ["城关酒店", None, None, None, None, "201", 2]]
    later = store_file(county, workbook(tmp_path / "c.xlsx", {"隔离点": more}))
    assert counts(later) == (2, 1, 1, 0, 0), later
    assert list(rooms(county, WHOLE, place_id=1)[["name", "beds"]].itertuples(index=False, name=None)) == [
        ("101", 3),
        ("102", 2),
        ("201", 2),
    ]
    assert places(county, WHOLE, on=LAST_DAY).address[0] == "东街2号"
    undo(county, WHOLE, later["batch"], actor="test", now=NOW)
    assert listed(county) == before and places(county, WHOLE, on=LAST_DAY).address[0] == "东街1号"


def test_a_bed_in_use_is_neither_shrunk_away_nor_taken_back(county, tmp_path):
    kept = store_file(county, workbook(tmp_path / "a.xlsx", {"安置点": SCHOOLS[:2]}))
    at = datetime(2026, 1, 31, 9)
    for person in (1, 2):
        move_in(county, WHOLE, place_id=1, person_id=person, at=at, now=at, actor="test")
    shrunk = [SHELTERS, ["西一村小学", "西镇", "西一村", 1, None]]
    assert "lodging_held" in codes(store_file(county, workbook(tmp_path / "b.xlsx", {"安置点": shrunk})))
    undo(county, WHOLE, kept["batch"], actor="test", now=NOW, partial=True)
    assert listed(county) == {("shelter", "西一村小学", "西镇", 0, 120, 118)}
