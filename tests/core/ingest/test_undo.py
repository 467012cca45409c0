"""A batch is taken back exactly, as long as nothing later rests on it."""

from __future__ import annotations

import json
import random
from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from core.audit import verify
from core.domain import Scope
from core.errors import UserError
from core.ingest.history import batch_issues, batches
from core.ingest.plan import discard, prepare
from core.ingest.undo.undo import undo, undo_check
from core.rollup import roll_up
from tests.core.ingest.files import CHECK_INS, EXITS, GRIDS, PEOPLE, counts, id_number, store_file, workbook
from tests.county import EAST, NOBODY, NOW, WHOLE, rolled_county

SECTION, OTHER, WEST = "990101100001001", "990101100001002", "990101101001001"
ONE, TWO, THREE = id_number(1), id_number(2, "20100505"), id_number(3, "19850607")
LATER = datetime(2026, 2, 3, 9, 0)
LOGS = ("audit_entry", "audit_anchor", "migration", "account", "account_scope", "session", "one_time_link")
ROSTER = [
    [*PEOPLE, "工作或学习单位编码"],
    ["韦一", None, ONE, None, None, "13700000001", SECTION, "N1", "韦一", "户主", "1号", "返乡人员", "U002-1"],
    ["覃二", None, TWO, None, None, None, SECTION, "N1", "韦一", "子", "1号", None, None],
]
MOVED = [
    PEOPLE,
    ["韦益", None, ONE, None, None, "13700000009", WEST, "W1", "韦益", "户主", "9号", "常住"],
    ["新人", None, THREE, None, None, None, OTHER, "N2", None, None, None, None],
]
UNITS = ["单位编码", "单位名称", "上级编码", "单位类型", "所在网格编码", "复工状态", "复工人数", "负责人"]


@pytest.fixture
def county():
    """With its own first batch on the books: numbers of imports begin at 2."""
    store = rolled_county()
    with store.write() as db:
        db.execute(
            "insert into import_batch values (1, ?, 'county', 'county', 'x', 1, 'committed', 0, false)",
            [NOW - timedelta(days=9)],
        )
    return store


@pytest.fixture
def put(county, tmp_path):
    """put(sheet, rows) imports a small workbook and gives the batch's number."""

    def given(sheet: str, rows: list[list], scope: Scope = WHOLE) -> int:
        return store_file(county, workbook(tmp_path / f"{sheet}.xlsx", {sheet: rows}), scope=scope)["batch"]

    return given


def contents(store) -> dict[str, list[str]]:
    """Every table, rows in a fixed order, without the logs and what counts changes."""
    tables = store.df(
        "select table_name as t from duckdb_tables() where database_name = current_database() order by 1"
    )["t"]
    found = {}
    for table in tables:
        if table in LOGS or table.startswith("import_"):
            continue
        rest = "exclude (version, updated_at)" if table in ("grid", "person") else ""
        found[table] = sorted(str(row) for row in store.run(f"select * {rest} from {table}").fetchall())
    return found


def changes(before: dict, after: dict) -> dict:
    return {t: (before[t], after[t]) for t in before if before[t] != after[t]}


def blocked(store, batch: int) -> list[tuple]:
    found = undo_check(store, WHOLE, batch, now=LATER).blocks
    return [(r.reason, None if pd.isna(r.batch_id) else int(r.batch_id), int(r.rows)) for r in found.itertuples()]


GRID_ROWS = [
    GRIDS,
    ["990101100001001", "东一村一组", "屯", "990101100001", "109.5", "22.5", "新责任人", "13800000009", None],
    ["990101100", "东镇", "乡镇", "990101", None, None, "陆三", None, "陆四"],
    ["990101100003", "东三村", "村", "990101100", "109.3", "22.7", "李三", None, "王四"],
]
UNIT_ROWS = [
    UNITS,
    ["U002", "西镇糖厂", None, "企业", "990101101001", "已复工", "80", "糖厂长"],
    ["U009", "东镇商店", None, "企业", "990101100001", "已复工", "3", "店长"],
]
SCANS = [
    CHECK_INS,
    [ONE, "韦一", SECTION, "2026-01-31 19:00:00", "进", "38.1"],
    [THREE, "陌生人", SECTION, "2026-02-01 07:30:00", "进", None],
]
EXIT_ROWS = [
    EXITS,
    ["2026-01-30 09:00:00", "韦一", ONE, "南宁", "就医", "2026-02-02", "2026-02-03", "已批准"],
    ["2026-01-31 09:00:00", "覃二", TWO, "柳州", None, "2026-02-02", None, "待审批"],
]
FIRST_EXIT = [EXITS, ["2026-01-30 09:00:00", "韦一", ONE, None, "探亲", "2026-02-01", None, "待审批"]]


