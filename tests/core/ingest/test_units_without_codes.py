"""Lists of units without codes: found by name and place, coded by the system, never renamed for a running number."""

from __future__ import annotations

import io

import openpyxl
import pytest

from core.ingest.plan import discard, prepare
from core.ingest.undo.undo import undo
from core.workbooks.export import editable
from tests.core.ingest.files import codes, counts, store_file, text_file
from tests.county import EAST, NOW, WHOLE, make_county

HEAD = ["序号", "企业名称", "所在乡镇", "所在村", "行业", "负责人", "职务", "电话"]
ROWS = [
    ["1", "东镇木材厂", "东镇", "东一村", "木材", "甲", "厂长", "13700000001"],
    ["2", "兴旺超市", "东镇", "东二村", "零售", "乙", "店长", "13700000002"],
    ["3", "兴旺超市", "西镇", "", "零售", "丙", "店长", "13700000003"],
]


@pytest.fixture
def county():
    return make_county()


def stored(county) -> list[tuple]:
    return county.run(
        "select g.code, g.name, a.name, u.industry, d.name, d.phone from grid g join unit u on u.grid_id = g.grid_id"
        " left join grid a on a.grid_id = g.area_id left join duty d on d.grid_id = g.grid_id and d.role = 'responsible'"
        " where g.code like 'DW%' order by d.name"
    ).fetchall()


def found(report: dict) -> list[tuple]:
    return [(i["row"], i["column"], i["code"]) for i in report["sheets"][0]["issues"]]


def test_new_units_get_a_code_and_lie_where_the_row_says(county, take):
    report = take(HEAD, *ROWS)
    assert report["sheets"][0]["kind"] == "units" and counts(report) == (3, 3, 0, 0, 0) and codes(report) == set()
    assert [row[1:] for row in stored(county)] == [
        ("兴旺超市", "西镇", "零售", "丙", "13700000003"),
        ("兴旺超市", "东二村", "零售", "乙", "13700000002"),
        ("东镇木材厂", "东一村", "木材", "甲", "13700000001"),
    ]


def test_the_same_list_again_changes_nothing_in_any_order(county, take):
    take(HEAD, *ROWS)
    before = stored(county)
    shuffled = [[str(n), *row[1:]] for n, row in enumerate(reversed(ROWS), 1)]
    assert counts(take(HEAD, *shuffled)) == (3, 0, 0, 3, 0) and stored(county) == before


def test_codes_are_the_same_after_an_undo(county, take):
    first = take(HEAD, *ROWS)
    before = [row[0] for row in stored(county)]
    undo(county, WHOLE, first["batch"], actor="tester", now=NOW)
    assert not stored(county)
    take(HEAD, *ROWS)
    assert [row[0] for row in stored(county)] == before


def test_a_registered_unit_is_found_by_its_name_with_or_without_its_town(county, take):
    rows = [["1", "镇中学"], ["2", "西镇糖厂"]]
    with county.write() as db:
        db.execute("update grid set name = '镇中学' where grid_id = 20")
    report = take(
        ["序号", "单位名称", "所在乡镇", "负责人"], ["1", "东镇镇中学", "东镇", "甲"], ["2", rows[1][1], "", "乙"]
    )
    assert counts(report) == (2, 0, 2, 0, 0)
    names = county.run("select grid_id, name, code from grid where grid_id in (20, 30) order by 1").fetchall()
    assert names == [(20, "镇中学", "U001"), (30, "西镇糖厂", "U002")], "neither renamed nor coded anew"


def test_running_numbers_called_codes_rename_nobody(county, take):
    head = ["单位编号", "单位名称", "所在乡镇", "负责人"]
    take(head, ["1", "东镇木材厂", "东镇", "甲"], ["2", "兴旺超市", "东镇", "乙"], ["3", "东镇中学", "东镇", "丙"])
    report = take(
        head, ["1", "兴旺超市", "东镇", "乙"], ["2", "东镇中学", "东镇", "丙"], ["3", "东镇木材厂", "东镇", "丁"]
    )
    assert report["sheets"][0]["asked"] == {"单位编号": "code"}
    assert (
        counts(report) == (3, 0, 1, 2, 0)
        and county.value("select count(*) from grid where code in ('1', '2', '3')") == 0
    )
    assert [row[1] for row in stored(county)] == ["东镇木材厂", "兴旺超市"]


