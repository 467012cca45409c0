"""Cells that a decoder gives as blanks: formulas that failed or were never worked out. And days counted from 1904."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
import xlwt

from core.errors import UserError
from core.files import second_look
from core.ingest.plan import discard, prepare
from core.ingest.written import written_values
from tests.core.ingest.files import codes, counts, id_number, store_file, text_file, workbook
from tests.county import NOW, WHOLE, make_county

HEADER = ["姓名", "证件号码", "网格", "联系电话", "户号"]
G = "东一村"
NEW = "person_id > 40"


@pytest.fixture
def county():
    return make_county()


def found(report: dict) -> list[tuple]:
    return [(i["row"], i["column"], i["code"]) for i in report["sheets"][0]["issues"]]


def rows() -> list[list]:
    return [
        ["韦一", id_number(1), G, "13800000001", "1"],
        ["韦二", "#REF!", G, "13800000002", "2"],
        ["韦三", id_number(3), G, "#N/A", "3"],
        ["#N/A", "#N/A", "#N/A", "#N/A", None],
    ]


FAILED = [(3, "证件号码", "id_formula"), (4, "联系电话", "formula_error"), (5, None, "row_formulas")]


def xlsx(path):
    book = openpyxl.Workbook()
    for row in [HEADER, *rows()]:
        book.active.append(row)  # openpyxl writes the names of errors as errors
    book.save(path)
    return path


def xls(path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for r, row in enumerate([HEADER, *rows()]):
        for c, cell in enumerate(row):
            if cell in ("#REF!", "#N/A"):
                sheet.row(r).set_cell_error(c, {"#REF!": 0x17, "#N/A": 0x2A}[cell])
            elif cell is not None:
                sheet.write(r, c, cell)
    book.save(str(path))
    return path


def ods(path):
    def cell(value: str | None) -> str:
        if value in ("#REF!", "#N/A"):
            about = (
                'table:formula="of:=B1" office:value-type="string" office:string-value="" calcext:value-type="error"'
            )
        elif value:
            about = 'office:value-type="string"'
        else:
            return "<table:table-cell/>"
        return f"<table:table-cell {about}><text:p>{value}</text:p></table:table-cell>"

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in [HEADER, *rows()])
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }  # fmt: skip
    spaces = " ".join(f'xmlns:{key}="{name}"' for key, name in names.items())
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='名单'>{lines}"
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
        file.writestr(
            "META-INF/manifest.xml", "<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>"
        )
    return path


def xml(path):
    """As Excel 2003 writes it, under the name .xls."""

    def cell(value: str | None) -> str:
        kind = "Error" if value in ("#REF!", "#N/A") else "String"
        return f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>' if value else "<Cell/>"

    lines = "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in [HEADER, *rows()])
    path = path.with_suffix(".xls")
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="名单"><Table>'
        f"{lines}</Table></Worksheet></Workbook>",
        "utf-8",
    )
    return path


def csv(path):
    return text_file(path, [[cell or "" for cell in row] for row in [HEADER, *rows()]])


@pytest.mark.parametrize("write", [xlsx, xls, ods, xml, csv])
def test_a_formula_that_failed_is_named(county, tmp_path, write):
    report = store_file(county, write(tmp_path / f"a.{write.__name__}"))
    assert (counts(report), found(report)) == ((3, 2, 0, 0, 1), FAILED)
    assert county.value(f"select count(*) from person where {NEW} and phone is null") == 1


def rewrite(path, change) -> None:
    """The same workbook, the text of its first sheet changed."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = change(parts[name].decode()).encode()
    with zipfile.ZipFile(path, "w") as book:
        for key, content in parts.items():
            book.writestr(key, content)


def with_formulas(path):
    book = openpyxl.Workbook()
    for row in [HEADER, ["韦一", '="4501"&"27"', G, "=A1", 1], ["韦二", id_number(2), G, "=A1", 2], ["=A2"] * 4]:
        book.active.append(row)
    book.save(path)
    return path


WRITTEN = {
    "as openpyxl": lambda text: text,
    "no value": lambda text: re.sub(r"<v\s*/>|<v></v>", "", text),
    "prefixed": lambda text: re.sub(r"<(/?)([a-z])", r"<\1x:\2", text).replace("xmlns=", "xmlns:x="),
    "cells without places": lambda text: re.sub(r'<c r="[A-Z]+\d+"', "<c", text),
    "rows and cells without places": lambda text: re.sub(
        r"<row [^>]*>", "<row>", re.sub(r'<c r="[A-Z]+\d+"', "<c", text)
    ),
    "in lines": lambda text: text.replace("><", ">\n  <"),
}


@pytest.mark.parametrize("change", WRITTEN.values(), ids=WRITTEN)
def test_a_formula_that_was_never_worked_out_is_named(county, tmp_path, change):
    path = with_formulas(tmp_path / "a.xlsx")
    rewrite(path, change)
    report = store_file(county, path)
    assert counts(report) == (2, 1, 0, 0, 1)
    assert found(report) == [
        (2, "证件号码", "id_formula"), (2, "联系电话", "formula_unsolved"), (3, "联系电话", "formula_unsolved"), (4, None, "row_formulas"),
    ]  # fmt: skip


