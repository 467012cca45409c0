"""Why a unit has not reopened: told by its list, ended by its reopening, taken back by an undo."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from core.ingest.undo.undo import undo
from core.registry import units as register
from core.rollup.resumption import resumption, standing
from core.workbooks.export import editable
from tests.core.ingest.files import counts, store_file
from tests.county import NOW, WHOLE, make_county


@pytest.fixture
def county():
    """With its own first batch on the books: an undo of the next one leaves it."""
    store = make_county()
    with store.write() as db:
        db.execute("insert into import_batch values (1, ?, 'county', 'county', 'x', 1, 'committed', 0, false)", [NOW])
    return store


def told(county) -> dict[str, tuple]:
    rows = county.run(
        "select g.name, u.resumption, u.obstacle from unit u join grid g on g.grid_id = u.grid_id"
    ).fetchall()
    return {name: (state, obstacle) for name, state, obstacle in rows}


@pytest.mark.parametrize("header", ["未复工原因", "未复课原因", "停工原因", "未开学原因", "Reason not reopened"])
def test_a_list_tells_why(county, take, header):
    report = take(
        ["学校名称", "所在乡镇", header], ["东镇中学", "东镇", "教师未返校"], ["东镇小学", "东镇", "消毒未完成"]
    )
    assert report["sheets"][0]["kind"] == "units" and counts(report) == (2, 1, 1, 0, 0)
    assert told(county)["东镇中学"] == ("resumed", "教师未返校")
    assert told(county)["东镇小学"] == ("closed", "消毒未完成"), "a unit that nobody calls open is not"


@pytest.mark.parametrize("header", ["卡点", "存在问题", "原因"])
def test_a_header_that_says_it_only_perhaps_is_asked(county, take, header):
    report = take(["企业名称", "所在乡镇", "复工状态", header], ["西镇糖厂", "西镇", "未复工", "订单不足"])
    assert report["sheets"][0]["asked"] == {header: "obstacle"}
    assert told(county)["西镇糖厂"][1] == "员工未返岗、缺口罩（医用）", "until somebody says so"


@pytest.mark.parametrize(("header", "yes", "no"), [("是否复课", "是", "否"), ("复课状态", "已复课", "未复课")])
def test_the_lists_of_an_education_office(county, take, header, yes, no):
    head = ["序号", "学校名称", "所在乡镇", header, "未复课原因"]
    report = take(head, ["1", "东镇中学", "东镇", yes, "无"], ["2", "东镇小学", "东镇", no, "隔离室未达标"])
    assert report["sheets"][0]["issues"] == []
    assert told(county)["东镇中学"] == ("resumed", None) and told(county)["东镇小学"] == ("closed", "隔离室未达标")


def test_what_reopens_is_held_up_by_nothing_and_an_undo_brings_it_back(county, take):
    before = told(county)["西镇糖厂"]
    report = take(["单位编码", "单位名称", "复工状态"], ["U002", "西镇糖厂", "已复工"])
    assert counts(report) == (1, 0, 1, 0, 0) and told(county)["西镇糖厂"] == ("resumed", None)
    undo(county, WHOLE, report["batch"], actor="tester", now=NOW)
    assert told(county)["西镇糖厂"] == before


def test_a_list_without_the_column_leaves_it_and_a_mark_empties_it(county, take):
    take(["单位编码", "单位名称", "应到人数"], ["U002", "西镇糖厂", "130"])
    assert told(county)["西镇糖厂"][1] == "员工未返岗、缺口罩（医用）"
    assert counts(take(["单位编码", "单位名称", "未复工原因"], ["U002", "西镇糖厂", "---"])) == (1, 0, 1, 0, 0)
    assert told(county)["西镇糖厂"] == ("closed", None)


def test_it_leaves_in_an_export_and_comes_back_edited(county, tmp_path):
    content = editable(county, WHOLE, "units", "zh", conditions={"resumption": "not_resumed"}, actor="t", now=NOW)
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    at = [c.value for c in sheet[1]].index("未复工原因") + 1
    assert sheet.cell(2, at).value == "员工未返岗、缺口罩（医用）"
    sheet.cell(2, at).value = "订单不足"
    book.save(tmp_path / "units.xlsx")
    assert counts(store_file(county, tmp_path / "units.xlsx"))[2] == 1
    assert told(county)["西镇糖厂"] == ("closed", "订单不足")


@pytest.mark.parametrize(
    ("written", "reasons"),
    [
        ("员工未返岗", ["员工未返岗"]),
        ("员工未返岗、缺口罩；订单不足。", ["员工未返岗", "缺口罩", "订单不足"]),
        ("防疫物资不足（口罩、测温枪）", ["防疫物资不足"]),
        ("1.员工未返岗 2.缺口罩", ["员工未返岗", "缺口罩"]),
        ("1、员工未返岗；2、缺口罩", ["员工未返岗", "缺口罩"]),
        ("缺口罩、缺口罩", ["缺口罩"]),
        ("缺 1.5 吨原料", ["缺 1.5 吨原料"]),
        ("。", []),
        (None, None),
    ],
)
def test_several_reasons_in_one_cell(county, written, reasons):
    found = county.value("select obstacles($text)", text=written)
    assert found == reasons if not found else sorted(found) == sorted(reasons)


def test_reasons_are_counted_and_filter(county, take):
    take(["单位编码", "单位名称", "单位类型", "行业", "复工状态"], ["U003", "东镇木材厂", "企业", "木材", "已申请"])
    found = register.obstacles(county, WHOLE)
    assert found.to_numpy().tolist() == [["员工未返岗", 1], ["缺口罩", 1], ["untold", 1]]
    assert register.obstacles(county, WHOLE, kind="school").empty
    assert register.units(county, WHOLE, obstacle="缺口罩").code.tolist() == ["U002"]
    assert register.units(county, WHOLE, obstacle="untold").code.tolist() == ["U003"]
    assert register.units(county, WHOLE, resumption="not_resumed").code.tolist() == ["U002", "U003"]


def test_sectors_are_kinds_and_the_industries_of_enterprises(county):
    found = resumption(county, WHOLE, by="sector").sort_values("kind").reset_index(drop=True)
    assert found[["kind", "units", "resumed"]].to_numpy().tolist() == [["enterprise", 1, 0], ["school", 1, 1]]
    assert found.key[0] == "制糖" and found.key.isna()[1]
    assert (found.obstacle[0], found.obstacle_units[0]) == ("员工未返岗", 1)
    assert [standing(10, n) for n in (10, 9, 8, 4)] == ["low", "low", "medium", "high"] and standing(0, 0) == "low"
