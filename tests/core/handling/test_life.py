"""The life of an alert: who has it and until when; up the chain minute by minute; situations; no alert without an owner or an end."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chain import away
from core.errors import UserError
from core.handling import activity, assign, close, note, situation, steps_done, take, take_back, tend_alerts, tick
from core.watch import alerts
from tests.county import EAST, LAST_DAY, NOBODY, WHOLE, make_county

AT = datetime(2026, 2, 1, 8, 0)
MINUTE = timedelta(minutes=1)
DUTIES = [(3, "responsible", "组长甲"), (3, "deputy", "副组长"), (2, "responsible", "镇长"), (1, "responsible", "县长")]
CHAIN = [(3, "responsible"), (3, "deputy"), (2, "responsible"), (1, "responsible"), (1, "desk")]


def opened(store, *rows: tuple) -> None:
    """Rows: number, grid, person, severity."""
    with store.write() as db:
        for number, grid, person, severity in rows:
            db.execute(
                "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, policy_version, opened_at)"
                " values (?, 'fever', ?, ?, 'open', ?, 1, date '2026-01-30', date '2026-01-31', 'fever', 'v', ?)",
                [number, grid, person, severity, AT],
            )


@pytest.fixture
def store():
    made = make_county()
    with made.write() as db:
        db.execute("delete from duty")
        db.executemany("insert into duty (grid_id, role, name) values (?, ?, ?)", DUTIES)
        for number, login in enumerate(("li", "wang")):
            db.execute(
                "insert into account (account_id, login, name, role, active, created_at) values (?, ?, ?, 'command', true, ?)",
                [number + 1, login, login.title(), AT],
            )
    return made


def owner(store, number: int) -> tuple:
    return store.one("select owner_grid_id, owner_role from alert where alert_id = $n", n=number)


def told(store, number: int) -> list[tuple]:
    return store.run(
        "select act, acted_at, grid_id, role from alert_event where alert_id = $n order by event_id", n=number
    ).fetchall()


def test_what_nobody_takes_goes_up_to_the_minute_and_stays_at_the_desk(store):
    opened(store, (1, 4, None, "high"), (2, 10, None, "low"))
    at = AT
    while at <= AT + timedelta(hours=72):
        tend_alerts(store, at=at)
        at += timedelta(minutes=7) if at > AT + timedelta(hours=3) else MINUTE
    acts = told(store, 1)
    assert [(act, moment) for act, moment, *_ in acts] == [
        ("opened", AT), *(("escalated", AT + timedelta(minutes=30 * n)) for n in range(1, 5)),
    ]  # fmt: skip
    assert [(grid, role) for *_, grid, role in acts] == CHAIN
    assert store.value("select due_at from alert where alert_id = 1") == AT + timedelta(
        minutes=150
    )  # late, and said so
    # of the west nobody answers but the county's: eight hours each
    assert [moment for _, moment, *_ in told(store, 2)] == [AT, AT + timedelta(hours=8)]
    entries = [
        json.loads(f) for (f,) in store.run("select fields from audit_entry where event = 'alert.escalated'").fetchall()
    ]
    assert sum(entry["grids"].count(4) for entry in entries) == 4


def test_a_late_run_gives_each_the_whole_time(store):
    opened(store, (1, 4, None, "high"))
    tend_alerts(store, at=AT)
    tend_alerts(store, at=AT + timedelta(hours=5))
    assert owner(store, 1) == CHAIN[1]
    assert store.value("select due_at from alert") == AT + timedelta(hours=5, minutes=30)


def test_taken_it_has_until_it_is_closed_and_the_second_is_told_who_has_it(store):
    opened(store, (1, 4, None, "high"))
    tend_alerts(store, at=AT)
    assert take(store, WHOLE, [1], actor="li", at=AT + MINUTE) == 1
    with pytest.raises(UserError) as error:
        take(store, WHOLE, [1], actor="wang", at=AT + 2 * MINUTE)
    assert error.value.code == "alert_taken" and error.value.fields["who"] == "Li"
    assert take(store, WHOLE, [1], actor="li", at=AT + 2 * MINUTE) == 0
    tend_alerts(store, at=AT + timedelta(hours=23))
    assert owner(store, 1) == CHAIN[0]
    tend_alerts(store, at=AT + timedelta(hours=24, minutes=1))
    assert owner(store, 1) == CHAIN[1]
    close(store, WHOLE, [1], status="resolved", reason="已送诊", actor="li", at=AT + timedelta(hours=25))
    assert tend_alerts(store, at=AT + timedelta(hours=99)).escalated == 0
    assert [act for act, *_ in told(store, 1)] == ["opened", "taken", "escalated", "resolved"]


def test_assigned_to_a_duty_it_is_asked_first_and_may_be_taken_back(store):
    opened(store, (1, 4, None, "high"))
    tend_alerts(store, at=AT)
    assign(store, WHOLE, [1], post=(2, "responsible"), actor="li", at=AT + MINUTE, note="请镇里牵头")
    assert owner(store, 1) == (2, "responsible")
    with store.write() as db:  # 副组长 can no longer log in
        db.execute("insert into account values (901, 'fu', '副组长', 'officer', null, false, null, '2026-01-01')")
        db.execute("insert into account_scope values (901, 3)")
    for scope, post, code in (
        (WHOLE, (8, "responsible"), "post_unknown"),
        (EAST, (1, "responsible"), "post_out_of_scope"),
        (WHOLE, (3, "deputy"), "post_disabled"),
    ):
        with pytest.raises(UserError, match=code):
            assign(store, scope, [1], post=post, actor="li", at=AT + MINUTE)
    take_back(store, WHOLE, [1], actor="li", at=AT + 2 * MINUTE)
    assert owner(store, 1) == CHAIN[0]
    assign(store, WHOLE, [1], post=(2, "responsible"), actor="li", at=AT + 3 * MINUTE)
    tend_alerts(store, at=AT + 40 * MINUTE)
    assert owner(store, 1) == (1, "responsible")  # the next after the one that was asked


def test_the_rota_says_who_has_it_and_a_high_grade_makes_it_more_urgent(store):
    opened(store, (1, 4, None, "medium"))
    with store.write() as db:
        db.execute("insert into grid_grade values (3, 'high', date '2026-01-30', 'x', null, 'v')")
    tend_alerts(store, at=AT)
    assert store.value("select due_at from alert") == AT + timedelta(minutes=30)
    gone = {"stand_in": None, "since": AT + MINUTE, "until": AT + timedelta(days=1)}
    away(store, WHOLE, (3, "responsible"), **gone, actor="li", at=AT + MINUTE)
    assert tend_alerts(store, at=AT + 2 * MINUTE, owners=True).moved == 1
    assert owner(store, 1) == (3, "deputy")
    assert store.value("select due_at from alert") == AT + timedelta(minutes=30)


def test_what_belongs_together_is_one_situation_with_one_owner(store):
    # 1 and 2 of one household; 11 and 12 of another, in one grid with an alert of the grid itself; 31 alone
    opened(store, (1, 4, 1, "low"), (2, 4, 2, "high"), (3, 5, None, "medium"), (4, 5, 16, "low"), (5, 10, 31, "low"))
    tend_alerts(store, at=AT)
    kinds = dict(
        store.run(
            "select a.alert_id, s.kind from alert a join situation s on s.situation_id = a.situation_id"
        ).fetchall()
    )
    assert kinds == {1: "household", 2: "household", 3: "grid", 4: "grid"}
    tend_alerts(store, at=AT + 30 * MINUTE)
    assert owner(store, 1) == owner(store, 2) == CHAIN[1] and owner(store, 3) == CHAIN[0]
    assert take(store, WHOLE, [1], actor="li", at=AT + 31 * MINUTE) == 2
    kind, others = situation(store, WHOLE, alert_id=1, as_of=LAST_DAY)
    assert kind == "household" and others.alert_id.tolist() == [2]
    close(store, WHOLE, [1, 2], status="dismissed", outcome="false", reason="误测", actor="li", at=AT + 40 * MINUTE)
    assert store.value("select ended_at from situation where kind = 'household'") == AT + 40 * MINUTE
    assert take_back(store, WHOLE, [1, 2], actor="li", at=AT + 41 * MINUTE) == 2
    assert store.value("select count(*) from situation where ended_at is null") == 2


def test_notes_promises_and_steps_are_acts_and_no_words_are_audited(store):
    opened(store, (1, 4, 1, "high"))
    tend_alerts(store, at=AT)
    note(store, EAST, 1, text="王某说已服药", actor="li", at=AT)
    note(store, EAST, 1, text="答应下午回电", actor="li", at=AT, promise=True)
    tick(store, EAST, 1, step="again", actor="li", at=AT)
    tick(store, EAST, 1, step="clinic", actor="li", at=AT)
    tick(store, EAST, 1, step="again", actor="wang", at=AT, on=False)
    assert steps_done(store, EAST, alert_id=1).step.tolist() == ["clinic"]
    assert activity(store, EAST, alert_id=1).act.tolist() == ["unstep", "step", "step", "promise", "note", "opened"]
    assert not store.value("select count(*) from audit_entry where fields like '%服药%' or fields like '%回电%'")
    refused = [
        (lambda: note(store, NOBODY, 1, text="x", actor="li", at=AT), "alert_unknown"),
        (lambda: note(store, EAST, 1, text=" ", actor="li", at=AT), "alert_note"),
        (lambda: tick(store, EAST, 1, step="no", actor="li", at=AT), "alert_step"),
    ]
    for act, code in refused:
        with pytest.raises(UserError, match=code):
            act()


def test_the_four_lists_of_a_shift(store):
    opened(store, (1, 4, None, "high"), (2, 7, None, "low"), (3, 10, None, "low"))
    tend_alerts(store, at=AT)
    take(store, WHOLE, [3], actor="li", at=AT)
    lists = {
        whose: set(alerts(store, WHOLE, whose=whose, reader=("li", "组长甲"), at=AT + 31 * MINUTE).alert_id)
        for whose in ("mine", "free", "late")
    }
    assert lists == {"mine": {1, 3}, "free": {1, 2}, "late": {1}}
    assert set(alerts(store, EAST, whose="grids", reader=("x", "x"), at=AT).alert_id) == {2}


# ── random histories ─────────────────────────────────────────────────────────────────────────────────────────────────
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["open", "take", "assign", "close", "back", "over", "return", "vacant", "disabled", "wait"]),
        st.integers(1, 12), st.sampled_from(["li", "wang"]), st.integers(0, 600),
    ),
    max_size=16,
)  # fmt: skip


@settings(max_examples=8)
@given(acts=ACTS)
def test_no_alert_is_without_an_owner_or_an_end(acts):
    store, at, number = make_county(), AT, 0
    for what, which, actor, minutes in acts:
        at += timedelta(minutes=minutes)
        person = which if which % 3 else None
        try:
            if what == "open":
                number += 1
                opened(store, (number, (4, 5, 7, 10, 22)[which % 5], person, ("low", "medium", "high")[which % 3]))
            elif what == "take":
                take(store, WHOLE, [which], actor=actor, at=at)
            elif what == "assign":
                assign(store, WHOLE, [which], post=(3, "responsible"), actor=actor, at=at)
            elif what == "close":
                close(store, WHOLE, which, status="dismissed", reason="x", actor=actor, at=at)
            elif what == "back":
                take_back(store, WHOLE, [which], actor=actor, at=at)
            elif what in ("over", "return"):
                with store.write() as db:
                    db.execute(
                        "update alert set status = 'resolved', closing_reason = 'over', handled_by = 'system' where alert_id = ? and status = 'open'" if what == "over"
                        else "update alert set status = 'open', closing_reason = null, handled_by = null where alert_id = ? and closing_reason = 'over'",
                        [which],
                    )  # fmt: skip
            elif what == "vacant":
                with store.write() as db:
                    db.execute("delete from duty where grid_id = ?", [which])
            elif what == "disabled":
                with store.write() as db:  # whoever holds a post there can no longer log in
                    free = "(select coalesce(max(account_id), 0) from account)"
                    db.execute(
                        f"insert into account select {free} + row_number() over (order by role), 'gone' || uuid(), name, 'officer', null, false, null, $at from duty where grid_id = $grid",
                        {"grid": which, "at": at},
                    )
                    db.execute(
                        "insert into account_scope select account_id, $grid from account a where not active and not exists (from account_scope s where s.account_id = a.account_id)",
                        {"grid": which},
                    )
        except UserError:
            pass
        tend_alerts(store, at=at, owners=True)
        wrong = store.run(
            "select alert_id, status from alert where status not in ('resolved', 'dismissed')"
            " and (owner_grid_id is null or owner_role is null or due_at is null or asked_at is null)"
            " or status in ('resolved', 'dismissed') and (due_at is not null or closing_reason is null or handled_by is null)"
        ).fetchall()
        assert not wrong
        unsaid = store.value(
            "select count(*) from alert a left join (select alert_id, arg_max(status, event_id) as status from alert_event group by alert_id) e"
            " on e.alert_id = a.alert_id where e.status is distinct from a.status"
        )
        assert not unsaid
        split = store.value(
            "select count(*) from (select situation_id from alert where situation_id is not null and status not in ('resolved', 'dismissed')"
            " group by situation_id having count(distinct (owner_grid_id, owner_role)) > 1)"
        )
        assert not split
