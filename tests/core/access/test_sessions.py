"""Ends, limit and list of sessions; waits that a restart keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.access.accounts import create_account
from core.access.sessions import (
    account_of_token,
    at_work,
    note_seen,
    own_sessions,
    revoke_session,
    start_session,
    sweep_sessions,
    user_of_token,
    waiting_of_token,
)
from core.access.throttle import Throttle, log_in_keys
from core.errors import UserError
from tests.county import NOW, empty_store


@pytest.fixture
def store():
    made = empty_store()
    create_account(made, login="zhao", name="赵", role="clerk", grids=[0], password=None, actor="t", now=NOW)
    return made


def started(store, **given) -> str:
    return start_session(store, 1, now=given.pop("now", NOW), actor="t", **given)


def test_an_idle_session_ends_whatever_the_page_does_by_itself(store):
    token, idle = started(store), timedelta(minutes=store.settings.idle_minutes)
    nearly = NOW + idle - timedelta(seconds=1)
    assert account_of_token(store, token, now=nearly) == 1  # a page's own turns ask this, and change nothing
    assert user_of_token(store, token, now=NOW + idle) is None
    at_work(store, token, now=nearly)
    note_seen(store)  # another process, or this one after a restart, knows it too
    assert account_of_token(store, token, now=NOW + idle) == 1
    assert sweep_sessions(store, now=nearly + idle - timedelta(seconds=1)) == 0
    assert sweep_sessions(store, now=nearly + idle) == 1


def test_work_does_not_put_off_the_absolute_end(store):
    token, end = started(store), NOW + timedelta(hours=store.settings.session_hours)
    for minutes in range(30, 720, 30):
        at_work(store, token, now=NOW + timedelta(minutes=minutes))
    assert account_of_token(store, token, now=end - timedelta(seconds=1)) == 1
    assert account_of_token(store, token, now=end) is None


def test_one_session_too_many_ends_the_oldest(store):
    tokens = [started(store, now=NOW + timedelta(minutes=n)) for n in range(store.settings.sessions_most + 2)]
    late = NOW + timedelta(minutes=10)
    assert [account_of_token(store, token, now=late) for token in tokens] == [None, None, 1, 1, 1, 1, 1]
    assert store.value("select count(*) from audit_entry where event = 'session.ended'") == 2


def test_sessions_are_listed_with_their_source_and_revoked_one_by_one(store):
    here, lost = started(store, source="10.0.0.1 · Firefox"), started(store, source="10.0.0.2 · Chrome")
    listed = own_sessions(store, 1, token=here, now=NOW)
    assert sorted(zip(listed.source, listed.here, strict=True)) == [("10.0.0.1 · Firefox", True), ("10.0.0.2 · Chrome", False)]  # fmt: skip
    other = listed.handle[~listed.here].iloc[0]
    for account, handle, fine in ((2, other, False), (1, "", False), (1, other, True), (1, other, False)):
        if fine:
            revoke_session(store, account, handle, actor="t")
        else:
            with pytest.raises(UserError, match="session_gone"):
                revoke_session(store, account, handle, actor="t")
    assert (account_of_token(store, here, now=NOW), account_of_token(store, lost, now=NOW)) == (1, None)


def test_a_session_that_waits_for_the_second_factor_opens_nothing(store):
    token = started(store, waits="code")
    assert user_of_token(store, token, now=NOW) is None
    assert waiting_of_token(store, token, now=NOW) == (1, "code")
    assert waiting_of_token(store, token, now=NOW + timedelta(minutes=10)) is None
    assert own_sessions(store, 1, token=token, now=NOW).empty


def test_a_restart_forgives_no_wrong_try_and_keeps_no_login(store):
    before, keys = Throttle(), log_in_keys("zhao", "10.0.0.1")
    for _ in range(5):
        before.begin(login="zhao", address="10.0.0.1", now=NOW)
    with store.write() as db:
        before.write_down(db, keys)
    after = Throttle()
    after.recall(store, now=NOW + timedelta(seconds=1))
    assert after.begin(login="zhao", address="10.0.0.2", now=NOW + timedelta(seconds=1)) > 0
    assert "zhao" not in str(store.run("from wrong_try").fetchall())
    after.succeeded(login="zhao", address="10.0.0.1")
    with store.write() as db:
        after.write_down(db, keys)
    third = Throttle()
    third.recall(store, now=NOW + timedelta(seconds=2))
    assert third.begin(login="zhao", address="10.0.0.3", now=NOW + timedelta(seconds=2)) == 0
