"""Another department's empty form comes back filled, with its own look; what changed since last time is marked."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from core.domain import Scope
from core.errors import UserError
from core.workbooks.fill_form import fill_form
from core.workbooks.filling_kept import CHANGED, NEW
from tests.core.ingest.damage import ods, xls
from tests.core.ingest.files import id_number, text_file
from tests.county import NOW, make_county

CLERK = Scope((0,), frozenset({"name", "address"}))
EAST = Scope((2,), frozenset({"name", "address"}))


@pytest.fixture
def county():
    return make_county()


def form(
    path,
    *,
    spare=3,
    notes=True,
    header=("序号", "姓名", "性别", "民族", "身份证号", "联系电话", "所属村", "年龄", "备注"),
):
    """A title over all columns, the header in row 3, spare rows, a merged note and a line of signatures."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "登记表"
    width = len(header)
    sheet["A1"] = "东镇人员登记表"
    sheet["A1"].font = Font(size=20, bold=True)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    sheet["A2"] = "填报单位（盖章）："
    for at, text in enumerate(header, 1):
        cell = sheet.cell(3, at, text)
        cell.fill = PatternFill("solid", fgColor="FFDDDDDD")
    for row in range(4, 4 + spare):
        sheet.cell(row, 1, row - 3)
        for at in range(1, width + 1):
            sheet.cell(row, at).font = Font(name="仿宋")
        sheet.row_dimensions[row].height = 28
    if notes:
        end = 4 + spare
        sheet.cell(end, 1, "说明：本表一式两份，请勿涂改。")
        sheet.merge_cells(start_row=end, end_row=end, start_column=1, end_column=width)
        sheet.cell(end + 1, 1, "填表人：")
        sheet.cell(end + 1, 5, "审核人：")
    rule = DataValidation("list", formula1='"M,F"')
    rule.add("C4:C6")
    sheet.add_data_validation(rule)
    book.save(path)
    return path


def filled(county, path, scope=CLERK, **options):
    given = {"file_name": path.name, "grid": 4, "actor": "t", "now": NOW, **options}
    found = fill_form(county, scope, path, **given)
    return found, openpyxl.load_workbook(BytesIO(found.content))


def texts(sheet, row: int) -> list:
    return [c.value for c in sheet[row]]


def test_the_form_keeps_its_look_and_notes_move_down(county, tmp_path):
    found, book = filled(county, form(tmp_path / "登记表.xlsx"))
    sheet = book["登记表"]
    assert (found.file_name, found.kind, found.rows, found.first, found.masked) == (
        "登记表_已填.xlsx",
        "people",
        10,
        True,
        True,
    )
    assert found.empty == ["民族", "备注"]
    assert sheet["A1"].font.size == 20 and "A1:I1" in map(str, sheet.merged_cells.ranges)
    assert texts(sheet, 4) == [1, "李小二", "M", None, "4501**********001X", "139****0001", "东一村", 75, None]
    assert [sheet.cell(r, 1).value for r in range(4, 14)] == list(range(1, 11))
    assert sheet["B13"].font.name == "仿宋" and sheet.row_dimensions[13].height == 28
    assert sheet["A14"].value.startswith("说明") and "A14:I14" in map(str, sheet.merged_cells.ranges)
    assert (sheet["A15"].value, sheet["E15"].value) == ("填表人：", "审核人：")
    assert str(sheet.data_validations.dataValidation[0].sqref) == "C4:C13"
    assert sheet["E4"].data_type == "s" and book.sheetnames == ["登记表"]


def test_the_second_time_marks_what_changed(county, tmp_path):
    path = form(tmp_path / "f.xlsx", notes=False)
    filled(county, path)
    with county.write() as db:
        db.execute("update person set phone = '13700000002' where person_id = 2")
        db.execute("update person set home_grid_id = 5 where person_id = 3")
        db.execute("update membership set grid_id = 5 where person_id = 3 and kind = 'home'")
        db.execute("update membership set until = date '2026-01-01' where person_id = 3 and kind = 'study'")
        db.execute(
            "insert into person (person_id, name, home_grid_id, household_id, updated_at) values (99, '新来', 4, 1, ?)",
            [NOW],
        )
    found, book = filled(county, path, now=NOW + timedelta(days=400))
    assert (found.first, found.rows, found.new, found.changed, found.gone) == (False, 10, 1, 1, 1)
    sheet, other = book.worksheets
    marks = {c.coordinate: c.fill.fgColor.rgb for row in sheet.iter_rows(min_row=4) for c in row if c.fill.fill_type}
    assert sorted(set(marks.values())) == sorted({NEW, CHANGED})
    changed = [at for at, colour in marks.items() if colour == CHANGED]
    assert [sheet[at].value for at in changed] == ["137****0002"]
    new = {sheet[at].row for at, colour in marks.items() if colour == NEW}
    assert [sheet.cell(r, 2).value for r in new] == ["新来"]
    assert other.title == "与上次相比" and texts(other, 4) == ["黄小四", "东一村2组"]
    assert "绿色" in sheet.cell(sheet.max_row, 1).value
    again, _ = filled(county, path, now=NOW + timedelta(days=400))
    assert (again.new, again.changed, again.gone) == (0, 0, 0)
    assert county.value("select count(distinct fill_id) from form_fill_row") == 1
    elsewhere, _ = filled(county, path, grid=7)
    assert elsewhere.first and not county.value("select count(*) from form_fill_row where hashes like '%黄%'")


