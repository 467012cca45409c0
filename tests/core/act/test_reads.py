"""What is read of tasks and done with them: within the scope, masked, by grid and day, taken back, audited; who may go to school."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from core.act import allows, barred, compliance, done, gaps, owners, release, required, take_back, task_counts, tasks
from core.domain import Scope
from core.errors import UserError
from tests.core.act.made import DAY, keep, policy, put
from tests.county import EAST, MASKED, NOBODY, WHOLE, make_county

AT = datetime(2026, 1, 31, 19)
WEST = Scope((8,))
SCHOOL = Scope((20,))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return policy(tmp_path_factory.mktemp("packs"))


@pytest.fixture
def store(made):
    """At 19:00: 1 (a student) under the strict class, 11 under the mild, 31 (a worker) under the strict."""
    found = make_county()
    with found.write() as db:
        db.execute("delete from person_class")
    put(found, 1, "strict", DAY, date(2026, 2, 10))
    put(found, 1, "mild", DAY, date(2026, 2, 12), rank=2)
    put(found, 11, "mild", DAY)
    put(found, 31, "strict", DAY)
    keep(found, made, 31, 1)
    keep(found, made, 31, 19)
    return found


def people(store, scope, **conditions) -> set[int]:
    return set(tasks(store, scope, at=AT, **conditions).person_id.dropna().astype(int))


def test_a_scope_sees_the_tasks_about_its_people_and_those_it_has_to_see_to(store):
    assert people(store, WHOLE) == {1, 11, 31}
    assert people(store, EAST) == {1, 11}
    assert people(store, WEST) == {31}
    assert tasks(store, NOBODY, at=AT).empty
    with store.write() as db:
        db.execute("update task set owner_grid_id = 20 where person_id = 31 and measure = 'swab'")
    found = tasks(store, SCHOOL, at=AT)
    assert found.measure.tolist() == ["swab"]
    assert found.person_name.isna().all(), "whom it does not reach is not named"
    assert people(store, WHOLE, grid=8) == {31}
    assert people(store, WHOLE, grid=20) == {31}
    assert people(store, WHOLE, person=11) == {11}


def test_names_and_phones_are_masked_unless_revealed(store):
    row = tasks(store, MASKED, at=AT, grid=2).iloc[0]
    assert row.person_name.endswith("*")
    assert "*" in row.owner_phone
    assert tasks(store, WHOLE, at=AT, grid=2).owner_phone.iloc[0] == "13800000001"


def test_overdue_first_then_by_the_hour(store):
    found = tasks(store, WHOLE, at=AT, now_only=True)
    assert found.status.tolist() == sorted(found.status, key=["overdue", "open"].index)
    assert found[found.status == "open"].due_at.is_monotonic_increasing
    assert task_counts(store, WHOLE, at=AT, now_only=True)["open"] == (found.status == "open").sum()
    assert set(tasks(store, WHOLE, at=AT, measures=["swab"]).measure) == {"swab"}


def test_the_counts_of_a_day_add_up_over_the_grids(store):
    kept = compliance(store, WHOLE, since=DAY, until=DAY)
    assert kept.groupby("code")[["due"]].sum().due.to_dict() == {
        "990101100": store.value("select count(*) from task where person_id in (1, 11)"),
        "990101101": store.value("select count(*) from task where person_id = 31"),
    }
    assert (kept.due >= kept.done + kept.overdue).all()
    assert set(compliance(store, WEST, since=DAY, until=DAY).code) == {"990101101001"}
    assert compliance(store, NOBODY, since=DAY, until=DAY).empty


def test_who_is_missing_is_named_with_where_the_work_goes(store):
    found = gaps(store, WHOLE, at=AT).set_index("code")
    assert found.owner_grid["990101100001001"] == "东镇"
    assert found.owner_role["990101101001001"] == "desk", "nobody at all answers in the west"
    assert gaps(store, WEST, at=AT).code.str.startswith("990101101").all()
    assert owners(store, WHOLE, at=AT).name.dropna().tolist() == ["陆一"]


def test_a_tick_counts_at_once_and_can_be_taken_back_by_who_gave_it(store):
    mine = tasks(store, EAST, at=AT, now_only=True).task_id.astype(int).tolist()
    before = compliance(store, WHOLE, since=DAY, until=DAY).done.sum()
    assert done(store, WEST, mine, actor="west", at=AT) == 0, "out of reach"
    assert done(store, EAST, mine[:2], actor="east", at=AT, outcome=" 家中无异常 ") == 2
    assert done(store, EAST, mine[:2], actor="east", at=AT) == 0, "done already"
    assert store.value("select outcome from task where task_id = $t", t=mine[0]) == "家中无异常"
    assert compliance(store, WHOLE, since=DAY, until=DAY).done.sum() == before + 2
    with pytest.raises(UserError, match="task_act_over"):
        take_back(store, EAST, mine[:2], actor="west", at=AT)
    with pytest.raises(UserError, match="task_act_over"):
        take_back(store, EAST, mine[:2], actor="east", at=datetime(2026, 1, 31, 19, 11))
    assert take_back(store, EAST, mine[:2], actor="east", at=AT) == 2
    assert compliance(store, WHOLE, since=DAY, until=DAY).done.sum() == before
    with pytest.raises(UserError, match="task_outcome"):
        done(store, EAST, mine, actor="east", at=AT, outcome="长" * 201)
    said = store.run("select event, fields from audit_entry where event like 'task.%' order by entry_id").fetchall()
    assert [event for event, _ in said] == ["task.done", "task.taken_back"]
    assert not any("家中" in fields for _, fields in said)


def test_a_ticked_task_is_not_opened_again_by_the_night(store, made):
    number = int(tasks(store, WHOLE, at=AT, now_only=True).task_id.iloc[0])
    done(store, WHOLE, [number], actor="x", at=AT)
    keep(store, made, 31, 20, undone=True)
    assert store.value("select status from task where task_id = $t", t=number) == "done"


def test_what_is_drafted_waits_until_somebody_sends_it_out(store, made):
    with store.write() as db:
        db.execute(
            "insert into task (task_id, kind, grid_id, person_id, due_at, status, created_by, created_at)"
            " values (900, 'verify', 4, 3, '2026-02-01 12:00', 'drafted', 'x', '2026-01-31 10:00')"
        )
    assert done(store, WHOLE, [900], actor="x", at=AT) == 0
    assert release(store, WEST, [900], actor="x", at=AT) == 0
    assert release(store, EAST, [900], actor="x", at=AT) == 1
    assert store.one("select status, owner_grid_id, asked_grid_id from task where task_id = 900") == ("open", 2, 4)
    assert (
        keep(store, made, 32, 13).cancelled == 0
        or store.value("select status from task where task_id = 900") == "overdue"
    )
    assert store.value("select status from task where task_id = 900") == "overdue"


def test_who_may_not_go_to_school_and_until_when(store, made):
    found = allows(store, WHOLE, [1, 2, 11, 31], as_of=DAY, policy=made)
    assert {p: (w["school"].yes, w["work"].yes) for p, w in found.items()} == {
        1: (False, False), 2: (True, True), 11: (True, True), 31: (False, False),
    }  # fmt: skip
    assert (found[1]["school"].until, found[1]["school"].classes) == (date(2026, 2, 10), ("strict",))
    assert found[31]["work"].until is None
    assert allows(store, EAST, [1, 31], as_of=DAY, policy=made).keys() == {1}
    assert allows(store, WHOLE, [1], as_of=date(2026, 2, 11), policy=made)[1]["school"].yes
    of_school = barred(store, WHOLE, unit=20, as_of=DAY, policy=made)
    assert of_school[["person_id", "way", "until", "part"]].values.tolist() == [
        [1, "school", date(2026, 2, 10), "初一1班"]
    ]
    assert barred(store, WHOLE, unit=30, as_of=DAY, policy=made).person_id.tolist() == [31]
    assert barred(store, MASKED, unit=20, as_of=DAY, policy=made).name.iloc[0].endswith("*")
    assert barred(store, WEST, unit=20, as_of=DAY, policy=made).empty


def test_a_persons_measures_and_what_one_class_forbids_no_other_allows(store, made):
    found = {r.measure.code: r for r in required(store, WHOLE, person_id=1, at=AT, policy=made)}
    assert found.keys() == {"twice", "visit", "swab", "stay", "report"}
    assert found["visit"].until == date(2026, 2, 12), "both ask for it: the longer"
    assert found["stay"].until == date(2026, 2, 10)
    assert len(found["twice"].tasks) == 2
    assert "attend" in {r.measure.code for r in required(store, WHOLE, person_id=11, at=AT, policy=made)}
    assert required(store, WEST, person_id=1, at=AT, policy=made) == ()
    assert required(store, WHOLE, person_id=2, at=AT, policy=made) == ()
