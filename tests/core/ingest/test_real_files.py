"""39 spreadsheets of other people: header and records where EXPECTED.csv says, and what is no list refused with a reason."""

from __future__ import annotations

import csv
from functools import cache

import pytest

from core.errors import UserError
from core.files.guard import look
from core.files.read import RawSheet, read_in_child
from core.i18n import t
from core.ingest.meaning.records import Found, tables_of
from core.ingest.plan import discard, prepare
from core.settings import load_settings
from tests.core.ingest.files import REAL
from tests.county import NOW, WHOLE, make_county

FOLDER = REAL / "spreadsheets"
# Header rows (first-last) and records of each table, sheet by sheet, as EXPECTED.csv says in words; where a number differs, why.
TABLES = {
    "easypoi_check.xls": [("2-2", 20), ("2-2", 20)],  # 10 blocks of 2 rows
    "easypoi_checkTwo.xls": [("1-2", 4), ("1-2", 4)],
    "easypoi_groupName.xlsx": [("1-2", 10)],
    "easypoi_groupName_GnEntity.xlsx": [("2-3", 10)],
    "easypoi_sameName.xls": [("1-2", 4), ("1-2", 4)],  # 4 rows of two groups: 8 students
    "easypoi_saxtest.xlsx": [("2-2", 30), ("2-2", 11)],
    "easypoi_OneToManyHaseNameTest.demandEntityTest.xlsx": [("2-4", 9)],
    "easypoi_ExcelExportMsgClient.xlsx": [("2-2", 100)],
    "easypoi_ExcelNewDateTest.xlsx": [("2-2", 100)],
    "easypoi_BigDataExport20000.xlsx": [("2-2", 20_000)],
    "easypoi_EnumDataEntity.xlsx": [("2-2", 6)],
    "easypoi_verfiy.xlsx": [("1-1", 4)],
    "easypoi_专项支出用款申请书.xls": [("4-5", 0)],
    "easypoi_通讯录模板_kyoffice_address_book.xls": [("2-2", 0)] * 3,
    "hutool_aaa.xls": [("1-1", 4), ("1-1", 5)],
    "hutool_aaa.xlsx": [("1-1", 3), ("1-1", 0), ("1-1", 3)],
    "hutool_blankAndDateTest.xlsx": [],
    "hutool_merge_test.xlsx": [("1-1", 3), ("1-1", 0)],
    "hutool_null_cell_test.xlsx": [("1-1", 3)],
    "hutool_data_for_sax_test.xls": [("1-1", 4)],
    "hutool_data_for_sax_test.xlsx": [("1-1", 4)],
    "hutool_1899bug_demo.xlsx": [],
    "hutool_readBySax.xls": [("1-1", 2)],
    "hutool_alias.xlsx": [("1-1", 3)],
    "hutool_read_row_npe.xlsx": [("1-1", 3)],  # 2002 formatted rows, three of which hold a value
    "hutool_test_bean.csv": [("1-1", 3)],
    "hutool_test_lines_cr.csv": [("2-2", 3)],  # row 1 is a comment
    "easyexcel_demo.xlsx": [("1-1", 10), ("1-1", 10)],
    "easyexcel_multiplesheets.xls": [("1-1", 1)] * 6,
    "easyexcel_dataformat.xls": [("1-1", 27)],  # the last of 28 rows, the header among them
    "easyexcel_dataformat.xlsx": [("1-1", 27)],
    "easyexcel_t01.xls": [("2-2", 1)],
    "easyexcel_t02.xlsx": [("2-2", 1)],
    "easyexcel_t03.xlsx": [("1-1", 1)],
    "easyexcel_t04.xlsx": [("1-1", 56)],  # of 199 formatted rows
    "easyexcel_t05.xlsx": [("1-1", 5)],
    "easyexcel_no_bom.csv": [("1-1", 10)],
    "easyexcel_office_bom.csv": [("1-1", 10)],
    "easyexcel_extra.xlsx": [("1-1", 5)],  # the last merged over a sixth, blank row
}
PEOPLE = {
    "easypoi_check.xls": 40, "easypoi_groupName.xlsx": 10, "easypoi_groupName_GnEntity.xlsx": 10, "easypoi_ExcelExportMsgClient.xlsx": 100,
    "easypoi_EnumDataEntity.xlsx": 6, "hutool_aaa.xls": 4, "hutool_test_bean.csv": 3, "hutool_merge_test.xlsx": 3,
}  # fmt: skip
REFUSED = {
    "easypoi_专项支出用款申请书.xls": "form_not_list",
    "easypoi_通讯录模板_kyoffice_address_book.xls": "template_unfilled",
}

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the shared spreadsheets are not here")


