"""Grids and units that are no more: said so in any words, or lacking in a complete list; closed with their day, never by silence."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from core.errors import UserError
from core.follow.change import outstanding
from core.ingest.meaning.answers import Answers
from core.ingest.plan import discard, prepare
from core.ingest.undo.undo import undo
from core.ingest.written import written_values
from core.registry.cards import card
from core.workbooks.export import editable
from tests.core.ingest.files import codes, counts, id_number, store_file, workbook
from tests.county import EAST, NOW, WHOLE, make_county

HEAD = ["网格编码", "网格名称", "层级", "上级编码"]
TOWN, SECOND, WEST = "990101100", "990101100002", "990101101001"
ROWS = {
    SECOND: ["东二村", "村", TOWN],
    WEST: ["西一村", "村", "990101101"],
    "990101100001": ["东一村", "村", TOWN],
    "990101100009": ["东九村", "村", TOWN],
}


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def put(county, tmp_path):
    """Store rows (code, cells …) below the usual header and these columns; the report."""

    def given(columns: list[str], *rows: list, title: str | None = None, **options) -> dict:
        path = sheet(tmp_path, columns, *rows, title=title)
        return store_file(county, path, **options)

    return given


def sheet(tmp_path, columns: list[str], *rows: list, title: str | None = None):
    cells = [[row[0], *ROWS[row[0]], *row[1:]] for row in rows]
    return workbook(tmp_path / f"{len(list(tmp_path.iterdir()))}.xlsx", {"名单": [[*HEAD, *columns], *cells]}, title)


def grid(county, code: str) -> tuple:
    return county.one(
        "select cast(g.closed_on as text), g.closed_note, i.name from grid g left join grid i on i.grid_id = g.into_id where g.code = $c",
        c=code,
    )


OPEN = (None, None, None)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("撤销", ("2026-02-01", None, None)), ("已注销", ("2026-02-01", None, None)), ("closed", ("2026-02-01", None, None)),
        ("2020年3月1日撤销", ("2020-03-01", "2020年3月1日撤销", None)), ("2019年并入东一村", ("2019-12-31", "2019年并入东一村", "东一村")),
        ("已合并到东一村", ("2026-02-01", "已合并到东一村", "东一村")), ("并入南一村", ("2026-02-01", "并入南一村", None)),
        ("已整体拆迁至县城", ("2026-02-01", "已整体拆迁至县城", None)), ("正常", OPEN), ("启用", OPEN), (None, OPEN), ("贫困村", OPEN),
    ],
)  # fmt: skip
def test_the_words_of_a_status(county, put, words, kept):
    report = put(["网格状态"], [SECOND, words])
    assert grid(county, SECOND) == kept
    assert ("value_unknown" in codes(report)) == (words == "贫困村")
    assert ("into_unknown" in codes(report)) == (words == "并入南一村")


def test_the_day_comes_from_its_column_the_lists_year_its_title_or_is_today(county, put):
    assert "closing_day_today" not in codes(put(["状态", "撤销日期"], [SECOND, "撤销", "2025-07-01"]))
    report = put(["网格状态", "名单年份"], [WEST, "撤销", "2023"])
    assert "closing_day_list" in codes(report)
    report = put(["网格状态"], ["990101100001", "撤销"], title="2025年6月撤并村名单")
    assert "closing_day_list" in codes(report)
    assert [grid(county, c)[0] for c in (SECOND, WEST, "990101100001")] == ["2025-07-01", "2023-12-31", "2025-06-30"]


def test_a_day_of_closing_says_it_alone_but_one_for_the_whole_list_does_not(county, put):
    put(["撤并时间"], [SECOND, "2025-07-01"], [WEST, None])
    assert [grid(county, c)[0] for c in (SECOND, WEST)] == ["2025-07-01", None]
    put(
        ["网格状态"],
        ["990101100001", "撤销"],
        [WEST, "正常"],
        answers={"名单": Answers(fixed={"closed_on": "2025-08-01"})},
    )
    assert [grid(county, c)[0] for c in ("990101100001", WEST)] == ["2025-08-01", None]


def test_again_changes_nothing_and_in_use_opens_it(county, put):
    put(["网格状态"], [SECOND, "2019年并入东一村"])
    assert counts(put(["网格状态"], [SECOND, "已撤销"])) == (1, 0, 0, 1, 0)
    assert "closed_listed" in codes(put([], [SECOND]))
    report = put(["网格状态"], [SECOND, "正常"])
    assert "grid_reopened" in codes(report) and grid(county, SECOND) == OPEN
    undo(county, WHOLE, report["batch"], actor="t", now=NOW)
    assert grid(county, SECOND) == ("2019-12-31", "2019年并入东一村", "东一村")


def test_in_use_and_a_day_of_closing_contradict(county, put):
    report = put(["网格状态", "撤销日期"], [SECOND, "正常", "2025-01-01"], [WEST, "撤销", "前年"])
    found = [(i["row"], i["column"], i["code"]) for i in report["sheets"][0]["issues"]]
    assert (2, "网格状态", "closed_differs") in found and (3, "撤销日期", "date_bad") in found
    assert grid(county, SECOND) == OPEN and counts(report)[4] == 1


def test_one_that_the_register_never_had_is_kept_with_its_end_and_where_it_went(county, put):
    report = put(["网格状态", "并入"], ["990101100009", "撤销", "东一村"])
    assert counts(report) == (1, 1, 0, 0, 0)
    assert grid(county, "990101100009") == ("2026-02-01", "并入东一村", "东一村")


def test_a_new_name_keeps_the_former_one(county, put, tmp_path):
    report = put(["备注"], [SECOND, "更名为东新社区"])
    assert (
        "grid_renamed" in codes(report)
        and county.value("select name from grid where code = $c", c=SECOND) == "东新社区"
    )
    assert grid(county, SECOND) == OPEN
    names = county.run("select value from grid_name where grid_id = 6 and kind = 'name'").fetchall()
    assert {n for (n,) in names} == {"东二村", "东新社区"}


def test_people_stay_and_a_list_of_them_proposes_where_it_went(county, put, tmp_path):
    before = card(county, WHOLE, grid_id=6).people
    report = put(["网格状态"], [SECOND, "并入东一村"])
    assert "closed_with" in codes(report) and before == card(county, WHOLE, grid_id=6).people == 10
    with county.write() as db:
        db.execute("update person set home_grid_id = 6, id_number = ? where person_id = 21", [id_number(1, "19710101")])
    name = county.value("select name from person where person_id = 21")
    people = [
        ["姓名", "证件号码", "网格编码"],
        ["韦新", id_number(5), SECOND],
        [name, id_number(1, "19710101"), SECOND],
    ]
    part = store_file(county, workbook(tmp_path / "p.xlsx", {"人员": people}))["sheets"][0]
    assert [(i["row"], i["code"]) for i in part["issues"]] == [(2, "grid_closed_into"), (3, "home_closed")]
    assert (part["rejected"], part["unchanged"]) == (1, 1)


def test_a_clerk_closes_nothing_that_the_own_area_is(county, tmp_path):
    rows = [[*HEAD, "网格状态"], [TOWN, "东镇", "乡镇", "990101", "撤销"], [WEST, "西一村", "村", "990101101", "撤销"]]
    report = store_file(county, workbook(tmp_path / "f.xlsx", {"名单": rows}), EAST)
    assert counts(report)[4] == 2 and {"grid_root", "grid_outside_scope"} <= codes(report)
    assert grid(county, TOWN) == grid(county, WEST) == OPEN


def plan_of(county, tmp_path, *rows: str, answers: Answers | None = None, scope=WHOLE, header=HEAD):
    path = sheet(tmp_path, [], *[[r] for r in rows])
    return prepare(county, scope, path, now=NOW, answers={"名单": answers} if answers else None)


def test_what_a_list_lacks_is_named_and_stays(county, tmp_path):
    plan = plan_of(county, tmp_path, "990101100001")
    absent = plan.sheets[0].absent
    assert absent[["code", "name", "place", "listed"]].to_numpy().tolist() == [[SECOND, "东二村", "东镇", 1]]
    assert absent["close_on"].isna().all() and plan.report()["sheets"][0]["absent"] == 1
    discard(plan)
    store_file(county, sheet(tmp_path, [], ["990101100001"]))
    assert grid(county, SECOND) == OPEN


def test_the_lacking_are_closed_on_a_day_by_a_word_and_taken_back(county, tmp_path):
    said = {"名单": Answers(absent="close", absent_on="2026-01-20")}
    report = store_file(county, sheet(tmp_path, [], ["990101100001"]), answers=said)
    assert counts(report) == (1, 0, 0, 1, 0) and report["sheets"][0]["closed"] == 1
    assert grid(county, SECOND) == ("2026-01-20", None, None) and grid(county, WEST) == OPEN
    undo(county, WHOLE, report["batch"], actor="t", now=NOW)
    assert grid(county, SECOND) == OPEN
    assert outstanding(county, as_of=date(2026, 1, 31), policy="x").due


def test_outside_the_scope_nothing_lacks(county, tmp_path):
    with county.write() as db:
        db.execute(
            "insert into grid (grid_id, code, name, axis, level, parent_id, updated_at) values (90, '990101101002', '西二村', 'area', 'village', 8, ?)",
            [NOW],
        )
        db.execute("insert into grid_tree values (0, 90), (1, 90), (8, 90), (90, 90)")
    plan = plan_of(county, tmp_path, WEST, "990101100001", scope=EAST)
    assert plan.sheets[0].absent["code"].tolist() == [SECOND]
    discard(plan)


def test_one_that_is_said_to_be_closed_does_not_lack(county, tmp_path):
    plan = plan_of(county, tmp_path, "990101100001", SECOND)
    assert plan.sheets[0].absent.empty and "absent" not in plan.report()["sheets"][0]
    discard(plan)


def test_units_of_a_sort_in_a_town(county, tmp_path):
    with county.write() as db:
        db.execute(
            "insert into grid (grid_id, code, name, axis, level, area_id, updated_at) values (40, 'U009', '西镇小学', 'block', 'unit', 9, ?), (41, 'U010', '西镇木厂', 'block', 'unit', 9, ?)",
            [NOW, NOW],
        )
        db.execute("insert into unit (grid_id, kind) values (40, 'school'), (41, 'enterprise')")
        db.execute(
            "insert into grid_tree select a.ancestor_id, n from grid_tree a, (values (40), (41)) v(n) where a.grid_id = 9 union all values (40, 40), (41, 41)"
        )
    head = ["单位编码", "单位名称", "单位类型", "所在网格编码", "经营状态"]
    path = workbook(tmp_path / "u.xlsx", {"名单": [head, ["U002", "西镇糖厂", "企业", WEST, "存续"]]})
    plan = prepare(county, WHOLE, path, now=NOW)
    assert plan.sheets[0].absent["code"].tolist() == ["U010"]
    discard(plan)
    report = store_file(
        county, workbook(tmp_path / "v.xlsx", {"名单": [head, ["U002", "西镇糖厂", "企业", WEST, "注销"]]})
    )
    assert counts(report) == (1, 0, 1, 0, 0) and grid(county, "U002")[0] == "2026-02-01"


def test_a_list_of_villages_that_are_no_more_by_name(county, tmp_path):
    rows = [["乡镇", "村", "并入村", "撤并时间"], ["东镇", "东二村", "东一村", "2025-07-01"]]
    report = store_file(county, workbook(tmp_path / "n.xlsx", {"撤并": rows}))
    assert report["sheets"][0]["kind"] == "grids" and counts(report) == (1, 0, 1, 0, 0)
    assert grid(county, SECOND) == ("2025-07-01", "并入东一村", "东一村")


def test_nothing_ends_in_the_future(county, put, tmp_path):
    assert "date_future" in codes(put(["撤销日期"], [SECOND, "2026-12-01"])) and grid(county, SECOND) == OPEN
    said = {"名单": Answers(absent="close", absent_on="2026-12-01")}
    store_file(county, sheet(tmp_path, [], ["990101100001"]), answers=said)
    assert grid(county, SECOND)[0] == "2026-02-01"


def test_an_export_closes_by_a_cell_and_comes_back_unchanged(county, tmp_path):
    content = editable(county, WHOLE, "grids", "zh", conditions={"grid": 2}, actor="t", now=NOW)
    path = tmp_path / "back.xlsx"
    path.write_bytes(content)
    assert counts(store_file(county, path))[2:] == (0, 6, 0)
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    header = [c.value for c in page[1]]
    row = next(r[0].row for r in page.iter_rows(min_row=2) if r[0].value == SECOND)
    page.cell(row, header.index("网格状态") + 1).value = "撤销"
    page.cell(row, header.index("撤销日期") + 1).value = "2025-07-01"
    page.cell(row, header.index("并入") + 1).value = "东一村"
    book.save(path)
    assert counts(store_file(county, path))[2:] == (1, 5, 0)
    assert grid(county, SECOND) == ("2025-07-01", "并入东一村", "东一村")


def test_what_is_understood_by_its_words_is_no_question(county, tmp_path):
    rows = [
        ["990101100001", "东一村", "村", "990101100", "2019年并入东二村"],
        ["990101100002", "东二村", "村", "990101100", "嗯嗯"],
    ]
    path = workbook(tmp_path / "a.xlsx", {"名单": [[*HEAD, "网格状态"], *rows]})
    plan = prepare(county, WHOLE, path, now=NOW)
    found = written_values(plan.works["grids"], 0, "grids").query("field == 'status'").set_index("text")["meaning"]
    assert found["2019年并入东二村"] == "closed" and found.isna().sum() == 1
    discard(plan)


@pytest.mark.parametrize(("header", "words"), [("网格状态", "2019年并入东一村"), ("备注", "低保")])
def test_places_with_their_state_are_a_list_of_grids_and_with_remarks_of_anything(county, tmp_path, header, words):
    rows = [["东镇", "东二村", words], ["东镇", "东一村", "正常"]]
    path = workbook(tmp_path / "a.xlsx", {"名单": [["乡镇", "村", header], *rows]})
    if header == "备注":
        with pytest.raises(UserError, match="header_unknown"):
            prepare(county, WHOLE, path, now=NOW)
        return
    plan = prepare(county, WHOLE, path, now=NOW)
    assert (plan.sheets[0].kind, plan.sheets[0].counts["changed"]) == ("grids", 1)
    discard(plan)