def test_scope_and_reason(county, tmp_path):
    path = form(tmp_path / "f.xlsx")
    found, _ = filled(county, path, EAST, grid=0)
    assert found.rows == 30
    with pytest.raises(UserError, match="export_none"):
        filled(county, path, EAST, grid=10)
    with pytest.raises(UserError, match="disclose_not_allowed"):
        filled(county, path, reason="上报")
    found, book = filled(county, path, reason="上报", permissions=frozenset({"registers.disclose"}))
    assert not found.masked and found.first and book.worksheets[0]["F4"].value == "13900000001"
    events = [e for (e,) in county.run("select event from audit_entry order by entry_id").fetchall()]
    assert events == ["form.filled", "access.denied", "form.filled", "export.disclosed"]


def test_two_row_headers_dates_and_places(county, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [
        ["附件2"],
        ["序号", "基本情况", None, None, "居住地", None],
        [None, "姓名", "出生年月", "返乡日期", "乡镇", "网格名称"],
    ]
    for row in rows:
        sheet.append(row)
    for area in ("A2:A3", "B2:D2", "E2:F2"):
        sheet.merge_cells(area)
    sheet.append(["例：", "张三", "1990-01", "2026-01-01", "某镇", "某组"])
    sheet["D4"].number_format = "yyyy/m/d"
    book.save(tmp_path / "f.xlsx")
    with county.write() as db:
        db.execute("update person set arrived_on = date '2026-01-20' where person_id = 1")
    found, made = filled(county, tmp_path / "f.xlsx")
    sheet = made.worksheets[0]
    assert found.empty == [] and found.rows == 10
    row = texts(sheet, 4)
    assert (
        row[:3] == [1, "李小二", "1951-**"]
        and row[3].isoformat() == "2026-01-20T00:00:00"
        and row[4:] == ["东镇", "东一村1组"]
    )


def test_what_belongs_to_somebody_else_stays_empty(county, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["学生", None, "家长", None], ["姓名", "性别", "姓名", "联系电话"]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:D1")
    book.save(tmp_path / "f.xlsx")
    found, made = filled(county, tmp_path / "f.xlsx")
    assert found.empty == ["家长/姓名", "家长/联系电话"] and texts(made.worksheets[0], 3) == [
        "李小二",
        "男",
        None,
        None,
    ]


def test_what_to_write_stays_below_the_header_and_the_sample_goes(county, tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["姓名", "性别", "证件号码"],
        ["Full name", "Sex", "ID number"],
        ["（必填）", "男/女", "18位"],
        ["例：张三", "男", "450127199001010017"],
    ):
        book.active.append(row)
    book.save(tmp_path / "f.xlsx")
    _, made = filled(county, tmp_path / "f.xlsx")
    sheet = made.worksheets[0]
    assert [texts(sheet, row)[0] for row in (2, 3, 4)] == ["Full name", "（必填）", "李小二"]
    assert "例：张三" not in [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]


FORM = [
    ["东镇登记表（２０２６）"],
    ["序号", "姓名（必填）", "联系电话", "所在村屯"],
    ["1"],
    ["2"],
    ["填表人（签字）：", "", "审核："],
]


@pytest.mark.parametrize(("name", "make"), [("空表.xls", xls), ("空表.et", xls), ("空表.ods", ods)])
def test_forms_of_other_programs_come_back_twice(county, tmp_path, name, make):
    path = tmp_path / name
    path.write_bytes(make([row + [""] * (4 - len(row)) for row in FORM]))
    found, book = filled(county, path)
    assert (found.file_name, found.empty, found.first) == ("空表_已填.xlsx", [], True)
    assert texts(book.worksheets[0], 3) == [1, "李小二", "139****0001", "东一村1组"]
    with county.write() as db:
        db.execute("update person set phone = '13700000001' where person_id = 1")
    found, book = filled(county, path)
    sheet = book.worksheets[0]
    assert (found.new, found.changed, found.gone) == (0, 1, 0) and sheet["C3"].value == "137****0001"
    marked = [c.coordinate for row in sheet.iter_rows() for c in row if c.fill.fgColor.rgb == CHANGED]
    assert marked == ["C3"]
    assert [sheet[at].value for at in ("A1", "B2", "A13")] == [
        "东镇登记表（２０２６）",
        "姓名（必填）",
        "填表人（签字）：",
    ]


def test_a_form_with_macros_keeps_them(county, tmp_path):
    (tmp_path / "vba.bin").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500))
    book = xlsxwriter.Workbook(str(tmp_path / "f.xlsm"))
    sheet = book.add_worksheet("表")
    book.add_vba_project(str(tmp_path / "vba.bin"))
    for number, row in enumerate(FORM):
        sheet.write_row(number, 0, row)
    book.close()
    found, made = filled(county, tmp_path / "f.xlsm")
    assert found.file_name == "f_已填.xlsm" and texts(made.worksheets[0], 3)[1:] == [
        "李小二",
        "139****0001",
        "东一村1组",
    ]
    with zipfile.ZipFile(BytesIO(found.content)) as inside:
        assert "xl/vbaProject.bin" in inside.namelist()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_comes_back_as_a_workbook(county, tmp_path, encoding):
    path = text_file(
        tmp_path / "空表.csv",
        [["东镇登记表（２０２６）"], ["序号", "姓名（必填）", "证件号码", "联系电话"], ["填表人：", "", "审核：", ""]],
        encoding,
    )
    found, book = filled(county, path)
    sheet = book.worksheets[0]
    assert found.file_name == "空表_已填.xlsx"
    assert (texts(sheet, 1)[0], texts(sheet, 2)[1]) == ("东镇登记表（２０２６）", "姓名（必填）")
    assert (
        texts(sheet, 3) == [1, "李小二", "4501**********001X", "139****0001"] and sheet.cell(13, 1).value == "填表人："
    )


