"""Scans in, each once; what follows them; the writer's and the scans' ways beside each other."""

from __future__ import annotations

import asyncio
import threading
from datetime import date, datetime, timedelta

import pytest

from core.audit import verify
from core.errors import UserError
from core.follow import follow
from core.follow.change import last_followed, outstanding
from core.intake import Record, Visitor, count_refused, follow_intake, intake_state, queue, refused, take
from core.intake import follow as following
from core.intake.judge import LATE
from core.intake.take import _last
from core.store import use_store
from tests.county import EAST, NOW, WHOLE, county_alone

TODAY = NOW.date()


@pytest.fixture
def store(monkeypatch):
    made = county_alone()
    monkeypatch.setattr(following, "follow_soon", lambda *_, **__: None)
    return made


def scan(number: str, person: int | None = 1, *, at: datetime = NOW, grid: int = 3, **more: object) -> Record:
    return Record(number, grid, at, person, **more)


def states(answers: list) -> list[tuple[str, str | None]]:
    return [(a.state, a.reason) for a in answers]


def test_what_is_sent_twice_is_there_once(store):
    sent = [
        scan("a"), scan("a"), scan("a", source="officer"), scan("a", device=7, source="gate"), scan("b", 999), scan("b"), scan("c", grid=999), scan("d", None),
        scan("e", at=NOW + timedelta(days=1)), scan("f", at=NOW - LATE - timedelta(days=1)), scan("g", temperature=51.0), scan("", 2),
    ]  # fmt: skip
    expected = [
        ("stored", None), ("known", None), ("stored", None), ("stored", None), ("refused", "person_unknown"), ("stored", None), ("refused", "grid_unknown"),
        ("refused", "person_missing"), ("refused", "at_future"), ("refused", "at_old"), ("refused", "temperature"), ("refused", "record_id"),
    ]  # fmt: skip
    before = store.value("select count(*) from check_in")
    assert states(take(store, sent, actor="t", now=NOW)) == expected
    again = states(take(store, sent, actor="t", now=NOW + timedelta(minutes=1)))
    # of "b" the second was taken, so that both are known by its id
    assert again == [("known", None) if s == "stored" or n == 4 else (s, r) for n, (s, r) in enumerate(expected)]
    assert store.value("select count(*) from check_in") == before + 4
    assert verify(store).whole


def test_what_was_stored_before_is_known_whatever_speaks_against_it_today(store):
    sent = [scan("a"), scan("b", 2), scan("c", 3), scan("d", 5)]
    assert states(take(store, sent, actor="t", now=NOW)) == [("stored", None)] * 4
    with store.write() as db:
        db.execute("delete from person where person_id = 2")
    again = [
        scan("a", at=NOW - 2 * LATE), scan("b", 2), scan("c", None), scan("d", 5, grid=999), scan("e", 2), scan("f", 3), scan("f", 3), scan("g", None),
    ]  # fmt: skip
    known, stored = ("known", None), ("stored", None)
    refused_ = [("refused", "person_unknown"), ("refused", "person_missing")]
    assert states(take(store, again, actor="t", now=NOW)) == [*[known] * 4, refused_[0], stored, known, refused_[1]]
    assert store.value("select count(*) from intake_record") == 5
    assert store.value("select count(*) from check_in where scanned_at = $now", now=NOW) == 5
    assert states(take(store, [scan("h", 3)], actor="t", now=NOW)) == [stored]  # numbers go on
    assert store.value("select count(distinct seq) from intake_record") == 6


