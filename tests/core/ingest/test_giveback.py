"""The clerk's own workbook back: marks where they belong, nothing else touched, and the corrected file taken for what was missing."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from core.errors import UserError
from core.ingest.plan import discard, prepare
from core.ingest.storing import commit
from core.settings import PROJECT
from core.workbooks import marking, rewriting
from core.workbooks.giveback import _given, can_mark, marked_workbook, marks_of, write_marked
from core.workbooks.marking_kept import ERROR, WARNING
from tests.core.ingest.files import PEOPLE, counts, id_number, text_file, workbook
from tests.county import NOW, WHOLE, make_county

G = "990101100001001"
BLUE = "FF00B0F0"


def person(serial: int, **cells: object) -> list:
    usual = {"姓名": f"韦{chr(0x4E00 + serial)}", "证件号码": id_number(serial), "网格编码": G, "户号": f"N{serial}"}
    return [{**usual, **cells}.get(h) for h in PEOPLE]


# Rows 3, 5 and 6 of the sheet (header in row 2) are wrong, row 7 has a doubtful phone.
ROWS = [
    person(1, 姓名=None),
    person(2),
    person(3, 网格编码="无此村"),
    person(4, 证件号码="12345"),
    person(5, 联系电话="12"),
    person(6),
]


@pytest.fixture
def store():
    return make_county()


def roster(tmp_path: Path, rows: list[list] = ROWS) -> Path:
    return workbook(tmp_path / "花名册.xlsx", {"人员": [PEOPLE, *rows]}, title="二〇二六年人员花名册")


def marked(store, path: Path, language: str = "zh", **options: object) -> tuple[str, openpyxl.Workbook]:
    plan = prepare(store, WHOLE, path, now=NOW, **options)
    try:
        name, content = marked_workbook(plan, language=language)
        return name, openpyxl.load_workbook(io.BytesIO(content))
    finally:
        discard(plan)


def fills(sheet) -> dict[str, str]:
    return {
        c.coordinate: c.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for c in row
        if c.fill.fgColor.rgb in (ERROR, WARNING)
    }


def statuses(sheet, header_row: int = 2) -> list[object]:
    column = [c.value for c in sheet[header_row]].index("导入结果") + 1
    return [sheet.cell(row, column).value for row in range(header_row + 1, sheet.max_row + 1)]


def test_wrong_cells_are_marked_and_explained(store, tmp_path):
    name, book = marked(store, roster(tmp_path))
    sheet = book["人员"]
    assert name == "花名册_已标注.xlsx"
    assert fills(sheet) == {"A3": ERROR, "G5": ERROR, "C6": ERROR, "F7": WARNING}
    assert sheet["A3"].comment.text == "【错误】姓名为空。\n怎么办：补填姓名后重新导入。"
    assert "无此村" in sheet["G5"].comment.text and sheet["F7"].comment.text.startswith("【提示】")
    assert sum(c.comment is not None for row in sheet.iter_rows() for c in row) == 4
    found = statuses(sheet)
    assert found[:3] == ["不导入：姓名为空", "新增", "不导入：网格“无此村”不在网格花名册中"]
    assert re.fullmatch(r"不导入：证件号码 [\d*]+ 的位数或写法不对", found[3]), found[3]
    assert re.fullmatch(r"新增（提示：联系电话 [\d*]+ 不是电话号码，未采用）", found[4]), found[4]
    assert found[5] == "新增"
    assert "12345" not in found[3]
    assert [c.value for c in sheet[4]][:12] == ROWS[1]


def test_english_words(store, tmp_path):
    name, book = marked(store, roster(tmp_path), "en")
    assert name == "花名册_marked.xlsx"
    assert book["人员"]["A3"].comment.text.startswith("[Error] The name is missing.\nWhat to do: Fill in")
    assert book["人员"].cell(2, 13).value == "Import result"
    assert book["人员"].cell(3, 13).value == "Not imported: The name is missing"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_corrected_file_brings_only_what_was_missing(store, tmp_path, kind):
    rows = [[str(c or "") for c in row] for row in [PEOPLE, *ROWS]]
    first = roster(tmp_path) if kind == "xlsx" else text_file(tmp_path / "花名册.csv", rows, "gb18030")
    plan = prepare(store, WHOLE, first, now=NOW)
    assert counts(commit(store, plan, actor="tester", now=NOW)) == (6, 3, 0, 0, 3)
    name, content = marked_workbook(plan, language="zh")  # offered after the commit too
    discard(plan)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet, top = book.active, 3 if kind == "xlsx" else 2
    sheet.cell(top, 1).value = "韦已补"
    sheet.cell(top + 2, 7).value = G
    sheet.cell(top + 3, 3).value = id_number(4)
    corrected = tmp_path / name
    book.save(corrected)
    again = prepare(store, WHOLE, corrected, now=NOW)
    part = again.sheets[0]
    assert "导入结果" not in part.unmapped and "导入结果" not in part.mapping
    assert counts(again.report()) == (6, 3, 0, 3, 0)
    new = again.preview(part.sheet, status="new")
    assert new["row"].tolist() == [top, top + 2, top + 3]
    # Marked once more, nothing of the first marks is left but the warning that still stands.
    twice_name, twice = marked_workbook(again, language="en")
    sheet = openpyxl.load_workbook(io.BytesIO(twice)).active
    assert twice_name == "花名册_marked.xlsx"
    assert list(fills(sheet).values()) == [WARNING]
    assert [c.value for c in sheet[top - 1]].count("Import result") == 1
    assert "导入结果" not in [c.value for c in sheet[top - 1]]
    assert sheet.cell(top, 13).value == "New" and sheet.cell(top + 1, 13).value == "Unchanged"


def test_formatting_comments_formulas_and_other_sheets_are_kept(store, tmp_path):
    path = roster(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["人员"]
    sheet.merge_cells("A1:L1")
    sheet["A1"].font = Font(bold=True, size=20)
    sheet["B4"].fill = PatternFill("solid", fgColor=BLUE)
    sheet.column_dimensions["C"].width = 33
    sheet["G5"].comment = Comment("问过村里", "张三")
    sheet["L4"] = "=1+1"
    sheet["K4"] = "=SUM(1,2)"
    sheet["K4"].data_type = "s"
    book.create_sheet("说明")["A1"] = "=B1"
    book.save(path)
    _, given = marked(store, path)
    back = given["人员"]
    assert back["A1"].font.size == 20 and "A1:L1" in {str(r) for r in back.merged_cells.ranges}
    assert back["B4"].fill.fgColor.rgb == BLUE and back.column_dimensions["C"].width == 33
    assert back["G5"].comment.text.startswith("问过村里\n————\n【错误】")
    assert (back["L4"].data_type, back["K4"].data_type, given["说明"]["A1"].value) == ("f", "s", "=B1")
    given.save(tmp_path / "again.xlsx")
    _, cleaned = marked(store, tmp_path / "again.xlsx")
    assert cleaned["人员"]["G5"].comment.text.count("【错误】") == 1


def test_blank_columns_left_of_the_table_and_text_that_looks_like_a_formula(store, tmp_path):
    rows = [[None, None, *r] for r in [PEOPLE, person(1, 网格编码="=cmd()"), person(2, 姓名="+韦")]]
    _, book = marked(store, workbook(tmp_path / "左空.xlsx", {"表": rows}))
    sheet = book["表"]
    assert fills(sheet) == {"I2": ERROR}
    assert (sheet["I2"].data_type, sheet["O2"].data_type, sheet["C3"].data_type) == ("s", "s", "s")
    assert sheet["O1"].value == "导入结果" and "=cmd()" in sheet["O2"].value


def test_headers_of_two_rows_and_totals(store, tmp_path):
    """The status column starts beside the header's last row; a total is named, not counted."""
    path = workbook(tmp_path / "两行表头.xlsx", {"表": [
        ["姓名", "证件号码", "所在位置", None, None], [None, None, "网格编码", "户号", "住址"],
        ["韦一", id_number(1), G, "N1", "某路"], ["韦二", id_number(2), "无此村", "N2", "某路"], ["合计", None, None, "2", None],
    ]})  # fmt: skip
    book = openpyxl.load_workbook(path)
    for area in ("C1:E1", "A1:A2", "B1:B2"):
        book["表"].merge_cells(area)
    book.save(path)
    _, given = marked(store, path)
    sheet = given["表"]
    assert [sheet.cell(row, 6).value for row in range(1, 5)] == [
        None, "导入结果", "新增", "不导入：网格“无此村”不在网格花名册中"
    ]  # fmt: skip
    assert sheet["F5"].value and "不导入" not in sheet["F5"].value
    assert fills(sheet)["C4"] == ERROR
    given.save(tmp_path / "回.xlsx")
    again = prepare(store, WHOLE, tmp_path / "回.xlsx", now=NOW).sheets[0]
    assert again.unmapped == [] and again.counts["rows"] == 2


