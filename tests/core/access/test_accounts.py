from __future__ import annotations

from datetime import timedelta

import pytest

from core.access.accounts import (
    account_of_login,
    create_account,
    load_user,
    password_matches,
    set_password,
)
from core.access.demo import demo_accounts, end_demo, ensure_demo_accounts
from core.access.links import link_purpose, new_password_link
from core.access.manage import disable_account, list_accounts
from core.access.phones import new_phone_link, open_phone, user_of_phone
from core.access.sessions import account_of_token, at_work, end_session, start_session, sweep_sessions, user_of_token
from core.errors import UserError
from tests.county import NOW, WHOLE, empty_store, make_county

GOOD = "correct horse"


@pytest.fixture
def store():
    return empty_store()


def make(store, login="zhao", **changes):
    given = {"name": "赵", "role": "clerk", "grids": [0], "password": GOOD, "actor": "test", "now": NOW} | changes
    return create_account(store, login=login, **given)


def test_login_and_password_find_the_account_however_the_login_is_typed(store):
    made = make(store, "Zhao.Liang")
    assert password_matches(store, login=" ZHAO.liang ", password=GOOD) == made
    assert password_matches(store, login="zhao.liang", password=GOOD + " ") is None
    assert password_matches(store, login="someone", password=GOOD) is None


@pytest.mark.usefixtures("full_price")
def test_the_store_keeps_an_argon2id_hash_and_no_password(store):
    """One that costs whoever guesses 64 MB and three passes each time; what a log-in finds out costs nobody less."""
    made = make(store)
    assert store.value("select password_hash from account").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert password_matches(store, login="zhao", password=GOOD) == made
    assert password_matches(store, login="zhao", password=GOOD + " ") is None


def test_no_password_means_no_log_in(store):
    make(store, password=None)
    for guess in ("", "None", "no account has this password"):
        assert password_matches(store, login="zhao", password=guess) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"role": "king"}, "role_unknown"),
        ({"login": " "}, "login_invalid"),
        ({"login": "a\nb"}, "login_invalid"),
        ({"login": "x" * 65}, "login_invalid"),
        ({"login": "WANG"}, "login_taken"),
        ({"password": "1234567"}, "password_short"),
        ({"login": "zhaozhao", "password": "ZhaoZhao"}, "password_is_login"),
    ],
)
def test_what_cannot_be_an_account_is_refused_and_nothing_stays(store, changes, code):
    make(store, "wang")
    with pytest.raises(UserError) as error:
        make(store, **changes)
    assert error.value.code == code
    assert store.value("select count(*) from account") == 1


def test_a_session_is_known_by_its_token_until_it_ends(store):
    account = make(store, grids=[2])
    token = start_session(store, account, now=NOW, actor="test")
    user = user_of_token(store, token, now=NOW)
    assert (user.login, user.role, user.scope.grids) == ("zhao", "clerk", (2,))
    assert store.value("select count(*) from session where token_hash = $token", token=token) == 0
    assert user_of_token(store, token + "x", now=NOW) is None
    assert user_of_token(store, None, now=NOW) is None
    end_session(store, token, actor="test")
    assert account_of_token(store, token, now=NOW) is None


def test_a_session_expires_by_itself_and_is_swept(store):
    token = start_session(store, make(store), now=NOW, actor="test")
    late = NOW + timedelta(hours=store.settings.session_hours)
    for minutes in range(30, int(store.settings.session_hours * 60), 30):
        at_work(store, token, now=NOW + timedelta(minutes=minutes))
    assert account_of_token(store, token, now=late - timedelta(seconds=1)) == 1
    assert account_of_token(store, token, now=late) is None
    assert sweep_sessions(store, now=late - timedelta(seconds=1)) == 0
    assert sweep_sessions(store, now=late) == 1


