"""What a commit stores; and that doing it twice, or with half a scope, stores no more."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from core.audit import verify
from core.errors import UserError
from core.ingest.history import batch_issues, batches
from core.ingest.plan import discard, prepare
from core.ingest.storing import commit
from tests.core.ingest.files import CHECK_INS, EXITS, GRIDS, PEOPLE, codes, counts, id_number, store_file, workbook
from tests.county import EAST, NOBODY, NOW, WHOLE, make_county

G, WEST = "990101100001001", "990101101001001"
ONE, TWO = id_number(1), id_number(2, "20100505")
ROSTER = [
    [*PEOPLE, "来源地", "返乡日期", "工作或学习单位编码"],
    [
        "韦 一",
        "居民身份证",
        ONE,
        None,
        None,
        "+86 137-0000-0001",
        G,
        "N1",
        "韦一",
        "户主",
        "1号",
        "返乡人员",
        "深圳",
        "2026-01-20",
        "U002-1",
    ],
    [
        "覃二",
        None,
        TWO.replace("X", "x"),
        None,
        None,
        None,
        "东一村1组",
        "N1",
        "韦一",
        "子",
        "1号",
        "学生",
        None,
        None,
        "U001-1-1",
    ],
    ["单三", None, None, "男", "1980/2/3", None, G, "N2", None, None, None, "常住", None, None, None],
]


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def roster(tmp_path):
    return workbook(tmp_path / "人员.xlsx", {"人员": ROSTER}, title="人员花名册")


def test_people_with_household_membership_and_pinyin(county, roster):
    report = store_file(county, roster)
    assert counts(report) == (3, 3, 0, 0, 0)
    first = county.df("select * from person where id_number = $id", id=ONE).iloc[0]
    assert (first["name"], first["pinyin"], first["initials"], first["phone"]) == (
        "韦一",
        "wei yi",
        "wy",
        "13700000001",
    )
    assert (first["attention"], first["origin"], first["registered"]) == ("returnee", "深圳", True)
    assert (first["birth_date"].date(), first["home_grid_id"], first["id_type"]) == (date(1990, 1, 1), 4, "resident_id")
    assert county.value("select pinyin from person where name = '单三'") == "shan san"
    homes = county.df(
        "select h.code, count(*) as n, any_value(h.householder_id) as head from household h join person p on p.household_id = h.household_id where h.code like 'N%' group by h.code order by h.code"
    )
    assert homes[["code", "n"]].to_numpy().tolist() == [["N1", 2], ["N2", 1]]
    assert homes["head"][0] == first["person_id"]
    of = "select m.kind, m.grid_id from membership m join person p on p.person_id = m.person_id where p.id_number = $id order by m.kind"
    assert county.run(of, id=ONE).fetchall() == [("home", 4), ("work", 31)]
    assert county.run(of, id=TWO).fetchall() == [("home", 4), ("study", 22)]
    assert verify(county).whole
    assert (
        county.value("select count(*) from audit_entry where event = 'import.committed' and fields not like '%韦%'")
        == 1
    )


def test_twice_is_once(county, roster):
    store_file(county, roster)
    before = county.df("select * from person order by person_id")
    plan = prepare(county, WHOLE, roster, now=NOW)
    assert plan.repeat_of == 1
    assert counts(commit(county, plan, actor="t", now=NOW)) == (3, 0, 0, 3, 0)
    assert before.equals(county.df("select * from person order by person_id"))
    with pytest.raises(UserError, match="import_done"):
        commit(county, plan, actor="t")
    discard(plan)


def test_blank_changes_nothing_and_a_change_is_shown(county, roster, tmp_path):
    store_file(county, roster)
    rows = [PEOPLE, ["韦一", None, ONE, None, None, "13700000009", G, None, None, None, None, None]]
    plan = prepare(county, WHOLE, workbook(tmp_path / "b.xlsx", {"人员": rows}), now=NOW)
    shown = plan.preview("人员", status="changed")
    assert shown["before"].tolist() == ['[{"phone":"13700000001"}]']
    commit(county, plan, actor="t", now=NOW)
    kept = county.df("select * from person where id_number = $id", id=ONE).iloc[0]
    assert (kept["phone"], kept["address"], kept["attention"], kept["version"]) == ("13700000009", "1号", "returnee", 2)


def test_a_move_ends_the_former_home(county, roster, tmp_path):
    store_file(county, roster)
    store_file(
        county, workbook(tmp_path / "b.xlsx", {"人员": [PEOPLE, ["韦一", None, ONE, None, None, None, WEST, "W1"]]})
    )
    homes = "select m.grid_id, m.until from membership m join person p on p.person_id = m.person_id where p.id_number = $id and kind = 'home' order by 1"
    assert county.run(homes, id=ONE).fetchall() == [(4, NOW.date()), (10, None)]


def test_a_clerk_imports_only_to_their_own_town(county, tmp_path):
    rows = [PEOPLE, ["甲", None, ONE, None, None, None, WEST, "N1"], ["乙", None, TWO, None, None, None, G, "N1"]]
    report = store_file(county, workbook(tmp_path / "a.xlsx", {"人员": rows}), scope=EAST)
    assert counts(report) == (2, 1, 0, 0, 1) and codes(report) == {"grid_outside_scope"}
    assert county.value("select count(*) from person where id_number = $id", id=ONE) == 0
    # nor may they draw someone of another town over to theirs
    store_file(county, workbook(tmp_path / "b.xlsx", {"人员": rows[:2]}))
    report = store_file(
        county,
        workbook(tmp_path / "c.xlsx", {"人员": [PEOPLE, ["甲", None, ONE, None, None, None, G, "N9"]]}),
        scope=EAST,
    )
    assert codes(report) == {"person_outside_scope"}
    assert counts(store_file(county, workbook(tmp_path / "d.xlsx", {"人员": rows}), scope=NOBODY))[4] == 2
    grid = ["990101101009", "新村", "村", "990101101"]
    report = store_file(
        county, workbook(tmp_path / "e.xlsx", {"网格": [GRIDS, grid, ["990102", "乙县", "县"]]}), scope=EAST
    )
    assert codes(report) == {"grid_outside_scope"} and counts(report)[4] == 2
    assert (
        counts(
            store_file(
                county,
                workbook(tmp_path / "f.xlsx", {"网格": [GRIDS, ["990101100009", "新村", "村", "990101100"]]}),
                scope=EAST,
            )
        )[1]
        == 1
    )
    outside = workbook(tmp_path / "g.xlsx", {"登记": [CHECK_INS, [TWO, "乙", WEST, "2026-01-31 08:00:00", "进", 36.5]]})
    assert codes(store_file(county, outside, scope=EAST)) == {"grid_outside_scope"}


def test_check_ins_keep_time_order_know_repeats_and_drop_nobody(county, tmp_path):
    with county.write() as db:
        db.execute("update person set id_number = ? where person_id = 1", [ONE])
    rows = [
        CHECK_INS,
        [ONE, "王小二", G, "2026-01-31 20:00:00", "出", 36.5],
        [ONE, "王小二", G, "2026-01-31 19:00:00", "进", "36.6"],
        [ONE, "王小二", G, "2026-01-31 19:00:00", "进", "36.6"],
        [TWO, "陌生人", G, datetime(2026, 1, 31, 19, 30), "IN", None, "咳嗽"],
        [None, "方过路", "U001", "2026/1/31 7:05", "经过", 36],
        [None, "方过路", "U001", "2026年1月31日 08:05", "经过", 36],
    ]
    file = workbook(tmp_path / "登记.xlsx", {"登记": rows})
    before = county.value("select count(*) from check_in")
    assert counts(store_file(county, file)) == (6, 5, 0, 1, 0)
    stored = county.df("select * from check_in where rowid >= $before order by rowid", before=before)
    assert len(stored) == 5 and stored["scanned_at"].is_monotonic_increasing
    assert stored.iloc[-1][["person_id", "direction"]].tolist() == [1, "out"]
    visitors = county.df(
        "select p.name, p.home_grid_id, m.grid_id, m.kind from person p join membership m on m.person_id = p.person_id where not registered order by p.name"
    )
    assert visitors[["name", "grid_id", "kind"]].to_numpy().tolist() == [
        ["方过路", 20, "temporary"],
        ["陌生人", 4, "temporary"],
    ]
    assert visitors["home_grid_id"].isna().all()
    assert counts(store_file(county, file)) == (6, 0, 0, 6, 0)
    assert county.value("select count(*) from check_in") == before + 5
    # a visitor who is put on the roster later stays the same person
    store_file(
        county, workbook(tmp_path / "r.xlsx", {"人员": [PEOPLE, ["陌生人", None, TWO, None, None, None, G, "N1"]]})
    )
    assert county.run("select registered, home_grid_id from person where id_number = $id", id=TWO).fetchall() == [
        (True, 4)
    ]


def test_exit_applications_take_a_decision_later(county, tmp_path):
    with county.write() as db:
        db.execute("update person set id_number = ? where person_id = 1", [ONE])
    row = ["2026-01-30 09:00:00", "王小二", ONE, "南宁", "就医", "2026-02-02", "2026-02-03", "待审批"]
    assert counts(store_file(county, workbook(tmp_path / "a.xlsx", {"外出": [EXITS, row]}))) == (1, 1, 0, 0, 0)
    assert counts(store_file(county, workbook(tmp_path / "b.xlsx", {"外出": [EXITS, [*row[:-1], "已批准"]]}))) == (
        1,
        0,
        1,
        0,
        0,
    )
    assert county.run("select person_id, destination, status from exit_application").fetchall() == [
        (1, "南宁", "approved")
    ]


def test_a_plan_is_compared_anew_when_the_registers_changed(county, roster):
    early, late = (prepare(county, WHOLE, roster, now=NOW) for _ in range(2))
    assert counts(early.report()) == counts(late.report()) == (3, 3, 0, 0, 0)
    commit(county, early, actor="t", now=NOW)
    assert counts(commit(county, late, actor="t", now=NOW)) == (3, 0, 0, 3, 0)


def test_a_failure_in_the_middle_leaves_nothing(county, roster, monkeypatch):
    plan = prepare(county, WHOLE, roster, now=NOW)
    monkeypatch.setattr("core.ingest.storing.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        commit(county, plan, actor="t", now=NOW)
    assert county.value("select count(*) from person") == 40
    assert county.value("select count(*) from import_batch") == 0
    assert plan.batch is None


def test_history_and_findings(county, tmp_path):
    rows = [PEOPLE, ["甲", None, ONE, None, None, "1", G, "N1"], ["乙", None, "123", None, None, None, WEST, "N1"]]
    store_file(county, workbook(tmp_path / "a.xlsx", {"人员": rows}))
    assert batches(county, WHOLE)[["file_name", "kind", "new", "rejected"]].to_numpy().tolist() == [
        ["a.xlsx", "people", 1, 1]
    ]
    assert batch_issues(county, WHOLE, 1)[["row", "column", "code"]].to_numpy().tolist() == [
        [2, "联系电话", "phone_bad"],
        [3, "证件号码", "id_format"],
    ]
    assert len(batches(county, EAST)) == 1 and len(batches(county, NOBODY)) == 0
    assert len(batch_issues(county, NOBODY, 1)) == 0


def test_preview_is_masked_by_scope(county, roster):
    plan = prepare(county, EAST, roster, now=NOW)
    shown = plan.preview("人员")
    assert shown["name"][0] == "韦 一" and ONE not in shown["id_number"].tolist() and "****" in shown["phone"][0]
    assert shown["row"].tolist() == [3, 4, 5]
    for kind, rows in (("登记", [CHECK_INS, [ONE, "甲", G, "2026-01-31 08:00:00", "进"]]),):
        plan = prepare(county, EAST, workbook(roster.with_name("x.xlsx"), {kind: rows}), now=NOW)
        assert plan.preview(kind)["status"].tolist() == ["new"]


@pytest.mark.parametrize("datum", ["gcj02", "wgs84"])
def test_a_moved_point_is_shown_in_the_coordinates_of_the_file(county, tmp_path, datum):
    place = lambda lon, lat: [GRIDS[:6], [G, "一组", "屯", "990101100001", lon, lat]]  # noqa: E731
    store_file(county, workbook(tmp_path / "a.xlsx", {"网格": place(109.279, 22.68)}), datum=datum)
    plan = prepare(county, WHOLE, workbook(tmp_path / "b.xlsx", {"网格": place(109.28, 22.68)}), now=NOW, datum=datum)
    (row,) = plan.preview("网格").to_dict("records")
    assert (row["status"], row["lon"]) == ("changed", "109.28")
    before = {field: value for part in json.loads(row["before"]) for field, value in part.items()}
    assert before["lon"] == pytest.approx(109.279, abs=2e-6)
