"""Grids merged, split, moved, renamed, closed; and taken back. The county is that of tests/county.py."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from core.domain import Scope
from core.errors import UserError
from core.follow import follow
from core.grid_changes import Wish, carry_out, changes, preview, undo_change
from core.grid_changes.columns import BY_HAND, MADE_ANEW, MOVED, NAMED, STAYS
from core.registry.tree import rebuild_tree
from core.rollup import roll_up
from core.rollup.series import daily
from tests.county import LAST_DAY, NOW, WHOLE, rolled_county

TODAY = NOW.date()
MERGE = Wish("merge", ("990101100001",), TODAY, into="990101100002")  # 东一村 into 东二村


@pytest.fixture
def store():
    return rolled_county()


def homes(store, grid: int) -> int:
    return store.value("select count(*) from person where home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid)", grid=grid)  # fmt: skip


def everything(store) -> dict[str, list]:
    """All that a change may touch, but for its own records."""
    told = {}
    for table in (
        "grid",
        "grid_name",
        "grid_tree",
        "duty",
        "household",
        "person",
        "membership",
        "alert",
        "alert_grid",
        "task",
        "account_scope",
    ):
        drop = "exclude (version)" if table in ("grid", "person") else ""
        told[table] = store.run(f"select * {drop} from {table} order by all").fetchall()
    return told


def test_every_column_that_names_a_grid_is_settled(store):
    """A later table can't be forgotten."""
    found = store.run(
        "select table_name, column_name from information_schema.columns where ends_with(column_name, $named)"
        " and table_catalog = current_catalog() and not starts_with(table_name, 'merge_')",
        named=NAMED,
    ).fetchall()
    tables = {name for (name,) in store.run("select table_name from duckdb_tables()").fetchall()}
    settled = {(m.table, m.column) for m in MOVED} | STAYS | MADE_ANEW | BY_HAND
    assert len(found) > 30
    assert {pair for pair in found if pair[0] in tables} == settled


def test_a_merge_takes_all_along_and_the_old_code_still_finds_it(store):
    with store.write() as db:
        db.execute("update person set home_grid_id = 3 where person_id = 1")
        db.execute("insert into duty (grid_id, role, name) values (3, 'responsible', '甲'), (6, 'responsible', '乙')")
        db.execute(
            "insert into task (task_id, kind, grid_id, due_at, status, created_by, created_at)"
            " select n, 'visit', g, $now, s, 'x', $now from (values (1, 3, 'open'), (2, 4, 'overdue'), (3, 4, 'done'), (4, 7, 'open')) t(n, g, s)",
            {"now": NOW},
        )  # in the village, in a group of it, done, elsewhere
        db.execute("insert into account values (7, 'east1', '甲', 'officer', null, true, null, now()::timestamp)")
        db.execute("insert into account_scope values (7, 3)")
    tried = preview(store, WHOLE, MERGE, now=NOW)
    assert homes(store, 6) == 10, "a preview changes nothing"
    before = daily(store, WHOLE, grid=6, since=date(2026, 1, 5), until=LAST_DAY).check_ins.sum()
    east = daily(store, WHOLE, grid=3, since=date(2026, 1, 5), until=LAST_DAY).check_ins.sum()
    done = carry_out(store, WHOLE, MERGE, actor="t", now=NOW)
    assert (done.people, done.sections, done.units, done.duties, done.accounts) == (20, 2, 1, 1, ("east1",))
    assert (done.tasks, done.alerts) == (2, 0), "what waits in its groups counts as their people do"
    assert tried.rows == done.rows
    assert homes(store, 6) == 30
    assert daily(store, WHOLE, grid=6, since=date(2026, 1, 5), until=LAST_DAY).check_ins.sum() == before + east
    assert store.run("select grid_id, role, name from duty where grid_id in (3, 6) order by all").fetchall() == [
        (3, "responsible", "甲"), (6, "responsible", "乙"), (6, "东一村责任人", "甲"),
    ]  # fmt: skip
    found = "select g.name from grid_name n join grid g on g.grid_id = n.grid_id where n.value = $text and g.closed_on is null"
    assert store.value(found, text="990101100001") == store.value(found, text="东一村") == "东二村"
    assert store.value("select count(*) from grid where code = '990101100001'") == 0
    assert store.run("select grid_id from account_scope").fetchall() == [(3,)], "nobody sees more unless asked for"
    told = changes(store, WHOLE, grid=6).iloc[0]
    assert (told.source_names, told.target_name, told["last"]) == ("东一村", "东二村", True)
    assert not follow(store, actor="t").failed