def test_macros_stay_and_tables_side_by_side_have_a_column_each(store, tmp_path):
    path = tmp_path / "宏.xlsm"
    (tmp_path / "vba.bin").write_bytes(b"not really a macro")
    book = xlsxwriter.Workbook(str(path))
    book.add_vba_project(str(tmp_path / "vba.bin"))
    sheet = book.add_worksheet("表")
    head = ["姓名", "证件号码", "网格编码"]
    for row, cells in enumerate(
        [
            [*head, *head],
            ["韦一", id_number(1), G, "韦二", id_number(2), "无此村"],
            ["韦三", "12", G, "韦四", id_number(4), G],
        ]
    ):
        sheet.write_row(row, 0, cells)
    book.close()
    plan = prepare(store, WHOLE, path, now=NOW)
    name, content = marked_workbook(plan, language="zh")
    assert name == "宏_已标注.xlsm"
    assert zipfile.ZipFile(io.BytesIO(content)).read("xl/vbaProject.bin") == b"not really a macro"
    back = openpyxl.load_workbook(io.BytesIO(content))["表"]
    assert fills(back) == {"F2": ERROR, "B3": ERROR}
    assert [c.value for c in back[1]][6:] == ["导入结果", "导入结果"]
    assert [c.value.partition("：")[0] for c in back[2]][6:] == ["新增", "不导入"]
    assert [c.value.partition("：")[0] for c in back[3]][6:] == ["不导入", "新增"]


