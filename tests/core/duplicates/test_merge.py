"""Merging two entries and undoing it: everything moves over, and everything comes back exactly."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.duplicates.decide import ask_again, merge_pairs, not_the_same
from core.duplicates.find import find_duplicates
from core.duplicates.merge import merge, unmerge
from core.duplicates.pairs import merges, side_by_side
from core.errors import UserError
from core.ingest.plan import prepare
from core.ingest.storing import commit
from core.rollup import roll_up
from tests.copied import copied
from tests.county import EAST, LAST_DAY, MASKED, NOBODY, NOW, WHOLE, county_alone

LATER = datetime(2026, 2, 2, 9, 0)
TABLES = ("person", "membership", "check_in", "declaration", "exit_application", "alert", "task", "household", "person_class",
          "person_day", "grid_day", "flow_day")  # fmt: skip


@pytest.fixture
def county():
    """Person 41 is person 7 again, from a scan: same phone, a homophone name, with a history of its own."""
    return copied(_county)


def _county():
    store = county_alone()
    with store.write() as db:
        db.execute(
            "insert into person (person_id, name, pinyin, initials, phone, address, attention, registered, batch_id, updated_at)"
            " values (41, '张晓明', 'zhang xiao ming', 'zxm', '13900000007', '城里', 'key_attention', false, 2, ?)",
            [NOW],
        )
        db.execute("update person set name = '张小明', pinyin = 'zhang xiao ming' where person_id = 7")
        db.execute(
            "insert into membership (person_id, grid_id, kind, since, until, batch_id) values (41, 30, 'temporary', null, null, 2), (41, 4, 'home', null, null, 2)"
        )
        db.execute(
            "insert into membership (person_id, grid_id, kind, since, until, batch_id) values (41, 7, 'home', null, null, 2)"
        )
        db.execute("insert into check_in values (41, 30, '2026-01-10 12:00', 'in', 37.9, '咳嗽', 2)")
        db.execute("insert into check_in values (41, 5, '2026-01-11 18:00', 'in', 36.5, null, 1)")
        # to the second the same as one of person 7's own
        db.execute("insert into check_in values (41, 4, '2026-01-11 18:00', 'in', 36.5, null, 1)")
        db.execute(
            "insert into declaration (declaration_id, person_id, kind, declared_at) values (1, 41, 'trip', ?)", [NOW]
        )
        db.execute("insert into exit_application (application_id, person_id, applied_at) values (1, 41, ?)", [NOW])
        db.execute(
            "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason,"
            " policy_version, opened_at) values (1, 'fever', 4, 41, 'open', 'low', 1, ?, ?, 'fever', 'v', ?)",
            [LAST_DAY, LAST_DAY, NOW],
        )
        db.execute(
            "insert into task (task_id, kind, grid_id, person_id, status, created_by, created_at) values (1, 'visit', 4, 41, 'open', 'x', ?)",
            [NOW],
        )
        db.execute("insert into household values (99, 'H99', 4, '9号', 41, 2)")
        db.execute(
            "insert into person_class (person_id, class, rank, since, until, reason, fields, policy_version) values (7, 'resident', 1, '2026-01-01', null, 'resident', null, 'v')"
        )
        db.execute(
            "insert into person_class (person_id, class, rank, since, until, reason, fields, policy_version) values (41, 'key_attention', 1, '2026-01-05', null, 'x', null, 'v')"
        )
    roll_up(store, days=None, actor="test")
    return store


def everything(store) -> dict[str, list]:
    return {table: sorted(map(repr, store.run(f"select * from {table}").fetchall())) for table in TABLES}


def test_all_of_the_history_moves_over(county):
    before = county.value("select count(*) from check_in")
    merge(county, WHOLE, keep=7, gone=41, actor="clerk", now=LATER)
    assert county.value("select count(*) from person where person_id = 41") == 0
    assert county.one("select name, phone, address, attention, home_grid_id, registered from person where person_id = 7") == (
        "张小明", "13900000007", "城里", "key_attention", 4, True,
    )  # fmt: skip
    assert county.value("select count(*) from check_in") == before
    for table in (
        "check_in",
        "declaration",
        "exit_application",
        "alert",
        "task",
        "membership",
        "person_class",
        "person_day",
    ):
        assert county.value(f"select count(*) from {table} where person_id = 41") == 0, table
    for table in ("declaration", "exit_application", "alert", "task"):
        assert county.value(f"select count(*) from {table} where person_id = 7") == 1, table
    # the other's stay at the plant goes on, its other home was none, the home that both have is there once
    held = county.run(
        "select grid_id, kind, until is null from membership where person_id = 7 order by grid_id"
    ).fetchall()
    assert held == [(4, "home", True), (30, "temporary", True)]
    # resident gives way to the class of the other entry
    assert county.run("select class, rank from person_class where person_id = 7").fetchall() == [("key_attention", 1)]
    # nobody of household 99 lives there
    assert county.value("select householder_id from household where household_id = 99") is None


def test_the_rollups_are_those_of_a_whole_new_run(county):
    merge(county, WHOLE, keep=7, gone=41, actor="clerk", now=LATER)
    after = everything(county)
    hottest = "select cast(max_temperature as double) from person_day where person_id = 7 and day = '2026-01-10'"
    assert county.value(hottest) == 37.9
    roll_up(county, days=None, actor="test")
    assert everything(county) == after


def test_undone_everything_is_as_before(county):
    before = everything(county)
    number = merge(county, WHOLE, keep=7, gone=41, actor="clerk", now=LATER)
    assert everything(county) != before
    unmerge(county, WHOLE, merge_id=number, actor="clerk", now=LATER)
    assert everything(county) == before
    with pytest.raises(UserError, match="merge_unknown"):
        unmerge(county, WHOLE, merge_id=number, actor="clerk", now=LATER)


def test_the_other_way_round_too(county):
    before = everything(county)
    number = merge(county, WHOLE, keep=41, gone=7, actor="clerk", now=LATER)
    kept = county.one(
        "select id_number is not null, home_grid_id, household_id, relation, registered from person where person_id = 41"
    )
    assert kept == (True, 4, 2, "家庭成员", True)
    unmerge(county, WHOLE, merge_id=number, actor="clerk", now=LATER)
    assert everything(county) == before


def test_what_was_edited_since_stays(county):
    number = merge(county, WHOLE, keep=7, gone=41, actor="clerk", now=LATER)
    with county.write() as db:
        db.execute("update person set address = '新居', version = version + 1 where person_id = 7")
        db.execute("insert into check_in values (7, 4, '2026-01-31 20:00', 'in', 36.6, null, 3)")
    unmerge(county, WHOLE, merge_id=number, actor="clerk", now=LATER)
    assert county.one("select address, attention from person where person_id = 7") == ("新居", None)
    assert county.value("select count(*) from check_in where person_id = 41") == 3
    assert county.value("select person_id from check_in where batch_id = 3") == 7


def test_merges_are_undone_in_turn(county):
    first = merge(county, WHOLE, keep=7, gone=41, actor="clerk", now=LATER)
    second = merge(county, WHOLE, keep=8, gone=7, actor="clerk", now=LATER)
    assert list(merges(county, WHOLE).merge_id) == [second]
    with pytest.raises(UserError, match="merge_later"):
        unmerge(county, WHOLE, merge_id=first, actor="clerk", now=LATER)
    unmerge(county, WHOLE, merge_id=second, actor="clerk", now=LATER)
    unmerge(county, WHOLE, merge_id=first, actor="clerk", now=LATER)
    assert merges(county, WHOLE).empty


@pytest.mark.parametrize("scope", [NOBODY, EAST], ids=["nobody", "east"])
def test_both_must_be_within_the_scope(county, scope):
    before = everything(county)
    with pytest.raises(UserError, match="pair_unknown"):
        merge(county, scope, keep=1, gone=31, actor="clerk", now=LATER)
    number = merge(county, WHOLE, keep=1, gone=31, actor="clerk", now=LATER)
    merged = everything(county)
    with pytest.raises(UserError, match="pair_unknown"):
        unmerge(county, scope, merge_id=number, actor="clerk", now=LATER)
    assert everything(county) == merged
    assert merges(county, scope).empty
    assert side_by_side(county, scope, keep=2, gone=32) is None
    unmerge(county, WHOLE, merge_id=number, actor="clerk", now=LATER)
    assert everything(county) == before


def test_nobody_is_merged_with_themselves(county):
    with pytest.raises(UserError, match="merge_self"):
        merge(county, WHOLE, keep=7, gone=7, actor="clerk", now=LATER)


def test_the_queue_and_its_memory(county):
    assert find_duplicates(county, people=None, actor="clerk", now=NOW) == 1
    pair = county.value("select pair_id from duplicate_pair")
    assert not_the_same(county, WHOLE, pair_ids=[pair], actor="clerk", now=LATER) == 1
    assert find_duplicates(county, people=None, actor="clerk", now=LATER) == 0
    assert county.value("select status from duplicate_pair") == "different"
    with pytest.raises(UserError, match="pair_unknown"):
        merge_pairs(county, WHOLE, pairs=[(pair, 7, 41)], actor="clerk", now=LATER)
    ask_again(county, WHOLE, pair_ids=[pair], actor="clerk", now=LATER)
    numbers, left = merge_pairs(county, WHOLE, pairs=[(pair, 7, 41), (pair, 7, 41)], actor="clerk", now=LATER)
    assert (len(numbers), left) == (1, 1)
    assert county.value("select status from duplicate_pair") == "same"
    unmerge(county, WHOLE, merge_id=numbers[0], actor="clerk", now=LATER)
    assert county.value("select status from duplicate_pair") == "open"


def test_decisions_need_both_people_in_scope(county):
    with county.write() as db:
        db.execute(
            "insert into duplicate_pair values (5, 1, 31, 'perhaps', 'phone', 0.5, '[]', 'open', ?, null, null)", [NOW]
        )
    for act in (not_the_same, ask_again):
        with pytest.raises(UserError, match="pair_unknown"):
            act(county, EAST, pair_ids=[5], actor="clerk", now=LATER)
    with pytest.raises(UserError, match="pair_unknown"):
        merge_pairs(county, EAST, pairs=[(5, 1, 31)], actor="clerk", now=LATER)
    # a pair number does not open the door to other people
    with pytest.raises(UserError, match="pair_unknown"):
        merge_pairs(county, WHOLE, pairs=[(5, 1, 2)], actor="clerk", now=LATER)


def test_the_cards_are_masked_and_still_compare(county):
    fields, entries = side_by_side(county, MASKED, keep=7, gone=41)
    phone = fields[fields.field == "phone"].iloc[0]
    assert (phone.keep, phone.gone, phone.state) == ("139****0007", "139****0007", "same")
    name = fields[fields.field == "name"].iloc[0]
    assert (name.keep, name.gone, name.state) == ("张**", "张**", "differ")
    assert fields[fields.field == "address"].iloc[0].state == "one"
    assert list(entries.check_ins) == [60, 3]


def test_the_audit_log_holds_numbers_only(county):
    number = merge(county, WHOLE, keep=7, gone=41, actor="clerk", now=LATER)
    unmerge(county, WHOLE, merge_id=number, actor="clerk", now=LATER)
    rows = county.run("select event, fields from audit_entry where event like 'person.%' order by entry_id").fetchall()
    assert [event for event, _ in rows] == ["person.merged", "person.unmerged"]
    assert all("1390000" not in fields and "张" not in fields for _, fields in rows)


def test_the_snapshot_has_every_column_of_what_it_keeps(county):
    """A column added to one of these tables must be added to its snapshot, or undoing would lose it."""

    def columns(table):
        return {name for (name,) in county.run(f"select column_name from (describe {table})").fetchall()}

    for table, copy in (("person", "merge_person"), ("membership", "merge_membership"), ("person_class", "merge_class"),
                        ("check_in", "merge_check_in")):  # fmt: skip
        assert columns(copy) - columns(table) <= {"merge_id", "side"}
        assert columns(table) <= columns(copy), table


def test_a_new_person_never_gets_the_number_of_one_taken_up(county, tmp_path):
    number = merge(county, WHOLE, keep=7, gone=41, actor="clerk", now=LATER)
    roster = tmp_path / "roster.csv"
    roster.write_text("姓名,联系电话,网格编码\n韦新来,13700000001,990101100001001\n", "utf-8")
    plan = prepare(county, WHOLE, roster)
    commit(county, plan, actor="clerk")
    assert county.value("select person_id from person where name = '韦新来'") == 42
    unmerge(county, WHOLE, merge_id=number, actor="clerk", now=LATER)


def test_of_two_beds_the_one_taken_last_goes_on(county):
    with county.write() as db:
        db.execute("insert into lodging_room values (1, 1, '101', 2, null), (2, 2, '201', 2, null)")
        db.execute(
            "insert into lodging_stay values (1, 1, 1, 7, '2026-01-20', null, 'x', null, null), (2, 2, 1, 41, '2026-01-22', null, 'x', null, null)"
        )
    merge(county, WHOLE, keep=7, gone=41, actor="tester", now=LATER)
    stays = county.run("select stay_id, person_id, left_at, out_by from lodging_stay order by 1").fetchall()
    assert stays == [(1, 7, LATER, "tester"), (2, 7, None, None)]
