"""A task is given to a department and comes back: it sees and answers only what it was given."""

from __future__ import annotations

import pytest

from core.access.accounts import create_account, load_user
from core.errors import NotAllowed, UserError
from core.share import accept, answer, call_back, departments, given, hand_over, handed_of
from tests.county import LAST_DAY, NOW, county_alone

DAY = NOW.date()


@pytest.fixture
def store():
    made = county_alone()
    with made.write() as db:
        for number, grid, person in ((1, 4, 1), (2, 4, 2), (3, 10, 31)):
            db.execute("insert into task (task_id, kind, grid_id, person_id, made_for, due_at, status, created_by, created_at) values (?, 'visit', ?, ?, ?, ?, 'open', 't', ?)", [number, grid, person, LAST_DAY, NOW, NOW])  # fmt: skip
    return made


def user(store, login, role, *grids):
    return load_user(
        store,
        create_account(store, login=login, name=login, role=role, grids=list(grids), password=None, actor="t", now=NOW),
    )


def test_it_goes_out_is_answered_and_comes_back(store):
    health, police = user(store, "卫健局", "department", 0), user(store, "公安局", "department")
    officer = user(store, "赵", "officer", 2)
    assert health.scope.grids == () and set(departments(store).values()) == {"卫健局", "公安局"}
    assert (
        hand_over(store, officer, [1, 2, 3], department=health.account_id, note="请核实", now=NOW, named=True) == 2
    )  # the third is not his
    assert hand_over(store, officer, [1], department=police.account_id, note="再问", now=NOW) == 0  # it is with another
    seen = handed_of(store, health, on=DAY)
    assert (set(seen.person_name), set(seen.note), len(handed_of(store, police, on=DAY))) == (
        {"李小二", "张小三"},
        {"请核实"},
        0,
    )
    first, second = sorted(seen.handed_id)
    with pytest.raises(UserError, match="handed_over"):
        answer(store, police, first, words="无", now=NOW)
    with pytest.raises(UserError, match="handed_words"):
        answer(store, health, first, words=" ", now=NOW)
    answer(store, health, first, words="已上门核实", now=NOW)
    with pytest.raises(UserError, match="handed_over"):
        answer(store, health, first, words="改口", now=NOW)
    assert (
        handed_of(store, health, on=DAY).set_index("handed_id").person_name.isna()[first]
    )  # no longer needed, no longer seen
    back = given(store, officer.scope, on=DAY)
    assert list(back.status) == ["answered", "handed"] and back.answer[0] == "已上门核实"
    with pytest.raises(UserError, match="handed_gone"):
        accept(store, officer, second, at=NOW)  # not answered yet
    accept(store, officer, first, at=NOW)
    assert store.one("select status, outcome, done_by from task where task_id = 1") == ("done", "已上门核实", "赵")
    call_back(store, officer, second, at=NOW)
    assert (
        store.value("select status from task where task_id = 2") == "open" and given(store, officer.scope, on=DAY).empty
    )
    assert hand_over(store, officer, [2], department=police.account_id, note="再问", now=NOW) == 1
    assert "核实" not in str(store.run("select fields from audit_entry").fetchall())


def test_who_may_not(store):
    health, leader = user(store, "卫健局", "department"), user(store, "李", "leader", 0)
    chief, west = user(store, "王", "command", 0), user(store, "西", "officer", 8)
    with pytest.raises(NotAllowed, match="task_handle"):
        hand_over(store, leader, [1], department=health.account_id, note="x", now=NOW)
    with pytest.raises(NotAllowed, match="handed_answer"):
        handed_of(store, chief, on=DAY)
    with pytest.raises(UserError, match="handed_department"):
        hand_over(store, chief, [1], department=chief.account_id, note="x", now=NOW)
    hand_over(store, chief, [1], department=health.account_id, note="x", now=NOW)
    assert handed_of(store, health, on=DAY).person_name.isna().all()  # given without the name
    with pytest.raises(UserError, match="handed_gone"):
        call_back(store, west, 1, at=NOW)
    with store.write() as db:
        db.execute("update task set status = 'cancelled' where task_id = 1")
    assert list(handed_of(store, health, on=DAY).status) == ["over"]
    with pytest.raises(UserError, match="handed_over"):
        answer(store, health, 1, words="晚了", now=NOW)