def test_a_rota_follows_its_post_and_comes_back(store):
    """Two posts of one name stay two: who stands in for the one that came is not set over the one that was there."""
    with store.write() as db:
        db.execute(
            "insert into duty (grid_id, role, name) values (3, 'responsible', '甲'), (3, 'deputy', '丙'), (6, 'responsible', '乙')"
        )
        db.execute(
            "insert into rota (rota_id, grid_id, role, kind, since, stand_grid_id, stand_role, created_by, created_at, ended_at) values"
            " (1, 3, 'responsible', 'away', $now, 3, 'deputy', 't', $now, null), (2, 6, 'responsible', 'away', $now, 3, 'responsible', 't', $now, null),"
            " (3, 3, 'responsible', 'away', $now, 3, 'deputy', 't', $now, $now)",
            {"now": NOW},
        )
    posts = "select rota_id, grid_id, role, stand_grid_id, stand_role from rota order by rota_id"
    before = store.run(posts).fetchall()
    done = carry_out(store, WHOLE, MERGE, actor="t", now=NOW)
    assert store.run(posts).fetchall() == [
        (1, 6, "东一村责任人", 6, "deputy"), (2, 6, "responsible", 6, "东一村责任人"), before[2],
    ]  # fmt: skip
    undo_change(store, WHOLE, done.change_id, actor="t", now=NOW)
    assert store.run(posts).fetchall() == before


def test_what_is_expected_of_a_merged_grid_is_expected_where_it_went(store):
    with store.write() as db:
        db.execute("update check_in set grid_id = 3 where grid_id = 4")
    roll_up(store, days=None, actor="t")
    carry_out(store, WHOLE, Wish("merge", ("990101100001",), LAST_DAY, into="990101100002"), actor="t", now=NOW)
    with store.write() as db:
        db.execute("update check_in set grid_id = 6 where grid_id = 3 and scanned_at >= $day", {"day": LAST_DAY})
    roll_up(store, days=[LAST_DAY], actor="t")
    rows = store.run("select grid_id, check_ins, expected from grid_day where day = $day and grid_id in (3, 6)", day=LAST_DAY).fetchall()  # fmt: skip
    assert rows == [(6, 20, 20.0)]


SPLIT = Wish("split", ("990101100001",), TODAY, code="990101100009", name="东新村", sections=("东一村2组",), households=("H",))  # fmt: skip
CHANGES = [
    (MERGE, 6, 30),
    (Wish("merge", ("990101100001", "990101100002"), TODAY, code="990101100001", name="东一村"), 32, 30),
    (SPLIT, 32, 11),
    (Wish("move", ("990101100001",), TODAY, into="990101101"), 8, 30),
    (Wish("rename", ("990101100001",), TODAY, name="东大村", code="990101100008"), 3, 20),
    (Wish("close", ("990101101001",), TODAY), 9, 0),
]


@pytest.mark.parametrize(("wish", "target", "people"), CHANGES, ids=[w.act for w, *_ in CHANGES])
def test_it_is_done_and_taken_back(store, wish, target, people):
    with store.write() as db:
        if wish.act == "split":
            db.execute("insert into household values (99, 'H', 3, null, 1, null)")
            db.execute("update person set household_id = 99, home_grid_id = 3 where person_id = 1")
        if wish.act == "close":
            db.execute("update person set home_grid_id = 4 where home_grid_id = 10")
            db.execute("delete from grid where grid_id = 10")
            db.execute("update grid set area_id = 6 where grid_id = 30")
            rebuild_tree(db)
    was = everything(store)
    done = carry_out(store, WHOLE, wish, actor="t", now=NOW)
    assert done.target.grid_id == target
    assert homes(store, target) == people
    undo_change(store, WHOLE, done.change_id, actor="t", now=NOW)
    now = everything(store)
    for table, rows in was.items():
        # what a grid was called is kept, and the tree is made anew
        assert (set(now[table]) >= set(rows)) if table == "grid_name" else now[table] == rows, table
    with pytest.raises(UserError, match="change_unknown"):
        undo_change(store, WHOLE, done.change_id, actor="t", now=NOW)


