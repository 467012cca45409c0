"""What is entered on an officer's phone: taken in once, whenever it arrives, and each for itself."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from core.act import done, tasks
from core.audit import record
from core.domain import User
from core.errors import UserError
from core.exits import decide
from core.handling import take as take_alerts
from core.ingest.arrival import Arrival, register
from core.intake import Record, Visitor, take
from core.policy.running import running
from core.registry.reach import reached
from core.store import Store, load_sql, run

KINDS = ("visit", "absent", "temperature", "scan", "newcomer", "done", "seen", "approve", "refuse")
NEEDED = {
    "done": "tasks.handle", "seen": "anomalies.handle", "newcomer": "people.register", "approve": "tasks.handle", "refuse": "tasks.handle",
}  # fmt: skip
ID = re.compile(r"[A-Za-z0-9-]{8,64}")
LONGEST = 300
OLD = timedelta(hours=26)  # the phone forgets after 24
_one_at_a_time = threading.Lock()  # the same entry may come twice at once: by the page and by a tap


@dataclass(frozen=True)
class Entry:
    """`id`: made by the phone, the same when it is sent again. `at`: the county's clock time, reckoned by the server from how long ago it was entered.
    `number`: of a task, an alert or an application. `grid`: a code, where somebody is scanned or registered."""

    id: str
    kind: str
    at: datetime
    person_id: int | None = None
    number: int | None = None
    temperature: float | None = None
    note: str = ""
    grid: str = ""
    direction: str = "in"
    fields: dict[str, str] = field(
        default_factory=dict
    )  # of somebody new: name, phone, id_number, origin, household, arrived_on


@dataclass(frozen=True)
class Told:
    """`state`: stored | known (stored before) | refused, with its `reason`: entry_id, entry_kind, entry_old, entry_nothing, entry_not_allowed, a code of errors, of an
    import's issue, or of intake."""

    id: str
    state: str
    reason: str | None = None


def take_entries(store: Store, user: User, entries: list[Entry], *, now: datetime) -> list[Told]:
    """Each entry once, in their order; one that can't be taken holds no other up. Audited as what it does. Raises UserError store_full."""
    with _one_at_a_time:
        return [_take(store, user, entry, now) for entry in entries]


def _take(store: Store, user: User, entry: Entry, now: datetime) -> Told:
    key = f"{user.account_id}:{entry.id}"
    if not ID.fullmatch(entry.id):
        return Told(entry.id, "refused", "entry_id")
    if store.one("select 1 from field_entry where entry_id = $key", key=key):
        return Told(entry.id, "known")
    try:
        _check(store, user, entry, now)
        person = _do(store, user, entry, key, now)
    except UserError as error:
        if error.code == "store_full":  # not this entry's fault: the phone keeps it and sends it again
            raise
        return Told(entry.id, "refused", error.code)
    _keep(store, user, entry, key, person, now)
    return Told(entry.id, "stored")


def _check(store: Store, user: User, entry: Entry, now: datetime) -> None:
    if entry.kind not in KINDS:
        raise UserError("entry_kind")
    if entry.at < now - OLD:
        raise UserError("entry_old")
    if len(entry.note) > LONGEST or any(len(text) > LONGEST for text in entry.fields.values()):
        raise UserError("note_long", most=LONGEST)
    if not user.may(NEEDED.get(entry.kind, "people.note")):
        raise UserError("entry_not_allowed")
    if entry.person_id is None and entry.kind in ("visit", "absent", "temperature"):
        raise UserError("person_unknown")
    if entry.person_id is not None and not reached(store.cursor(), user.scope, [entry.person_id], now.date()):
        raise UserError("person_unknown")


