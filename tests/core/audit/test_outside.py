"""What leaves the store: copies to a file and to syslog; refusals that are counted; looks that are noted once."""

from __future__ import annotations

import json
import socket
import threading
from datetime import datetime, timedelta

import pytest

from core import clock
from core.audit import denied, record, verify
from core.audit.denied import MOST, write_repeats
from core.audit.looks import PHONE, VIEWED, look, who_looked
from core.audit.reads import entries, last_test, verify_and_note
from core.audit.ship import ship
from core.errors import UserError
from core.settings import Settings
from core.store import open_store
from tests.county import empty_store, make_county

NINE = datetime(2026, 3, 2, 9, 5)


def acts(store, times):
    for n in range(times):
        with store.write() as db:
            record(db, "zhao", "import.undone", batch=n, status="undone")


def test_a_copy_goes_to_a_file_in_order_and_once(tmp_path):
    out = tmp_path / "audit.jsonl"
    store = open_store(Settings(db=str(tmp_path / "data" / "c.duckdb"), threads=1, audit_to=str(out)))
    acts(store, 3)
    assert (ship(store), ship(store)) == (3, 0)
    acts(store, 1)
    assert ship(store) == 1
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["entry"] for line in lines] == [1, 2, 3, 4]
    assert lines[0]["fields"] == {"batch": 0, "status": "undone"}
    store.close()


@pytest.mark.parametrize("way", ["syslog", "syslog+tcp"])
def test_a_copy_goes_to_syslog(tmp_path, way):
    kind = socket.SOCK_DGRAM if way == "syslog" else socket.SOCK_STREAM
    got = []
    with socket.socket(socket.AF_INET, kind) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(20)
        if way == "syslog+tcp":
            server.listen()

        def taken() -> None:
            if way == "syslog":
                got.extend(server.recv(9000) for _ in range(2))
                return
            with server.accept()[0] as peer:
                while part := peer.recv(9000):
                    got.append(part)

        listening = threading.Thread(target=taken)
        listening.start()
        port = server.getsockname()[1]
        store = open_store(
            Settings(db=str(tmp_path / "d" / "c.duckdb"), threads=1, audit_to=f"{way}://127.0.0.1:{port}")
        )
        acts(store, 2)
        assert ship(store) == 2
        listening.join(20)
    text = b"".join(got).decode()
    assert text.count("<86>1 ") == 2 and text.count(" grid-command - import.undone - {") == 2
    if way == "syslog+tcp":
        length, _, rest = text.partition(" ")
        assert rest[: int(length)].endswith("}")
    store.close()


def test_what_can_not_be_sent_is_told_and_sent_later(tmp_path):
    out = tmp_path / "missing" / "audit.jsonl"
    store = open_store(Settings(db=str(tmp_path / "data" / "c.duckdb"), threads=1, audit_to=str(out)))
    acts(store, 2)
    with pytest.raises(UserError, match="audit_to"):
        ship(store)
    out.parent.mkdir()
    assert ship(store) == 2
    store.close()


def refusals(store):
    rows = store.run("select actor, event, fields from audit_entry order by entry_id").fetchall()
    return [(actor, event, json.loads(fields).get("times")) for actor, event, fields in rows]


def test_a_refusal_is_written_at_once_and_its_repeats_are_counted():
    store = empty_store()
    for _ in range(1000):
        denied(store, None, "token.refused", kind="session", where="other")
    denied(store, "zhao", "access.denied", what="audit.read")
    assert refusals(store) == [("unknown", "token.refused", 1), ("zhao", "access.denied", 1)]
    write_repeats(store)
    assert refusals(store)[2:] == [("unknown", "token.refused", 999)]
    write_repeats(store)  # nothing since: forgotten, and the next one is written at once again
    denied(store, None, "token.refused", kind="session", where="other")
    assert refusals(store)[3:] == [("unknown", "token.refused", 1)]
    assert verify(store).whole


