"""The demo's roster, damaged by hand in ten ways: what is right goes in, what is wrong is named, and the mended rows follow."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest

from core.domain import EVERYTHING, Scope
from core.ingest.plan import discard, prepare
from core.ingest.storing import commit
from core.workbooks.giveback import marked_workbook
from tests.county import empty_store
from tests.damage import HEADER, ROSTER, WAYS, column, damaged

WHOLE = Scope((EVERYTHING,), frozenset({"name", "phone", "id_number", "address"}))
NOW = datetime(2026, 6, 1, 8, 0)
# way → (new, rejected, code → findings)
EXPECTED = {
    "notes_around": (200, 0, {"row_total": 1, "row_note": 1}),
    "headers_renamed": (200, 0, {}),
    "id_typo": (199, 1, {"id_checksum": 1}),
    "ids_as_numbers": (197, 3, {"id_numeric": 3}),
    "grids_by_name": (200, 0, {}),
    "rows_twice": (200, 2, {"duplicate_row": 2}),
    "digits_wide": (200, 0, {}),
    "dates_mixed": (200, 0, {}),
    "sensitive_columns": (200, 0, {}),
    "names_gone": (198, 2, {"name_missing": 1, "grid_unknown": 1, "householder_missing": 1}),
}


def take(store, path):
    """Import at a time after the demo's; the report of the one sheet or the last of several."""
    plan = prepare(store, WHOLE, path, now=NOW)
    report = commit(store, plan, actor="clerk", now=NOW)
    discard(plan)
    return report["sheets"][-1]


@pytest.fixture(scope="module")
def grids():
    """A store with the grids and units of the demo."""
    store = empty_store()
    for name in ("01_网格花名册.xlsx", "02_单位花名册.xlsx"):
        take(store, ROSTER.parent / name)
    return store


@pytest.mark.parametrize("way", WAYS)
def test_each_damage_is_read_or_named(grids, tmp_path, way):
    plan = prepare(grids, WHOLE, damaged(tmp_path, way), now=NOW)
    part = plan.sheets[0]
    assert part.asked == []
    new, rejected, codes = EXPECTED[way]
    assert (part.counts["new"], part.counts["rejected"]) == (new, rejected)
    assert part.issues["code"].value_counts().to_dict() == codes
    assert bool(part.sensitive) == (way == "sensitive_columns")
    discard(plan)


def test_what_is_read_is_what_stood_there(tmp_path):
    """Damages that only change the writing lead to the same people as the sound roster."""
    told = "select name, id_number, sex, birth_date, phone, home_grid_id, address, relation, attention from person order by id_number"
    people = []
    for ways in (
        (),
        ("notes_around", "headers_renamed"),
        ("grids_by_name",),
        ("digits_wide", "dates_mixed"),
        ("sensitive_columns",),
    ):
        store = empty_store()
        for name in ("01_网格花名册.xlsx", "02_单位花名册.xlsx"):
            take(store, ROSTER.parent / name)
        take(store, damaged(tmp_path, *ways) if ways else ROSTER)
        people.append(store.df(told))
    for other in people[1:]:
        assert other.equals(people[0])


def test_the_marked_workbook_mended_brings_only_what_was_missing(tmp_path):
    store = empty_store()
    for name in ("01_网格花名册.xlsx", "02_单位花名册.xlsx"):
        take(store, ROSTER.parent / name)
    path = damaged(tmp_path, "id_typo", "names_gone", "rows_twice")
    plan = prepare(store, WHOLE, path, now=NOW)
    _, content = marked_workbook(plan, language="zh")
    report = commit(store, plan, actor="clerk", now=NOW)
    assert [report["sheets"][0][k] for k in ("new", "rejected")] == [197, 5]
    discard(plan)

    book, sound = openpyxl.load_workbook(io.BytesIO(content)), openpyxl.load_workbook(ROSTER).active
    sheet = book.active
    for row, header in ((5, "证件号码"), (10, "姓名"), (11, "网格编码")):
        at = column(sheet, header)
        sheet.cell(row, at).value = sound.cell(row, at).value
    sheet.delete_rows(HEADER + 201, 2)
    book.save(tmp_path / "mended.xlsx")
    again = take(store, tmp_path / "mended.xlsx")
    assert [again[k] for k in ("new", "changed", "unchanged", "rejected")] == [3, 0, 197, 0]
    assert store.value("select count(*) from person") == 200