def test_whoever_is_named_is_found_or_becomes_one_visitor(store):
    store.run("update person set id_number = '990101199001010018' where person_id = 5")
    store.run("update person set phone = '13900000002' where person_id = 2")
    store.run("update membership set unit_no = '0042' where person_id = 3 and kind = 'study'")
    name = store.value("select name from person where person_id = 2")
    unit = store.value("select grid_id from membership where person_id = 3 and kind = 'study'")
    before = store.value("select max(person_id) from person")
    who = [
        (Visitor(id_number="990101 19900101-0018", name="别人"), 3, 5),
        (Visitor(name=name, phone="+86 139-0000-0002"), 3, 2),
        (Visitor(name="别人", phone="13900000002"), 3, before + 1),  # the phone of another one's family
        (Visitor(unit_no="0042"), unit, 3),
        (Visitor(name="过客", phone="13700000001"), 4, before + 2),
        (Visitor(name="过客", phone="13700000001"), 5, before + 2),
    ]
    sent = [Record(f"v{n}", grid, NOW, visitor=visitor) for n, (visitor, grid, _) in enumerate(who)]
    assert {a.state for a in take(store, sent, actor="t", now=NOW)} == {"stored"}
    batch = store.value("select max(batch_id) from import_batch")
    got = store.run("select person_id from intake_record order by seq").fetchall()
    assert [p for (p,) in got] == [p for _, _, p in who] and batch
    later = take(store, [Record("v9", 5, NOW, visitor=who[4][0])], actor="t", now=NOW + timedelta(hours=1))
    assert states(later) == [("stored", None)]
    assert store.value("select max(person_id) from person") == before + 2
    seen = store.run("from scope_people([2], cast($day as date))", day=TODAY).fetchall()
    assert (before + 2,) in seen  # who answers there sees the visitor
    kinds = outstanding(store, as_of=TODAY, policy="x")
    assert "duplicates" in kinds.due


def test_the_minute_brings_figures_and_says_how_far_they_are(store):
    take(store, [scan("1", temperature=38.2), scan("2", 2, at=NOW - timedelta(days=2))], actor="t", now=NOW)
    assert intake_state(store).waiting == 2
    assert store.value("select count(*) from grid_day where day = $d", d=TODAY) == 0
    version = store.version
    assert follow_intake(store, now=NOW + timedelta(seconds=20)) == 2
    found = store.one("select check_ins, fevers from grid_day where day = $d and grid_id = 3", d=TODAY)
    assert (found, store.version > version) == ((1, 1), True)
    state = intake_state(store)
    assert (state.waiting, state.marked_at, state.last_at) == (0, NOW + timedelta(seconds=20), NOW)
    assert follow_intake(store, now=NOW + timedelta(seconds=40)) == 0
    take(store, [scan("3", 7)], actor="t", now=NOW + timedelta(minutes=1))
    follow_intake(store, now=NOW + timedelta(minutes=1, seconds=20))
    told = store.run("select fields from audit_entry where event = 'intake.followed' order by entry_id").fetchall()
    assert len(told) == 2 and '"whole": true' in told[0][0] and '"whole": false' in told[1][0]


# What is made of the data, and what records that it was made; scans beside them. What is kept while `Store.told` is the same reads none of these.
MADE = {
    "check_in", "intake_record", "intake_mark", "import_batch", "audit_entry",
    "grid_day", "person_day", "flow_day", "coverage_day", "missing_day", "rollup_rule",
    "person_class", "class_day", "class_flow_day", "class_history", "class_shown", "risk_stay", "grid_grade", "grade_history", "duplicate_pair",
    "alert", "alert_event", "alert_grid", "situation", "task", "task_day",
}  # fmt: skip


def test_what_follows_scans_changes_nothing_that_was_told(store):
    follow(store, actor="t", whole=True)
    tables = [name for (name,) in store.run("select table_name from duckdb_tables() where not temporary").fetchall()]

    def rows() -> dict[str, tuple]:
        return {table: store.one(f"select count(*), bit_xor(hash(t)) from {table} t") for table in tables}

    before, told, version = rows(), store.told, store.version
    take(store, [scan("1", temperature=38.9), scan("2", 2)], actor="t", now=NOW)
    follow_intake(store, now=NOW)
    follow(store, actor="t")
    follow(store, actor="t", whole=True)
    after = rows()
    assert (store.told, store.version > version) == (told, True)
    changed = {table for table in tables if after[table] != before[table]}
    assert {"alert", "grid_day"} <= changed <= MADE
    take(store, [Record("v", 5, NOW, visitor=Visitor(name="过客", phone="13700000001"))], actor="t", now=NOW)
    assert store.told > told  # a visitor is somebody new


def test_those_who_were_scanned_are_classified_alone(store):
    follow(store, actor="t")
    last = last_followed(store)
    take(store, [scan("1"), scan("2", 2)], actor="t", now=NOW)
    follow_intake(store, now=NOW)
    change = outstanding(store, as_of=date.fromisoformat(last["as_of"]), policy=last["policy"])
    assert change.classed == (1, 2) and "classify" in change.due and "duplicates" not in change.due


