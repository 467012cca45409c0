"""Storing what was sent: all of it in one transaction, each record judged for itself."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from uuid import UUID
from weakref import WeakKeyDictionary

import duckdb
import pyarrow as pa

from core.audit import record as audit
from core.intake.record import Answer, Record
from core.intake.visitors import known_people, take_in
from core.store import Store, load_sql, run

FILE = "intake"  # what stands where a batch has its file's name
LATE = timedelta(days=14)  # a gate without a line may come so late
AHEAD = timedelta(minutes=10)  # a clock may be fast by so much
LONGEST_ID = 100
SCHEMA = pa.schema([
    ("no", pa.int32()), ("record_id", pa.string()), ("person_id", pa.int32()), ("grid_id", pa.int32()), ("scanned_at", pa.timestamp("us")),
    ("direction", pa.string()), ("temperature", pa.float64()), ("symptoms", pa.string()), ("source", pa.string()),
    ("place_code", pa.int32()), ("device", pa.int32()), ("fault", pa.string()),
])  # fmt: skip
_last: WeakKeyDictionary[Store, int] = WeakKeyDictionary()  # the number given last
_batches: WeakKeyDictionary[Store, dict[date, int]] = WeakKeyDictionary()


def take(store: Store, records: list[Record], *, actor: str, now: datetime) -> list[Answer]:
    """Store them, durable on return; an answer for each, in their order. What was stored before is known by its id.

    Scans of people whom the register knows do not wait for the writer (an import); visitors do. Audited with what follows.
    """
    if not records:
        return []
    batch = batch_of(store, now.date(), actor=actor, now=now)
    people, faults = _people(store, records, batch, actor=actor, now=now)
    with store.add() as db:
        db.register("given_records", _table(records, people, faults))
        try:
            run(
                db,
                "create or replace temp table given as select * replace (cast(record_id as uuid) as record_id) from given_records",
            )
            run(db, load_sql(__file__, "check.sql"), latest=now + AHEAD, oldest=now - LATE)
            seq = _last.get(store) or run(db, load_sql(__file__, "last.sql")).fetchone()[0]
            run(db, load_sql(__file__, "store_scans.sql"), batch=batch)
            run(db, load_sql(__file__, "store_records.sql"), seq=seq, now=now)
            judged = db.execute("select no, known, reason from judged order by no").fetchall()
        finally:
            db.unregister("given_records")
        _last[store] = seq + sum(reason is None and not known for _, known, reason in judged)
    return [_answer(records[no], known, reason) for no, known, reason in judged]


def batch_of(store: Store, day: date, *, actor: str, now: datetime) -> int:
    """The batch of that day's intake; made by the day's first scan, or the evening before (core/intake/follow.py)."""
    kept = _batches.setdefault(store, {})
    if day in kept:
        return kept[day]
    batch = _found(store, day)
    if batch is None:
        with store.write(shown=False) as db:
            batch = _found(store, day) or _made(db, day, actor, now)
            kept.pop(day - timedelta(days=2), None)
    kept[day] = batch
    return batch


def record_key(record: Record) -> UUID:
    """Of the client's own id, which is nobody else's: two gates may count from 1 each."""
    sender = f"{record.source}|{record.device or ''}|{record.id}"
    return UUID(bytes=hashlib.sha256(sender.encode()).digest()[:16])


def _found(store: Store, day: date) -> int | None:
    return store.value("select max(batch_id) from import_batch where file_name = $file and cast(imported_at as date) = $day", file=FILE, day=day)  # fmt: skip


def _made(db: duckdb.DuckDBPyConnection, day: date, actor: str, now: datetime) -> int:
    batch = run(db, "select coalesce(max(batch_id), 0) + 1 from import_batch").fetchone()[0]
    at = max(now, datetime.combine(day, datetime.min.time()))
    run(
        db,
        "insert into import_batch (batch_id, imported_at, actor, file_name, sha256, bytes, status, logged)"
        " values ($batch, $at, $actor, $file, '', 0, 'committed', false)",
        batch=batch, at=at, actor=actor, file=FILE,
    )  # fmt: skip
    audit(db, actor, "intake.opened", batch=batch)
    return batch


def _people(
    store: Store, records: list[Record], batch: int, *, actor: str, now: datetime
) -> tuple[list[int | None], dict[int, str]]:
    """Whom each record means (None: nobody can tell), and why some can't be taken in."""
    people = [r.person_id for r in records]
    told = {no: r for no, r in enumerate(records) if r.person_id is None and r.visitor is not None}
    if not told:
        return people, {}
    found = {no: row["reason"] or row["person_id"] for no, row in known_people(store, told).items()}
    new = {no: told[no] for no, who in found.items() if who is None and _stands(told[no], now)}
    if new:
        found |= take_in(store, new, batch=batch, actor=actor, now=now)
    for no, who in found.items():
        people[no] = None if isinstance(who, str) else who
    return people, {no: who for no, who in found.items() if isinstance(who, str)}


def _stands(record: Record, now: datetime) -> bool:
    """Nobody becomes a visitor by a scan of tomorrow."""
    return bool(record.id) and now - LATE <= record.at <= now + AHEAD


def _table(records: list[Record], people: list[int | None], faults: dict[int, str]) -> pa.Table:
    return pa.table(
        {
            "no": range(len(records)),
            "record_id": [str(record_key(r)) for r in records],
            "person_id": people,
            "grid_id": [r.grid_id for r in records],
            "scanned_at": [r.at for r in records],
            "direction": [r.direction for r in records],
            "temperature": [r.temperature for r in records],
            "symptoms": [r.symptoms for r in records],
            "source": [r.source for r in records],
            "place_code": [r.place_code for r in records],
            "device": [r.device for r in records],
            "fault": [_fault(r) or faults.get(no) for no, r in enumerate(records)],
        },
        schema=SCHEMA,
    )


def _fault(record: Record) -> str | None:
    return None if 0 < len(record.id) <= LONGEST_ID else "record_id"


def _answer(record: Record, known: bool, reason: str | None) -> Answer:
    return Answer(record.id, "refused" if reason else "known" if known else "stored", reason)
