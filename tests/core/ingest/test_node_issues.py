"""Grid and unit lists of other people: nothing invalid gets in, nothing valid is lost, and each finding has its row and column."""

from __future__ import annotations

import json

import pytest

from core.errors import UserError
from core.ingest.plan import prepare
from tests.core.ingest.files import GRIDS, codes, counts, store_file, workbook
from tests.county import EAST, NOW, WHOLE, make_county

HEAD = GRIDS[:4]
UNITS = ["单位编码", "单位名称", "层级", "上级编码", "单位类型", "所在网格编码"]


@pytest.fixture
def county():
    return make_county()


def found(report: dict) -> list[tuple]:
    return [(i["row"], i["column"], i["code"]) for i in report["sheets"][0]["issues"]]


def parents(county, *grids: str) -> list[str | None]:
    sql = "select p.code from grid g left join grid p on p.grid_id = g.parent_id where g.code = $code"
    return [county.value(sql, code=code) for code in grids]


def test_a_clerk_moves_nothing_out_of_the_own_area(county, take):
    report = take(
        HEAD, ["990101100001", "东一村", "村", "990101101"], ["990101100002", "东二新村", "村", "990101100"], scope=EAST
    )
    assert found(report) == [(2, "上级编码", "grid_outside_scope")] and counts(report) == (2, 0, 1, 0, 1)
    assert parents(county, "990101100001") == ["990101100"]


def test_what_would_move_below_a_refused_parent_stays(county, take):
    rows = (
        ["990101102", "", "镇", "990101"],
        ["990101100001", "东一村", "村", "990101102"],
        ["990101102001", "新村", "村", "990101102"],
    )
    report = take(HEAD, *rows)
    assert found(report)[1:] == [(3, "上级编码", "parent_rejected"), (4, "上级编码", "parent_rejected")]
    assert parents(county, "990101100001") == ["990101100"]


def test_nothing_moves_to_a_closed_grid_and_a_list_with_one_is_told(county, take):
    with county.write() as db:
        db.execute("update grid set closed_on = date '2026-01-01' where grid_id in (6, 8)")
    report = take(
        HEAD,
        ["990101100001", "东一村", "村", "990101101"],
        ["990101100002", "东二村", "村", "990101100"],
        ["990101100002009", "东二村9组", "组", "990101100002"],
    )
    assert found(report) == [
        (2, "上级编码", "grid_closed"),
        (3, "网格编码", "closed_listed"),
        (4, "上级编码", "grid_closed"),
    ]
    assert counts(report) == (3, 0, 0, 1, 2)


def test_a_town_becomes_a_village_only_with_its_villages_moved(county, take):
    town = ["990101100", "东镇", "村", "990101101"]
    assert found(take(HEAD, town)) == [(2, "层级", "level_children")]
    villages = [["990101100001", "东一村", "村", "990101101"], ["990101100002", "东二村", "村", "990101101"]]
    assert counts(take(HEAD, town, *villages)) == (3, 0, 3, 0, 0)


def test_codes_tell_parents_where_a_list_has_no_column_for_them(county, take):
    rows = [
        ["990101100008", "泮塘村", "村"],
        ["990101102", "南镇", "镇"],
        ["990101102001", "南一村", "村"],
        ["990101102001001", "南一村1组", "组"],
        ["990199001", "别镇", "镇"],
        ["L1", "林场", "村"],
    ]
    report = take(HEAD[:3], *rows)
    assert counts(report) == (6, 4, 0, 0, 2)
    assert [(row, code) for row, _, code in found(report)] == [(6, "parent_unknown"), (7, "parent_missing")]
    new = parents(county, "990101100008", "990101102", "990101102001", "990101102001001")
    assert new == ["990101100", "990101", "990101102", "990101102001"]


def test_a_list_without_parents_moves_nothing_back(county, take):
    take(HEAD, ["990101100002", "东二村", "村", "990101101"])
    report = take(HEAD[:3], ["990101100002", "东二村", "村"])
    assert counts(report) == (1, 0, 0, 1, 0) and codes(report) == set()
    assert parents(county, "990101100002") == ["990101101"]


