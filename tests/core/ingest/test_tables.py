"""Tables as clerks build them: titles, headers of several rows, totals, notes, groups side by side, merged cells, forms."""

from __future__ import annotations

import zipfile

import pytest
import xlsxwriter

from core.errors import UserError
from core.files.cells import NUMBER, to_table
from core.files.merged import fill_down, repeat_above
from core.files.unpack import expand
from core.ingest.meaning.table import find_tables
from core.ingest.plan import discard, prepare
from tests.core.ingest.files import id_number, text_file, workbook
from tests.county import NOW, WHOLE, make_county

G = "990101100001001"


def person(n: int, name: str = "") -> list[str]:
    return [name or f"韦{n}", id_number(n), G]


def read(path, **options):
    """(counts, [(row, code)] of rows left out) of the first sheet."""
    plan = prepare(make_county(), WHOLE, path, now=NOW, **options)
    try:
        part = plan.sheets[0]
        found = part.issues[part.issues.code.str.startswith("row_")]
        return part.counts, list(zip(found.row.tolist(), found.code.tolist(), strict=True))
    finally:
        discard(plan)


HEADER = ["姓名", "身份证号", "网格编码"]


def test_rows_that_are_no_records_are_left_out_and_named(tmp_path):
    rows = [
        ["东镇返乡人员登记表"], ["填表日期：2026年1月31日"], HEADER, person(1), person(2), ["小计：2人"], HEADER, person(3), ["合 计", None, "3"],
        ["注：本表一式三份"], ["制表人：韦某", None, "审核：覃某"],
    ]  # fmt: skip
    counts, out = read(workbook(tmp_path / "a.xlsx", {"一": rows}))
    assert counts["rows"] == counts["new"] == 3
    named = [(6, "row_total"), (7, "row_header_again"), (9, "row_total"), (10, "row_note"), (11, "row_note")]
    assert out == named


@pytest.mark.parametrize("name", ["会计", "计春", "总角", "合欢", "注音", "日期"])
def test_people_with_such_names_stay(tmp_path, name):
    counts, out = read(workbook(tmp_path / "a.xlsx", {"一": [HEADER, person(1), person(2, name)]}))
    assert counts["rows"] == 2 and out == []


def test_header_of_two_rows_with_merged_parents_and_cells_merged_down(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.merge_range("B2:F2", "登记表")
    sheet.merge_range("B3:B4", "户主姓名*")
    sheet.merge_range("C3:D3", "本人情况")
    sheet.merge_range("E3:F3", "联系")
    sheet.write_row("C4", ["姓名", "证件号码", "手机号", "网格"])
    sheet.merge_range("B5:B7", "韦户主")
    for n in range(2):
        sheet.write_row(4 + n, 2, [f"韦{n}", id_number(n + 1), f"1370000000{n}", G])
    book.close()
    plan = prepare(make_county(), WHOLE, tmp_path / "a.xlsx", now=NOW)
    part = plan.sheets[0]
    assert part.header_row == 3 and part.counts["rows"] == 2
    assert part.mapping == {
        "户主姓名*": "householder", "本人情况/姓名": "name", "本人情况/证件号码": "id_number", "联系/手机号": "phone", "联系/网格": "grid",
    }  # fmt: skip
    assert plan.preview("Sheet1").householder.tolist() == ["韦户主", "韦户主"]
    discard(plan)


def test_header_of_two_rows_in_a_text_file():
    head = [["课程", "老师", "学生", "", ""], ["", "", "姓名", "性别", "生日"], ["甲", "乙", "丙", "男", "2015-11-13"]]
    (table,) = find_tables(head, [])
    assert (table.header, table.header_end) == (0, 1)
    assert table.names == ("课程", "老师", "学生/姓名", "学生/性别", "学生/生日")


def test_lists_printed_side_by_side(tmp_path):
    rows = [[*HEADER, None, *HEADER], [*person(1), None, *person(2)], [*person(3), None, None, None, None]]
    plan = prepare(make_county(), WHOLE, workbook(tmp_path / "a.xlsx", {"一": rows}), now=NOW)
    assert [(s.sheet, s.counts["rows"]) for s in plan.sheets] == [("一 · 1", 2), ("一 · 2", 1)]
    discard(plan)


def test_a_form_is_no_list(tmp_path):
    rows = [
        ["姓名", "", "性别", ""],
        ["出生日期", "", "联系电话", ""],
        ["身份证号", "", "户主姓名", ""],
        ["住址", "", "", ""],
    ]
    with pytest.raises(UserError, match=r"form_not_list|header_unknown"):
        prepare(make_county(), WHOLE, workbook(tmp_path / "a.xlsx", {"一": rows}), now=NOW)


def test_a_template_full_of_placeholders(tmp_path):
    rows = [HEADER, ["{{name}}", "{{id}}", "{{grid}}"]]
    with pytest.raises(UserError, match="template_unfilled"):
        prepare(make_county(), WHOLE, workbook(tmp_path / "a.xlsx", {"一": rows}), now=NOW)
    counts, out = read(workbook(tmp_path / "b.xlsx", {"一": [*rows, person(1)]}))
    assert counts["rows"] == 1 and out == [(2, "row_placeholder")]


def test_blank_rows_of_a_merged_range_stay_blank():
    rows = [["甲", "1"], ["", "2"], ["", ""], ["", 0.0]]
    fill_down(rows, [(0, 0, 9, 0)])
    assert rows == [["甲", "1"], ["甲", "2"], ["", ""], ["甲", 0.0]]


def test_the_same_as_above_is_what_stands_above(tmp_path):
    again = [
        ["同上", id_number(2), "〃"],
        [*person(3)[:2], "同上"],
        *[person(n) for n in range(4, 60)],
        ["韦末", id_number(60), '"'],
    ]
    table = repeat_above(to_table([person(1), *again, [1.0, "", ""], ["同上", "", ""]]))
    grids = table["c2"].to_pylist()
    assert (grids[1], grids[2], grids[-3]) == (grids[0], grids[0], grids[-4])
    assert table["c0"].to_pylist()[1] == person(1)[0] and table["c0"].to_pylist()[-1] == "1"
    assert table["k0"].to_pylist()[-2:] == [NUMBER, NUMBER] and table["c1"].to_pylist()[-1] == ""
    path = workbook(tmp_path / "a.xlsx", {"一": [HEADER, person(1), *again]})
    assert read(path)[0]["rows"] == 60


def test_a_stray_cell_far_to_the_right(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    for n, row in enumerate([HEADER, *[person(n) for n in range(1, 30)]]):
        sheet.write_row(n + 2, 3, row)
    sheet.write(5, 16383, "x")
    book.close()
    counts, out = read(tmp_path / "a.xlsx")
    assert counts["rows"] == 29 and out == []


def test_utf16_without_mark(tmp_path):
    counts, _ = read(text_file(tmp_path / "a.csv", [HEADER, person(1)], "utf-16-le"))
    assert counts["rows"] == 1


def test_a_zip_is_its_files(tmp_path):
    file = text_file(tmp_path / "人员.csv", [HEADER, person(1)])
    book = workbook(tmp_path / "a.xlsx", {"一": [HEADER, person(2)]})
    out = tmp_path / "out"
    out.mkdir()
    assert expand(book, out) == [(book, "a.xlsx")]
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(book, "镇/a.xlsx")
        archive.write(file, "XXXX.csv")
        archive.writestr("镇/~$a.xlsx", b"lock")
        archive.writestr("__MACOSX/a.xlsx", b"")
    content = (tmp_path / "all.zip").read_bytes()
    (tmp_path / "all.zip").write_bytes(content.replace(b"XXXX", "人员".encode("gbk")))  # as Chinese Windows names them
    found = expand(tmp_path / "all.zip", out)
    assert [name for _, name in found] == ["镇/a.xlsx", "人员.csv"]
    assert [read(path, file_name=name)[0]["rows"] for path, name in found] == [1, 1]


@pytest.mark.parametrize("entry", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "..\\evil.csv", "C:\\evil.csv"])
def test_a_zip_that_would_write_elsewhere_is_refused(tmp_path, entry):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(entry, "x")
    (tmp_path / "out").mkdir()
    with pytest.raises(UserError, match="file_hostile"):
        expand(tmp_path / "a.zip", tmp_path / "out")
    assert [f.name for f in tmp_path.rglob("evil*")] == []


def test_a_zip_bomb_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * (60 << 20))
    (tmp_path / "out").mkdir()
    with pytest.raises(UserError, match="file_hostile"):
        expand(tmp_path / "a.zip", tmp_path / "out")


