"""One person, registered on arrival: a table of one row, read, checked and stored as a roster of people is. So the same checks hold, and
what it changes is tracked, undone, found by duplicates and audited like everything else that comes in."""

from __future__ import annotations

import csv
import json
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from core import clock
from core.classify.why import HOLDS, Why, why
from core.domain import Scope
from core.errors import UserError
from core.ingest.meaning.answers import LIKENESS, Answers
from core.ingest.meaning.columns import kinds
from core.ingest.plan import Plan, discard, prepare
from core.ingest.storing import commit
from core.policy.loader import load_policy
from core.registry.grids import find_grid
from core.registry.person import Person, person
from core.screening.places import forget_places, read_places
from core.store import Store, load_sql

KIND, FORM = "people", "form"
FILE = "到达登记.csv"  # what its batches are called, and what facts name as their source
SAME, OTHER = "same", "other"  # what is said of somebody whom he resembles
# Field of the form → field of the kind.
FIELDS = {
    "name": "name", "id_type": "id_type", "id_number": "id_number", "phone": "phone", "grid": "grid", "household": "household_code",
    "address": "address", "origin": "origin", "arrived_on": "arrived_on", "transport": "fact_transport", "trip_number": "fact_trip_number",
    "companions": "fact_companions",
}  # fmt: skip
FORM_FIELD = {field: name for name, field in FIELDS.items()} | {"stay_until": "grid"}


@dataclass(frozen=True)
class Arrival:
    """What is told at the gate; empty: not told. `grid` is a code: where he stays or, where that is not known (`housed` false), where
    he is registered. `id_type` and `transport` are codes of their value sets."""

    name: str = ""
    id_type: str = ""
    id_number: str = ""
    phone: str = ""
    grid: str = ""
    housed: bool = True
    household: str = ""
    address: str = ""
    origin: str = ""
    arrived_on: date | None = None
    transport: str = ""
    trip_number: str = ""
    companions: str = ""


@dataclass(frozen=True)
class Fault:
    """`field` of the form at which it is shown ('' of none), `code` and `fields` as an issue of imports has them."""

    field: str
    code: str
    severity: str
    fields: str | None


@dataclass(frozen=True)
class Outcome:
    """`state`: new | changed | unchanged, or rejected: nothing is stored. `asks`: how he resembles somebody who is registered
    (LIKENESS), where only a word decides; `person_id` then is that one. `until`: the last day of his access for a time."""

    state: str
    faults: tuple[Fault, ...]
    person_id: int | None = None
    asks: str | None = None
    until: date | None = None
    batch: int | None = None

    @property
    def stored(self) -> bool:
        return self.batch is not None or self.state == "unchanged"


def register(
    store: Store, scope: Scope, given: Arrival, *, actor: str, now: datetime | None = None, same: str | None = None
) -> Outcome:
    """Check, and store what can be taken. `same`: what was said of somebody whom he resembles (SAME | OTHER).

    Raises UserError: arrival_name, arrival_reach (neither document nor phone), arrival_no_grid (none is chosen), arrival_grid (out of scope).
    """
    now = now or clock.now()
    _needed(store, scope, given)
    until = None if _complete(store, scope, given, same, now.date()) else _last_day(now.date())
    with tempfile.TemporaryDirectory(prefix="grid-command-") as folder:
        file = Path(folder) / FILE
        columns = _write(file, _row(given, until))
        said = Answers(kind=KIND, columns=columns, header=1, same=dict.fromkeys(LIKENESS, same) if same else {})
        plan = prepare(
            store, scope, file, kind=KIND, of_all=said, answers={file.stem: said}, now=now, actor=actor, way=FORM
        )
        try:
            return _taken(store, plan, given, until, actor=actor, now=now)
        finally:
            discard(plan)


def known(store: Store, scope: Scope, given: Arrival, *, as_of: date) -> Person | None:
    """Who is registered under that document, or under that phone and name, as far as the scope reaches and shows him."""
    found = store.value(
        load_sql(__file__, "arrival_known.sql"),
        document=given.id_number.strip() or None, phone=given.phone.strip() or None, name=given.name.strip() or None,
        scope=scope.roots, as_of=as_of,
    )  # fmt: skip
    return person(store, scope, person_id=found, as_of=as_of) if found else None


def same_name(store: Store, scope: Scope, person_id: int, *, name: str) -> bool:
    """Whether that is the name of whom a document found: it may be another's, or typed wrongly. Says nothing of whom the scope does not reach."""
    return bool(
        store.value(
            "select name_form(name) = name_form($name) from person where person_id = $person and person_id in (from scope_people($scope, null))",
            name=name.strip(), person=person_id, scope=scope.roots,
        )
    )  # fmt: skip


