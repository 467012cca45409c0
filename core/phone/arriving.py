"""Arrival and return: what a visitor or somebody who came back tells of it, registered in one step as at the gate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.ingest.arrival import OTHER, SAME, Arrival, Outcome, register
from core.phone.once import known, note
from core.phone.own import ask
from core.phone.people import Rider
from core.phone.tokens import actor
from core.store import Store, run

EVERYBODY = Scope((EVERYTHING,))
LONGEST = 100
BACK = timedelta(days=60)
SOMEBODYS = "select min(person_id) from person where id_number = document_key($document) and person_id <> $person"


@dataclass(frozen=True)
class Trip:
    """`id_number`: whole; needed of whom the register does not know. `grid`: code of the village where they stay."""

    id_number: str = ""
    grid: str = ""
    address: str = ""
    origin: str = ""
    arrived_on: date | None = None
    trip_number: str = ""
    companions: str = ""


def arrive(store: Store, phone_id: int, rider: Rider, trip: Trip, *, form_id: str, now: datetime) -> Outcome | None:
    """Registered with home grid, class and first tasks; None: this form was stored before, or it is for staff to say who that is: a document that
    is somebody's on the register, told from a phone that is not theirs, changes nothing there and opens nothing, and gets the same answer.

    Raises UserError phone_text, phone_arrived_on, phone_document (the document can't be right), phone_refused, arrival_grid, phone_form."""
    _checked(trip, now.date())
    if known(store.cursor(), form_id):
        return None
    name, document, phone = store.one(
        "select name, id_number, phone from person where person_id = $person", person=rider.person_id
    )
    claimed = None if rider.proven else store.value(SOMEBODYS, document=trip.id_number, person=rider.person_id)
    if claimed is not None:
        ask(store, phone_id, kind="arrival", told=_told(rider, trip), person_id=claimed, form_id=form_id, now=now)
        return None
    given = Arrival(
        name=name or "", phone=phone or "", id_number=(document if rider.proven else trip.id_number) or "", grid=trip.grid,
        address=trip.address, origin=trip.origin, arrived_on=trip.arrived_on, trip_number=trip.trip_number, companions=trip.companions,
    )  # fmt: skip
    outcome = register(store, EVERYBODY, given, actor=actor(phone_id), now=now)
    if outcome.asks:  # whom this phone brought is the same; of anybody else it is for staff to say
        same = SAME if outcome.person_id == rider.person_id else OTHER
        outcome = register(store, EVERYBODY, given, actor=actor(phone_id), now=now, same=same)
    if not outcome.stored:
        raise UserError("phone_document" if any(f.field == "id_number" for f in outcome.faults) else "phone_refused")
    with store.write() as db:
        note(db, form_id, phone_id, "arrival", now)
        if outcome.person_id not in (None, rider.person_id):
            run(
                db, "update phone_person set person_id = $new, proven = $proven where phone_id = $phone and person_id = $old",
                new=outcome.person_id, old=rider.person_id, phone=phone_id, proven=bool(given.id_number),
            )  # fmt: skip
        elif given.id_number:
            run(
                db, "update phone_person set proven = true where phone_id = $phone and person_id = $old", old=rider.person_id, phone=phone_id
            )  # fmt: skip
    return replace(outcome)


def _told(rider: Rider, trip: Trip) -> str:
    """For staff, who find the visitor by the number."""
    parts = [
        f"#{rider.person_id}",
        trip.origin,
        trip.arrived_on and str(trip.arrived_on),
        trip.grid,
        trip.address,
        trip.trip_number,
        trip.companions,
    ]
    return " · ".join(part for part in parts if part)


def _checked(trip: Trip, today: date) -> None:
    if max(map(len, (trip.id_number, trip.address, trip.origin, trip.trip_number, trip.companions))) > LONGEST:
        raise UserError("phone_text", most=LONGEST)
    if trip.arrived_on is not None and not today - BACK <= trip.arrived_on <= today:
        raise UserError("phone_arrived_on")
