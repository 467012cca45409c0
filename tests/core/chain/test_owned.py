"""Clues, applications to leave, work orders and papers: whatever becomes of the duties, what is open has somebody and an end, and what is over has an end that is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.chain import away
from core.clues import answer, check, clues, find
from core.clues import take as take_clue
from core.errors import UserError
from core.exits import applications, apply, decide, withdraw
from core.papers.register import papers, receive, void
from core.store import run
from core.work_orders import accept, dispatch, orders, pause, reply, resume, return_it, send_back, take
from tests.county import WHOLE, make_county

AT = datetime(2026, 1, 31, 9)
GRIDS = (2, 3, 4, 5, 7, 10)
HOLD = [
    (4, "responsible", "甲"),
    (3, "responsible", "乙"),
    (3, "deputy", "丙"),
    (2, "responsible", "丁"),
    (1, "responsible", "戊"),
]
STEP = st.tuples(
    st.sampled_from(
        ["clue", "exit", "order", "paper", "check", "find", "answer", "decide", "withdraw", "dispatch", "take", "pause", "resume", "reply", "accept", "back",
         "receive", "void", "vacant", "away", "disabled", "closed", "nowhere", "wait"]
    ),
    st.integers(1, 6), st.integers(1, 40),
)  # fmt: skip


def county():
    store = make_county()
    with store.write() as db:
        for table in ("duty", "exit_application", "clue", "work_order", "paper"):
            db.execute(f"delete from {table}")
        db.executemany("insert into duty (grid_id, role, name) values (?, ?, ?)", HOLD)
    return store


def order(db, number: int, grid: int | None, at: datetime) -> None:
    run(
        db,
        "insert into work_order (order_id, order_no, received_at, urgent, told, secret, grid_id, state, days, due_at)"
        " values ($n, $no, $at, false, '漏水', false, $grid, $state, 3, $due)",
        n=number, no=f"A{number}", at=at, grid=grid, state="new" if grid is None else "dispatched", due=at + timedelta(days=3),
    )  # fmt: skip


def paper(db, number: int, person: int, grid: int | None, at: datetime) -> None:
    run(
        db,
        "insert into paper (paper_id, kind, year, number, file_no, person_id, grid_id, language, told, issued_on, made_by, made_at)"
        " values ($n, 'release', 2026, $n, $no, $person, $grid, 'zh', '{}', $day, 'x', $at)",
        n=number, no=f"解〔2026〕{number}号", person=person, grid=grid, day=at.date(), at=at,
    )  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEP, min_size=8, max_size=30))
def test_what_is_open_always_has_somebody_and_an_end(steps):
    store, at = county(), AT
    for number, (what, one, other) in enumerate(steps, 1):
        at += timedelta(hours=other if what == "wait" else 0, minutes=7)
        try:
            act(store, what, one, other, number, at)
        except UserError:
            continue
        for rows, over in (
            (clues(store, WHOLE, at=at, owned=True), ("answered",)),
            (applications(store, WHOLE, at=at, owned=True).rename(columns={"status": "state"}), ("approved", "refused", "withdrawn")),
            (orders(store, WHOLE, at=at, owned=True), ("accepted", "withdrawn")),
            (papers(store, WHOLE, at=at, owned=True), ("received", "lapsed", "void")),
        ):  # fmt: skip
            closed = rows["state"].isin(over)
            assert rows.loc[~closed, ["owner_grid_id", "owner_role"]].notna().all(axis=None), what
            assert rows.loc[closed, "owner_role"].isna().all(), what
            if "due_at" in rows:
                assert rows.loc[~closed, "due_at"].notna().all(), what
        assert nobody_gone(store), what


def nobody_gone(store) -> bool:
    """Of each that is over it is told who ended it and when."""
    return not store.value(
        "select count(*) from (select 1 from clue where state = 'answered' and (answered_by is null or answered_at is null)"
        " union all select 1 from exit_application e where status <> 'pending' and not exists (from exit_decision d where d.application_id = e.application_id)"
        " union all select 1 from work_order o where state in ('accepted', 'withdrawn') and not exists (from work_order_act a where a.order_id = o.order_id)"
        " union all select 1 from paper where received_on is not null and receipt_by is null or void_reason is not null and voided_by is null)"
    )


def act(store, what: str, one: int, other: int, number: int, at: datetime) -> None:
    by = {"actor": "x", "at": at}
    grid = GRIDS[one - 1]
    if what == "clue":
        take_clue(store, WHOLE, told="聚餐", kind="gathering", grid=grid if other % 3 else None, **by)
    elif what == "exit":
        day = at.date() + timedelta(days=other % 5)
        apply(store, WHOLE, person_id=other, leave_on=day, return_on=None, destination="南宁", reason="就医", **by)
    elif what in ("check", "find", "answer"):
        last = store.value("select max(clue_id) from clue") or 0
        {
            "check": lambda: check(store, WHOLE, last, **by),
            "find": lambda: find(store, WHOLE, last, verdict="confirmed", note="属实", **by),
            "answer": lambda: answer(store, WHOLE, last, words="已办", **by),
        }[what]()
    elif what == "decide":
        ids = [n for (n,) in store.run("select application_id from exit_application").fetchall()]
        decide(
            store,
            WHOLE,
            ids,
            decision="approved" if other % 2 else "refused",
            reason="同意",
            actor=f"x{other % 2}",
            at=at,
        )
    elif what == "withdraw":
        withdraw(
            store, WHOLE, store.value("select max(application_id) from exit_application") or 0, reason="不走了", **by
        )
    elif what in ("dispatch", "take", "pause", "resume", "reply", "accept", "back"):
        last = store.value("select max(order_id) from work_order") or 0
        {
            "dispatch": lambda: dispatch(store, WHOLE, [last], grid=grid, **by),
            "take": lambda: take(store, WHOLE, last, **by),
            "pause": lambda: pause(store, WHOLE, last, reason="等件", **by),
            "resume": lambda: resume(store, WHOLE, last, **by),
            "reply": lambda: reply(store, WHOLE, last, words="已修", **by),
            "accept": lambda: accept(store, WHOLE, last, actor="y", at=at),
            "back": lambda: (
                return_it(store, WHOLE, last, note="再办", actor="y", at=at)
                if other % 2
                else send_back(store, WHOLE, last, reason="非本地", **by)
            ),
        }[what]()
    elif what in ("receive", "void"):
        ids = [n for (n,) in store.run("select paper_id from paper where paper_id % 2 = $n", n=other % 2).fetchall()]
        if what == "receive":
            receive(store, WHOLE, ids, by=None, on=at.date(), **by)
        else:
            void(store, WHOLE, ids, reason="写错", **by)
    elif what == "away":
        away(
            store,
            WHOLE,
            HOLD[one % len(HOLD)][:2],
            since=at,
            until=at + timedelta(hours=30),
            stand_in=HOLD[other % len(HOLD)][:2],
            **by,
        )
    else:
        happens(store, what, grid, other, number, at)


def happens(store, what: str, grid: int, other: int, number: int, at: datetime) -> None:
    with store.write() as db:
        if what == "order":
            order(db, number, grid if other % 3 else None, at)
        elif what == "paper":
            paper(db, number, other, grid if other % 3 else None, at)
        elif what == "vacant":
            db.execute("delete from duty where grid_id = $1 or $2", [grid, other > 35])
        elif what == "disabled":
            free = db.execute("select coalesce(max(account_id), 0) + 1 from account").fetchone()[0]
            db.execute(
                "insert into account values ($1, $2, '乙', 'officer', null, false, null, $3)", [free, f"u{free}", at]
            )
            db.execute("insert into account_scope values ($1, 3)", [free])
        elif what == "closed":  # a village that is no more; what lies in it stays where it is
            db.execute(
                "update grid set closed_on = $1 where grid_id = $2 and level <> 'county'", [date(2026, 1, 30), grid]
            )
        elif what == "nowhere":
            db.execute("update person set home_grid_id = null where person_id = $1", [other])


def test_what_is_late_goes_up_to_the_desk_and_a_stand_in_has_it():
    store = county()
    take_clue(store, WHOLE, told="聚餐", kind="gathering", grid=4, at=AT, actor="x")

    def has(hours: int) -> tuple:
        row = clues(store, WHOLE, at=AT + timedelta(hours=hours), owned=True).iloc[0]
        return row.owner_grid_id, row.owner_role, row.owner_name

    span = int((clues(store, WHOLE, at=AT).due_at[0] - AT).total_seconds() // 3600)
    chain = [
        (4, "responsible", "甲"),
        (3, "responsible", "乙"),
        (3, "deputy", "丙"),
        (2, "responsible", "丁"),
        (1, "responsible", "戊"),
        (1, "desk", None),
    ]
    assert [has(span * n) for n in range(len(chain) + 2)] == [*chain, chain[-1], chain[-1]]
    given_to = {"since": AT, "until": AT + timedelta(days=2), "stand_in": (3, "deputy"), "actor": "x", "at": AT}
    away(store, WHOLE, (4, "responsible"), **given_to)
    assert has(1) == (3, "deputy", "丙")