def test_names_borne_twice_are_asked(county, take):
    take(HEAD, *ROWS)
    report = take(["企业名称", "负责人"], ["兴旺超市", "丁"], ["东镇木材厂", "戊"])
    assert found(report) == [(2, "企业名称", "unit_ambiguous")] and counts(report) == (2, 0, 1, 0, 1)
    report = take(["企业名称", "乡镇", "负责人"], ["兴旺超市", "西镇", "丁"])
    assert counts(report) == (1, 0, 1, 0, 0) and stored(county)[-1][4] == "戊"


def test_a_code_may_be_said_for_a_name(county, take, tmp_path):
    take(HEAD, *ROWS)
    code = stored(county)[1][0]
    path = text_file(tmp_path / "n.csv", [["企业名称", "负责人"], ["兴旺超市", "丁"], ["东镇木材厂", "戊"]])
    plan = prepare(county, WHOLE, path, now=NOW)
    answers = plan.sheets[0].answers
    discard(plan)
    from dataclasses import replace

    report = store_file(county, path, answers={"n": replace(answers, values={"name": {"兴旺超市": code}})})
    assert counts(report) == (2, 0, 2, 0, 0)
    assert county.one("select name from grid where code = $code", code=code) == ("兴旺超市",)


def test_the_same_name_in_another_village_is_another_unit_and_told(county, take):
    head = ["名称", "单位类型", "乡镇", "村", "负责人"]
    take(head, ["卫生室", "诊所", "东镇", "东一村", "甲"])
    report = take(head, ["卫生室", "诊所", "东镇", "东二村", "乙"], ["卫生室", "诊所", "西镇", "西一村", "丙"])
    assert counts(report) == (2, 2, 0, 0, 0) and found(report) == [(2, "名称", "unit_alike")]


def test_twice_in_one_list_is_told(county, take):
    report = take(HEAD, ROWS[0], ["2", *ROWS[0][1:]])
    assert [(row, code) for row, _, code in found(report)] == [(3, "duplicate_row")] and counts(report) == (
        2,
        1,
        0,
        0,
        1,
    )


def test_places_that_nobody_knows_are_told(county, take):
    report = take(HEAD, ["1", "甲厂", "南镇", "", "", "", "", ""], ["2", "乙厂", "西镇", "东一村", "", "", "", ""])
    assert {(row, code) for row, _, code in found(report)} >= {(2, "town_unknown"), (3, "town_differs")}


def test_nobody_adds_outside_the_own_area(county, take):
    report = take(HEAD, *ROWS, scope=EAST)
    assert counts(report) == (3, 2, 0, 0, 1) and [row[2] for row in stored(county)] == ["东二村", "东一村"]


def test_what_lies_in_a_unit_needs_a_code(county, take):
    report = take(["单位名称", "上级编码", "层级", "负责人"], ["二车间", "U002", "车间", "甲"])
    assert codes(report) == {"code_missing"} and counts(report) == (1, 0, 0, 0, 1)


def test_exported_edited_and_brought_back(county, take, tmp_path):
    take(HEAD, *ROWS)
    content = editable(county, WHOLE, "units", "zh", conditions={}, actor="tester", now=NOW)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[1]]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[1].value == "东镇木材厂")
    row[headers.index("负责人")].value = "新厂长"
    row[1].value = "东镇木材加工厂"
    book.save(tmp_path / "back.xlsx")
    report = store_file(county, tmp_path / "back.xlsx")
    assert counts(report)[1:3] == (0, 1) and counts(report)[4] == 0
    assert counts(take(HEAD, *ROWS))[1:] == (0, 1, 2, 0), "the former name still finds it"
