"""Who has a task: up the chain when nobody does it, to a stand-in while somebody is away, past whoever's day is full; by hand; never without an owner and an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.act import (
    Asked,
    add_task,
    cancel_tasks,
    day,
    done,
    follow_rota,
    give,
    hand_over,
    keep_tasks,
    loads,
    responses,
    tasks,
    tend,
)
from core.chain import Shift, add_rota, end_rota
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from tests.core.act.made import away as class_gone
from tests.core.act.made import keep, policy, put, reading
from tests.county import make_county

WHOLE = Scope((EVERYTHING,), frozenset({"name"}))
EAST = Scope((2,))
AT = datetime(2026, 1, 31, 8)
DUTIES = [(4, "responsible"), (4, "deputy"), (3, "responsible"), (2, "responsible"), (10, "responsible")]


def county():
    store = make_county()
    with store.write() as db:
        for table in ("check_in", "person_class", "duty"):
            db.execute(f"delete from {table}")
        for grid, role in DUTIES:
            db.execute("insert into duty (grid_id, role, name) values ($1, $2, $3)", [grid, role, f"{grid}{role}"])
    return store


@pytest.fixture
def store():
    return county()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return policy(tmp_path_factory.mktemp("packs"))


def owner(store, task=None) -> tuple:
    text = "select owner_grid_id, owner_role, owner_why from task where $t is null or task_id = $t order by task_id limit 1"
    return store.one(text, t=task)


def add(store, at=AT, scope=WHOLE, **said) -> int:
    return add_task(
        store,
        scope,
        Asked(**({"kind": "visit", "due_at": at + timedelta(hours=2), "grid_id": 4} | said)),
        actor="desk",
        at=at,
    )


def test_what_nobody_does_goes_up_to_the_minute_over_three_days(store, made):
    made = replace(made, matrix=replace(made.matrix, grace=90))
    number = add(store)  # due at 10
    seen = []
    # each quarter of an hour and the minute before it: what happens within one is seen at a wrong minute
    for minute in [*(m for m in range(9 * 60) if m % 15 in (0, 14)), *range(9 * 60, 72 * 60, 15)]:
        at = AT + timedelta(minutes=minute)
        tend(store, actor="clock", at=at, policy=made)
        if not seen or seen[-1][1:] != owner(store, number):
            seen.append((at, *owner(store, number)))
    due = AT + timedelta(hours=2)
    assert seen == [
        (AT, 4, "responsible", None),
        (due + timedelta(minutes=90), 4, "deputy", "raised"),
        (due + timedelta(minutes=180), 3, "responsible", "raised"),
        (due + timedelta(minutes=270), 2, "responsible", "raised"),
        (due + timedelta(minutes=360), 1, "desk", "raised"),
    ]
    moves = store.run("select moved_at, to_grid_id, to_role, why from task_move order by moved_at").fetchall()
    assert moves == seen[1:]
    assert store.value("select count(*) from audit_entry where event = 'tasks.kept'") == 5, "overdue, and four steps"
    # handed to somebody, the time begins anew
    give(store, WHOLE, [number], (3, "responsible"), actor="desk", at=at)
    assert owner(store, number) == (3, "responsible", "given")
    assert done(store, EAST, [number], actor="x", at=at) == 1
    assert store.value("select raised from task") == 0


def test_an_officer_is_ill_and_all_of_their_work_goes_and_comes_back(store, made):
    for person in range(1, 6):
        put(store, person, "mild", date(2026, 1, 31))
    keep(store, made, 31, 1)
    mine = "select count(*) from task where owner_grid_id = 4 and owner_role = 'responsible' and status = 'open'"
    before = store.value(mine)
    assert before >= 5
    until = AT + timedelta(hours=4)
    post, other = (4, "responsible"), (3, "responsible")
    assert hand_over(store, WHOLE, post, to=other, since=AT, until=until, actor="desk", at=AT) == before
    assert (
        store.value(mine),
        set(store.run("select distinct owner_why from task where owner_grid_id = 3").fetchall()),
    ) == (0, {("away",)})
    assert keep(store, made, 31, 9).moved == 0, "twice is once"
    keep(store, made, 31, 12, 1)
    assert store.value(mine) == before
    number = add_rota(store, WHOLE, Shift(4, "deputy", AT), actor="desk", at=AT)
    assert follow_rota(store, actor="desk", at=until) == before, "who is on duty has it"
    end_rota(store, WHOLE, number, actor="desk", at=until)
    assert follow_rota(store, actor="desk", at=until) == before


def test_nobody_gets_more_than_a_day_can_hold(store, made):
    made = replace(made, matrix=replace(made.matrix, a_day=3))
    numbers = [add(store, due_at=AT + timedelta(hours=2, minutes=n)) for n in range(8)]
    keep(store, made, 31, 8)
    have = "select owner_grid_id, owner_role, owner_why, count(*) from task group by all order by 4 desc, 1 desc"
    assert store.run(have).fetchall() == [
        (4, "responsible", None, 3),
        (4, "deputy", "load", 3),
        (3, "responsible", "load", 2),
    ]
    done(store, WHOLE, numbers[:2], actor="x", at=AT)
    assert keep(store, made, 31, 8).moved == 0, "what was done today counts for today"
    found = loads(store, WHOLE, at=AT, policy=made)
    assert found[["code", "role", "waiting", "a_day"]].values.tolist() == [
        ["990101100001", "responsible", 2, 3], ["990101100001001", "deputy", 3, 3], ["990101100001001", "responsible", 1, 3],
    ]  # fmt: skip
    soon = responses(store, WHOLE, at=AT + timedelta(hours=9), since=AT.date())
    assert soon[["level", "due", "done", "minutes"]].values.tolist() == [["section", 8, 2, 0.0]]


BAD = [
    ({"due_at": AT - timedelta(minutes=1)}, "task_past"),
    ({"due_at": AT + timedelta(days=800)}, "task_past"),
    ({"kind": "other"}, "task_title"),
    ({"kind": "measure"}, "task_kind"),
    ({"every": 2}, "task_series"),
    ({"every": 2, "until": date(2026, 1, 30)}, "task_series"),
    ({"awaits": "test"}, "task_awaits"),
    ({"grid_id": None}, "task_about"),
    ({"grid_id": 10}, "post_out_of_scope"),
    ({"owner": (10, "responsible")}, "post_out_of_scope"),
    ({"owner": (3, "deputy")}, "post_unknown"),
    ({"owner": (3, "responsible")}, "post_disabled"),
    ({"grid_id": None, "person_id": 31}, "person_unknown"),
    ({"person_id": 7}, "task_person_gone"),
    ({"person_id": 8}, "task_person_gone"),
    ({"alert_id": 999}, "task_alert"),
]


@pytest.fixture(scope="module")
def strict():
    store = county()
    with store.write() as db:
        db.execute("update person set status = 'died', status_on = '2026-01-05' where person_id = 7")
        db.execute("update person set status = 'moved_out', status_on = '2026-01-05' where person_id = 8")
        db.execute(
            "insert into account values (901, 'bing', '3responsible', 'officer', null, false, null, '2026-01-01')"
        )
        db.execute("insert into account_scope values (901, 3)")
    return store


@pytest.mark.parametrize(("said", "code"), BAD)
def test_what_no_task_may_be(strict, said, code):
    with pytest.raises(UserError) as refused:
        add(strict, scope=EAST, **said)
    assert refused.value.code == code
    assert strict.value("select count(*) from task") == 0


def test_what_is_awaited_ends_it_and_a_series_goes_on_until_its_end(store, made):
    waiting = {
        way: add(store, person_id=n, awaits=way, due_at=AT + timedelta(hours=5))
        for n, way in enumerate(("temperature", "visit"), 1)
    }
    every = add(
        store,
        kind="call",
        title="每两天一问",
        every=2,
        until=date(2026, 2, 3),
        due_at=AT + timedelta(hours=1),
        person_id=3,
    )
    with store.write() as db:
        db.execute("insert into person_note values (1, 2, '2026-01-31 09:00', 'x', '已到')")
    reading(store, 1, AT + timedelta(minutes=30))
    assert keep(store, made, 31, 12).done == 2
    assert store.run("select task_id, done_how from task where status = 'done' order by 1").fetchall() == [
        (waiting["temperature"], "temperature"),
        (waiting["visit"], "visit"),
    ]
    dues = "select due_at, status from task where series_id = $s order by 1"
    assert store.run(dues, s=every).fetchall() == [
        (AT + timedelta(hours=1), "overdue"),
        (AT + timedelta(days=2, hours=1), "open"),
    ]
    for later in (32, 33, 34, 35, 36, 37):
        keep(store, made, later, 12)
    assert len(store.run(dues, s=every).fetchall()) == 2, "4 February would be after its end"
    other = add(
        store,
        at=AT + timedelta(days=6),
        kind="call",
        every=1,
        until=date(2026, 3, 1),
        due_at=AT + timedelta(days=6, hours=1),
    )
    assert cancel_tasks(store, EAST, [other], actor="x", at=AT + timedelta(days=6)) == 1
    keep(store, made, 38, 12)
    assert len(store.run(dues, s=other).fetchall()) == 1, "what was cancelled comes no more"
    with store.write() as db:
        db.execute("update person set status = 'died', status_on = '2026-02-06' where person_id = 3")
    keep(store, made, 38, 13)
    assert store.value("select count(*) from task where person_id = 3 and status in ('open', 'overdue')") == 0


def test_a_day_is_walked_from_place_to_place(store, made):
    with store.write() as db:
        db.execute("insert into duty (grid_id, role, name) values (2, 'deputy', '镇副')")
    for grid in (7, 4, 6, 5, 3):
        add(store, grid_id=grid, owner=(2, "deputy"))
    add(store, person_id=11, grid_id=None, owner=(2, "deputy"))
    found = day(store, WHOLE, (2, "deputy"), at=AT)
    assert found.grid_id.tolist() == [3, 4, 5, 5, 7, 6]
    assert found.stop.is_monotonic_increasing
    assert found.metres.dropna().between(0, 5000).all()
    assert set(tasks(store, WHOLE, at=AT, owner=2).owner_role) == {"deputy"}


STEP = st.one_of(
    st.tuples(st.just("class"), st.integers(1, 40), st.sampled_from(["mild", "strict"])),
    st.tuples(st.just("ended"), st.integers(1, 40), st.just(None)),
    st.tuples(st.just("gone"), st.integers(1, 40), st.sampled_from(["died", "moved_out"])),
    st.tuples(st.just("erased"), st.integers(1, 40), st.just(None)),
    st.tuples(st.just("moves"), st.integers(1, 40), st.sampled_from([4, 5, 7, 10])),
    st.tuples(st.just("duty"), st.sampled_from([1, 2, 3, 4, 5, 10]), st.sampled_from(["responsible", "deputy"])),
    st.tuples(st.just("vacant"), st.sampled_from([1, 2, 3, 4, 5, 10, 0]), st.just(None)),
    st.tuples(st.just("away"), st.sampled_from(DUTIES), st.sampled_from([*DUTIES, None])),
    st.tuples(st.just("hand"), st.sampled_from([2, 4, 7, 10]), st.sampled_from([*DUTIES, None])),
    st.tuples(st.just("person"), st.integers(1, 40), st.integers(1, 3)),
    st.tuples(st.just("give"), st.integers(1, 60), st.sampled_from([*DUTIES, None])),
    st.tuples(st.just("hours"), st.integers(1, 40), st.just(None)),
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEP, min_size=5, max_size=25))
def test_no_task_is_ever_without_an_owner_and_an_end(made, steps):
    made = replace(made, matrix=replace(made.matrix, a_day=4))
    store, at = county(), AT
    for what, one, other in steps:
        try:
            at += timedelta(hours=one) if what == "hours" else timedelta(minutes=7)
            _act(store, what, one, other, at)
        except UserError:
            continue
        if what in ("hours", "duty"):
            tend(store, actor="x", at=at, policy=made)
        keep_tasks(store, actor="x", at=at, policy=made)
        lost = (
            "select task_id from task t left join grid g on g.grid_id = t.owner_grid_id where t.status in ('drafted', 'open', 'overdue')"
            " and coalesce(t.closes_at, timestamp '9999-12-31') > $at and (g.grid_id is null or t.owner_role is null or t.due_at is null)"
        )
        assert store.run(lost, at=at).fetchall() == [], what
        assert (
            store.run("select task_id from task where status in ('done', 'cancelled') and done_at is null").fetchall()
            == []
        )
        idle = "select task_id from task where status in ('open', 'drafted') and due_at <= $at"
        assert store.run(idle, at=at).fetchall() == [], "what is due is overdue, done or gone"
        assert not keep_tasks(store, actor="x", at=at, policy=made).changed, "twice is once"


def _act(store, what, one, other, at) -> None:
    if what == "class":
        class_gone(store, one, other)
        put(store, one, other, at.date())
    elif what == "away":
        hand_over(store, WHOLE, one, to=other, since=at, until=at + timedelta(hours=9), actor="x", at=at)
    elif what == "hand":
        add(
            store,
            at=at,
            grid_id=one,
            owner=other,
            every=1,
            until=at.date() + timedelta(days=3),
            due_at=at + timedelta(hours=5),
        )
    elif what == "person":
        add(store, at=at, grid_id=None, person_id=one, awaits="temperature", due_at=at + timedelta(hours=other))
    elif what == "give":
        give(store, WHOLE, [one], other, actor="x", at=at)
    elif what != "hours":
        texts = {
            "ended": "delete from person_class where person_id = $1",
            "gone": "update person set status = $2, status_on = $3 where person_id = $1",
            "erased": "delete from person where person_id = $1",
            "moves": "update person set home_grid_id = $2 where person_id = $1",
            "duty": "insert into duty (grid_id, role, name) values ($1, $2, '某某')",
            "vacant": "delete from duty where $1 in (0, grid_id)",
        }
        values = [one, other, at.date()][: texts[what].count("$")]
        with store.write() as db:
            db.execute(texts[what], values)
