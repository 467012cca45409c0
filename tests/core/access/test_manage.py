"""What an administrator does with accounts, and what an administrator of a part may not."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from core.access.accounts import load_user, password_matches
from core.access.links import link_purpose, use_password_link
from core.access.manage import (
    add_account,
    change_account,
    disable_account,
    enable_account,
    end_sessions,
    give_link,
    list_accounts,
)
from core.access.phones import account_of_phone_link, new_phone_link, open_phone, user_of_phone
from core.access.sessions import at_work, note_seen, start_session
from core.errors import UserError
from tests.county import EAST, NOBODY, NOW, WHOLE, make_county

GOOD = "correct horse"


@pytest.fixture(scope="module")
def county():
    return make_county()


@pytest.fixture
def store(county):
    yield county
    with county.write() as db:
        for table in ("account", "account_scope", "session", "one_time_link", "audit_entry"):
            db.execute(f"delete from {table}")


def make(store, login, role="clerk", grids=(0,), password=GOOD, scope=WHOLE) -> int:
    return add_account(
        store, scope, login=login, name=login, role=role, grids=list(grids), password=password, actor="t", now=NOW
    )


def events(store) -> list[str]:
    return [e for (e,) in store.run("select event from audit_entry order by entry_id").fetchall()]


def test_an_administrator_of_a_town_sees_and_touches_only_whom_the_town_holds(store):
    inside, whole = make(store, "inside", grids=[3, 6]), make(store, "boss", role="admin")
    beyond, both = make(store, "beyond", grids=[9]), make(store, "both", grids=[3, 9])
    assert list_accounts(store, EAST).login.tolist() == ["inside"]
    assert list_accounts(store, WHOLE).login.tolist() == ["inside", "boss", "beyond", "both"]
    assert list_accounts(store, NOBODY).empty
    for account_id in (whole, beyond, both):
        for act in (partial(disable_account, now=NOW), enable_account, end_sessions, change_account):
            with pytest.raises(UserError, match="account_unknown"):
                act(store, EAST, account_id=account_id, actor="t")
        with pytest.raises(UserError, match="account_unknown"):  # or the town's administrator would become the county's
            give_link(store, EAST, account_id=account_id, actor="t", now=NOW)
    with pytest.raises(UserError, match="scope_outside"):
        change_account(store, EAST, account_id=inside, grids=[9], actor="t")
    for grids in ([0], [1], [9], [3, 9]):
        with pytest.raises(UserError, match="scope_outside"):
            make(store, "new", grids=grids, scope=EAST)
    change_account(store, EAST, account_id=inside, grids=[4], role="officer", actor="t")
    assert load_user(store, inside).scope.grids == (4,)
    assert events(store) == ["account.created"] * 4 + ["account.changed"]


def test_what_was_changed_is_in_the_audit_and_nothing_new_is_not(store):
    account_id = make(store, "zhao", grids=[2])
    change_account(store, WHOLE, account_id=account_id, role="officer", grids=[3, 3], name="赵", actor="t")
    change_account(store, WHOLE, account_id=account_id, role="officer", grids=[3], name="赵", actor="t")
    fields = store.run("select fields from audit_entry where event = 'account.changed'").fetchall()
    assert fields == [('{"account": 1, "grids": [[2], [3]], "renamed": true, "role": ["clerk", "officer"]}',)]


def test_an_officer_is_never_given_everything(store):
    account_id = make(store, "zhao", grids=[0])
    for grids in ([0], [0, 3], []):
        with pytest.raises(UserError, match="scope_needed"):
            make(store, "new", role="officer", grids=grids)
    with pytest.raises(UserError, match="scope_needed"):  # the scope stays as it is, and is everything
        change_account(store, WHOLE, account_id=account_id, role="officer", actor="t")
    change_account(store, WHOLE, account_id=account_id, role="officer", grids=[3], actor="t")


def test_the_last_administrator_who_can_log_in_stays(store):
    boss = make(store, "boss", role="admin")
    make(store, "invited", role="admin", password=None)
    make(store, "town", role="admin", grids=[2])
    gone = make(store, "gone", role="admin")
    disable_account(store, WHOLE, account_id=gone, actor="t", now=NOW)
    for less in ({"role": "clerk"}, {"grids": [1]}):
        with pytest.raises(UserError, match="account_last_admin"):
            change_account(store, WHOLE, account_id=boss, actor="t", **less)
    with pytest.raises(UserError, match="account_last_admin"):
        disable_account(store, WHOLE, account_id=boss, actor="t", now=NOW)
    change_account(store, WHOLE, account_id=boss, name="王", actor="t")
    enable_account(store, WHOLE, account_id=gone, actor="t")
    disable_account(store, WHOLE, account_id=boss, actor="t", now=NOW)


def test_who_is_shut_out_and_let_in_again_has_no_phone_left(store):
    account_id = make(store, "zhao")
    own = open_phone(store, new_phone_link(store, account_id, actor="t", now=NOW), now=NOW)
    link = new_phone_link(store, account_id, actor="t", now=NOW)
    assert user_of_phone(store, own, now=NOW)
    disable_account(store, WHOLE, account_id=account_id, actor="t", now=NOW)
    enable_account(store, WHOLE, account_id=account_id, actor="t")
    assert user_of_phone(store, own, now=NOW) is None
    assert account_of_phone_link(store, link, now=NOW) is None


def test_who_is_shut_out_has_no_link_left(store):
    account_id = make(store, "zhao", password=None)
    token = give_link(store, WHOLE, account_id=account_id, actor="t", now=NOW)
    disable_account(store, WHOLE, account_id=account_id, actor="t", now=NOW)
    assert link_purpose(store, token, now=NOW) is None
    with pytest.raises(UserError, match="account_disabled"):
        give_link(store, WHOLE, account_id=account_id, actor="t", now=NOW)
    enable_account(store, WHOLE, account_id=account_id, actor="t")
    with pytest.raises(UserError, match="link_dead"):
        use_password_link(store, token, account_id=account_id, password=GOOD, now=NOW)


def test_a_new_password_by_a_link_ends_the_old_one(store):
    account_id = make(store, "zhao")
    token = give_link(store, WHOLE, account_id=account_id, actor="t", now=NOW)
    assert password_matches(store, login="zhao", password=GOOD) == account_id
    use_password_link(store, token, account_id=account_id, password="another good one", now=NOW)
    assert password_matches(store, login="zhao", password=GOOD) is None


def test_when_somebody_was_last_at_work_outlives_the_session(store):
    account_id = make(store, "zhao")
    assert store.value("select seen_at from account") is None
    token = start_session(store, account_id, now=NOW, actor="t")
    assert list_accounts(store, WHOLE).seen_at[0] == NOW
    at_work(store, token, now=NOW + timedelta(minutes=20))
    note_seen(store)
    assert list_accounts(store, WHOLE).sessions[0] == 1
    assert end_sessions(store, WHOLE, account_id=account_id, actor="t") == 1
    at_work(store, token, now=NOW + timedelta(minutes=30))
    note_seen(store)
    listed = list_accounts(store, WHOLE).iloc[0]
    assert (listed.seen_at, listed.sessions) == (NOW + timedelta(minutes=20), 0)
