"""Workbooks as county clerks make them: which rows are records, what their cells hold, what is left out and what refused."""

from __future__ import annotations

import codecs
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UserError
from core.files.cells import to_table
from core.files.decode import READERS
from core.files.guard import look
from core.files.unpack import expand
from core.i18n import has
from core.ingest.meaning.leave_out import left_out
from core.ingest.meaning.table import find_tables
from core.ingest.plan import discard, prepare
from tests.core.ingest.damage import ods, xls
from tests.core.ingest.files import id_number, text_file, workbook
from tests.county import NOW, WHOLE, make_county

G = "990101100001001"
HEADER = ["序号", "姓名", "身份证号", "联系电话", "网格编码"]
FIELDS = ["name", "id_number", "phone", "grid"]


def person(n: int) -> list:
    return [n, f"韦小{n}", id_number(n), f"1370000{n:04d}", G]


PEOPLE = [person(n) for n in range(1, 7)]
TEXTS = [HEADER, *[[str(cell) for cell in row] for row in PEOPLE]]


@pytest.fixture(scope="module")
def county():
    return make_county()


def sheet(path: Path, rows: list[list], merges: tuple = (), more=lambda book, sheet: None) -> Path:
    """A sheet of cells as given, with merged ranges (first row, first column, last row, last column, text)."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    to = book.add_worksheet("一")
    fill(to, rows, merges)
    more(book, to)
    book.close()
    return path


def fill(to, rows: list[list], merges: tuple) -> None:
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is not None:
                to.write(r, c, cell)
    for *range_, text in merges:
        to.merge_range(*range_, text)


def read(county, path: Path, **options) -> tuple[list[tuple], list[tuple[int, str]]]:
    """Of the first sheet: (row, name, id_number, phone, grid) of each record, and (row, code) of what was left out."""
    plan = prepare(county, WHOLE, path, now=NOW, **options)
    try:
        rows = (
            plan.works["people"]
            .run("select row, name, id_number, phone, grid from plan.staged_people order by sheet, row")
            .fetchall()
        )
        assert sum(s.counts["rows"] for s in plan.sheets) == len(rows)
        return rows, left_of(plan.sheets[0])
    finally:
        discard(plan)


def left_of(part) -> list[tuple[int, str]]:
    out = part.issues[part.issues.code.str.startswith("row_")]
    return list(zip(out.row.tolist(), out.code.tolist(), strict=True))


def as_decoded(path: Path) -> list[list[str]]:
    """The cells of the first sheet, as the child process reads them."""
    table = to_table(next(iter(READERS[look(path, path.name)](path, None))).rows)
    return [list(row) for row in zip(*(table[n].to_pylist() for n in table.column_names if n[0] == "c"), strict=True)]


def records(first: int, count: int = 6, since: int = 1) -> list[tuple]:
    return [(first + n, *person(since + n)[1:]) for n in range(count)]


NUMBERS, AGAIN, NOTE, TOTAL = "row_numbers", "row_header_again", "row_note", "row_total"
# Name → rows, merged ranges, rows with records (row of person 1, 2, …), what is left out.
SHEETS = {
    "titles, who fills it in, signatures": (
        [[], ["填报单位：东镇人民政府", None, None, "填报日期：2026年2月1日"], HEADER, *PEOPLE, ["制表人：韦某", None, "审核：覃某"]],
        [(0, 0, 0, 4, "东镇返乡人员花名册")], range(4, 10), [(10, NOTE)],
    ),
    "blank rows above, blank columns left": ([[], [], [], *[[None, None, *row] for row in (HEADER, *PEOPLE)]], [], range(5, 11), []),
    "header in row 25": ([*[[f"说明{n}：请按要求填写。"] for n in range(24)], HEADER, *PEOPLE], [], range(26, 32), []),
    "column numbers": ([HEADER, [1, 2, 3, 4, 5], *PEOPLE], [], range(3, 9), [(2, NUMBERS)]),
    "column numbers as text in brackets": ([HEADER, ["（1）", "（2）", "（3）", "（4）", "（5）"], *PEOPLE], [], range(3, 9), [(2, NUMBERS)]),
    "columns 甲 乙 1 2 3": ([HEADER, ["甲", "乙", "1", "2", "3"], *PEOPLE], [], range(3, 9), [(2, NUMBERS)]),
    "header in English below": ([HEADER, ["No.", "Full name", "ID card", "Mobile", "Grid"], *PEOPLE], [], range(3, 9), [(2, AGAIN)]),
    "what to write, below": ([HEADER, ["数字", "必填", "18位", "11位数字", "15位编码"], *PEOPLE], [], range(3, 9), [(2, NOTE)]),
    "line breaks and spaces": ([["序\n号", "姓 名", "身份证\n号码", "联系\n电话", "网格 编码*"], *PEOPLE], [], range(2, 8), []),
    "units and asterisks": ([["序号", "*姓名（必填）", "身份证号（18位）", "联系电话(手机)", "网格编码\n（15位）"], *PEOPLE], [], range(2, 8), []),
    "header on each printed page": (
        [["花名册"], HEADER, *PEOPLE[:3], ["花名册"], HEADER, *PEOPLE[3:5], ["第2页"], HEADER, *PEOPLE[5:]], [], [3, 4, 5, 8, 9, 12],
        [(6, NOTE), (7, AGAIN), (10, NOTE), (11, AGAIN)],
    ),
    "header with a line break on each page": (
        [["序号", "姓\n名", "身份证\n号码", "电话", "网格编码"], *PEOPLE[:3], ["序号", "姓\n名", "身份证\n号码", "电话", "网格编码"], *PEOPLE[3:]], [],
        [2, 3, 4, 6, 7, 8], [(5, AGAIN)],
    ),
    "sums": (
        [HEADER, *PEOPLE[:3], ["小计", "3人"], *PEOPLE[3:], [None, "小计", 3], ["合计", None, None, None, 6], ["共计6人"]], [], [2, 3, 4, 6, 7, 8],
        [(5, TOTAL), (9, TOTAL), (10, TOTAL), (11, TOTAL)],
    ),
    "names of groups between": ([HEADER, ["东一村1组"], *PEOPLE[:3], ["东一村2组："], *PEOPLE[3:]], [], [3, 4, 5, 7, 8, 9], [(2, NOTE), (6, NOTE)]),
    "notes and who to call": (
        [["附件2"], ["返乡人员台账"], HEADER, *PEOPLE, ["备注：本表于每日17时前报送"], ["联系人：韦某  电话：13700000000"]], [], range(4, 10),
        [(10, NOTE), (11, NOTE)],
    ),
    "signatures in cells of their own": ([HEADER, *PEOPLE, ["填表人：", "韦某", None, "审核人：", "覃某"]], [], range(2, 8), [(8, NOTE)]),
    "numbered blank rows": ([HEADER, *PEOPLE, *[[n] for n in range(7, 40)]], [], range(2, 8), []),
    "a sample row": ([HEADER, ["示例", "张三", id_number(99), "13800000000", G], *PEOPLE], [], range(3, 9), [(2, "row_placeholder")]),
    "another table below": (
        [HEADER, *PEOPLE, [], ["学生情况"], ["姓名", "身份证号", "网格编码"], ["甲", id_number(31), G]], [], range(2, 8),
        [(9, NOTE), (10, "row_other_table"), (11, "row_other_table")],
    ),
    "a title down the left side": ([["花名册", *HEADER], *[[None, *row] for row in PEOPLE]], [(0, 0, 6, 0, "花名册")], range(2, 8), []),
    "another table below, with more columns": (
        [["姓名", "身份证号", "联系电话", "网格编码"], *[row[1:] for row in PEOPLE], [], [*HEADER, "住址"], [1, "甲", id_number(31), "13800000000", G, "1号"]],
        [], range(2, 8), [(9, "row_other_table"), (10, "row_other_table")],
    ),
    "another table below, in other columns": (
        [["姓名", "联系电话", "网格编码", "身份证号"], *[[row[1], row[3], row[4], row[2]] for row in PEOPLE], [], ["网格编码", "性别", "姓名", "出生日期", "住址"], [G, "男", "甲", "1990-1-1", "1号"]],
        [], range(2, 8), [(9, "row_other_table"), (10, "row_other_table")],
    ),
    "three rows of header": (
        [["登记表"], [], [None, None, None, "电话"], [], *PEOPLE],
        [(1, 0, 3, 0, "序号"), (1, 1, 1, 3, "基本情况"), (2, 1, 3, 1, "姓名"), (1, 4, 3, 4, "网格编码"), (2, 2, 3, 2, "身份证号")], range(5, 11), [],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def read_at_once(county, tmp_path_factory):
    """All of SHEETS as sheets of one workbook: name → its records and what was left out."""
    path = tmp_path_factory.mktemp("wild") / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    for number, (rows, merges, *_) in enumerate(SHEETS.values()):
        fill(book.add_worksheet(str(number)), rows, merges)
    book.close()
    plan = prepare(county, WHOLE, path, now=NOW)
    staged = "select row, name, id_number, phone, grid from plan.staged_people where sheet = $sheet order by row"
    found = {
        name: (plan.works["people"].run(staged, sheet=part.number).fetchall(), left_of(part))
        for part in plan.sheets
        for name in [list(SHEETS)[int(part.sheet)]]
    }
    discard(plan)
    return found


@pytest.mark.parametrize("name", SHEETS)
def test_records_are_found_and_nothing_else(read_at_once, name):
    *_, at, left = SHEETS[name]
    assert read_at_once[name] == ([(row, *person(n)[1:]) for n, row in enumerate(at, 1)], left)


def test_hidden_rows_and_columns_are_data(county, tmp_path):
    """What a filter hides is on the list all the same; only hidden sheets are left out."""

    def hide(book, to):
        to.set_column(2, 2, None, None, {"hidden": True})
        to.set_row(3, None, None, {"hidden": True})

    assert read(county, sheet(tmp_path / "a.xlsx", [HEADER, *PEOPLE], (), hide)) == (records(2), [])


def test_formatting_to_the_last_corner_is_nothing(county, tmp_path):
    def paint(book, to):
        bold = book.add_format({"bold": True})
        to.set_column(0, 16383, 9, bold)
        to.write_blank(1048575, 16383, None, bold)

    assert read(county, sheet(tmp_path / "a.xlsx", [HEADER, *PEOPLE], (), paint)) == (records(2), [])


def test_merged_cells_belong_to_each_row(county, tmp_path):
    rows = [HEADER, *[[*person(n)[:4], None] for n in range(1, 7)]]
    assert read(county, sheet(tmp_path / "a.xlsx", rows, [(1, 4, 6, 4, G)])) == (records(2), [])


def test_groups_side_by_side(county, tmp_path):
    rows = [["通讯录"], [*HEADER, *HEADER], *[[*person(n), *person(n + 3)] for n in (1, 2, 3)]]
    found, _ = read(county, sheet(tmp_path / "a.xlsx", rows))
    assert sorted(found[:3] + found[3:], key=lambda r: r[2]) == [(3 + n % 3, *person(n + 1)[1:]) for n in range(6)]


def test_what_cells_hold(county, tmp_path):
    """Numbers, errors, formulas, rich text, percent signs, leftovers of other programs: as the clerk sees them."""

    def write(book, to):
        bold = book.add_format({"bold": True})
        to.write_row(0, 0, ["姓名", "身份证号", "联系电话", "网格编码", "住址", "户号", "来源地", "症状"])
        to.write_rich_string(1, 0, "韦", bold, "小龙")
        to.write_string(1, 1, f"{id_number(1)}\t")
        to.write_number(1, 2, 1.3812345678e10)
        to.write_string(1, 3, f"'{G}")
        to.write_string(1, 4, "1号\n2楼 ")
        to.write_string(1, 5, "0012")
        to.write_formula(1, 6, '="南"&"宁"', None, "南宁")
        to.write_comment(1, 0, "一家之主")
        to.write_row(2, 0, ["覃小凤", id_number(2)])
        to.write_formula(2, 2, "=1/0", None, "#DIV/0!")
        to.write_string(2, 3, G)
        to.write_string(2, 4, "#N/A")
        to.write_number(2, 5, 12)
        to.write_boolean(2, 6, True)

    path = sheet(tmp_path / "a.xlsx", [], (), write)
    plan = prepare(county, WHOLE, path, now=NOW)
    staged = plan.works["people"].run(
        "select name, id_number, phone, grid, address, household_code, origin from plan.staged_people order by row"
    )
    assert staged.fetchall() == [
        ("韦小龙", id_number(1), "13812345678", G, "1号\n2楼", "0012", "南宁"),
        ("覃小凤", id_number(2), None, G, None, "12", "TRUE"),
    ]
    discard(plan)


def raw_book(path: Path, cells: str) -> Path:
    """A sound workbook whose second row is written by hand."""
    sound = sheet(path.with_name("sound.xlsx"), [HEADER[1:], ["?"]])
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                start, _, rest = content.decode().partition('<row r="2"')
                content = (start + f'<row r="2">{cells}</row>' + rest.partition("</row>")[2]).encode()
            new.writestr(name, content)
    return path


def test_formulas_that_were_never_worked_out_are_blank(county, tmp_path):
    inline = '<c r="{}2" t="inlineStr"><is><t>{}</t></is></c>'
    cells = (
        inline.format("A", "韦小龙")
        + inline.format("B", id_number(1))
        + '<c r="C2"><f>D2</f></c>'
        + inline.format("D", G)
    )
    phonetic = cells.replace("韦小龙</t>", '韦小龙</t><rPh sb="0" eb="1"><t>wei</t></rPh>')
    for n, content in enumerate((cells, phonetic)):
        assert read(county, raw_book(tmp_path / f"{n}.xlsx", content))[0] == [(2, "韦小龙", id_number(1), None, G)]


ENCODINGS = {
    "utf-8": "utf-8", "utf-8 with mark": "utf-8-sig", "gbk": "gbk", "gb18030": "gb18030", "utf-16 with mark": "utf-16", "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_in_every_encoding(tmp_path, encoding, delimiter):
    assert as_decoded(text_file(tmp_path / "a.csv", TEXTS, ENCODINGS[encoding], delimiter)) == TEXTS


def test_text_with_its_own_ways(county, tmp_path):
    big5 = [["姓名", "身份證號碼", "聯繫電話", "網格編碼"], *[["韋小龍", *row[2:]] for row in TEXTS[1:]]]
    assert [row[1:] for row in read(county, text_file(tmp_path / "a.csv", big5, "big5"))[0]] == [
        ("韋小龍", *p[2:]) for p in PEOPLE
    ]
    told = tmp_path / "sep.csv"
    told.write_bytes(b"sep=;\r\n" + "\r\n".join(";".join(row) for row in TEXTS).encode("gbk"))
    assert read(county, told) == (records(3), [])
    kept = [
        [f'="{cell}"' if cell.isdigit() else cell for cell in row] for row in TEXTS
    ]  # how some systems keep digits as text
    assert read(county, text_file(tmp_path / "b.csv", kept, "gbk")) == (records(2), [])
    quoted = tmp_path / "c.csv"
    quoted.write_bytes(
        codecs.BOM_UTF8 + f'姓名,身份证号,住址,网格编码\r"韦小龙",{id_number(1)},"1号,\n2楼",{G}\r'.encode()
    )
    assert read(county, quoted)[0] == [(2, "韦小龙", id_number(1), None, G)]


@pytest.mark.parametrize("delimiter", ["，", "、"])
def test_text_typed_by_hand(county, tmp_path, delimiter):
    assert read(county, text_file(tmp_path / "a.txt", TEXTS, "gb18030", delimiter)) == (records(2), [])


def test_marks_of_direction_in_a_header(county, tmp_path):
    header = ["序号", "\u2066姓名\u2069", "身份证\u00ad号", "联系电话", "网格编码"]
    assert read(county, sheet(tmp_path / "a.xlsx", [header, *PEOPLE])) == (records(2), [])


def test_a_quote_that_nobody_closed_swallows_no_rows(county, tmp_path):
    lines = [",".join(row) for row in TEXTS]
    lines[2] = lines[2].replace("韦小2", '"韦小2')  # to the next quote, in another row's name
    lines[4] = lines[4].replace("韦小4", '韦小4"')
    lines[6] = lines[6].replace("韦小6", '"韦小6')  # to the end of the file
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), "utf-8")
    assert read(county, path) == (records(2), [])
    address = ["姓名,身份证号,网格编码,住址", f'甲,{id_number(1)},{G},"1号,', f'2楼"\n乙,{id_number(2)},{G},2号']
    path.write_text("\n".join(address), "utf-8")
    assert read(county, path)[0] == [(2, "甲", id_number(1), None, G), (3, "乙", id_number(2), None, G)]


def html(rows: list[list[str]]) -> bytes:
    cell = '<td style="x">{}</td>'
    lines = "".join(f"<tr>{''.join(map(cell.format, row))}</tr>" for row in rows)
    page = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gb2312"><style>td {}</style></head><body>{}</body></html>'
    return page.replace("{}</body>", f"<table><tr><th colspan=5>花名册&nbsp;</th></tr>{lines}</table></body>").encode(
        "gbk"
    )


def xml_2003(rows: list[list[str]]) -> bytes:
    cell = '<Cell><Data ss:Type="String">{}</Data></Cell>'
    lines = "".join(f"<Row>{''.join(map(cell.format, row))}</Row>" for row in rows)
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="人员"><Table>'
        f'<Row><Cell ss:MergeAcross="4"><Data ss:Type="String">花名册</Data></Cell></Row>{lines}</Table></Worksheet></Workbook>'
    ).encode()


def test_extensions_that_say_something_else(county, tmp_path):
    xlsx = workbook(tmp_path / "book.xlsx", {"一": [HEADER, *PEOPLE]}).read_bytes()
    files = {
        "text.xls": ("\n".join("\t".join(row) for row in TEXTS).encode("gbk"), 2), "text.xlsx": (("\n".join(",".join(row) for row in TEXTS)).encode(), 2),
        "wide.xls": ("\n".join("\t".join(row) for row in TEXTS).encode("utf-16"), 2), "page.xls": (html(TEXTS), 3), "page.html": (html(TEXTS), 3),
        "old.xls": (xml_2003(TEXTS), 3), "old.xml": (xml_2003(TEXTS), 3), "new.xls": (xlsx, 2), "kingsoft.et": (xls(TEXTS), 2),
        "kingsoft2.et": (xlsx, 2), "macros.xlsm": (xlsx, 2), "book.csv": (xlsx, 2), "biff.xls": (xls(TEXTS), 2), "open.ods": (ods(TEXTS), 2),
    }  # fmt: skip
    for name, (content, first) in files.items():
        (tmp_path / name).write_bytes(content)
        assert as_decoded(tmp_path / name)[first - 2 :] == TEXTS, name
    assert read(county, tmp_path / "page.xls") == read(county, tmp_path / "old.xls") == (records(3), [])


@pytest.mark.parametrize(
    "content",
    [b"<!DOCTYPE html><p>no table</p>", b"MIME-Version: 1.0\n\tx,y", b"{\\rtf1 a,b\n}", b"%PDF-1.4\n,\t", b"hello"],
)
def test_other_documents_called_xls_are_refused(county, tmp_path, content):
    (tmp_path / "a.xls").write_bytes(content)
    with pytest.raises(UserError) as refused:
        prepare(county, WHOLE, tmp_path / "a.xls", now=NOW)
    assert refused.value.code in ("file_not_spreadsheet", "file_empty", "header_unknown")


def test_an_xml_bomb_is_refused(county, tmp_path):
    bomb = (
        b'<?xml version="1.0"?>'
        + b" " * 5000
        + b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
        + xml_2003(TEXTS).partition(b"?>")[2]
    )
    (tmp_path / "a.xml").write_bytes(
        bomb.replace(b" " * 5000, b"<!-- urn:schemas-microsoft-com:office:spreadsheet -->" + b" " * 5000)
    )
    with pytest.raises(UserError):
        prepare(county, WHOLE, tmp_path / "a.xml", now=NOW)


def test_merged_cells_of_a_web_page_and_of_ods(county, tmp_path):
    grid = f'<td rowspan="2">{G}'
    page = f"<table><tr><td>姓名<td>网格编码<td>身份证号<tr><td>甲{grid}<td>{id_number(1)}<tr><td>乙<td>{id_number(2)}</table>"
    (tmp_path / "a.xls").write_bytes(page.encode())
    expected = [(2, "甲", id_number(1), None, G), (3, "乙", id_number(2), None, G)]
    assert read(county, tmp_path / "a.xls")[0] == expected
    book = ods([["姓名", "网格编码", "身份证号"], ["甲", G, id_number(1)], ["乙", "", id_number(2)]])
    merged = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(merged, "w") as new:
        for name in old.namelist():
            cell = f'<table:table-cell office:value-type="string"><text:p>{G}</text:p>'.encode()
            empty = b'<table:table-cell office:value-type="string"><text:p></text:p></table:table-cell>'
            content = old.read(name).replace(
                cell,
                cell.replace(
                    b"<table:table-cell",
                    b'<table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="1"',
                ),
            )
            new.writestr(name, content.replace(empty, b"<table:covered-table-cell/>"))
    (tmp_path / "a.ods").write_bytes(merged.getvalue())
    assert read(county, tmp_path / "a.ods")[0] == expected


def test_a_zip_of_everything(county, tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("东镇/一村/a.xls", html(TEXTS))
        archive.writestr("东镇/b.et", xls(TEXTS))
        for name in ("东镇/~$b.et", "__MACOSX/._b.et", "东镇/Thumbs.db", "desktop.ini", ".DS_Store", "东镇/.~b.et"):
            archive.writestr(name, b"x")
    (tmp_path / "out").mkdir()
    found = expand(tmp_path / "all.zip", tmp_path / "out")
    assert [name for _, name in found] == ["东镇/一村/a.xls", "东镇/b.et"]
    assert [len(read(county, path, file_name=name)[0]) for path, name in found] == [6, 6]


NO_LISTS = {
    "a form of several columns": (
        [["个人信息表"], ["姓名", "", "性别", "", "出生日期", ""], ["民族", "", "籍贯", "", "政治面貌", ""], ["身份证号", "", "联系电话", ""], ["家庭住址"]],
        "form_not_list",
    ),
    "a form filled in": (
        [["登记表"], ["姓名", "韦一", "性别", "男"], ["身份证号", id_number(1), "联系电话", "13700000001"], ["现住址", "东一村", "网格编码", G], ["签名："]],
        "form_not_list",
    ),
    "a form with the family below": (
        [["登记表"], ["姓名", "韦一", "性别", "男"], ["身份证号", id_number(1), "联系电话", "13700000001"], ["家庭住址", "东一村"],
         ["家庭成员", "姓名", "关系", "身份证号", "网格编码", "住址"], [1, "韦二", "子", id_number(2), G, "1号"], [2, "韦三", "女", id_number(3), G, "1号"]],
        "form_not_list",
    ),
    "labels down the side": ([["姓名", "韦一"], ["身份证号", id_number(1)], ["联系电话", "13700000001"], ["网格编码", G]], "form_not_list"),
    "labels down the side, two people": ([["姓名", "韦一", "韦二"], ["身份证号", id_number(1), id_number(2)], ["联系电话", "1", "2"]], "form_not_list"),
    "header alone": ([["花名册"], HEADER], "no_rows"),
    "numbered blank rows alone": ([["花名册"], HEADER, *[[n] for n in range(1, 20)]], "no_rows"),
    "a sample alone": ([HEADER, ["例", "张三", id_number(1), "13800000000", G]], "template_unfilled"),
    "placeholders in brackets": ([HEADER, [1, "<姓名>", "<身份证号>", "<电话>", "<网格>"]], "template_unfilled"),
    "placeholders of crosses": ([HEADER, ["1", "XXX", "XXXXXXXXXXXXXXXXXX", "XXXXXXXXXXX", "XXXX"]], "template_unfilled"),
    "placeholders of lines": ([HEADER, ["1", "____", "____", "____", "____"]], "template_unfilled"),
    "placeholders of a program": ([HEADER, ["1", "${name}", "${id}", "${phone}", "${grid}"]], "template_unfilled"),
    "a letter": ([["通知"], ["各村（社区）："], ["现将有关事项通知如下："], ["一、做好登记。"], ["2026年2月1日"]], "header_unknown"),
    "statistics": ([["统计表"], ["村", "总人数", "返乡人数"], ["东一村", 100, 10], ["合计", 100, 10]], "header_unknown"),
    "nothing": ([[]], "file_empty"),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_LISTS)
def test_what_is_no_list_is_refused_with_the_reason(county, tmp_path, name):
    rows, code = NO_LISTS[name]
    with pytest.raises(UserError) as refused:
        prepare(county, WHOLE, sheet(tmp_path / "a.xlsx", rows), now=NOW)
    assert refused.value.code == code and has(f"error.{code}")


LABELS = ["姓名", "身份证号", "联系电话", "住址", "来源地", "户号"]
VALUES = {
    "姓名": st.text("韦覃黄李小龙凤", min_size=2, max_size=3), "身份证号": st.integers(1, 900).map(id_number), "联系电话": st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    "住址": st.from_regex(r"[1-9][0-9]{0,2}号", fullmatch=True), "来源地": st.sampled_from(["广东", "海南", "上海"]), "户号": st.from_regex(r"N0[0-9]{3}", fullmatch=True),
}  # fmt: skip


@st.composite
def grids(draw):
    """(cells, header row, left column, labels, rows that were put in)."""
    labels = draw(st.permutations(LABELS))[: draw(st.integers(3, 6))]
    rows = draw(st.lists(st.tuples(*[VALUES[label] for label in labels]), min_size=1, max_size=12))
    above, left = draw(st.integers(0, 12)), draw(st.integers(0, 4))
    titles = [
        [""] * left + [draw(st.sampled_from(["", "花名册", "填报单位：东镇", "2026年2月1日"]))] for _ in range(above)
    ]
    head = [["" for _ in range(left)] + [draw(st.sampled_from(["", " ", "*"])) + label for label in labels]]
    body = [[""] * left + list(row) for row in rows]
    return titles + head + body, above, left, labels, rows


@given(grids())
@settings(max_examples=200, deadline=None)
def test_any_table_anywhere_is_found_whole(made):
    cells, header, left, labels, rows = made
    table = to_table(cells)
    head = [[table[name][r].as_py() for name in table.column_names] for r in range(min(30, len(table)))]
    (found,) = find_tables(head, [])
    assert (found.header, found.header_end) == (header, header)
    assert [name.strip(" *") for name in found.names[left:]] == labels
    part = table.slice(header + 1)
    assert left_out(part, header + 1, found, ()) == {}
    assert list(zip(*[part[f"c{left + n}"].to_pylist() for n in range(len(labels))], strict=True)) == rows
