"""Who answers at a moment: duties, the week's plan and single days, absences with stand-ins, loops, closed accounts, up to the county's desk; gaps; a drill."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.chain import Shift, add_rota, away, end_rota, health, in_force, responsible_now, rota
from core.chain import drill as drilling
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from tests.county import make_county

WHOLE = Scope((EVERYTHING,), frozenset({"work_phone"}))
EAST = Scope((2,))
AT = datetime(2026, 1, 31, 10)  # a Saturday
DUTIES = [
    (4, "responsible", "甲"),
    (4, "deputy", "乙"),
    (3, "responsible", "丙"),
    (2, "responsible", "丁"),
    (2, "包村领导", "戊"),
]


@pytest.fixture
def store():
    found = make_county()
    with found.write() as db:
        db.execute("delete from duty")
        for rank, (grid, role, name) in enumerate(DUTIES):
            db.execute(
                "insert into duty (grid_id, role, name, phone, rank) values ($1, $2, $3, '13800000001', $4)",
                [grid, role, name, rank],
            )
    return found


def chain(store, start=4, at=AT, scope=WHOLE) -> list:
    """Names in their order, the desk as its duty."""
    found = responsible_now(store, scope, [start], at=at)
    return [row.name if isinstance(row.name, str) else row.owner_role for row in found.itertuples()]


def out(store, post, stand=None, since=AT - timedelta(days=1), until=AT + timedelta(days=1)):
    return away(store, WHOLE, post, since=since, until=until, stand_in=stand, actor="test", at=AT - timedelta(days=2))


def on(store, grid, role, **said):
    return add_rota(
        store,
        WHOLE,
        Shift(grid, role, **({"since": AT - timedelta(days=30)} | said)),
        actor="test",
        at=AT - timedelta(days=30),
    )


def test_from_the_nearest_to_the_desk_and_of_several_starts_at_once(store):
    assert chain(store) == ["甲", "乙", "丙", "丁", "戊", "desk"]
    assert chain(store, (4, "deputy")) == ["乙", "甲", "丙", "丁", "戊", "desk"], "a duty that is meant comes first"
    assert chain(store, 10) == ["desk"], "nobody in the west"
    both = responsible_now(store, WHOLE, [4, 10], at=AT)
    assert both[both.step == 1].set_index("grid_id").owner_grid_id.to_dict() == {4: 4, 10: 1}
    assert responsible_now(store, EAST, [10], at=AT).empty
    assert responsible_now(store, EAST, [4], at=AT).phone.iloc[0] != "13800000001"
    with store.write() as db:
        db.execute("delete from duty")
    assert chain(store) == ["desk"], "a vacant county has its desk"


def test_absences_stand_ins_loops_and_closed_accounts(store):
    entry = out(store, (4, "responsible"), (3, "responsible"))
    assert chain(store)[0] == "丙"
    assert chain(store, at=AT + timedelta(days=2))[0] == "甲", "and comes back by itself"
    out(store, (3, "responsible"), (2, "包村领导"))
    assert chain(store)[:2] == ["戊", "乙"], "the stand-in's stand-in; nobody stands there twice"
    with pytest.raises(UserError) as refused:
        out(store, (2, "包村领导"), (4, "responsible"))
    assert refused.value.code == "rota_loop"
    with store.write() as db:  # one that got in all the same: the next of the chain answers
        db.execute("update rota set stand_grid_id = 4, stand_role = 'responsible' where grid_id = 3")
    assert chain(store) == ["乙", "丁", "戊", "desk"]
    end_rota(store, WHOLE, entry, actor="test", at=AT)
    assert chain(store)[0] == "甲"
    with store.write() as db:
        db.execute("insert into account values (901, 'jia', '甲', 'officer', null, false, null, '2026-01-01')")
        db.execute("insert into account_scope values (901, 4)")
    assert chain(store)[0] == "乙", "whose account was closed does not answer"
    with pytest.raises(UserError) as refused:
        out(store, (2, "responsible"), (4, "responsible"))
    assert refused.value.code == "post_disabled"


def test_a_weeks_plan_single_days_and_nights(store):
    print_before = in_force(store, at=AT)
    on(store, 1, "desk", name="周六班", phone="110", weekday=6, from_minute=480, to_minute=1080)
    on(store, 1, "desk", name="夜班", weekday=6, from_minute=1080, to_minute=480)
    assert chain(store)[-1] == "周六班"
    assert chain(store, at=datetime(2026, 2, 1, 7, 59))[-1] == "夜班", "past midnight"
    assert chain(store, at=datetime(2026, 2, 1, 8))[-1] == "desk"
    on(store, 1, "desk", name="替班", since=datetime(2026, 1, 31, 9), until=datetime(2026, 1, 31, 11))
    assert chain(store)[-1] == "替班", "a single day wins over the week's plan"
    assert in_force(store, at=AT) != print_before
    on(store, 4, "deputy", weekday=6, from_minute=0, to_minute=1440)
    assert chain(store)[:2] == ["乙", "甲"], "who is on duty comes before the grid's others"
    assert len(rota(store, WHOLE, at=AT, grid=EVERYTHING)) == 4
    assert len(rota(store, Scope((4,)), at=AT, grid=EVERYTHING)) == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"grid_id": 10, "role": "desk", "name": "x"}, "post_out_of_scope"),
        ({"role": "nobody"}, "post_unknown"),
        ({"role": "desk", "name": "x", "until": AT - timedelta(days=90)}, "rota_times"),
        ({"role": "desk", "name": "x", "since": AT - timedelta(9), "until": AT - timedelta(3)}, "rota_past"),
        ({"role": "desk", "name": "x", "weekday": 8, "from_minute": 0, "to_minute": 1}, "rota_times"),
        ({"role": "desk", "name": "字" * 50}, "rota_text"),
    ],
)
def test_what_no_rota_may_say(store, said, code):
    with pytest.raises(UserError) as refused:
        add_rota(store, EAST, Shift(**({"grid_id": 4, "role": "deputy", "since": AT} | said)), actor="x", at=AT)
    assert refused.value.code == code
    assert store.value("select count(*) from rota") == 0


def test_gaps_are_named_grid_by_grid(store):
    out(store, (3, "responsible"))
    with store.write() as db:
        db.execute("update duty set phone = null where grid_id = 2")
        db.execute("insert into duty (grid_id, role, name, phone) values (5, 'responsible', '己', '13800000002')")
        db.execute("insert into account values (901, 'jia', '甲', 'officer', null, true, '2026-01-20', '2026-01-01')")
        db.execute("insert into account_scope values (901, 4)")
        db.execute(
            "insert into task (task_id, kind, grid_id, due_at, owner_grid_id, owner_role, status, created_by, created_at)"
            " select i, 'call', 4, '2026-01-30', 4, 'responsible', 'overdue', 'x', '2026-01-30' from range(3) t(i)"
        )
    found = health(store, WHOLE, at=AT, a_day=2).set_index("grid_id")
    flagged = {
        grid: {f for f in ("vacant", "unanswered", "no_phone", "never_in", "overloaded", "silent") if row[f]}
        for grid, row in found.iterrows()
    }
    assert flagged[4] == {"overloaded", "silent"}
    # accounts are opened for sections alone: only there is it a gap to have none
    assert flagged[3] == {"unanswered"}
    assert flagged[2] == {"no_phone"}
    assert flagged[5] == {"never_in"}
    assert flagged[10] == {"vacant"}
    assert set(health(store, EAST, at=AT, a_day=2, levels=("village",)).level) == {"village"}


def test_a_drill_asks_each_level_and_ends_with_a_result(store):
    number = drilling.start(
        store, WHOLE, grid=2, levels=("township", "village", "section"), minutes=30, actor="desk", at=AT
    )
    asked = drilling.calls(store, WHOLE, number)
    assert asked.set_index("grid_id").owner_grid_id.to_dict()[4] == 4
    with pytest.raises(UserError) as refused:
        drilling.start(store, WHOLE, grid=2, levels=("village",), minutes=5, actor="desk", at=AT)
    assert refused.value.code == "drill_running"
    assert drilling.confirm(store, Scope((4,)), number, actor="jia", at=AT + timedelta(minutes=5)) == 1
    with pytest.raises(UserError):
        drilling.confirm(store, Scope((4,)), number, actor="jia", at=AT)
    with pytest.raises(UserError):
        drilling.confirm(store, Scope((10,)), number, actor="west", at=AT, grids=[3])
    assert drilling.confirm(store, EAST, number, actor="ding", at=AT + timedelta(minutes=40)) >= 1, (
        "late, and counted so"
    )
    assert drilling.confirm(store, EAST, number, actor="ding", at=AT + timedelta(minutes=41), grids=[3]) == 1
    drilling.close(store, WHOLE, number, actor="desk", at=AT + timedelta(hours=1))
    row = drilling.drills(store, WHOLE).iloc[0]
    assert (row.in_time, row.answered < row.calls or row.answered == row.calls, row.own) == (1, True, row.own)
    how = drilling.calls(store, WHOLE, number).set_index("grid_id")
    assert (how.how[4], how.how[3], bool(how.late[3])) == ("self", "above", True)
    with pytest.raises(UserError) as refused:
        drilling.confirm(store, EAST, number, actor="ding", at=AT)
    assert refused.value.code == "drill_over"