def classes_on(store: Store, scope: Scope, person_id: int, *, as_of: date) -> list[Why]:
    """The classes that he is in on that day, the one shown first. Reckoned at once: the county's data may be judged a day behind."""
    return [each for each in why(store, scope, person_id=person_id, as_of=as_of) if each.state == HOLDS]


def _needed(store: Store, scope: Scope, given: Arrival) -> None:
    if not given.name.strip():
        raise UserError("arrival_name")
    if not (given.id_number.strip() or given.phone.strip()):
        raise UserError("arrival_reach")
    if not given.grid:
        raise UserError("arrival_no_grid")
    grid = find_grid(store, scope, code=given.grid)
    if grid is None or grid.axis != "area":
        raise UserError("arrival_grid")


def _complete(store: Store, scope: Scope, given: Arrival, same: str | None, today: date) -> bool:
    """Enough for the register; otherwise he gets access for a time. Who is registered need not show the document again."""
    if given.id_number.strip() or not given.housed or same != SAME:
        return given.housed and bool(given.id_number.strip())
    found = known(store, scope, given, as_of=today)
    return found is not None and found.registered


def _last_day(today: date) -> date:
    return today + timedelta(days=int(load_policy().days.temporary_days) - 1)


def _row(given: Arrival, until: date | None) -> dict[str, str]:
    """Field of the kind → what its cell holds, of what was told."""
    cells = {field: getattr(given, name) for name, field in FIELDS.items()}
    if until is not None:
        cells |= {"stay_until": until, "household_code": ""}
    texts = {
        field: value.isoformat() if isinstance(value, date) else str(value or "").strip()
        for field, value in cells.items()
    }
    return {field: text for field, text in texts.items() if text}


def _write(file: Path, cells: dict[str, str]) -> dict[str, str]:
    """The table under the headers of the templates; header → field."""
    headers = {field: kinds()[KIND].fields[field].zh[0] for field in cells}
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([list(headers.values()), list(cells.values())])
    return {header: field for field, header in headers.items()}


def _taken(store: Store, plan: Plan, given: Arrival, until: date | None, *, actor: str, now: datetime) -> Outcome:
    part = plan.sheets[0]
    state, person_id = part.work.run("select status, person_id from plan.people").fetchone()
    faults = tuple(_faults(store, plan, given))
    if state in ("new", "changed"):
        report = commit(store, plan, actor=actor, now=now)
        if person_id is None:
            person_id = store.value("select max(person_id) from person where batch_id = $batch", batch=report["batch"])
        return Outcome(state, faults, person_id, until=until, batch=report["batch"])
    asked = next((f.code for f in faults if f.code in LIKENESS and f.severity == "error"), None)
    if asked:
        person_id = part.work.value("select person_id from plan.same where verdict = 'ask'")
    return Outcome(state, faults, person_id, asks=asked, until=until if state == "unchanged" else None)


def _faults(store: Store, plan: Plan, given: Arrival) -> list[Fault]:
    """What was typed wrongly stands there as it was typed: a list's issues are read by others, these by who typed it."""
    rows = plan.works[KIND].run(
        "select i.field, i.code, s.severity, i.fields from plan.issue i join plan.severity s on s.code = i.code order by s.severity, i.field"
    )
    found = [
        Fault(name := FORM_FIELD.get(field, ""), code, severity, _typed(fields, getattr(given, name, None)))
        for field, code, severity, fields in rows.fetchall()
    ]
    if given.origin.strip() and not _is_a_place(store, given.origin.strip()):
        found.append(Fault("origin", "origin_unknown", "warning", _typed({"value": ""}, given.origin)))
    return found


def _typed(fields: str | dict | None, typed: object) -> str | None:
    told = json.loads(fields) if isinstance(fields, str) else fields
    if told and "value" in told and isinstance(typed, str):
        told["value"] = typed.strip()
    return json.dumps(told, ensure_ascii=False) if told else None


def _is_a_place(store: Store, text: str) -> bool:
    """A province, city or county, or one of our own grids."""
    if store.value(
        "select count(*) > 0 from grid where level in ('county', 'township', 'village') and contains($text, name)",
        text=text,
    ):
        return True
    db = store.cursor()
    read_places(db, "select cast($text as text) as text", text=text)
    try:
        return db.execute("select count(*) > 0 from said_place").fetchone()[0]
    finally:
        forget_places(db)