def test_records_are_let_go_and_the_numbers_run_on(store):
    take(store, [scan("old")], actor="t", now=NOW)
    follow_intake(store, now=NOW)
    late = NOW + LATE + timedelta(days=2)
    take(store, [scan("new", at=late)], actor="t", now=late)
    assert follow_intake(store, now=late) == 1
    assert store.run("select seq from intake_record").fetchall() == [(2,)]
    _last.pop(store)  # as after a restart, with nothing kept
    store.run("delete from intake_record")
    take(store, [scan("newer", at=late)], actor="t", now=late)
    assert follow_intake(store, now=late) == 1


def test_scans_do_not_wait_for_the_writer(store):
    take(store, [scan("first of the day")], actor="t", now=NOW)
    held, done = threading.Event(), threading.Event()

    def importing() -> None:
        with store.write() as db:
            db.execute(
                "insert into check_in select 1, 3, timestamp '2026-01-05 08:00' + to_seconds(i), 'in', null, null, 1 from range(50000) t(i)"
            )
            held.set()
            assert done.wait(30)

    writer = threading.Thread(target=importing)
    writer.start()
    try:
        assert held.wait(30)
        assert states(take(store, [scan("meanwhile"), scan("first of the day")], actor="t", now=NOW)) == [
            ("stored", None),
            ("known", None),
        ]
    finally:
        done.set()
        writer.join()
    assert store.value("select count(*) from check_in where scanned_at = $now", now=NOW) == 2
    assert (
        store.value("select count(*) from check_in where cast(scanned_at as date) = '2026-01-05' and grid_id = 3")
        >= 50_000
    )


def test_a_merge_meanwhile_takes_the_scans_along(store):
    take(store, [scan("1", 2)], actor="t", now=NOW)
    with store.write() as db:
        db.execute("insert into person_merge values (1, null, 1, 2, 't', ?, null, null)", [NOW])
    follow_intake(store, now=NOW)
    assert store.run("select person_id from check_in where scanned_at = $now", now=NOW).fetchall() == [(1,)]
    store.run("delete from person where person_id = 2")
    assert states(take(store, [scan("2", 2)], actor="t", now=NOW)) == [("stored", None)]
    assert store.run("select distinct person_id from check_in where scanned_at = $now", now=NOW).fetchall() == [(1,)]


def test_the_queue_answers_all_at_once_and_refuses_when_full(store, monkeypatch):
    use_store(store)
    groups = []
    real = queue.take
    monkeypatch.setattr(queue, "take", lambda s, records, **kw: groups.append(len(records)) or real(s, records, **kw))
    monkeypatch.setattr(queue.clock, "now", lambda: NOW)
    monkeypatch.setattr(queue, "MOST_WAITING", 60)

    async def many() -> list:
        calls = [queue.submit(scan(f"q{n % 40}", 1 + n % 9)) for n in range(50)]
        calls += [queue.submit_all([scan(f"x{n}") for n in range(20)])]
        return await asyncio.gather(*calls, return_exceptions=True)

    try:
        answers = asyncio.run(many())
    finally:
        use_store(None)
    assert [a.state for a in answers[:50]].count("stored") == 40
    assert (
        isinstance(answers[-1], UserError) and answers[-1].code == "intake_full" and answers[-1].fields["seconds"] > 0
    )
    assert sum(groups) == 50 and len(groups) <= 3


def test_refusals_are_counted_for_those_whom_they_concern(store):
    for what, code in (("code_forged", None), ("code_revoked", 1), ("code_revoked", 1), ("code_revoked", 2)):
        count_refused(store, what, now=NOW, code_id=code)
    store.run(
        "insert into place_code (code_id, grid_id, label, kind, made_by, made_at) values (1, 3, '', 'fixed', 't', $now), (2, 9, '', 'fixed', 't', $now)",
        now=NOW,
    )
    follow_intake(store, now=NOW)
    count_refused(store, "code_revoked", now=NOW, code_id=1)
    follow_intake(store, now=NOW)
    seen = refused(store, WHOLE, since=TODAY)
    assert sorted(zip(seen["what"], seen["times"], strict=True)) == [
        ("code_forged", 1),
        ("code_revoked", 1),
        ("code_revoked", 3),
    ]
    assert refused(store, EAST, since=TODAY)["times"].tolist() == [3]