def test_what_is_refused_within_an_act_outlives_its_undoing():
    store = empty_store()
    with pytest.raises(UserError), store.write():
        denied(store, "zhao", "access.denied", what="grid_outside_scope")
        raise UserError("grid_outside_scope")
    assert refusals(store) == []
    write_repeats(store)
    assert refusals(store) == [("zhao", "access.denied", 1)]


def test_a_flood_of_different_refusals_fills_nothing():
    store = empty_store()
    with store.write():  # held, as within one act
        for n in range(MOST + 50):
            denied(store, f"u{n}", "access.denied", what="audit.read")
    write_repeats(store)
    assert len(refusals(store)) == MOST + 1
    assert refusals(store)[-1] == ("unknown", "access.denied", 50)


def test_a_look_is_noted_once_an_hour_for_each_reader_person_and_place():
    store = make_county()
    said = [
        look(store, who, event, person_id=person, place=place, now=NINE + timedelta(minutes=minutes))
        for who, event, person, place, minutes in [
            ("li", VIEWED, 7, "people", 0), ("li", VIEWED, 7, "people", 50), ("li", VIEWED, 8, "people", 51), ("wang", VIEWED, 7, "people", 51),
            ("li", PHONE, 7, "tasks", 52), ("li", VIEWED, 7, "people", 56),
        ]
    ]  # fmt: skip
    assert said == [True, False, True, True, True, True]
    found = who_looked(store, person_id=7, since=datetime(2000, 1, 1))
    assert [(r.actor, r.event, r.place) for r in found.itertuples()] == [
        ("li", VIEWED, "people"), ("li", PHONE, "tasks"), ("wang", VIEWED, "people"), ("li", VIEWED, "people"),
    ]  # fmt: skip
    assert who_looked(store, person_id=70, since=datetime(2000, 1, 1)).empty


def asked(store, **given):
    now = clock.now()
    found = entries(store, since=now - timedelta(days=1), until=now + timedelta(days=1), **given)
    return sorted(found["event"])


@pytest.fixture(scope="module")
def read():
    store = make_county()
    with store.write() as db:
        db.execute("delete from audit_entry")
        db.execute("delete from account")
        db.execute(
            "insert into account values (1, 'li', '李四', 'officer', null, true, null, now()::timestamp), (2, 'wang', '王五', 'clerk', null, true, null, now()::timestamp)"
        )
        db.execute("delete from account_scope")
        db.execute("insert into account_scope values (1, 3), (2, 0)")
        record(db, "li", "person.viewed", person=7, place="people")
        record(db, "1", "session.started", account=1)
        record(db, "wang", "person.viewed", person=77, place="people")
        record(db, "wang", "task.done", tasks=[5, 6, 7])
        record(db, "wang", "task.added", task=9, kind="visit", grid=4, person=7)
        record(db, "wang", "codes.made", kind="fixed", codes=2, grids=[9, 5])
        record(db, "system", "tasks.kept", at=NINE, made=1)
    return store


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"about": "person", "number": 7}, ["person.viewed", "task.added"]),
        ({"about": "task", "number": 6}, ["task.done"]),
        ({"about": "task", "number": 9}, ["task.added"]),
        ({"event": "person."}, ["person.viewed", "person.viewed"]),
        ({"event": "task."}, ["task.added", "task.done"]),
        ({"event": "task.done"}, ["task.done"]),
        ({"actor": "李"}, ["person.viewed", "session.started"]),
        ({"actor": "WANG", "event": "person."}, ["person.viewed"]),
        ({"grid": 2}, ["codes.made", "person.viewed", "session.started", "task.added"]),
        ({"grid": 8}, ["codes.made"]),
        ({"actor": "nobody"}, []),
    ],
)
def test_entries_are_found_by_who_what_about_what_and_where(read, given, found):
    assert asked(read, **given) == found


def test_the_last_test_is_kept(read):
    assert last_test(read) is None
    assert verify_and_note(read, actor="zhou").whole
    assert (last_test(read).faults, last_test(read).entries, last_test(read).first) == (0, 7, None)
