"""Rows that say that there is nothing: closing lines, rows crossed out by hand, reports of nobody. They are no records, and no errors."""

from __future__ import annotations

import pytest

from core.errors import UserError
from core.i18n import has
from core.ingest.meaning.row_looks import NOTHING
from core.ingest.plan import discard, prepare
from core.ingest.workspace import Workspace
from tests.core.ingest.files import CHECK_INS, GRIDS, id_number, workbook
from tests.county import NOW, WHOLE, make_county

G = "990101100001001"
HEADER = ["序号", "姓名", "身份证号", "联系电话", "网格编码"]


def person(n: int) -> list:
    return [n, f"韦小{n}", id_number(n), f"1370000{n:04d}", G]


@pytest.fixture(scope="module")
def county():
    return make_county()


def looked(county, tmp_path, sheets: dict[str, list[list]]) -> list[tuple[dict, list[tuple[int, str]]]]:
    """Of each sheet: its counts, and (row, code) of every finding."""
    plan = prepare(county, WHOLE, workbook(tmp_path / "a.xlsx", sheets), now=NOW)
    try:
        return [(s.counts, list(zip(s.issues.row.tolist(), s.issues.code.tolist(), strict=True))) for s in plan.sheets]
    finally:
        discard(plan)


def of_one(county, tmp_path, rows: list[list]) -> tuple[int, int, list[tuple[int, str]]]:
    """(rows, new, findings) of a list of people with one row before and one behind `rows`; the first of them is row 3."""
    ((counts, found),) = looked(county, tmp_path, {"一": [HEADER, person(1), *rows, person(2)]})
    return counts["rows"], counts["new"], found


CLOSINGS = ["以下空白", "(以下空白)", "（以下空白）", "此处空白", "以下无正文", "——以下空白——", "以下为空", "此页以下空白", "以 下 空 白", "【以下空白】", "以下空白。",
            "本页以下无内容", "—— 以下均为空白 ——"]  # fmt: skip


@pytest.mark.parametrize("text", CLOSINGS)
def test_a_closing_line_is_left_out_in_whatever_column(county, tmp_path, text):
    lines = [[text if c == at else None for c in range(5)] for at in range(5)]
    numbered = [[n, *line[1:]] for n, line in enumerate(lines[1:], 2)]
    crossed = [["7", text, "/", "/", "/"]]
    rows = [*lines, *numbered, *crossed]
    assert of_one(county, tmp_path, rows) == (2, 2, [(3 + n, "row_note") for n in range(len(rows))])


def test_a_closing_line_far_from_the_end(county, tmp_path):
    """Not only among the last rows, and not only one to a list: a page each."""
    page = [*map(person, range(1, 101)), [None, "以下空白"]]
    ((counts, found),) = looked(county, tmp_path, {"一": [HEADER, *page, *map(person, range(101, 301))]})
    assert (counts["new"], found) == (300, [(102, "row_note")])


def test_what_only_begins_like_a_closing_line_stays(county, tmp_path):
    row = [2, "以下空白", id_number(3), "13700000003", G]
    assert of_one(county, tmp_path, [row]) == (3, 2, [(3, "name_nobody")])
    address = ["姓名", "身份证号", "住址", "网格编码"]
    ((counts, found),) = looked(county, tmp_path, {"一": [address, ["韦一", id_number(4), "以下空白", G]]})
    assert (counts["new"], found) == (1, [])


@pytest.mark.parametrize("mark", ["/", "无", "—", "-", "／", "\\", "——", "暂无", "N/A"])
def test_rows_crossed_out_by_hand(county, tmp_path, mark):
    rows = [
        [3, mark, mark, mark, mark],
        [None, mark, mark, mark, mark],
        ["4", mark, None, None, mark],
        [None, None, mark, None, None],
        [mark, mark, mark, mark, mark],
        [5, "/", "无", mark, None],
    ]
    assert of_one(county, tmp_path, rows) == (2, 2, [(3 + n, "row_crossed") for n in range(len(rows))])