@pytest.mark.parametrize(
    ("sheet", "rows", "made"),
    [
        ("人员", MOVED, {"person": 1, "household": 2}),
        ("网格", GRID_ROWS, {"grid": 1}),
        ("单位", UNIT_ROWS, {"grid": 1}),
        ("登记", SCANS, {"person": 1, "check_in": 2}),
        ("外出", EXIT_ROWS, {"exit_application": 1}),
    ],
)
def test_undone_is_as_before(county, put, sheet, rows, made):
    put("人员", ROSTER)
    put("外出", FIRST_EXIT)
    before = contents(county)
    batch = put(sheet, rows)
    assert changes(before, contents(county))
    found = undo_check(county, WHOLE, batch, now=LATER)
    assert (found.removed, found.kept, found.whole) == (made, 0, True)
    assert contents(county) != before  # looking changes nothing
    done = undo(county, WHOLE, batch, actor="t", now=LATER)
    assert changes(before, contents(county)) == {}
    assert (done["status"], done["removed"], done["restored"]) == ("undone", made, found.restored)
    assert county.value("select status from import_batch where batch_id = $b", b=batch) == "undone"
    assert county.value("select count(*) from import_change where batch_id = $b", b=batch) == 0
    assert county.value("select count(*) from audit_entry where event = 'import.undone'") == 1
    assert verify(county).whole
    with pytest.raises(UserError, match="undo_done"):
        undo(county, WHOLE, batch, actor="t", now=LATER)


def test_outlines_come_back(county, tmp_path):
    def outline(shift: float) -> int:
        ring = [[109 + shift, 22], [109.5, 22], [109.5, 22.5], [109 + shift, 22]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        places = [{"type": "Feature", "properties": {"code": c}, "geometry": shape} for c in names]
        file = tmp_path / f"{shift}_wgs84.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": places}), "utf-8")
        return store_file(county, file)["batch"]

    names = ["990101100"]
    outline(0)
    before, names = contents(county), ["990101100", "990101101"]
    batch = outline(0.1)
    assert county.value("select min(batch_id) from grid_outline") == batch - 1  # a change keeps its maker
    assert undo(county, WHOLE, batch, actor="t", now=LATER)["removed"] == {"grid_outline": 1}
    assert changes(before, contents(county)) == {}


def test_the_same_file_goes_in_again(county, tmp_path):
    file = workbook(tmp_path / "人员.xlsx", {"人员": ROSTER})
    stale = prepare(county, WHOLE, file, now=NOW)
    report = store_file(county, file)
    after = contents(county)
    undo(county, WHOLE, report["batch"], actor="t", now=LATER)
    plan = prepare(county, WHOLE, file, now=NOW)
    assert plan.repeat_of is None
    assert stale.repeat_of is None
    discard(plan)
    discard(stale)
    assert counts(store_file(county, file)) == (2, 2, 0, 0, 0)
    again = contents(county)
    assert len(again["person"]) == len(after["person"])


def test_a_plan_made_before_an_undo_is_compared_anew(county, tmp_path):
    from core.ingest.storing import commit

    file = workbook(
        tmp_path / "登记.xlsx", {"登记": [CHECK_INS, [None, "韦过路", SECTION, "2026-01-31 19:00:00", "进", None]]}
    )
    first = store_file(county, file)["batch"]
    plan = prepare(county, WHOLE, file, now=NOW)
    assert counts(plan.report()) == (1, 0, 0, 1, 0)
    undo(county, WHOLE, first, actor="t", now=LATER)
    assert counts(commit(county, plan, actor="t", now=NOW)) == (1, 1, 0, 0, 0)


def test_a_later_batch_on_the_same_field_is_named_and_the_rest_can_go(county, put):
    put("人员", ROSTER)
    two = [
        ["韦一", None, ONE, None, None, "13700000002", SECTION],
        ["覃二", None, TWO, None, None, "13700000003", SECTION],
    ]
    second = put("人员", [PEOPLE[:7], *two])
    third = put("人员", [PEOPLE[:7], ["韦一", None, ONE, None, None, "13700000004", SECTION]])
    assert blocked(county, second) == [("later", third, 1)]
    before = contents(county)
    with pytest.raises(UserError, match="undo_blocked") as refused:
        undo(county, WHOLE, second, actor="t", now=LATER)
    assert refused.value.fields["by"] == str(third)
    assert contents(county) == before
    done = undo(county, WHOLE, second, actor="t", now=LATER, partial=True)
    assert (done["status"], done["restored"], done["kept"]) == ("partly_undone", 1, 1)
    phones = "select name, phone from person where id_number in ($a, $b) order by name"
    assert county.run(phones, a=ONE, b=TWO).fetchall() == [("覃二", None), ("韦一", "13700000004")]
    # with the later one gone, what was left can go too
    undo(county, WHOLE, third, actor="t", now=LATER)
    assert undo(county, WHOLE, second, actor="t", now=LATER)["status"] == "undone"
    assert county.run(phones, a=ONE, b=TWO).fetchall() == [("覃二", None), ("韦一", "13700000001")]


