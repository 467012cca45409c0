"""Findings and counts grid by grid."""

from __future__ import annotations

import io

import openpyxl
import pytest

from core.ingest.plan import prepare
from core.workbooks.by_grid import counts_by_grid, issues_by_grid
from tests.core.ingest.files import CHECK_INS, GRIDS, PEOPLE, id_number, workbook
from tests.county import EAST, NOW, WHOLE, make_county

SHEETS = {
    "人员": [
        PEOPLE,
        ["韦一", None, "12345678", None, None, None, "990101101001001"],
        ["韦二", None, id_number(2), "?", None, None, "990101100001001"],
        [None, None, id_number(3), None, None, None, "=无此村()"],
        ["韦四", None, id_number(4), None, None, None, "990101100001001"],
    ],
    "扫码": [CHECK_INS, [id_number(2), "韦二", "990101100001001", "早上", "进", "36.5"]],
    "网格": [GRIDS, ["990101100009", "新村", "星球", "990101100"]],
}


@pytest.fixture
def plan(tmp_path):
    return prepare(make_county(), EAST, workbook(tmp_path / "多表.xlsx", SHEETS), now=NOW)


def listed(plan, language: str = "zh") -> list[list]:
    sheet = openpyxl.load_workbook(io.BytesIO(issues_by_grid(plan, language=language))).active
    return [[c.value for c in row] for row in sheet.iter_rows()]


def test_all_findings_sorted_by_township_and_grid(plan):
    head, *rows = listed(plan)
    assert head == ["乡镇（街道）", "网格", "网格编码", "工作表", "行", "列", "填写的值", "级别", "问题", "怎么办"]
    assert len(rows) == sum(len(s.issues) for s in plan.sheets)
    known = [r[0] for r in rows if r[0]]
    assert known == sorted(known) and [r[0] for r in rows][: len(known)] == known
    assert {r[3] for r in rows} == {"人员", "扫码", "网格"}
    sex = next(r for r in rows if r[5] == "性别")
    assert (sex[0], sex[2], sex[4], sex[6], sex[7]) == ("东镇", "990101100001001", 3, "?", "提示")
    assert next(r for r in rows if r[3] == "网格")[:2] == ["东镇", "新村"]
    lost = next(r for r in rows if "不在网格花名册" in r[8])
    assert lost[:3] == [None, "=无此村()", None] and lost[6] == "=无此村()"


def test_values_are_masked_and_nothing_is_a_formula(plan):
    content = issues_by_grid(plan, language="en")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert "12345678" not in {str(c.value) for row in sheet.iter_rows() for c in row}
    assert listed(plan, "en")[0][8:] == ["What is wrong", "What to do"]


def test_counts_of_each_village(plan):
    part = plan.sheets[0]
    found = counts_by_grid(part)
    total = found[["new", "changed", "unchanged", "conflict", "rejected"]].sum()
    assert {k: int(v) for k, v in total.items()} == {k: part.counts[k] for k in total.index}
    assert found["grid"].tolist()[-1] == "东一村" and found.iloc[-1]["new"] == 2
    assert set(found["township"].dropna()) == {"东镇", "西镇"}
    assert int(counts_by_grid(plan.sheets[1])["rejected"].sum()) == 1
    assert counts_by_grid(plan.sheets[2])[["township", "grid", "rejected"]].to_numpy().tolist() == [["东镇", "新村", 1]]


def test_a_clean_file_gives_an_empty_list(tmp_path):
    rows = [PEOPLE, SHEETS["人员"][-1]]
    plan = prepare(make_county(), WHOLE, workbook(tmp_path / "好.xlsx", {"人员": rows}), now=NOW)
    plan.sheets[0].work.run("truncate plan.issue")
    assert len(listed(plan)) == 1
