"""One's own data: what is held, a correction or an objection, a complaint, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.lake import reached
from core.phone.once import known, new_receipt, note
from core.phone.tokens import actor
from core.store import Store, load_sql, run

KINDS = (
    "correction",
    "objection",
    "erasure",
    "complaint",
    "arrival",
)  # arrival: of somebody whose document is another's on the register
LONGEST = 1000
PREFIX = "YJ"
TRAIL = timedelta(days=13)


@dataclass(frozen=True)
class Held:
    """What the store holds of one person, masked where a glance over the shoulder could take it; `places`: of fourteen days, as (name, last scanned)."""

    name: str | None
    document: str | None
    phone: str | None
    address: str | None
    home: str | None
    origin: str | None
    arrived_on: date | None
    since: date | None
    scans: int
    reports: int
    tests: int
    places: list[tuple[str, datetime]]


def held(store: Store, person_id: int, *, on: date) -> Held:
    """Only for who proved to be that person."""
    with reached(store, person_id=person_id, since=date.min, until=date.max):
        row = store.one(load_sql(__file__, "held.sql"), person=person_id)
    places = store.run(load_sql(__file__, "places.sql"), person=person_id, since=on - TRAIL).fetchall()
    return Held(*row, places)


def ask(
    store: Store, phone_id: int | None, *, kind: str, told: str, person_id: int | None = None, form_id: str, now: datetime
) -> str:  # fmt: skip
    """The receipt by which it can be followed; the same when it is sent again. Audited without its words. Raises UserError phone_told, phone_form."""
    before = known(store.cursor(), form_id)
    if before:
        return before[0]
    told = told.strip()
    if kind not in KINDS or not told or len(told) > LONGEST:
        raise UserError("phone_told", most=LONGEST)
    with store.write() as db:
        before = known(db, form_id)
        if before:
            return before[0]
        (number,) = run(db, "select coalesce(max(request_id), 0) + 1 from citizen_request").fetchone()
        receipt = new_receipt(PREFIX, number, now)
        run(
            db,
            "insert into citizen_request (request_id, receipt, kind, person_id, told, told_at) values ($id, $receipt, $kind, $person, $told, $now)",
            id=number, receipt=receipt, kind=kind, person=person_id, told=told, now=now,
        )  # fmt: skip
        note(db, form_id, phone_id or 0, "request", now, receipt)
        record(db, actor(phone_id), "request.told", request=number, kind=kind)
    return receipt


def became(store: Store, receipt: str) -> tuple[str, str | None] | None:
    """(state, answer) of a request or a clue with that receipt: new | checking | answered. None: there is none."""
    found = store.one(load_sql(__file__, "became.sql"), receipt=receipt.strip().upper())
    return found if found else None


def requests(store: Store, scope: Scope, *, on: date) -> pd.DataFrame:
    """What citizens asked, those that wait first: of people whom the scope reaches, and what was told without a name where it is the whole county.

    One row per request: request_id, receipt, kind, person_id, name (masked unless revealed), told, told_at, answer, answered_at."""
    return store.df(load_sql(__file__, "requests.sql"), scope=scope.roots, on=on, reveal_name="name" in scope.reveal)


def answer_request(store: Store, scope: Scope, request_id: int, *, words: str, login: str, now: datetime) -> None:
    """What who asked reads by the receipt; audited. Raises UserError phone_told, request_unknown."""
    words = words.strip()
    if not words or len(words) > LONGEST:
        raise UserError("phone_told", most=LONGEST)
    with store.write() as db:
        reached = requests(store, scope, on=now.date())["request_id"].tolist()
        found = int(request_id) in reached and run(
            db, "update citizen_request set answer = $words, answered_by = $login, answered_at = $now where request_id = $id returning 1",
            words=words, login=login, now=now, id=int(request_id),
        ).fetchone()  # fmt: skip
        if not found:
            raise UserError("request_unknown")
        record(db, login, "request.answered", request=int(request_id))