WRONG = [
    ("change_grid_unknown", Wish("rename", ("no",), TODAY, name="东")),
    ("change_day_future", Wish("rename", ("990101100001",), date(2026, 3, 1), name="东")),
    ("change_level", Wish("rename", ("990101",), TODAY, name="东")),
    ("change_same", Wish("merge", ("990101100001",), TODAY, into="990101100001")),
    ("change_into_child", Wish("merge", ("990101100",), TODAY, into="990101100001")),
    ("change_levels", Wish("merge", ("990101100001",), TODAY, into="990101101")),
    ("change_merge_one", Wish("merge", ("990101100001",), TODAY, code="1", name="东")),
    ("change_name_missing", Wish("merge", ("990101100001", "990101100002"), TODAY, code="1")),
    ("change_code_taken", Wish("split", ("990101100001",), TODAY, code="U001", name="新", sections=("东一村1组",))),
    ("change_name_taken", Wish("split", ("990101100001",), TODAY, code="1", name="东二村", sections=("东一村1组",))),
    ("change_nothing", Wish("split", ("990101100001",), TODAY, code="1", name="新")),
    ("change_not_inside", Wish("split", ("990101100001",), TODAY, code="1", name="新", sections=("东二村1组",))),
    ("change_there_already", Wish("move", ("990101100001",), TODAY, into="990101100")),
    ("change_parent_level", Wish("move", ("990101100001",), TODAY, into="990101")),
    ("change_into_missing", Wish("move", ("990101100001",), TODAY)),
    ("change_name_same", Wish("rename", ("990101100001",), TODAY, name="东一村")),
    ("change_people_left", Wish("close", ("990101100001",), TODAY)),
    ("change_sources", Wish("close", (), TODAY)),
    ("change_act", Wish("burn", ("990101100001",), TODAY)),
]


@pytest.mark.parametrize(("code", "wish"), WRONG, ids=[code for code, _ in WRONG])
def test_what_can_not_be_is_said_and_nothing_touched(store, code, wish):
    was = everything(store)
    with pytest.raises(UserError) as refused:
        carry_out(store, WHOLE, wish, actor="t", now=NOW)
    assert refused.value.code == code
    assert everything(store) == was


def test_a_scope_reaches_what_it_changes(store):
    with pytest.raises(UserError, match="change_grid_unknown"):
        carry_out(store, Scope((8,)), MERGE, actor="t", now=NOW)
    with pytest.raises(UserError, match="change_grid_unknown"):
        carry_out(store, Scope((2,)), Wish("move", ("990101100001",), TODAY, into="990101101"), actor="t", now=NOW)
    done = carry_out(store, Scope((2,)), MERGE, actor="t", now=NOW)
    with pytest.raises(UserError, match="change_unknown"):
        undo_change(store, Scope((8,)), done.change_id, actor="t", now=NOW)


def test_what_stands_on_it_holds_an_undo_back(store):
    done = carry_out(store, WHOLE, CHANGES[1][0], actor="t", now=NOW)
    later = carry_out(store, WHOLE, Wish("rename", ("990101100001",), TODAY, name="东大村"), actor="t", now=NOW)
    with pytest.raises(UserError, match="change_later"):
        undo_change(store, WHOLE, done.change_id, actor="t", now=NOW)
    undo_change(store, WHOLE, later.change_id, actor="t", now=NOW)
    with store.write() as db:
        db.execute("insert into check_in values (1, 32, $at, 'in', null, null, 1)", {"at": datetime(2026, 2, 1, 9)})
    with pytest.raises(UserError) as refused:
        undo_change(store, WHOLE, done.change_id, actor="t", now=NOW)
    assert (refused.value.code, refused.value.fields) == ("change_stands", {"what": "check_in", "rows": 1})