@cache
def sheets(name: str) -> tuple[RawSheet, ...]:
    path = FOLDER / name
    return tuple(read_in_child(path, look(path, name), name, load_settings(db=":memory:")))


def tables(name: str) -> list[tuple[RawSheet, Found]]:
    return [(raw, found) for raw in sheets(name) for found in tables_of(raw)]


def test_every_listed_file_is_here():
    with (FOLDER / "EXPECTED.csv").open(encoding="utf-8") as file:
        assert {row["file"] for row in csv.DictReader(file)} == set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_header_and_records_are_where_they_are(name):
    found = [
        (f"{raw.first_row + f.table.header}-{raw.first_row + f.table.header_end}", f.records) for raw, f in tables(name)
    ]
    assert found == TABLES[name]


@pytest.mark.parametrize("name", REFUSED)
def test_forms_and_templates_are_refused_with_the_reason(name):
    with pytest.raises(UserError) as refused:
        prepare(make_county(), WHOLE, FOLDER / name, now=NOW)
    assert refused.value.code == REFUSED[name]
    for language in ("zh", "en"):
        assert name in t(language, f"error.{refused.value.code}", **refused.value.fields)


@pytest.mark.parametrize("name", PEOPLE)
def test_people_are_read_as_people(name):
    plan = prepare(make_county(), WHOLE, FOLDER / name, now=NOW)
    assert {s.kind for s in plan.sheets} == {"people"}
    assert sum(s.counts["rows"] for s in plan.sheets) == PEOPLE[name]
    discard(plan)


def names(name: str, sheet: int = 0) -> list[str]:
    return [n for n in tables(name)[sheet][1].table.names if n]


def column(name: str, index: int) -> list[str]:
    return next(sheets(name)[0].batches())[f"c{index}"].to_pylist()


def test_headers_of_several_rows():
    assert names("easypoi_groupName.xlsx") == ["姓名", "备注", "联系方式/电话号码", "时间/出生日期", "时间/创建时间"]
    assert names("easypoi_OneToManyHaseNameTest.demandEntityTest.xlsx")[-3:] == [
        "需求材料表/需求数据项/包含的数据项(每个数据项需单行填写)",
        "需求材料表/需求数据项/需求部门标记数据来源部门",
        "需求材料表/需求数据项/备注",
    ]
    assert names("easyexcel_office_bom.csv") == ["姓名", "年纪"]


def test_tables_side_by_side():
    groups = [found.table for _, found in tables("easypoi_sameName.xls")]
    assert [g.group for g in groups] == ["小组A", "小组B"]
    assert {tuple(n for n in g.names if n) for g in groups} == {
        ("班级", "学生姓名", "学生性别", "出生日期", "进校日期")
    }


def test_cells_keep_what_they_hold():
    assert column("hutool_read_row_npe.xlsx", 0)[1] == "20220331215854083057"
    assert column("easyexcel_t02.xlsx", 1)[2] == "01502200" and column("easyexcel_t02.xlsx", 12)[2] == "00005"
    assert column("hutool_merge_test.xlsx", 2) == ["年龄", "11", "11", "13"]
    assert column("easypoi_checkTwo.xls", 0)[2:] == ["海贼王必修(1)"] * 2 + ["海贼王必修(2)"] * 2
    assert column("hutool_1899bug_demo.xlsx", 0)[0] == "04:39:00"
    assert set(column("easyexcel_dataformat.xls", 0)[1:]) == {"2020-01-01 01:01:01"}
    assert column("easyexcel_t03.xlsx", 11)[1] == "3" and len(sheets("easyexcel_t03.xlsx")[0].head[0]) == 12


def test_hidden_sheets_are_listed_and_read_when_named():
    hidden = [raw for raw in sheets("hutool_readBySax.xls") if not raw.visible]
    assert [(raw.name, raw.head) for raw in hidden] == [("systemCodeDataSheet", [])]
    path = FOLDER / "hutool_readBySax.xls"
    named = read_in_child(path, "workbook", path.name, load_settings(db=":memory:"), "systemCodeDataSheet")
    assert [len(raw.head) for raw in named] == [0, 3]
