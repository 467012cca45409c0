"""A kind of list is a folder: one that nobody has heard of is read, shown, stored, exported, joined with its people and taken back by
the ordinary functions. Were a branch on kinds left somewhere, it would not be."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import openpyxl
import pytest

from core.domain import EVERYTHING, Scope
from core.duplicates.merge import merge, unmerge
from core.ingest.kinds import descriptor as known
from core.ingest.kinds.descriptor import load
from core.ingest.meaning.columns import kinds
from core.ingest.plan import discard, prepare
from core.ingest.undo.undo import undo, undo_check
from core.ingest.written import written_values
from core.workbooks.by_grid import counts_by_grid, issues_by_grid
from core.workbooks.export import editable
from core.workbooks.giveback import marked_workbook
from core.workbooks.templates import template
from tests.core.ingest.files import PEOPLE, codes, counts, id_number, store_file, workbook
from tests.county import NOW, WHOLE, county_alone

ONE, TWO = id_number(1), id_number(2, "20100505")
SECTION = "990101100001001"
HEADER = ["序号", "姓名", "身份证号", "走访日期", "走访情况"]
ROWS = [
    [1, "韦一", ONE, "2026-01-30", "在家"],
    [2, "覃二", TWO, "2026年1月31日", "外出"],
    [3, "没有此人", id_number(77), "2026-01-31", "在家"],
    [4, "韦一", ONE, "不记得", "在家"],
]


@pytest.fixture
def county(monkeypatch, tmp_path):
    """With the kind in its list, its table in its store and its people in its register."""
    folder = shutil.copytree(Path(__file__).parent / "made_up" / "home_visits", tmp_path / "home_visits")
    monkeypatch.setattr(known, "FOLDERS", (*known.FOLDERS, folder))
    store = county_alone()
    with store.write() as db:
        db.execute(
            "create table home_visit"
            " (visit_id integer primary key, person_id integer not null, visited_on date, found text, batch_id integer)"
        )
    roster = [
        PEOPLE,
        *([n, None, i, None, None, None, SECTION, *[None] * 5] for n, i in (("韦一", ONE), ("覃二", TWO))),
    ]
    store_file(store, workbook(tmp_path / "roster.xlsx", {"人员": roster}))
    return store


@pytest.fixture
def visits(tmp_path):
    return workbook(tmp_path / "走访.xlsx", {"走访": [HEADER, *ROWS]})


def stored(county) -> list[tuple]:
    return county.run(
        "select p.name, cast(v.visited_on as text), v.found from home_visit v join person p using (person_id) order by visit_id"
    ).fetchall()


def test_it_is_recognised_checked_and_shown(county, visits):
    plan = prepare(county, WHOLE, visits, now=NOW)
    try:
        part = plan.sheets[0]
        assert (part.kind, part.ready) == ("home_visits", True)
        assert [part.counts[k] for k in ("rows", "new", "rejected")] == [4, 2, 2]
        shown = plan.preview("走访")
        assert shown["status"].tolist() == ["new", "new", "rejected", "rejected"]
        assert {"person_unknown", "date_bad"} == set(" ".join(shown["why"].dropna()).split())
        assert set(written_values(part.work, 0, "home_visits")["meaning"]) == {"home", "away"}
        assert counts_by_grid(part)["new"].sum() == 2
        assert issues_by_grid(plan, language="zh") and marked_workbook(plan, language="en")
    finally:
        discard(plan)
    masked = prepare(county, Scope((EVERYTHING,), frozenset()), visits, now=NOW)
    try:
        assert masked.preview("走访")["name"].iloc[0] == "韦*"
    finally:
        discard(masked)


def test_it_is_stored_compared_and_taken_back(county, visits, tmp_path):
    first = store_file(county, visits)
    assert counts(first) == (4, 2, 0, 0, 2) and codes(first) == {"person_unknown", "date_bad"}
    before = stored(county)
    assert before == [("韦一", "2026-01-30", "home"), ("覃二", "2026-01-31", "away")]
    again = workbook(tmp_path / "again.xlsx", {"走访": [HEADER, [1, "韦一", ONE, "2026-01-30", "不在家"], ROWS[1]]})
    plan = prepare(county, WHOLE, again, now=NOW)
    assert '"found":"home"' in plan.preview("走访")["before"].iloc[0].replace(" ", "")
    discard(plan)
    second = store_file(county, again)
    assert counts(second) == (2, 0, 1, 1, 0) and stored(county)[0][2] == "away"
    assert not undo_check(county, WHOLE, first["batch"], now=NOW).whole, "a later list changed one of its rows"
    undo(county, WHOLE, second["batch"], actor="test", now=NOW)
    assert stored(county) == before
    found = undo_check(county, WHOLE, first["batch"], now=NOW)
    assert found.whole and found.removed == {"home_visit": 2}
    undo(county, WHOLE, first["batch"], actor="test", now=NOW)
    assert stored(county) == []


def test_people_of_whom_it_tells_stay_when_their_roster_is_taken_back(county, visits):
    store_file(county, visits)
    roster = county.value("select batch_id from person where id_number = $id", id=ONE)
    found = undo_check(county, WHOLE, roster, now=NOW)
    assert found.kept == 2 and set(found.blocks["reason"]) == {"used"}


def test_it_leaves_for_editing_and_comes_back(county, visits, tmp_path):
    store_file(county, visits)
    content = editable(
        county, Scope((EVERYTHING,), frozenset({"name"})), "home_visits", "zh", conditions={}, actor="test", now=NOW
    )  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    rows = {sheet.cell(n, 1).value: n for n in (2, 3)}
    assert [cell.value for cell in sheet[1]][:4] == ["姓名", "身份证号", "走访日期", "走访情况"]
    sheet.cell(rows["韦一"], 4).value = "不在家"
    book.save(tmp_path / "back.xlsx")
    assert counts(store_file(county, tmp_path / "back.xlsx")) == (2, 0, 1, 1, 0)
    assert ("韦一", "2026-01-30", "away") in stored(county)


def test_a_merge_takes_its_rows_along_and_an_unmerge_gives_them_back(county, visits):
    store_file(county, visits)
    before = stored(county)
    keep, gone = (county.value("select person_id from person where id_number = $id", id=i) for i in (ONE, TWO))
    number = merge(county, WHOLE, keep=keep, gone=gone, actor="test", now=NOW)
    assert [name for name, *_ in stored(county)] == ["韦一", "韦一"]
    unmerge(county, WHOLE, merge_id=number, actor="test", now=NOW)
    assert stored(county) == before


def test_its_template_is_read_as_what_it_is(county, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(template("home_visits", "zh")))
    sheet = book["走访"]
    sheet.cell(2, 1).value, sheet.cell(2, 2).value = "韦一", ONE
    book.save(tmp_path / "filled.xlsx")
    assert counts(store_file(county, tmp_path / "filled.xlsx")) == (1, 1, 0, 0, 0)


def test_a_wrong_entry_is_told_with_its_file(tmp_path):
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "kind.toml").write_text('outcome = "plan.odd"\ncolour = "red"\n', "utf-8")
    with pytest.raises(ValueError, match=r"kind\.toml.*colour"):
        load(folder)


def test_the_product_itself_knows_nothing_of_it():
    assert "home_visits" not in kinds()