def _do(store: Store, user: User, entry: Entry, key: str, now: datetime) -> int | None:
    """Carry it out; whom it is about. Everything here may be done twice without harm: the entry's own row is written last."""
    if entry.kind in ("temperature", "scan"):
        return _scan(store, user, entry, key, now)
    if entry.kind == "newcomer":
        return _newcomer(store, user, entry, now)
    if entry.kind == "visit":
        ids = _visits(store, user, entry, now)
        if ids:
            done(store, user.scope, ids, actor=user.login, at=entry.at, outcome=entry.note)
    elif (entry.kind == "done" and not done(store, user.scope, [entry.number or 0], actor=user.login, at=entry.at)) or (
        entry.kind == "seen" and not take_alerts(store, user.scope, [entry.number or 0], actor=user.login, at=entry.at)
    ):
        raise UserError("entry_nothing")
    elif entry.kind in ("approve", "refuse"):
        said = "approved" if entry.kind == "approve" else "refused"
        told = decide(
            store, user.scope, [entry.number or 0], decision=said, reason=entry.note, actor=user.login, at=now
        )
        for code in told.refused.values():
            raise UserError(code)
    return entry.person_id


def _visits(store: Store, user: User, entry: Entry, now: datetime) -> list[int]:
    """The person's open tasks that a visit does."""
    measures = running(store, now.date()).measures
    found = tasks(store, user.scope, at=now, person=entry.person_id, statuses=["open", "overdue"], now_only=True)
    return [
        int(row.task_id)
        for row in found.itertuples()
        if row.kind == "visit" or row.awaits == "visit" or (row.measure in measures and "visit" in measures[row.measure].done_by)
    ]  # fmt: skip


def _scan(store: Store, user: User, entry: Entry, key: str, now: datetime) -> int | None:
    """Through the intake, as every scan; a temperature taken at home is one of the home grid."""
    if entry.kind == "temperature" and entry.temperature is None:
        raise UserError("entry_nothing")
    text = load_sql(__file__, "scanned_at.sql")
    grid = store.value(text, person_id=entry.person_id, code=entry.grid or None, scope=user.scope.roots, day=now.date())
    if grid is None:
        raise UserError("arrival_grid")
    told = {name: entry.fields.get(name) or None for name in ("name", "phone", "id_number")}
    if entry.person_id is None and not any(told.values()):
        raise UserError("arrival_name")
    sent = Record(
        id=key, grid_id=grid, at=entry.at, person_id=entry.person_id, visitor=None if entry.person_id else Visitor(**told),
        direction=entry.direction if entry.kind == "scan" else "pass", temperature=entry.temperature, symptoms=entry.note or None, source="officer",
    )  # fmt: skip
    (answer,) = take(store, [sent], actor=user.login, now=now)
    if answer.state == "refused":
        raise UserError(answer.reason)
    return entry.person_id


def _newcomer(store: Store, user: User, entry: Entry, now: datetime) -> int | None:
    told = {name: text for name, text in entry.fields.items() if name in ("name", "phone", "id_number", "origin", "household", "address")}  # fmt: skip
    day = entry.fields.get("arrived_on") or ""
    try:
        arrived = date.fromisoformat(day) if day else entry.at.date()
    except ValueError as error:
        raise UserError("entry_day") from error
    given = Arrival(**told, id_type="resident_id" if told.get("id_number") else "", grid=entry.grid, arrived_on=arrived)
    outcome = register(store, user.scope, given, actor=user.login, now=now)
    if not outcome.stored:
        wrong = next((fault.code for fault in outcome.faults if fault.severity == "error"), "entry_nothing")
        raise UserError("entry_resembles" if outcome.asks else wrong)
    return outcome.person_id


def _keep(store: Store, user: User, entry: Entry, key: str, person: int | None, now: datetime) -> None:
    with store.write(shown=False) as db:
        number = db.execute("select coalesce(max(entry_no), 0) + 1 from field_entry").fetchone()[0]
        run(
            db, "insert into field_entry values ($number, $key, $account, $kind, $person, $at, $now, $note)",
            number=number, key=key, account=user.account_id, kind=entry.kind, person=person, at=entry.at, now=now, note=entry.note or None,
        )  # fmt: skip
        record(db, user.login, "field.entered", entry=number, kind=entry.kind, person=person)