def test_a_nought_and_a_number_that_nobody_runs_are_content(county, tmp_path):
    rows, new, found = of_one(county, tmp_path, [["/", "0", "/", "/", "/"], [1, "/", "/", "13700000009", "/"]])
    assert (rows, new) == (4, 2)
    assert {row for row, _ in found} == {3, 4} and not any(code.startswith("row_") for _, code in found)


def test_blank_and_numbered_rows_are_still_not_worth_a_word(county, tmp_path):
    assert of_one(county, tmp_path, [[2], [], [3], [None, None, None]]) == (2, 2, [])


def test_other_lists_too(county, tmp_path):
    scan = [id_number(1), "韦新", G, "2026-01-31 08:00:00", "进", "36.5", None]
    grid = ["990101100009", "新村", "村", "990101100", None, None, None, None, None]
    found = looked(
        county,
        tmp_path,
        {
            "卡点": [CHECK_INS, scan, ["/"] * 7, ["以下空白", *[None] * 6]],
            "网格": [GRIDS, grid, ["/"] * 9, [None, "以下空白", *[None] * 7]],
        },
    )
    left = [(3, "row_crossed"), (4, "row_note")]
    assert [(counts["rows"], issues) for counts, issues in found] == [(1, left), (1, left)]


NOBODY = [
    "零报告",
    "本村无外出返乡人员",
    "无此类人员",
    "（本周无返乡人员）",
    "经排查，本村没有外省返乡人员。",
    "东一村零报告",
    "No returnees this week",
]
ALONE = ["无", "/", "暂无"]


@pytest.mark.parametrize("text", [*NOBODY, *ALONE])
@pytest.mark.parametrize("first", [None, 1])
def test_a_list_of_nobody_is_refused_with_the_reason(county, tmp_path, text, first):
    for row in ([first, text, None, None, None], [first, text, "/", "/", "/"], [text]):
        with pytest.raises(UserError) as refused:
            looked(county, tmp_path, {"一": [["返乡人员登记表"], HEADER, row]})
        assert refused.value.code == "nothing_listed" and has("error.nothing_listed")


@pytest.mark.parametrize("text", [*NOBODY, *ALONE])
def test_beside_a_list_of_somebody_it_is_left_out(county, tmp_path, text):
    code = "row_crossed" if text in ALONE else "row_nobody"
    full, empty = looked(county, tmp_path, {"东一村": [HEADER, person(1)], "东二村": [HEADER, [1, text]]})
    assert (full[0]["new"], full[1]) == (1, [])
    assert (empty[0]["rows"], empty[1]) == (0, [(2, code)])


def test_a_report_of_nobody_says_where_and_when(county, tmp_path):
    header = ["序号", "村", "姓名", "身份证号", "返乡日期", "备注"]
    rows = [
        [1, "东一村", "韦一", id_number(1), "2026-01-31", None],
        [100, "东二村", "零报告", None, "2026-01-31", "填报人：韦某"],
    ]
    ((counts, found),) = looked(county, tmp_path, {"一": [header, *rows]})
    assert (counts["new"], found) == (1, [(3, "row_nobody")])


def test_a_person_of_whom_a_remark_says_that_there_is_nothing_stays(county, tmp_path):
    header = ["姓名", "身份证号", "网格编码", "备注"]
    rows = [["韦一", id_number(1), G, "无变化情况"], ["韦二", None, None, "无返乡情况"]]
    ((counts, found),) = looked(county, tmp_path, {"一": [header, *rows]})
    assert (counts["rows"], counts["new"]) == (2, 1) and (3, "grid_missing") in found


def test_the_marks_of_nothing_are_those_that_a_cell_may_hold(county):
    work = Workspace(county)
    assert [m for m in sorted(NOTHING) if work.value("select plan.told($mark)", mark=m) is not None] == []
    work.drop()
