"""People as gates and forms name them: found in the register, or taken in as visitors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import duckdb
import pyarrow as pa

from core.audit import record as audit
from core.id_number import check_character
from core.ingest.pinyin import readings
from core.intake.at_hand import by_document, with_phone
from core.intake.record import Record
from core.registry.name_form import name_form
from core.store import Store, load_sql, run

TEXT = pa.string()
NEW = pa.schema([
    ("person_id", pa.int32()), ("name", TEXT), ("pinyin", TEXT), ("initials", TEXT), ("document", TEXT), ("phone", TEXT), ("unit_no", TEXT),
    ("grid_id", pa.int32()), ("on_day", pa.date32()),
])  # fmt: skip
LONGEST = {"name": 60, "unit_no": 40}
MOBILE = re.compile(r"(?:86)?(1[3-9]\d{9})")


@dataclass
class Told:
    """One person as named. `who`: the same text for the same person; `reason`: why such a one can't be taken in."""

    document: str | None
    phone: str | None
    name: str | None
    form: str | None
    unit_no: str | None
    grid_id: int
    person_id: int | None = None
    reason: str | None = None

    @property
    def who(self) -> str:
        if self.document:
            return self.document
        if self.phone:
            return f"p{self.phone}|{self.form or ''}"
        return f"u{self.unit_no}|{self.grid_id}" if self.unit_no else f"n{self.form}|{self.grid_id}"


def known_people(store: Store, records: Mapping[int, Record]) -> dict[int, Told]:
    """Number → who is meant; `person_id` None: not in the register. Asked is only what is told: a look costs milliseconds, and scans come by
    the hundred a second."""
    told = {no: _told(record) for no, record in records.items()}
    named = [one for one in told.values() if not one.document]
    _by_number(store, [one for one in named if one.unit_no])
    _by_phone(store, [one for one in named if one.phone and one.form])
    _by_document(store, [one for one in told.values() if one.document])
    for one in told.values():
        one.reason = _fault(one) if one.person_id is None else None
    return told


def _by_number(store: Store, told: list[Told]) -> None:
    if told:
        numbers, grids = [one.unit_no for one in told], [one.grid_id for one in told]
        rows = store.run(load_sql(__file__, "by_number.sql"), numbers=numbers, grids=grids).fetchall()
        found = {(number, grid): person for number, grid, person in rows}
        for one in told:
            one.person_id = found.get((one.unit_no, one.grid_id))


def _by_phone(store: Store, told: list[Told]) -> None:
    """By what is at hand; whom that does not name is looked for in the register as a whole."""
    if told and (others := _named(told, with_phone(store, [one.phone for one in told]))):
        phones = [one.phone for one in others]
        _named(others, store.run(load_sql(__file__, "by_phone.sql"), phones=phones).fetchall())


def _named(told: list[Told], rows: list[tuple[str, int, str | None]]) -> list[Told]:
    """A family shares a phone: the name says who is meant, if one alone has it. Returns those of whom nothing is said."""
    found: dict[tuple[str, str], set[int]] = {}
    for phone, person, name in rows:
        found.setdefault((phone, name_form(name)), set()).add(person)
    others = []
    for one in told:
        people = found.get((one.phone, one.form), ())
        if len(people) == 1:
            (one.person_id,) = people
        elif not people:
            others.append(one)
    return others


def _by_document(store: Store, told: list[Told]) -> None:
    if told:
        found = by_document(store, [one.document for one in told])
        for one in told:
            one.person_id = found.get(one.document)


def _told(record: Record) -> Told:
    given = record.visitor
    digits = re.sub(r"\D", "", _plain(given.phone))
    mobile = MOBILE.fullmatch(digits)
    name = (given.name or "").strip() or None
    return Told(
        document=_document(given.id_number),
        phone=mobile[1] if mobile else digits if 7 <= len(digits) <= 12 else None,
        name=name,
        form=name_form(name) if name else None,
        unit_no=(given.unit_no or "").strip() or None,
        grid_id=record.grid_id,
    )


def _document(told: str | None) -> str | None:
    """As the register keeps it (macro document_key): letters and digits, one of fifteen figures brought to eighteen characters."""
    plain = re.sub(r"[^0-9A-Z]", "", _plain(told).upper())
    if len(plain) == 15 and plain.isdigit():
        longer = f"{plain[:6]}19{plain[6:]}"
        return longer + check_character(longer)
    return plain or None


def _plain(text: str | None) -> str:
    return unicodedata.normalize("NFKC", (text or "")[:200])


def _fault(one: Told) -> str | None:
    number = one.document
    if number and (not 5 <= len(number) <= 20 or (len(number) == 18 and not _holds(number))):
        return "id_number"
    if any(len(getattr(one, field) or "") > most for field, most in LONGEST.items()):
        return "text_long"
    return None if number or one.phone or one.form or one.unit_no else "person_missing"


def _holds(number: str) -> bool:
    return number[:17].isdigit() and check_character(number[:17]) == number[17]


def take_in(
    store: Store, records: Mapping[int, Record], *, batch: int, actor: str, now: datetime
) -> dict[int, int | str]:
    """As visitors, visible to those who answer for where they were first seen. Returns number → person, or why not. Waits for the writer."""
    with store.write() as db:
        told = known_people(store, records)  # anew: somebody may have taken them in meanwhile
        wanted: dict[str, tuple[int, Told]] = {}
        for no, one in told.items():
            if one.person_id is None and one.reason is None:
                wanted.setdefault(one.who, (no, one))
        base = run(db, load_sql(__file__, "last_person.sql")).fetchone()[0]
        ids = {who: base + place for place, who in enumerate(wanted, 1)}
        if wanted:
            _write(db, [(ids[who], one, records[no].at.date()) for who, (no, one) in wanted.items()], batch, now)
            audit(db, actor, "intake.visitors", batch=batch, people=len(wanted))
    return {no: one.reason or one.person_id or ids[one.who] for no, one in told.items()}


def _write(db: duckdb.DuckDBPyConnection, people: list[tuple[int, Told, date]], batch: int, now: datetime) -> None:
    spoken = readings([one.name for _, one, _ in people if one.name])
    by_name = dict(zip(spoken["name"], zip(spoken["pinyin"], spoken["initials"], strict=True), strict=True))
    rows = [
        (number, one.name, *by_name.get(one.name, (None, None)), one.document, one.phone, one.unit_no, one.grid_id, day)
        for number, one, day in people
    ]
    db.register("given_visitors", pa.table(dict(zip(NEW.names, zip(*rows, strict=True), strict=True)), schema=NEW))
    try:
        for file in ("new_people.sql", "new_stays.sql", "new_reach.sql"):
            run(db, load_sql(__file__, file), batch=batch, now=now)
    finally:
        db.unregister("given_visitors")