def test_another_field_of_the_same_row_does_not_block(county, put):
    put("人员", ROSTER)
    second = put("人员", [PEOPLE[:7], ["韦一", None, ONE, None, None, "13700000002", SECTION]])
    put("人员", [[*PEOPLE[:3], "网格编码", "住址"], ["韦一", None, ONE, SECTION, "新址"]])
    assert blocked(county, second) == []
    undo(county, WHOLE, second, actor="t", now=LATER)
    assert county.one("select phone, address from person where id_number = $id", id=ONE) == ("13700000001", "新址")


def test_scans_of_people_whom_a_batch_made_block_it(county, put):
    roster = put("人员", ROSTER)
    scans = put("登记", SCANS)
    assert blocked(county, roster) == [("used", scans, 2)]  # the one scanned, and the household that they head
    done = undo(county, WHOLE, roster, actor="t", now=LATER, partial=True)
    assert (done["removed"], done["kept"]) == ({"person": 1}, 2)
    assert county.value("select count(*) from person where id_number = $id", id=TWO) == 0
    undo(county, WHOLE, scans, actor="t", now=LATER)
    assert undo(county, WHOLE, roster, actor="t", now=LATER)["removed"] == {"household": 1, "person": 1}
    assert county.value("select count(*) from household where code = 'N1'") == 0


def test_people_in_a_grid_that_a_batch_made_block_it(county, put):
    grids = put(
        "网格",
        [GRIDS[:4], ["990101100009", "新村", "村", "990101100"], ["990101100009001", "新组", "屯", "990101100009"]],
    )
    people = put("人员", [PEOPLE[:8], ["韦一", None, ONE, None, None, None, "990101100009001", "N1"]])
    assert blocked(county, grids) == [("used", people, 2)]  # the section, and the village above it
    undo(county, WHOLE, people, actor="t", now=LATER)
    assert undo(county, WHOLE, grids, actor="t", now=LATER)["removed"] == {"grid": 2}
    assert county.value("select count(*) from grid_tree where grid_id not in (select grid_id from grid)") == 0


def test_a_grid_that_a_later_undo_would_need_stays(county, put):
    put("人员", ROSTER[:2])
    grids = put("网格", [GRIDS[:4], ["990101100009", "新村", "村", "990101100"]])
    for code in ("990101100009", SECTION):
        last = put("人员", [PEOPLE[:7], ["韦一", None, ONE, None, None, None, code]])
    assert [b for _, b, _ in blocked(county, grids)] == [last - 1, last]


def test_values_changed_otherwise_and_work_in_hand_block(county, put):
    put("人员", ROSTER)
    second = put("人员", MOVED)
    with county.write() as db:
        db.execute("update person set phone = '1' where id_number = ?", [ONE])
        made = db.execute("select person_id from person where id_number = ?", [THREE]).fetchone()[0]
        db.execute(
            "insert into task (task_id, kind, grid_id, person_id, status, created_by, created_at) values (1, 'visit', 5, ?, 'open', 'x', ?)",
            [made, NOW],
        )
    assert {(reason, by) for reason, by, _ in blocked(county, second)} == {
        ("edited", None),
        ("work", None),
        ("used", None),
    }


def test_tasks_that_followed_by_themselves_hold_nobody_back_unless_they_were_worked_on(county, put):
    put("人员", ROSTER)
    batch = put("人员", MOVED)
    with county.write() as db:
        made = db.execute("select person_id from person where id_number = ?", [THREE]).fetchone()[0]
        db.execute(
            "insert into task (task_id, kind, measure, grid_id, person_id, status, created_by, created_at)"
            " values (1, 'measure', 'visit', 5, ?, 'open', 'x', ?)",
            [made, NOW],
        )
    assert not blocked(county, batch)
    with county.write() as db:
        db.execute("update task set status = 'done', done_by = 'x'")
    assert "work" in {reason for reason, *_ in blocked(county, batch)}


def test_somebody_with_a_note_stays_and_so_does_the_note(county, put):
    put("人员", ROSTER)
    second = put("人员", MOVED)
    made = county.value("select person_id from person where id_number = $number", number=THREE)
    county.run("insert into person_note values (1, $made, $now, 'x', '已联系')", made=made, now=LATER)
    assert ("work", None) in {(reason, by) for reason, by, _ in blocked(county, second)}
    undo(county, WHOLE, second, actor="t", now=LATER, partial=True)
    assert county.value("select count(*) from person where person_id = $made", made=made) == 1
    assert county.value("select count(*) from person_note") == 1