def test_wide_lists_need_no_county(county, take):
    report = take(["乡镇编码", "乡镇", "村编码", "村名称"], ["990101102", "南镇", "990101102001", "南一村"])
    assert counts(report) == (1, 1, 0, 0, 0) and parents(county, "990101102", "990101102001") == ["990101", "990101102"]


def test_one_township_under_two_names_is_told_and_the_first_counts(county, take):
    head = ["乡镇编码", "乡镇", "村编码", "村名称"]
    rows = [
        ["990101102", town, f"99010110200{n}", f"南{n}村"] for n, town in enumerate(("南镇", "南乡", "南乡", "南镇"))
    ]
    report = take(head, *rows)
    assert counts(report) == (4, 4, 0, 0, 0) and found(report) == [(3, "乡镇", "named_twice")]
    assert county.value("select name from grid where code = '990101102'") == "南镇"


def test_parents_by_name_are_found_in_the_file_unless_two_bear_it(county, take):
    rows = ["990101102001", "南一村", "村", "南镇"], ["990101102", "南镇", "镇", "甲县"]
    assert counts(take(HEAD, *rows)) == (2, 2, 0, 0, 0)
    assert parents(county, "990101102", "990101102001") == ["990101", "990101102"]
    twice = (
        ["990101103", "北镇", "镇", "990101"],
        ["990101104", "北镇", "镇", "990101"],
        ["990101103001", "北一村", "村", "北镇"],
    )
    assert found(take(HEAD, *twice)) == [(3, "网格名称", "name_again"), (4, "上级编码", "parent_unknown")]


def test_the_same_name_in_two_towns_is_no_finding(take):
    rows = ["990101100008", "泮塘村委会", "村", "990101100"], ["990101101008", "泮塘村委会", "村", "990101101"]
    assert codes(take(HEAD, *rows)) == set()


def test_codes_typed_in_groups_are_the_same_codes(county, take):
    report = take(HEAD, ["990101 100 001", "东一村", "村", "990101 100"])
    assert counts(report) == (1, 0, 0, 1, 0)


def test_block_trees_keep_their_order(county, take):
    rows = [
        ["S1", "三中", "单位", "", "学校", "990101100001"],
        ["S1-1", "初一", "年级", "S1", "", ""],
        ["S1-1-1", "1班", "班级", "S1-1", "", ""],
        ["S1-2", "初二", "年级", "S1-1-1", "", ""],
        ["D1", "教务处", "部门", "S1", "", ""],
        ["D2", "教研组", "部门", "D1", "", ""],
        ["U001", "东镇中学", "部门", "U002", "", ""],
    ]
    report = take(UNITS, *rows)
    assert counts(report) == (7, 5, 0, 0, 2)
    assert {(5, "层级", "level_parent"), (8, "层级", "level_unit")} <= set(found(report))
    assert county.value("select level from grid where code = 'U001'") == "unit"


def test_outlines_that_enclose_nothing_or_come_twice_are_refused(county, tmp_path):
    square = [[109, 22], [109.1, 22], [109.1, 22.1], [109, 22.1], [109, 22]]
    swapped = [[lat, lon] for lon, lat in square]
    shapes = [("东镇", square), ("东镇", square), ("西镇", swapped), ("东一村", [[109, 22], [109, 22]]), (None, square)]
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for name, ring in shapes
    ]
    file = tmp_path / "o.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    report = store_file(county, file)
    assert counts(report) == (5, 1, 0, 0, 4)
    assert [(row, code) for row, _, code in found(report)] == [
        (2, "duplicate_row"), (3, "geometry_bad"), (4, "geometry_bad"), (5, "grid_missing"),
    ]  # fmt: skip
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features[2:4]}), "utf-8")
    with pytest.raises(UserError, match="geometry_unknown"):
        prepare(county, WHOLE, file, now=NOW)


def test_two_sheets_with_one_grid_name_the_second(county, tmp_path):
    row = ["990101102", "南镇", "镇", "990101"]
    book = workbook(
        tmp_path / "b.xlsx", {"一": [HEAD, row], "二": [HEAD, row, ["990101102001", "南一村", "村", "990101102"]]}
    )
    report = store_file(county, book)
    assert counts(report) == (1, 1, 0, 0, 0) and counts(report, 1) == (2, 1, 0, 0, 1)
