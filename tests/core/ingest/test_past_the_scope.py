"""What a clerk of one township can't do or learn by importing."""

from __future__ import annotations

import pytest

from core.domain import Scope
from core.errors import NotAllowed, UserError
from core.ingest import outside
from core.ingest.history import batch_issues
from core.ingest.meaning.answers import Answers, forget_mapping, save_mapping
from core.ingest.originals import has_original, original
from core.ingest.plan import prepare
from core.settings import load_settings
from core.store import open_store
from tests.core.ingest.files import GRIDS, codes, id_number, store_file, workbook
from tests.county import EAST, NOW, make_county

ROSTER = ["姓名", "网格", "身份证号", "联系电话"]
HERE, THERE = "990101100001001", "990101101001001"


@pytest.fixture
def county():
    return make_county()


def roster(tmp_path, rows: list[list]):
    return workbook(tmp_path / "f.xlsx", {"表": [ROSTER, *rows]})


def test_issues_are_shown_by_row_within_the_scope(county, tmp_path):
    rows = [
        ["韦一", HERE, id_number(1), "12"],
        ["韦二", THERE, id_number(2), "13"],
        ["韦三", "没有的村", id_number(3), None],
    ]
    batch = store_file(county, roster(tmp_path, rows))["batch"]
    seen = lambda scope, reader="": batch_issues(county, scope, batch, reader=reader)["row"].tolist()  # noqa: E731
    assert seen(Scope((0,))) == [2, 3, 4]
    assert seen(EAST) == [2]
    assert seen(Scope((8,))) == [3]
    assert seen(Scope(())) == []
    assert seen(EAST, "tester") == [2, 3, 4]  # who brought the file has seen it


def test_the_countys_original_is_not_for_a_township(tmp_path):
    store = open_store(load_settings(db=str(tmp_path / "s" / "command.duckdb")))
    with store.write() as db:
        for table in ("grid", "grid_name", "grid_tree"):
            rows = make_county().run(f"select * from {table}").fetchall()
            db.executemany(f"insert into {table} values ({', '.join('?' * len(rows[0]))})", rows)
    batch = store_file(
        store, roster(tmp_path, [["韦一", HERE, id_number(1), None], ["韦二", "没有的村", id_number(2), None]])
    )["batch"]
    assert not has_original(store, EAST, batch, actor="clerk of the town")
    with pytest.raises(UserError, match="undo_outside_scope"):
        original(store, EAST, batch, actor="clerk of the town")
    assert original(store, EAST, batch, actor="tester") == (tmp_path / "f.xlsx").read_bytes()
    store.close()


def test_who_is_on_a_roster_elsewhere_is_answered_but_not_without_end(county, tmp_path, monkeypatch):
    with county.write() as db:
        db.execute(
            "update person set id_number = '45012719900101' || lpad(cast(person_id as text), 4, '0') where person_id > 30"
        )
        for person in range(31, 41):
            db.execute("update person set id_number = $1 where person_id = $2", [id_number(person), person])
    monkeypatch.setattr(outside, "OF_A_FILE", 5)
    monkeypatch.setattr(outside, "OF_A_DAY", 8)
    asked = lambda people: prepare(  # noqa: E731
        county, EAST, roster(tmp_path, [[f"韦{n}号", HERE, id_number(n), None] for n in people]), now=NOW, actor="clerk"
    )
    assert asked(range(31, 35)).sheets[0].counts["rejected"] == 4
    with pytest.raises(UserError, match="outside_many"):
        asked(range(31, 37))  # too many in one list
    with pytest.raises(UserError, match="outside_many"):
        asked(range(31, 33))  # and on one day
    told = county.run("select actor, fields->>'rows' from audit_entry where event = 'import.outside_asked'").fetchall()
    assert told == [("clerk", "4"), ("clerk", "6"), ("clerk", "2")]


def test_a_key_that_was_not_given_out_is_none(county, tmp_path):
    """Signed with a secret of the store: as it was signed before, anybody could write one."""
    check = county.value("select left(md5('row ' || 'P1.31.1.' || repeat('0', 96)), 6)")
    header = [*ROSTER, "系统行键"]
    path = workbook(
        tmp_path / "f.xlsx", {"表": [header, ["韦一", HERE, None, "13700000001", f"P1.31.1.{'0' * 96}.{check}"]]}
    )
    plan = prepare(county, EAST, path, now=NOW)
    assert "row_key_bad" in {i["code"] for i in plan.report()["sheets"][0]["issues"]}


def test_ones_own_grid_is_not_raised_or_moved(county, tmp_path):
    rows = [GRIDS, ["990101100", "东镇", "县", None, None, None, None, None, None]]
    report = store_file(county, workbook(tmp_path / "f.xlsx", {"表": rows}), EAST)
    assert codes(report) & {"grid_root", "grid_outside_scope"}
    assert county.run("select level, parent_id from grid where grid_id = 2").fetchall() == [("township", 1)]


def test_what_is_in_ones_grid_may_still_be_filled(county, tmp_path):
    rows = [GRIDS, ["990101100", "东镇", "乡镇", "990101", None, None, "陆三", "13800000009", None]]
    store_file(county, workbook(tmp_path / "f.xlsx", {"表": rows}), EAST)
    assert county.value("select name from duty where grid_id = 2 and role = 'responsible'") == "陆三"


def test_a_mapping_for_everybody_is_saved_by_those_who_see_everything(county):
    with pytest.raises(NotAllowed, match="mapping_shared"):
        save_mapping(county, EAST, "x", Answers(kind="people"), name="名单", actor="clerk", now=NOW)
    with pytest.raises(NotAllowed, match="mapping_shared"):
        forget_mapping(county, EAST, 1, actor="clerk")