def test_a_disabled_account_is_out_at_once(store):
    token = start_session(store, make(store), now=NOW, actor="test")
    disable_account(store, WHOLE, account_id=account_of_login(store, "ZHAO"), actor="test", now=NOW)
    assert user_of_token(store, token, now=NOW) is None
    assert password_matches(store, login="zhao", password=GOOD) is None
    assert load_user(store, 1) is None
    with pytest.raises(UserError):
        disable_account(store, WHOLE, account_id=account_of_login(store, "nobody"), actor="test", now=NOW)


def test_deactivating_by_any_way_ends_sessions_that_are_still_kept(store):
    token = start_session(store, make(store), now=NOW, actor="test")
    with store.write() as db:
        db.execute("update account set active = false")
    assert account_of_token(store, token, now=NOW) is None


def test_a_new_password_ends_the_sessions_of_the_old_one(store):
    account = make(store)
    token = start_session(store, account, now=NOW, actor="test")
    set_password(store, account, "another good one", actor="test")
    assert user_of_token(store, token, now=NOW) is None
    assert password_matches(store, login="zhao", password=GOOD) is None
    assert password_matches(store, login="zhao", password="another good one") == account


def test_accounts_are_listed_with_their_grids():
    store = make_county()
    make(store, "a", grids=[2, 8])
    make(store, "b", grids=[0], password=None)
    listed = list_accounts(store, WHOLE)
    assert listed.grids.tolist() == ["990101100 990101101", "*"]
    assert listed.has_password.tolist() == [True, False]


def test_demo_accounts_are_made_once_and_the_officer_sees_one_township():
    store = make_county()
    assert len(ensure_demo_accounts(store, NOW)) == 8
    assert ensure_demo_accounts(store, NOW) == []
    accounts = demo_accounts(store)
    assert list(accounts) == ["leader", "command", "clerk", "officer", "admin", "auditor", "department", "security"]
    assert load_user(store, accounts["officer"]).scope.grids == (2,)
    assert load_user(store, accounts["leader"]).scope.grids == (0,)


def test_only_the_demos_own_accounts_can_be_entered_by_a_button():
    store = make_county()
    ensure_demo_accounts(store, NOW)
    make(store, "invited", role="admin", password=None)
    set_password(store, demo_accounts(store)["clerk"], GOOD, actor="test")
    disable_account(store, WHOLE, account_id=account_of_login(store, "demo-leader"), actor="test", now=NOW)
    assert list(demo_accounts(store)) == ["command", "officer", "admin", "auditor", "department", "security"]
    assert demo_accounts(store)["admin"] == 5


def test_who_came_in_by_a_button_is_out_once_the_demo_is_off():
    store = make_county()
    ensure_demo_accounts(store, NOW)
    admin, real = demo_accounts(store)["admin"], make(store, "real")
    inside = start_session(store, admin, now=NOW, actor="t"), start_session(store, real, now=NOW, actor="t")
    phone = open_phone(store, new_phone_link(store, admin, actor="t", now=NOW), now=NOW)
    link = new_password_link(store, admin, actor="t", now=NOW)
    assert end_demo(store, NOW) == 1
    assert [user_of_token(store, token, now=NOW) is None for token in inside] == [True, False]
    assert user_of_phone(store, phone, now=NOW) is None and link_purpose(store, link, now=NOW) is None
    assert end_demo(store, NOW) == 0


def test_a_store_without_townships_has_no_demo_officer_yet(store):
    ensure_demo_accounts(store, NOW)
    assert "officer" not in demo_accounts(store)


def test_every_change_of_an_account_is_audited_without_its_login(store):
    account = make(store, "secret-name")
    end_session(store, start_session(store, account, now=NOW, actor="test"), actor="test")
    set_password(store, account, "another good one", actor="test")
    disable_account(store, WHOLE, account_id=account_of_login(store, "secret-name"), actor="test", now=NOW)
    events = store.df("select event, fields from audit_entry order by entry_id")
    assert events.event.tolist() == [
        "account.created", "session.started", "session.ended", "account.password_set", "account.disabled",
    ]  # fmt: skip
    assert not events.fields.str.contains("secret-name|another").any()