def test_scope(county, put):
    mixed = put("人员", ROSTER)
    both = put("人员", MOVED)  # east and west
    with pytest.raises(UserError, match="undo_outside_scope"):
        undo(county, EAST, both, actor="t", now=LATER)
    for scope, batch in ((NOBODY, mixed), (Scope((8,)), mixed), (WHOLE, 99), (EAST, 99)):
        with pytest.raises(UserError, match="batch_unknown"):
            undo_check(county, scope, batch, now=LATER)
    with pytest.raises(UserError, match="undo_unlogged"):
        undo(county, WHOLE, 1, actor="t", now=LATER)
    undo(county, WHOLE, both, actor="t", now=LATER)
    own = put("登记", SCANS, EAST)
    assert own in batches(county, EAST)["batch_id"].tolist()
    assert own not in batches(county, Scope((8,)))["batch_id"].tolist()
    assert len(batch_issues(county, Scope((8,)), own)) == 0
    assert undo(county, EAST, own, actor="t", now=LATER)["removed"]["check_in"] == 2


def test_a_failure_in_the_middle_leaves_the_batch_whole(county, put, monkeypatch):
    batch = put("登记", SCANS)
    before = contents(county)
    monkeypatch.setattr("core.ingest.undo.undo.roll_up", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        undo(county, WHOLE, batch, actor="t", now=LATER)
    assert contents(county) == before
    assert county.value("select status from import_batch where batch_id = $b", b=batch) == "committed"


def any_rows(dice: random.Random) -> tuple[str, list[list]]:
    """A roster or scans of some of twelve people, with values left out here and there."""
    serials = dice.sample(range(12), dice.randint(1, 8))
    if dice.random() < 0.35:
        places = [SECTION, OTHER, WEST, "U001"]
        return "登记", [CHECK_INS] + [
            [id_number(s), f"人{s}", dice.choice(places), f"2026-01-{dice.randint(25, 31)} {dice.randint(6, 22):02d}:00:00", dice.choice("进出"), "36.5"]
            for s in serials
        ]  # fmt: skip
    return "人员", [[*PEOPLE, "工作或学习单位编码"]] + [
        [
            dice.choice(["韦一", "覃二", f"人{s}"]), None, id_number(s), None, None, dice.choice([None, f"1370000{dice.randint(1000, 1005)}"]),
            dice.choice([SECTION, OTHER, WEST]), dice.choice([None, "N1", "N2"]), None, dice.choice([None, "户主", "子"]),
            dice.choice([None, "1号", "2号"]), dice.choice([None, "返乡人员", "常住"]), dice.choice([None, "U002-1", "U001-1-1"]),
        ]
        for s in serials
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_whatever_was_imported_the_last_ones_come_off_one_by_one(county, put, seed):
    dice = random.Random(seed)
    states, taken = [], []
    for _ in range(4):
        roll_up(county, days=None, actor="test")
        states.append(contents(county))
        taken.append(put(*any_rows(dice)))
    for batch, before in zip(reversed(taken), reversed(states), strict=True):
        undo(county, WHOLE, batch, actor="t", now=LATER)
        roll_up(county, days=None, actor="test")
        assert changes(before, contents(county)) == {}


@pytest.mark.parametrize("seed", range(6))
def test_in_any_order_nothing_is_left_pointing_nowhere(county, put, seed):
    dice = random.Random(100 + seed)
    empty = contents(county)
    left = [put(*any_rows(dice)) for _ in range(4)]
    for _ in range(12):
        batch = dice.choice(left)
        if undo(county, WHOLE, batch, actor="t", now=LATER, partial=True)["status"] == "undone":
            left.remove(batch)
        assert dangling(county) == 0
        if not left:
            break
    for batch in sorted(left, reverse=True):
        undo(county, WHOLE, batch, actor="t", now=LATER)
    roll_up(county, days=None, actor="test")
    assert changes(empty, contents(county)) == {}


def dangling(store) -> int:
    people = "(select person_id from person)"
    return store.value(
        f"select (select count(*) from check_in where person_id not in {people}) + (select count(*) from membership where person_id not in {people})"
        f" + (select count(*) from household where householder_id not in {people})"
        " + (select count(*) from person where household_id not in (select household_id from household))"
        " + (select count(*) from person where home_grid_id not in (select grid_id from grid))"
    )


def test_days_are_summed_anew(county, put):
    batch = put("登记", SCANS)
    assert county.value("select count(*) from grid_day where day = $d and check_ins > 0", d=date(2026, 2, 1)) == 1
    undo(county, WHOLE, batch, actor="t", now=LATER)
    assert county.value("select coalesce(sum(check_ins), 0) from grid_day where day = $d", d=date(2026, 2, 1)) == 0
