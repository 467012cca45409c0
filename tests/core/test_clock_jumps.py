"""A clock that jumps, by a battery that is empty or a wrong time service: nothing is deleted, nobody is shut out, and the log stays whole."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.access.accounts import create_account
from core.access.sessions import start_session, user_of_token
from core.access.throttle import LOGIN, Throttle
from core.audit import record, verify
from core.audit.leap import leapt
from core.audit.look_after import daily
from core.doctor.machine import clock_runs
from core.privacy.retention import sweep_nightly
from tests.county import NOW, make_county

AHEAD, BACK = timedelta(days=3650), timedelta(days=3)


@pytest.fixture
def store():
    return make_county()


def test_ten_years_ahead_delete_nothing_and_end_sessions(store):
    number = create_account(store, login="zhao", name="赵", role="clerk", grids=[0], password=None, actor="t", now=NOW)
    token = start_session(store, number, now=NOW, actor="t")
    with store.write() as db:  # an emergency that has ended, and the log of half a year
        db.execute("update emergency set until = ?", [NOW.date() - timedelta(days=1)])
    rows = "select (select count(*) from check_in), (select count(*) from person), (select count(*) from audit_entry)"
    before = store.one(rows)
    assert sweep_nightly(store, today=(NOW + AHEAD).date(), actor="system", now=NOW + AHEAD) == {}
    assert daily(store, now=NOW + AHEAD) == []
    assert store.one(rows)[:2] == before[:2] and before[0]
    assert store.one(rows)[2] == before[2] + 1  # the log's own test
    assert [sign.code for sign in clock_runs(store, NOW + AHEAD)] == ["leapt"]
    assert user_of_token(store, token, now=NOW + AHEAD) is None
    assert user_of_token(store, token, now=NOW)  # put right: whoever did not click meanwhile is still there


def test_a_desk_that_stood_still_deletes_again_after_a_week(store):
    with store.write() as db:
        db.execute("update emergency set until = ?", [NOW.date() - timedelta(days=1)])
        record(db, "t", "rollup.done", days=1, full=False)
        db.execute("update audit_entry set happened_at = ?", [NOW])
    assert leapt(store, now=NOW + timedelta(days=6)) is None
    later = NOW + AHEAD
    assert leapt(store, now=later) == NOW
    with store.write() as db:
        record(db, "t", "rollup.done", days=1, full=False)
        db.execute(
            "update audit_entry set happened_at = ? where entry_id = (select max(entry_id) from audit_entry)", [later]
        )
    assert leapt(store, now=later + timedelta(days=6)) == NOW
    after = later + timedelta(days=8)
    assert leapt(store, now=after) is None
    assert sweep_nightly(store, today=after.date(), actor="system", now=after)["check_in"]


def test_days_back_leave_the_log_whole_and_are_named(store, monkeypatch):
    """Entries written before then lie in the future."""
    from core import clock

    for now in (NOW, NOW - BACK, NOW):
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        with store.write() as db:
            record(db, "t", "rollup.done", days=1, full=False)
    found = verify(store)
    assert found.whole, found.faults
    assert [sign.code for sign in clock_runs(store, NOW - BACK)] == ["back"]


def test_days_back_shut_nobody_out_for_days():
    throttle, keys = Throttle(), {"login zhao": LOGIN}

    def tried(now: datetime) -> int:
        return throttle.begin_for(keys, now=now)

    while not tried(NOW):
        pass
    earlier = NOW - BACK
    assert 0 < tried(earlier) <= LOGIN.longest
    assert tried(earlier + timedelta(seconds=LOGIN.longest + 1)) == 0
