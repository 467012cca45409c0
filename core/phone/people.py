"""Who scans with a phone: matched to the register when name, phone and document agree, else a visitor by their own word for some days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

import duckdb

from core.audit.record import record
from core.errors import UserError
from core.ingest.pinyin import readings
from core.intake.take import batch_of
from core.phone.once import known, note
from core.phone.tokens import actor
from core.policy.loader import load_policy
from core.registry.name_form import name_form
from core.store import Store, load_sql, run

CONSENTS = ("self", "guardian", "agreed")
MOST = 8  # people on one phone
LONGEST_NAME = 60
PHONE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
LAST = re.compile(r"(?=(?:.*\d){4})[\dA-HJ-NP-Z]{6}")  # Korean and French passports end with letters among figures


@dataclass(frozen=True)
class Rider:
    """Somebody on a phone; the name is masked. `until`: the last day of a visitor's access."""

    person_id: int
    name: str | None
    consent: str
    proven: bool
    until: date | None


class Reported(NamedTuple):
    """For whom a phone may tell something; `relation` to the householder as the register has it; `proxy`: of the household, not on the phone."""

    person_id: int
    name: str | None  # masked
    relation: str | None
    proxy: bool


@dataclass(frozen=True)
class Told:
    """What somebody types at the first scan."""

    name: str
    phone: str
    last: str  # six of the document
    consent: str = "self"


def checked(told: Told) -> Told:
    """In its plain form. Raises UserError phone_name, phone_number, phone_last, phone_consent."""
    name = " ".join(told.name.split())
    number = PHONE.fullmatch(re.sub(r"[\s\-()]", "", told.phone))
    last = told.last.strip().upper()
    if not name or len(name) > LONGEST_NAME:
        raise UserError("phone_name", most=LONGEST_NAME)
    if not number:
        raise UserError("phone_number")
    if not LAST.fullmatch(last):
        raise UserError("phone_last")
    if told.consent not in CONSENTS:
        raise UserError("phone_consent")
    return Told(name, number.group(1), last, told.consent)


def people_on(store: Store, phone_id: int | None) -> list[Rider]:
    if phone_id is None:
        return []
    return [Rider(*row) for row in store.run(load_sql(__file__, "riders.sql"), phone=phone_id).fetchall()]


def may_report_for(store: Store, phone_id: int | None, *, on: date) -> list[Reported]:
    """Who scans with the phone, and the households of those proven."""
    return [Reported(*row) for row in store.run(load_sql(__file__, "household.sql"), phone=phone_id, on=on).fetchall()]


def join(store: Store, phone_id: int, told: Told, *, grid_id: int, form_id: str, now: datetime) -> bool:
    """Put somebody on the phone; audited. Whether they were proven: nobody but the throttle is to be told so.

    Raises UserError of `checked`, phone_full, phone_form."""
    told = checked(told)
    batch = batch_of(store, now.date(), actor="intake", now=now)
    with store.write() as db:
        if known(db, form_id):
            return True
        found = match(store, told, phone_id=phone_id, on=now.date())
        (there,) = run(db, "select count(*) from phone_person where phone_id = $phone", phone=phone_id).fetchone()
        if there >= MOST:
            raise UserError("phone_full", most=MOST)
        person = found or _own_visitor(db, phone_id, told) or _visitor(db, told, grid_id, batch, now)
        run(
            db,
            "delete from phone_person where phone_id = $phone and person_id = $person",
            phone=phone_id,
            person=person,
        )
        run(
            db,
            "insert into phone_person values ($phone, $person, $consent, $proven, $now)",
            phone=phone_id, person=person, consent=told.consent, proven=found is not None, now=now,
        )  # fmt: skip
        note(db, form_id, phone_id, "join", now)
        record(db, actor(phone_id), "phone.joined", person=person, consent=told.consent, proven=found is not None)
    return found is not None


def match(store: Store, told: Told, *, phone_id: int | None, on: date) -> int | None:
    """The one person of the register whose name, phone (or household) and document's last six agree with what is told."""
    near = store.run(load_sql(__file__, "match.sql"), phone=told.phone, phone_id=phone_id, on=on).fetchall()
    form = name_form(told.name)
    meant = [person for person, name, last in near if last == told.last and name_form(name) == form]
    return meant[0] if len(meant) == 1 else None


def leave_phone(store: Store, phone_id: int, person_id: int) -> None:
    """One of several people is taken off the phone; audited."""
    with store.write(shown=False) as db:
        run(db, "delete from phone_person where phone_id = $phone and person_id = $person", phone=phone_id, person=person_id)  # fmt: skip
        record(db, actor(phone_id), "phone.left", person=person_id)


def _own_visitor(db: duckdb.DuckDBPyConnection, phone_id: int, told: Told) -> int | None:
    """Who told the same on this phone before."""
    row = run(
        db,
        "select min(p.person_id) from phone_person f join person p on p.person_id = f.person_id"
        " where f.phone_id = $phone_id and not p.registered and p.phone = $phone and name_form(p.name) = name_form($name)",
        phone_id=phone_id, phone=told.phone, name=told.name,
    ).fetchone()  # fmt: skip
    return row[0]


def _visitor(db: duckdb.DuckDBPyConnection, told: Told, grid_id: int, batch: int, now: datetime) -> int:
    """An entry of their own even where the register has one of that name and phone: it is for staff to join them."""
    (person,) = run(
        db, "select greatest(max(person_id), (select max(gone_id) from person_merge), 0) + 1 from person"
    ).fetchone()
    person = person or 1
    spoken = readings([told.name])
    until = now.date() + timedelta(days=int(load_policy().days.temporary_days) - 1)
    run(
        db,
        "insert into person (person_id, name, pinyin, initials, phone, registered, batch_id, updated_at)"
        " values ($person, $name, $pinyin, $initials, $phone, false, $batch, $now)",
        person=person, name=told.name, pinyin=spoken["pinyin"][0], initials=spoken["initials"][0], phone=told.phone, batch=batch, now=now,
    )  # fmt: skip
    run(
        db,
        "insert into membership (person_id, grid_id, kind, since, until, batch_id) values ($person, $grid, 'temporary', $on, $until, $batch)",
        person=person, grid=grid_id, on=now.date(), until=until, batch=batch,
    )  # fmt: skip
    run(db, "insert into import_grid values ($batch, $grid)", batch=batch, grid=grid_id)
    record(db, "intake", "intake.visitors", batch=batch, people=1)
    return person
