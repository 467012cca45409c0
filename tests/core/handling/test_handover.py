"""The hand-over of a shift: what is open, what was promised, what changed; signed by two; kept as it was."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from core.errors import UserError
from core.handling import close, handover, handovers, make_handover, note, sign_handover, take, tend_alerts
from tests.core.handling.test_life import AT, MINUTE, opened
from tests.county import EAST, LAST_DAY, MASKED, NOBODY, WHOLE, make_county


@pytest.fixture
def store():
    made = make_county()
    opened(made, (1, 4, 1, "high"), (2, 7, None, "low"), (3, 10, 31, "low"))
    tend_alerts(made, at=AT)
    return made


def hand(store, at, *, scope=WHOLE, grid=1, actor="li", **more) -> int:
    return make_handover(store, scope, grid=grid, actor=actor, name=actor.title(), at=at, **more)


def parts(store, number, scope=WHOLE) -> dict[str, list]:
    found = handover(store, scope, number, as_of=LAST_DAY)
    return {part: items.alert_id.tolist() for part, items in found.groupby("part")}


def test_two_sign_and_it_stays_what_it_was(store):
    take(store, WHOLE, [1], actor="li", at=AT + MINUTE)
    note(store, WHOLE, 1, text="答应三点回电", promise=True, actor="li", at=AT + MINUTE)
    number = hand(store, AT + timedelta(hours=8), note="看好1号")
    before = parts(store, number)
    assert before == {"open": [1, 2, 3], "promised": [1], "changed": [1, 3, 2, 1]}
    close(store, WHOLE, [1], status="resolved", reason="x", actor="li", at=AT + timedelta(hours=9))
    assert parts(store, number) == before
    sign_handover(store, WHOLE, number, actor="wang", name="Wang", at=AT + timedelta(hours=9))
    later = hand(store, AT + timedelta(hours=16), actor="wang")
    assert parts(store, later)["open"] == [3, 2]  # nobody answers in the west: its time is over, at the desk
    assert parts(store, later)["changed"] == [2, 1]  # one went up meanwhile
    row = handovers(store, WHOLE).iloc[-1]
    assert (row.made_name, row.signed_name, row.open, row.promised, row.note) == ("Li", "Wang", 3, 1, "看好1号")
    events = store.run(
        "select event, fields from audit_entry where event like 'handover%' order by entry_id"
    ).fetchall()
    assert [event for event, _ in events] == ["handover.made", "handover.signed", "handover.made"]
    assert json.loads(events[1][1])["grid"] == 1 and not any("回电" in f or "Wang" in f for _, f in events)


def test_a_scope_hands_over_its_own_and_names_stay_masked(store):
    number = hand(store, AT + MINUTE, scope=EAST, grid=2)
    assert parts(store, number)["open"] == [1, 2]
    name = store.value("select name from person where person_id = 1")
    assert name not in handover(store, MASKED, number, as_of=LAST_DAY).person_name.tolist()
    assert handovers(store, NOBODY).empty
    whole = hand(store, AT + MINUTE)
    refused = [
        (lambda: hand(store, AT, scope=EAST, grid=8), "handover_scope"),
        (lambda: hand(store, AT + 2 * MINUTE), "handover_open"),
        (lambda: sign_handover(store, WHOLE, whole, actor="li", name="Li", at=AT), "handover_same"),
        (lambda: sign_handover(store, EAST, whole, actor="wang", name="W", at=AT), "handover_unknown"),
        (lambda: handover(store, EAST, whole, as_of=LAST_DAY), "handover_unknown"),
    ]
    for act, code in refused:
        with pytest.raises(UserError, match=code):
            act()
    sign_handover(store, WHOLE, whole, actor="wang", name="W", at=AT)
    with pytest.raises(UserError, match="handover_signed"):
        sign_handover(store, WHOLE, whole, actor="zhao", name="Z", at=AT)