@pytest.mark.parametrize(
    ("header", "first", "kind"),
    [
        (
            ["序号", "网格编码", "网格名称", "层级", "责任人", "联系电话"],
            [1, "990101100", "东镇", "乡镇", "陆一", "138****0001"],
            "grids",
        ),
        (
            ["单位名称", "单位编码", "单位类型", "应到人数", "所在网格", "复工状态"],
            ["东镇中学", "U001", "学校", 60, "东一村", "已复工"],
            "units",
        ),
        (["No", "Full name", "ID number", "Sex", "Age"], [1, "李小二", "4501**********001X", "male", 75], "people"),
    ],
)
def test_grids_units_and_english_forms(county, tmp_path, header, first, kind):
    book = openpyxl.Workbook()
    book.active.append(header)
    book.save(tmp_path / "f.xlsx")
    found, made = filled(county, tmp_path / "f.xlsx", grid=2)
    assert found.kind == kind and texts(made.worksheets[0], 2) == first


def test_text_that_looks_like_a_formula_stays_text(county, tmp_path):
    with county.write() as db:
        db.execute("update person set name = '=1+1', id_number = ? where person_id = 1", [id_number(1)])
    _, book = filled(county, form(tmp_path / "f.xlsx"))
    cells = [c for row in book.worksheets[0].iter_rows(min_row=4) for c in row if c.value == "=1+1"]
    assert [c.data_type for c in cells] == ["s"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["姓名", "性别", "证件号码"], ["王五", "男", id_number(4)]], "form_has_data"),
        ([["课程", "学分"], ["语文", "3"]], "form_no_header"),
        ([["姓名", "性别", "电话", "姓名", "性别", "电话"]], "form_groups"),
        ([["姓名", "性别", "证件号码"], *[[None, None, f"说明 {n}"] for n in range(2_100)]], "form_large"),
    ],
)
def test_refused_with_a_reason(county, tmp_path, rows, code):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(UserError, match=code):
        filled(county, tmp_path / "f.xlsx")
    assert county.value("select count(*) from form_fill") == 0


def test_a_hostile_file_is_refused(county, tmp_path):
    (tmp_path / "f.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 200)
    with pytest.raises(UserError, match="file_"):
        filled(county, tmp_path / "f.xlsx")