def test_rows_are_counted_over_pieces_where_nothing_says_where_it_stands(tmp_path, monkeypatch):
    """A piece may end behind `<row>`, whose cells come with the next one."""
    path = with_formulas(tmp_path / "a.xlsx")
    rewrite(path, WRITTEN["rows and cells without places"])
    part = "xl/worksheets/sheet1.xml"
    whole = list(second_look._blanks_of_part(path, part))
    assert [(row, column) for row, column, _ in whole] == [(1, 1), (1, 3), (2, 3), (3, 0), (3, 1), (3, 2), (3, 3)]
    for size in (7, 50, 101, 300):
        monkeypatch.setattr(second_look, "PIECE", size)
        assert list(second_look._blanks_of_part(path, part)) == whole


def test_a_stray_formula_far_below_is_no_end_of_the_list(county, tmp_path):
    path = with_formulas(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book.active["B1048576"] = "=A1"
    book.save(path)
    assert counts(store_file(county, path)) == (2, 1, 0, 0, 1)


def test_results_of_formulas_are_read_and_empty_ones_are_blanks(county, tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["韦一", None, G, None, "1"])
    sheet.write_formula(1, 1, '=""&B9', value=id_number(1))
    sheet.write_formula(1, 3, '=""', value="")
    book.close()
    rewrite(tmp_path / "a.xlsx", lambda text: text.replace('<c r="D2">', '<c r="D2" t="str">'))  # as Excel writes it
    report = store_file(county, tmp_path / "a.xlsx")
    assert (counts(report), codes(report)) == ((1, 1, 0, 0, 0), set())
    assert county.one(f"select id_number, phone from person where {NEW}") == (id_number(1), None)


def test_a_file_of_nothing_but_unsolved_formulas_says_so(county, tmp_path):
    book = openpyxl.Workbook()
    for row in [HEADER, *[["=A9"] * 5] * 3]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(UserError) as refused:
        store_file(county, tmp_path / "a.xlsx")
    assert refused.value.code == "formulas_unsolved"


BIRTHS = [date(1990, 1, 1), date(1933, 5, 6)]


def days_xlsx(path, since_1904: bool):
    book = xlsxwriter.Workbook(str(path), {"date_1904": since_1904})
    write_days(book.add_worksheet(), since_1904)
    book.close()
    return path


def days_xls(path, since_1904: bool):
    book = xlwt.Workbook()
    book.dates_1904 = since_1904
    write_days(book.add_sheet("名单"), since_1904)
    book.save(str(path))
    return path


def days_xml(path, since_1904: bool):
    start = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
    cell = '<Cell><Data ss:Type="{}">{}</Data></Cell>'.format
    lines = [
        ["姓名", "出生日期", "网格", "联系电话"],
        *[["韦一", (d - start).days, G, f"1380000000{d.year % 10}"] for d in BIRTHS],
    ]
    table = "".join(
        f"<Row>{''.join(cell('Number' if type(c) is int else 'String', c) for c in row)}</Row>" for row in lines
    )
    path = path.with_suffix(".xls")
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        + (
            '<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/></ExcelWorkbook>'
            if since_1904
            else ""
        )
        + f'<Worksheet ss:Name="名单"><Table>{table}</Table></Worksheet></Workbook>',
        "utf-8",
    )
    return path


def write_days(sheet, since_1904: bool) -> None:
    start = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
    for r, row in enumerate(
        [
            ["姓名", "出生日期", "网格", "联系电话"],
            *[["韦一", (d - start).days, G, f"1380000000{d.year % 10}"] for d in BIRTHS],
        ]
    ):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)


@pytest.mark.parametrize("since_1904", [False, True])
@pytest.mark.parametrize("write", [days_xlsx, days_xls, days_xml])
def test_days_as_bare_numbers(county, tmp_path, write, since_1904):
    report = store_file(county, write(tmp_path / "a.xlsx", since_1904))
    assert codes(report) == set()
    assert [
        d for (d,) in county.run(f"select birth_date from person where {NEW} order by person_id").fetchall()
    ] == BIRTHS


def test_moments_as_bare_numbers_of_1904(county, tmp_path):
    store_file(county, workbook(tmp_path / "p.xlsx", {"名单": [HEADER[:3], ["韦一", id_number(1), G]]}))
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["证件号码", "网格", "扫码时间", "方向"])
    when = datetime(2020, 2, 1, 8, 30)
    sheet.write_row(1, 0, [id_number(1), G, (when - datetime(1904, 1, 1)).total_seconds() / 86400, "进"])
    book.close()
    report = store_file(county, tmp_path / "a.xlsx")
    assert codes(report) == set()
    assert county.value(f"select scanned_at from check_in where {NEW}") == when


def test_a_rounded_code_is_no_question(county, tmp_path):
    """Several codes look alike once their last digits are lost."""
    rows = [[*HEADER[:3]], ["韦一", id_number(1), 990101100001001001], ["韦二", id_number(2), "无此村"]]
    plan = prepare(county, WHOLE, workbook(tmp_path / "a.xlsx", {"名单": rows}), now=NOW)
    asked = written_values(plan.works["people"], 0, "people")
    assert asked[asked["field"] == "grid"]["text"].tolist() == ["无此村"]
    discard(plan)


def test_a_year_alone_is_no_day_of_1904(county, tmp_path):
    """And it is told as it was written."""
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "出生日期", "网格", "联系电话"])
    sheet.write_row(1, 0, ["韦一", 1985, G, "13800000001"])
    book.close()
    plan = prepare(county, WHOLE, tmp_path / "a.xlsx", now=NOW)
    issues = plan.sheets[0].issues
    assert (issues["code"].tolist(), json.loads(issues["fields"][0])) == (["birth_bad"], {"value": "1985"})
    discard(plan)