HOUSE = ["户号", "户主", "姓名", "与户主关系", "身份证号", "网格编码"]


def household(rows: list[list], tmp_path) -> tuple[list[tuple], list[tuple]]:
    plan = prepare(make_county(), WHOLE, workbook(tmp_path / "h.xlsx", {"一": [HOUSE, *rows]}), now=NOW)
    try:
        people = plan.works["people"].run(
            "select name, household_code, householder, grid_id from plan.typed order by row"
        )
        return people.fetchall(), [
            (r, c) for r, c in zip(*[plan.sheets[0].issues[k] for k in ("row", "code")], strict=True)
        ]
    finally:
        discard(plan)


def test_households_written_at_the_householders_row_alone(tmp_path):
    rows = [
        ["001", "韦大", "韦大", "户主", id_number(1), "990101100001001"],
        [None, None, "黄二", "妻", id_number(2), None],
        [None, None, "韦三", "子", id_number(3), None],
        ["002", "覃四", "覃四", "户主", id_number(4), "990101100001002"],
        [None, None, "覃五", "女", id_number(5), None],
    ]
    people, found = household(rows, tmp_path)
    assert people == [
        ("韦大", "001", "韦大", 4), ("黄二", "001", "韦大", 4), ("韦三", "001", "韦大", 4), ("覃四", "002", "覃四", 5), ("覃五", "002", "覃四", 5),
    ]  # fmt: skip
    assert found == [(3, "household_above"), (4, "household_above"), (6, "household_above")]


def test_where_others_have_their_household_a_blank_one_was_forgotten(tmp_path):
    rows = [
        ["001", "韦大", "韦大", "户主", id_number(1), "990101100001001"],
        ["001", "韦大", "黄二", "妻", id_number(2), "990101100001001"],
        [None, None, "韦三", "子", id_number(3), None],
    ]
    assert household(rows, tmp_path)[1] == [(4, "grid_missing")]


def test_a_workbook_of_thirty_villages_with_copied_rows(tmp_path):
    sheets = {f"村{n}": [HEADER, person(n), person(n)] for n in range(1, 31)}
    plan = prepare(make_county(), WHOLE, workbook(tmp_path / "a.xlsx", sheets), now=NOW)
    assert [(s.counts["new"], s.counts["rejected"]) for s in plan.sheets] == [(1, 1)] * 30
    discard(plan)
