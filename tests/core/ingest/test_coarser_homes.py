"""A list that names the village of people who are registered in a group of it moves nobody out of their group and household."""

from __future__ import annotations

import io

import openpyxl
import pytest

from core.ingest import workspace
from core.workbooks.export import editable
from tests.core.ingest.files import counts, id_number, store_file, workbook
from tests.county import NOW, WHOLE, make_county

KNOWN = id_number(1)  # person 7, of group 1 (grid 4) of the eastern first village (3), in household 2


@pytest.fixture
def county():
    made = make_county()
    with made.write() as db:
        db.execute("update person set id_number = $1, name = '韦新' where person_id = 7", [KNOWN])
    return made


@pytest.fixture(params=[False, True], ids=["few", "many"])
def put(county, tmp_path, request, monkeypatch):
    if request.param:
        monkeypatch.setattr(workspace, "FEW", 0)
    return lambda header, *rows: store_file(county, workbook(tmp_path / "f.xlsx", {"表": [header, *rows]}))


def home(county):
    return county.one(
        "select p.home_grid_id, p.household_id, (select list(grid_id order by grid_id) from membership m where m.person_id = 7"
        " and m.kind = 'home' and m.until is null) from person p where p.person_id = 7"
    )


@pytest.mark.parametrize("place", [{"村": "东一村"}, {"乡镇": "东镇", "村": "东一村"}])
def test_who_lives_in_a_part_of_it_stays_there(county, put, place):
    before = home(county)
    report = put(["姓名", "身份证号", *place, "是否转移"], ["韦新", KNOWN, *place.values(), "否"])
    assert counts(report) == (1, 0, 1, 0, 0), "what the list is for is taken"
    assert home(county) == before == (4, 2, [4])
    assert county.value("select count(*) from person_fact where person_id = 7") > 0


@pytest.mark.parametrize(("place", "grid"), [("东二村", 6), ("东一村2组", 5), ("西镇", 8)])
def test_elsewhere_is_a_move(county, put, place, grid):
    put(["姓名", "身份证号", "村"], ["韦新", KNOWN, place])
    assert home(county) == (grid, None, [grid])


def test_a_household_of_the_village_is_one(county, put):
    """Who names the household says where it is."""
    put(["姓名", "身份证号", "村", "户号"], ["韦新", KNOWN, "东一村", "H90"])
    assert home(county)[0] == 3 and home(county)[1] not in (None, 2)


def test_who_was_registered_in_the_village_goes_to_the_group(county, put):
    county.run("update person set home_grid_id = 3 where person_id = 7")
    put(["姓名", "身份证号", "村"], ["韦新", KNOWN, "东一村1组"])
    assert home(county)[0] == 4


def test_a_village_in_an_export_that_was_edited_is_meant(county, put, tmp_path):
    book = openpyxl.load_workbook(
        io.BytesIO(editable(county, WHOLE, "people", "zh", conditions={"grid": 4}, actor="t", now=NOW))
    )
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(c.value == "网格编码" for c in row))
    at = {c.value: c.column for c in header}
    for row in sheet.iter_rows(min_row=header[0].row + 1):
        if sheet.cell(row[0].row, at["姓名"]).value == "韦新":
            sheet.cell(row[0].row, at["网格编码"]).value = "990101100001"
            sheet.cell(row[0].row, at["户号"]).value = None
    path = tmp_path / "edited.xlsx"
    book.save(path)
    store_file(county, path)
    assert home(county)[0] == 3
