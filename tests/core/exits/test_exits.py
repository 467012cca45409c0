"""Applications to leave: one level or two decide, each refusal in its own word, what detectors and `allows` know of it afterwards."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from core.act.allows import allows
from core.classify import classify
from core.domain import Scope
from core.errors import UserError
from core.exits import application_counts, applications, apply, decide, steps, withdraw
from core.follow.change import outstanding
from core.policy.running import running
from core.watch.detectors.key_attention_exit import detect
from tests.county import EAST, LAST_DAY, MASKED, NOBODY, WHOLE, county_alone

AT = datetime(2026, 1, 31, 9)
VILLAGE = Scope((3,), frozenset({"name"}))
DAYS = {"destination": "南宁市", "reason": "就医"}


@pytest.fixture
def county():
    store = county_alone()
    with store.write() as db:
        db.execute("update person set attention = 'key_attention', attention_until = '2026-03-01' where person_id in (1, 2)")
        db.execute("update person set attention = 'home_quarantine', attention_until = '2026-02-05' where person_id = 3")
        db.execute("update person set status = 'died', status_on = '2026-01-20' where person_id = 9")
        db.execute("insert into exit_application values (50, 9, '2026-01-15 08:00', '2026-02-01', null, '广州', '务工', 'pending', null, null), "
                   "(51, 8, '2026-01-15 08:00', '2026-01-16', '2026-01-18', '广州', '务工', 'pending', null, null)")  # fmt: skip
    classify(store, as_of=LAST_DAY, actor="test")
    return store


def made(store, person: int, leave: int = 1, back: int | None = 3, at: datetime = AT) -> int:
    day = at.date()
    return apply(store, WHOLE, person_id=person, leave_on=day + timedelta(leave), return_on=None if back is None else day + timedelta(back), at=at, actor="clerk", **DAYS)  # fmt: skip


def refused(act, *args, **given) -> str:
    with pytest.raises(UserError) as told:
        act(*args, **given)
    return told.value.code


def test_one_level_or_two_and_what_is_known_of_it(county):
    attention, plain = made(county, 1), made(county, 4)
    policy = running(county, LAST_DAY)
    classes = [c.code for c in policy.classes if c.code.startswith("key_attention")]
    find = {"as_of": LAST_DAY, "parameters": {"classes": classes, "look_back": 7}}
    assert set(detect(county, **find).person_id) == {1}
    assert not allows(county, WHOLE, [1], as_of=date(2026, 2, 1))[1]["leave"].yes
    first = decide(county, VILLAGE, [attention, plain], decision="approved", reason="情况属实", actor="village", at=AT)
    assert (first.done, first.forwarded, first.refused) == ((plain,), (attention,), {})
    again = {"decision": "approved", "reason": "同意", "at": AT}
    assert decide(county, VILLAGE, [attention], actor="village", **again).refused == {attention: "exit_above"}
    assert decide(county, EAST, [attention], actor="village", **again).refused == {attention: "exit_twice"}
    assert set(detect(county, **find).person_id) == {1}
    assert decide(county, EAST, [attention], actor="town", **again).done == (attention,)
    assert detect(county, **find).empty
    assert allows(county, WHOLE, [1], as_of=date(2026, 2, 1))[1]["leave"].yes
    assert not allows(county, WHOLE, [1], as_of=date(2026, 2, 9))[1]["leave"].yes
    assert list(steps(county, WHOLE, application_id=attention, at=AT).decided_by) == ["village", "town"]
    assert steps(county, NOBODY, application_id=attention, at=AT).empty
    due = outstanding(county, as_of=LAST_DAY, policy="x").due
    assert {"detect", "tasks"} <= set(due)
    # who must stay at home needs both as well, and an approval lifts nothing there
    kept = made(county, 3)
    row = applications(county, WHOLE, at=AT, ids=[kept]).iloc[0]
    assert (row.levels, row.kept_in) == (2, True)


def test_what_is_refused_is_refused_in_its_own_word(county):
    pending, twin = made(county, 5), 60
    with county.write() as db:
        db.execute("insert into exit_application values (60, 5, '2026-01-31 10:00', '2026-02-02', null, '柳州', '探亲', 'pending', null, null)")
    yes = {"decision": "approved", "reason": "同意", "actor": "a", "at": AT}
    found = decide(county, WHOLE, [50, 51, pending, twin, 999, pending], **yes)
    assert found.done == (pending,)
    assert found.refused == {50: "exit_gone", 51: "exit_past", twin: "exit_overlap", 999: "exit_unknown"}
    assert decide(county, WHOLE, [pending], **yes).refused == {pending: "exit_decided"}
    assert decide(county, NOBODY, [twin], **yes).refused == {twin: "exit_unknown"}
    assert set(decide(county, WHOLE, [50, 51], **{**yes, "decision": "refused"}).done) == {50, 51}
    withdraw(county, WHOLE, pending, reason="本人不去了", actor="a", at=AT)
    assert decide(county, WHOLE, [pending], **yes).refused == {pending: "exit_withdrawn"}
    assert decide(county, WHOLE, [twin], **yes).done == (twin,)
    assert refused(withdraw, county, WHOLE, pending, reason="x", actor="a", at=AT) == "exit_withdrawn"
    assert refused(withdraw, county, WHOLE, 50, reason="x", actor="a", at=AT) == "exit_decided"
    assert refused(decide, county, WHOLE, [twin], **{**yes, "reason": " "}) == "exit_reason"
    assert refused(decide, county, WHOLE, [twin], **{**yes, "decision": "maybe"}) == "exit_decision"
    assert refused(made, county, 5) == "exit_overlap_of"
    assert refused(made, county, 9) == "exit_gone"
    assert refused(made, county, 6, -1) == "exit_past"
    assert refused(made, county, 6, 3, 1) == "exit_turned"
    assert refused(made, county, 4000) == "person_unknown"


def test_who_waits_until_when_and_for_whom(county):
    with county.write() as db:
        db.execute("delete from exit_application")
    soon, later, two = made(county, 6, 0), made(county, 31, 5, 6), made(county, 2, 9, 12)
    state = {"at": AT + timedelta(hours=3)}
    rows = applications(county, WHOLE, **state).set_index("application_id")
    assert list(rows.index) == [soon, later, two] and list(rows.late) == [True, False, False]
    assert rows.due_at[later].to_pydatetime() == AT + timedelta(hours=24)
    assert rows.due_at[soon].to_pydatetime() == AT + timedelta(hours=2)
    counts = application_counts(county, WHOLE, **state)
    assert (counts["waiting"], counts["late"]) == (3, 1)
    assert list(applications(county, WHOLE, unit=30, **state).application_id) == [later]
    assert list(applications(county, WHOLE, household=1, **state).application_id) == [two]
    assert list(applications(county, WHOLE, grid=8, **state).application_id) == [later]
    assert list(applications(county, EAST, state="late", **state).application_id) == [soon]
    assert "*" in applications(county, MASKED, **state).name[0]
    decide(county, VILLAGE, [two], decision="approved", reason="好", actor="v", at=AT)
    row = applications(county, WHOLE, ids=[two], **state).iloc[0]
    assert (row.step, row.due_at.to_pydatetime()) == (2, AT + timedelta(hours=12))
