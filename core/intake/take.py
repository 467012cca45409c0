"""Storing what was sent: all of it in one transaction, each record judged for itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from weakref import WeakKeyDictionary

import duckdb

from core.audit import record as audit
from core.ingest.plan import INTAKE
from core.intake.judge import Known, is_id, reason_against, stands
from core.intake.record import Answer, Record
from core.intake.registers import Registers, registers
from core.intake.visitors import known_people, take_in
from core.store import Store, load_sql, run

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
    keys = [str(record_key(r)) for r in records]
    held = registers(store)  # before the transaction, which would not see what is changed from now on
    group = _Group(store, held, records, keys, people, faults, batch, now)
    # the index that lets no id in twice looks faster than a statement among millions, and hardly any comes twice
    try:
        return group.stored()
    except duckdb.ConstraintException:
        return group.stored(looked=True)


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


def stored_at(store: Store, record: Record) -> datetime | None:
    """The moment under which a record of that id was stored, whenever it is sent again."""
    return store.value(
        "select scanned_at from intake_record where record_id = cast($id as uuid)", id=str(record_key(record))
    )


def record_key(record: Record) -> UUID:
    """Of the client's own id, which is nobody else's: two gates may count from 1 each."""
    sender = f"{record.source}|{record.device or ''}|{record.id}"
    return UUID(bytes=hashlib.sha256(sender.encode()).digest()[:16])


def _found(store: Store, day: date) -> int | None:
    return store.value("select max(batch_id) from import_batch where file_name = $file and cast(imported_at as date) = $day", file=INTAKE, day=day)  # fmt: skip


def _made(db: duckdb.DuckDBPyConnection, day: date, actor: str, now: datetime) -> int:
    batch = run(db, "select coalesce(max(batch_id), 0) + 1 from import_batch").fetchone()[0]
    at = max(now, datetime.combine(day, datetime.min.time()))
    run(
        db,
        "insert into import_batch (batch_id, imported_at, actor, file_name, sha256, bytes, status, logged)"
        " values ($batch, $at, $actor, $file, '', 0, 'committed', false)",
        batch=batch, at=at, actor=actor, file=INTAKE,
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
    found = {no: one.reason or one.person_id for no, one in known_people(store, told).items()}
    new = {no: told[no] for no, who in found.items() if who is None and stands(told[no], now)}
    if new:
        found |= take_in(store, new, batch=batch, actor=actor, now=now)
    for no, who in found.items():
        people[no] = None if isinstance(who, str) else who
    return people, {no: who for no, who in found.items() if isinstance(who, str)}


@dataclass(frozen=True)
class _Group:
    """Records that are stored at once, with their keys, whom each means and why some can't be taken in."""

    store: Store
    held: Registers
    records: list[Record]
    keys: list[str]
    people: list[int | None]
    faults: dict[int, str]
    batch: int
    now: datetime

    def stored(self, *, looked: bool = False) -> list[Answer]:
        """`looked`: each is looked for among all that was stored, not only those against which something speaks today. Raises
        duckdb.ConstraintException, with nothing stored, where one was stored before and was not looked for."""
        with self.store.add() as db:
            known = self._known(db)
            reasons = [reason_against(r, known[n], person=self.faults.get(n), now=self.now) for n, r in enumerate(self.records)]  # fmt: skip
            before = self._before(db, [n for n, reason in enumerate(reasons) if looked or reason])
            passed = self._first([n for n, reason in enumerate(reasons) if reason is None and n not in before])
            seq = _last.get(self.store) or run(db, load_sql(__file__, "last.sql")).fetchone()[0]
            if passed:
                columns = _columns([self.records[n] for n in passed], [self.keys[n] for n in passed], [known[n].person_id for n in passed])  # fmt: skip
                run(db, load_sql(__file__, "store_scans.sql"), batch=self.batch, **columns)
                run(db, load_sql(__file__, "store_records.sql"), seq=seq, now=self.now, **columns)
        _last[self.store] = seq + len(passed)
        new = set(passed)
        return [_answer(r, n in new, None if n in before else reasons[n]) for n, r in enumerate(self.records)]

    def _known(self, db: duckdb.DuckDBPyConnection) -> list[Known]:
        """What is known of each. Whoever was found by what they showed is in the register; a number that is told is looked for."""
        grids, merged = self.held.grids, self.held.merged
        told = {r.person_id for r in self.records if r.person_id is not None} - merged.keys()
        there = (
            {number for _, number in run(db, load_sql(__file__, "documents_of.sql"), people=sorted(told)).fetchall()}
            if told
            else set()
        )
        return [
            Known(
                merged.get(person, person),
                there=person is not None and (r.person_id is None or person in merged or person in there),
                placed=r.grid_id in grids,
                closed_on=grids.get(r.grid_id),
            )
            for r, person in zip(self.records, self.people, strict=True)
        ]

    def _before(self, db: duckdb.DuckDBPyConnection, numbers: list[int]) -> set[int]:
        """Which of these were stored before, and so are known, whatever speaks against them today."""
        named = [n for n in numbers if is_id(self.records[n].id)]
        if not named:
            return set()
        stored = run(db, load_sql(__file__, "stored.sql"), records=[self.keys[n] for n in named]).fetchall()
        return {n for n in named if (self.keys[n],) in stored}

    def _first(self, numbers: list[int]) -> list[int]:
        """Of several with one id the first; by the time of the scan: that is how the days' scans lie together."""
        first: dict[str, int] = {}
        for n in numbers:
            first.setdefault(self.keys[n], n)
        return sorted(first.values(), key=lambda n: self.records[n].at)


def _columns(scans: list[Record], keys: list[str], people: list[int | None]) -> dict[str, list]:
    return {
        "records": keys,
        "people": people,
        "grids": [r.grid_id for r in scans],
        "times": [r.at for r in scans],
        "directions": [r.direction for r in scans],
        "temperatures": [r.temperature for r in scans],
        "symptoms": [r.symptoms for r in scans],
        "sources": [r.source for r in scans],
        "codes": [r.place_code for r in scans],
        "devices": [r.device for r in scans],
    }


def _answer(record: Record, new: bool, reason: str | None) -> Answer:
    return Answer(record.id, "refused" if reason else "stored" if new else "known", reason)
