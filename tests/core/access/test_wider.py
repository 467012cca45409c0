"""A look beyond the scope: reasoned, limited, ended by itself, reviewed by somebody else. And three roles of three persons."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from core.access.accounts import create_account, load_user
from core.access.manage import add_account, change_account, disable_account, enable_account
from core.access.wider import begin_look, end_look, looks, review_look
from core.errors import UserError
from tests.county import NOW, WHOLE, make_county

REASON = "西镇密接转运，核对名单"


@pytest.fixture
def store():
    return make_county()


def somebody(store, role, grids=(2,), name=None):
    made = create_account(store, login=name or role, name=name or role, role=role, grids=list(grids), password=None, actor="t", now=NOW)  # fmt: skip
    return load_user(store, made, now=NOW)


def test_it_shows_one_grid_more_and_ends_by_itself(store):
    officer = somebody(store, "officer")
    begin_look(store, officer, 8, reason=REASON, hours=2, now=NOW)

    def seen(at):
        return load_user(store, officer.account_id, now=at).scope.grids

    assert seen(NOW) == (2, 8)
    assert seen(NOW + timedelta(hours=2)) == (2,)
    assert load_user(store, officer.account_id).scope.grids == (2,)  # a phone never looks wider
    assert not looks(store, account_id=None, now=NOW + timedelta(hours=2)).open.any()


@pytest.mark.parametrize(
    ("role", "grids", "given", "code"),
    [
        ("officer", (2,), {"reason": "看看"}, "wider_reason"),
        ("officer", (2,), {"reason": " \t " * 20}, "wider_reason"),
        ("officer", (2,), {"hours": 0}, "wider_hours"),
        ("officer", (2,), {"hours": 9}, "wider_hours"),
        ("officer", (2,), {"grid_id": 4}, "wider_within"),
        ("officer", (2,), {"grid_id": 0}, "wider_grid"),
        ("officer", (2,), {"grid_id": 999}, "wider_grid"),
        ("command", (0,), {}, "wider_not_yours"),
        ("leader", (2,), {}, "wider_not_yours"),
        ("security", (), {}, "wider_not_yours"),
        ("department", (), {}, "wider_not_yours"),
    ],
)
def test_what_is_no_reason_to_look_wider(store, role, grids, given, code):
    user = somebody(store, role, grids)
    asked = {"grid_id": 8, "reason": REASON, "hours": 1} | given
    with pytest.raises(UserError, match=code):
        begin_look(store, user, asked["grid_id"], reason=asked["reason"], hours=asked["hours"], now=NOW)
    assert looks(store, account_id=None, now=NOW).empty


def test_it_is_ended_early_and_reviewed_by_another(store):
    officer, other, watch = somebody(store, "officer"), somebody(store, "clerk"), somebody(store, "security", ())
    number = begin_look(store, officer, 8, reason=REASON, hours=2, now=NOW)
    with pytest.raises(UserError, match="wider_unknown"):
        end_look(store, number, user=other, now=NOW)
    end_look(store, number, user=watch, now=NOW + timedelta(minutes=1))
    assert load_user(store, officer.account_id, now=NOW + timedelta(minutes=1)).scope.grids == (2,)
    for who, verdict, remark, code in (
        (officer, "justified", "", "wider_unknown"),
        (watch, "unjustified", " ", "wider_verdict"),
        (watch, "x", "", "wider_verdict"),
    ):
        with pytest.raises(UserError, match=code):
            review_look(store, number, user=who, verdict=verdict, remark=remark, now=NOW)
    review_look(store, number, user=watch, verdict="justified", remark="", now=NOW)
    with pytest.raises(UserError, match="wider_unknown"):
        review_look(store, number, user=watch, verdict="justified", remark="", now=NOW)
    events = store.df("select event, fields from audit_entry where event like 'wider.%' order by entry_id")
    assert events.event.tolist() == ["wider.begun", "wider.ended", "wider.reviewed"]
    assert not events.fields.str.contains("西镇").any()


def test_one_person_is_only_one_of_the_three(store):
    by = {"grids": [], "password": None, "actor": "boss", "now": NOW}
    boss = add_account(
        store, WHOLE, login="boss", name="陈管理", role="admin", **(by | {"grids": [0], "password": "correct horse"})
    )
    with pytest.raises(UserError, match="roles_apart"):
        add_account(store, WHOLE, login="b2", name="陈管理", role="security", **by)
    watch = add_account(store, WHOLE, login="b2", name="吴安全", role="security", **by)
    with pytest.raises(UserError, match="roles_apart"):
        change_account(store, WHOLE, account_id=watch, name="陈管理", actor="boss")
    with pytest.raises(UserError, match="role_own"):
        change_account(store, WHOLE, account_id=watch, role="admin", grids=[0], actor="b2")
    disable_account(store, WHOLE, account_id=watch, actor="boss", now=NOW)
    enable_account(store, WHOLE, account_id=watch, actor="boss")
    assert not load_user(store, boss).may("security.manage")
    store.settings = dataclasses.replace(store.settings, roles_apart=False)
    assert load_user(store, boss).may("security.manage")
    add_account(store, WHOLE, login="b3", name="陈管理", role="security", **by)