def test_a_large_workbook_is_written_afresh_with_numbers_as_numbers(store, tmp_path, monkeypatch):
    path = roster(tmp_path, [person(1, 证件号码=450127199001010019), *ROWS[1:]])
    marks = marks_of(prepare(store, WHOLE, path, now=NOW))
    (tmp_path / "given.json").write_text(json.dumps(_given(marks, tmp_path, "zh")), "utf-8")
    monkeypatch.setattr(marking, "KEPT", 100)  # bytes: this one is large then
    monkeypatch.setattr(rewriting, "limit_memory", lambda megabytes: None)  # of a child, not of the tests
    assert marking.main([str(path), str(tmp_path), "2048"]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["人员"]
    assert sheet.column_dimensions["A"].width == pytest.approx(16, abs=1)  # not as in the file
    assert fills(sheet) == {"C3": ERROR, "G5": ERROR, "C6": ERROR, "F7": WARNING}
    assert "数字" in sheet["C3"].comment.text
    assert sheet["C3"].data_type == "n" and sheet["C4"].value == id_number(2)
    assert sheet["A1"].value == "二〇二六年人员花名册" and sheet.max_row == 8
    assert statuses(sheet)[1] == "新增"


def test_lists_longer_than_a_sheet_come_back_as_what_was_kept_out(store, tmp_path):
    rows = [[str(c or "") for c in row] for row in [PEOPLE, *ROWS]]
    plan = prepare(store, WHOLE, text_file(tmp_path / "长.csv", rows), now=NOW)
    plan.sheets[0].counts["rows"] = 1_048_576
    _, content = marked_workbook(plan, language="zh")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    listed = [[c.value for c in row] for row in sheet.iter_rows()]
    assert listed[0][-2:] == ["导入结果", "原表行号"]
    assert [row[-1] for row in listed[1:]] == [2, 4, 5]
    assert fills(sheet).keys() == {"A2", "G3", "C4"}
    (tmp_path / "回.xlsx").write_bytes(content)
    again = prepare(store, WHOLE, tmp_path / "回.xlsx", now=NOW)
    assert again.sheets[0].unmapped == [] and again.sheets[0].counts["rejected"] == 3


def test_a_workbook_that_the_editor_refuses_is_written_afresh(store, tmp_path):
    path = roster(tmp_path)
    broken = tmp_path / "怪样式.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/styles.xml":
                content = content.replace(b'<b val="', b'<b val="x').replace(
                    b'patternType="none"', b'patternType="odd"'
                )
            new.writestr(entry, content)
    with pytest.raises(Exception, match=r"."):
        openpyxl.load_workbook(broken)
    _, book = marked(store, broken)
    assert fills(book["人员"]).keys() == {"A3", "G5", "C6", "F7"}


def test_what_cannot_be_marked(store, tmp_path):
    path = roster(tmp_path)
    plan = prepare(store, WHOLE, path, now=NOW)
    assert can_mark(plan)
    marks = marks_of(plan)
    assert marks.wrong
    path.unlink()
    with pytest.raises(UserError, match="file_absent"):
        write_marked(marks, language="zh")
    outline = tmp_path / "o.geojson"
    outline.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"990101100"},'
        '"geometry":{"type":"Polygon","coordinates":[[[109,22],[109.1,22],[109.1,22.1],[109,22]]]}}]}',
        "utf-8",
    )
    assert not can_mark(prepare(store, WHOLE, outline, now=NOW))


def test_the_child_ends_with_a_code_when_neither_way_succeeds(tmp_path):
    (tmp_path / "f.xlsx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "given.json").write_text(
        '{"form": "workbook", "only_wrong": false, "sheets": [], "words": {}, "own": []}'
    )
    command = [sys.executable, "-m", "core.workbooks.marking", str(tmp_path / "f.xlsx"), str(tmp_path), "1024"]
    assert subprocess.run(command, cwd=PROJECT, capture_output=True, check=False).returncode == 4
