"""A list of changes as counties write it, row by row."""

from __future__ import annotations

import openpyxl
import pytest

from core.errors import UserError
from core.grid_changes import Done, carry_out_all, read_changes
from tests.county import NOW, WHOLE, make_county

ROWS = [
    ["甲县村级区划调整明细表"],
    ["序号", "原网格", "变动", "并入", "新编码", "新名称", "村民小组", "生效日期", "备注"],
    [1, "东一村", "并入", "东二村", None, None, None, "2026年1月20日", "甲政发〔2026〕3号"],
    [2, "东二村", "更名", None, None, "东合村", None, "2026/1/21", None],
    [3, "西一村", "撤销", None, None, None, None, "2026-01-21", None],
    [4, "没有村", "更名", None, None, "某", None, None, None],
    [5, "西一村", "合伙", None, None, None, None, None, None],
    [6, "西一村", "更名", None, None, "西大村", None, "下月", None],
    [7, "西镇西一村", "拆分", None, "990101101009", "西新村", "西一村1组", NOW.date(), None],
]
TOLD = {
    3: 6,
    4: 6,
    5: "change_people_left",
    6: "change_grid_unknown",
    7: "change_sheet_act",
    8: "change_sheet_day",
    9: 32,
}


def test_each_row_is_carried_out_or_says_why_not(tmp_path):
    store = make_county()
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    path = tmp_path / "changes.xlsx"
    book.save(path)
    lines = read_changes(store, WHOLE, path, file_name="区划调整.xlsx", today=NOW.date())
    good = [line for line in lines if line.wish is not None]
    done = carry_out_all(store, WHOLE, [line.wish for line in good], actor="t", now=NOW)
    told = {line.row: line.error.code for line in lines if line.error}
    told |= {line.row: d.target.grid_id if isinstance(d, Done) else d.code for line, d in zip(good, done, strict=True)}
    assert told == TOLD
    assert store.value("select name from grid where grid_id = 6") == "东合村"


def test_a_file_that_is_no_list_of_changes_says_what_is_needed(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("姓名,电话\n某,1\n", "utf-8")
    with pytest.raises(UserError, match="change_sheet_header"):
        read_changes(make_county(), WHOLE, path, file_name="x.csv", today=NOW.date())
