"""Taking back what one did last: the alerts stand again as before, and only as long as nobody went on with them."""

from datetime import datetime, timedelta

import pytest

from core.audit import verify
from core.errors import UserError
from core.handling import close, take, take_back
from core.registry.tree import rebuild_tree
from core.watch import alerts
from tests.county import EAST, NOBODY, WHOLE, empty_store

AT = datetime(2026, 2, 1, 9, 0)
SOON = AT + timedelta(minutes=1)


@pytest.fixture
def store():
    """Three open alerts: 1 and 2 in the east, 3 in the west."""
    made = empty_store()
    with made.write() as db:
        for grid, code, parent in ((2, "E", None), (8, "W", None)):
            db.execute(
                "insert into grid (grid_id, code, name, axis, level, parent_id, updated_at)"
                " values (?, ?, ?, 'area', 'township', ?, timestamp '2026-01-01')",
                [grid, code, code, parent],
            )
        rebuild_tree(db)
        for number, grid in ((1, 2), (2, 2), (3, 8)):
            db.execute(
                "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, fields, policy_version, opened_at, handled_by, handled_at, closing_reason) values (?, 'rate_rise', ?, null, 'open', 'high', 1, date '2026-01-30', date '2026-01-31',"
                " 'rate_rise', null, 'v', timestamp '2026-02-01', null, null, null)",
                [number, grid],
            )
    return made


def state(store) -> dict:
    rows = store.run("select alert_id, status, handled_by, handled_at, closing_reason from alert order by 1").fetchall()
    return {row[0]: row[1:] for row in rows}


def refused(store, ids, *, actor="li", at=SOON, scope=WHOLE) -> bool:
    before = state(store)
    with pytest.raises(UserError) as error:
        take_back(store, scope, ids, actor=actor, at=at)
    assert state(store) == before
    return error.value.code == "alert_act_over"


def test_acknowledged_alerts_are_open_again_and_the_log_tells_both(store):
    before = state(store)
    take(store, WHOLE, [1, 3], actor="li", at=AT)
    assert take_back(store, WHOLE, [1, 3], actor="li", at=SOON) == 2
    assert state(store) == before
    events = [e for (e,) in store.run("select event from audit_entry where actor = 'li' order by entry_id").fetchall()]
    assert events == ["alert.taken", "alert.taken_back"]
    assert verify(store).whole


def test_a_closed_alert_is_what_it_was_with_its_handler(store):
    take(store, WHOLE, [1], actor="wang", at=AT - timedelta(hours=3))
    before = state(store)
    close(store, WHOLE, 1, status="dismissed", reason="误报", actor="li", at=AT)
    assert take_back(store, WHOLE, [1], actor="li", at=SOON) == 1
    assert state(store) == before
    assert before[1][:2] == ("acknowledged", "wang")


def test_only_by_who_did_it_and_only_once(store):
    take(store, WHOLE, [1], actor="li", at=AT)
    assert refused(store, [1], actor="wang")
    take_back(store, WHOLE, [1], actor="li", at=SOON)
    assert refused(store, [1])


def test_not_after_ten_minutes(store):
    take(store, WHOLE, [1], actor="li", at=AT)
    assert refused(store, [1], at=AT + timedelta(minutes=10, seconds=1))
    assert take_back(store, WHOLE, [1], actor="li", at=AT + timedelta(minutes=10)) == 1


def test_not_when_somebody_went_on_with_it(store):
    take(store, WHOLE, [1, 2], actor="li", at=AT)
    close(store, WHOLE, 1, status="resolved", reason="已处理", actor="wang", at=AT)
    assert take_back(store, WHOLE, [1, 2], actor="li", at=SOON) == 1
    assert [state(store)[n][0] for n in (1, 2)] == ["resolved", "open"]
    take(store, WHOLE, [2], actor="li", at=AT)
    close(store, WHOLE, 2, status="resolved", reason="已处理", actor="wang", at=AT)
    assert refused(store, [2])


def test_only_the_last_act_and_only_what_it_was_about(store):
    take(store, WHOLE, [1], actor="li", at=AT)
    take(store, WHOLE, [2], actor="li", at=AT)
    assert refused(store, [1])
    assert take_back(store, WHOLE, [1, 2], actor="li", at=SOON) == 1
    assert [state(store)[n][0] for n in (1, 2)] == ["acknowledged", "open"]


def test_not_out_of_scope(store):
    take(store, WHOLE, [1, 3], actor="li", at=AT)
    assert refused(store, [1, 3], scope=NOBODY)
    assert take_back(store, EAST, [1, 3], actor="li", at=SOON) == 1
    assert state(store)[3][0] == "acknowledged"


def test_nothing_done_is_nothing_to_take_back(store):
    assert refused(store, [1])
    assert sorted(alerts(store, WHOLE, ids=[1, 3])["alert_id"]) == [1, 3]
    assert alerts(store, EAST, ids=[1, 3])["alert_id"].tolist() == [1]
