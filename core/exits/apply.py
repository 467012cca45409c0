"""An application typed in for somebody, as an import brings many."""

from __future__ import annotations

from datetime import date, datetime

from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.exits.rules import LONGEST
from core.registry.reach import reached
from core.store import Store, run

OVERLAPS = """select min(leave_on), max(coalesce(return_on, leave_on)) from exit_application
where person_id = $person and status in ('pending', 'approved') and leave_on <= coalesce($back, date '9999-12-31') and coalesce(return_on, date '9999-12-31') >= $leave"""


def apply(
    store: Store, scope: Scope, *, person_id: int, leave_on: date, return_on: date | None, destination: str, reason: str, at: datetime, actor: str
) -> int:  # fmt: skip
    """Take an application in; returns its number; audited. Raises UserError person_unknown, exit_gone (died or moved out), exit_past (leaving before today), exit_turned (back before leaving),
    exit_overlap (of the same days: first, last), exit_told (no destination or reason, or too long)."""
    destination, reason = destination.strip(), reason.strip()
    if not destination or not reason or max(len(destination), len(reason)) > LONGEST:
        raise UserError("exit_told", most=LONGEST)
    if leave_on < at.date():
        raise UserError("exit_past")
    if return_on is not None and return_on < leave_on:
        raise UserError("exit_turned")
    with store.write() as db:
        if not reached(db, scope, [person_id], at.date()):
            raise UserError("person_unknown")
        if run(db, "select 1 where $person in (from gone_on($on))", person=person_id, on=at.date()).fetchone():
            raise UserError("exit_gone")
        first, last = run(db, OVERLAPS, person=person_id, leave=leave_on, back=return_on).fetchone()
        if first is not None:
            raise UserError("exit_overlap_of", first=first.isoformat(), last=last.isoformat())
        number = run(db, "select coalesce(max(application_id), 0) + 1 from exit_application").fetchone()[0]
        run(
            db,
            "insert into exit_application values ($id, $person, $at, $leave, $back, $destination, $reason, 'pending', null, null)",
            id=number, person=person_id, at=at, leave=leave_on, back=return_on, destination=destination, reason=reason,
        )  # fmt: skip
        record(db, actor, "exit.applied", application=number)
    return number
