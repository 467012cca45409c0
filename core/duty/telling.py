"""To whom a piece of duty information was told, by what way, when and by whom; who acknowledged it. Rows are only added."""

from __future__ import annotations

from datetime import datetime

from core.audit.denied import not_allowed
from core.audit.record import record
from core.domain import User
from core.duty.parts import LINE, WAYS, WRITE, WRITTEN
from core.errors import UserError
from core.store import Store, run


def tell(
    store: Store, user: User, number: int, *, unit: str, way: str, at: datetime, name: str, now: datetime, receiver: str = ""
) -> int:  # fmt: skip
    """Returns the number of the telling; audited (without names). By phone a draft may be told, since the phone goes before the paper; in writing and by system only what is signed.

    Raises NotAllowed duty_not_allowed; UserError duty_unknown, duty_withdrawn, duty_way, duty_future, duty_told_before (before its matter was known), duty_told_unsigned (in writing, before
    it was signed), duty_told_whom (no unit, nobody who told it, or too long).
    """
    if not user.may(WRITE):
        raise not_allowed(store, user.login, "duty_not_allowed")
    unit, name, receiver = unit.strip(), name.strip(), receiver.strip()
    if way not in WAYS:
        raise UserError("duty_way", way=way, ways=", ".join(WAYS))
    if not unit or not name or max(len(unit), len(name), len(receiver)) > LINE:
        raise UserError("duty_told_whom", most=LINE)
    if at > now:
        raise UserError("duty_future", at=f"{at:%Y-%m-%d %H:%M}")
    with store.write() as db:
        row = run(
            db,
            "select coalesce(r.known_at, m.known_at, r.drafted_at), r.signed_at, r.withdrawn_at from duty_report r join duty_report m on m.report_id = r.matter_id"
            " where r.report_id = $number and r.grid_id in (from scope_grids($scope))",
            number=int(number), scope=user.scope.roots,
        ).fetchone()  # fmt: skip
        if row is None:
            raise UserError("duty_unknown", number=number)
        known, signed, withdrawn = row
        if withdrawn is not None:
            raise UserError("duty_withdrawn", number=number)
        if at < _minute(known):
            raise UserError("duty_told_before", at=f"{at:%Y-%m-%d %H:%M}", known=f"{known:%Y-%m-%d %H:%M}")
        if way in WRITTEN and (signed is None or at < _minute(signed)):
            raise UserError("duty_told_unsigned", number=number)
        told = db.execute("select coalesce(max(told_id), 0) + 1 from duty_told").fetchone()[0]
        run(
            db,
            "insert into duty_told (told_id, report_id, unit, way, told_at, told_name, receiver, entered_by, entered_at)"
            " values ($told, $number, $unit, $way, $at, $name, $receiver, $actor, $now)",
            told=told, number=int(number), unit=unit, way=way, at=at, name=name, receiver=receiver or None, actor=user.login, now=now,
        )  # fmt: skip
        record(db, user.login, "duty.told", report=int(number), told=told, way=way, at=at)
    return told


def acknowledge(store: Store, user: User, told: int, *, name: str, at: datetime, now: datetime) -> None:
    """Who was told said that they have it; once. Audited (without the name). Raises NotAllowed; UserError duty_told_unknown, duty_acknowledged, duty_future, duty_acknowledged_before, duty_name."""
    if not user.may(WRITE):
        raise not_allowed(store, user.login, "duty_not_allowed")
    name = name.strip()
    if not name or len(name) > LINE:
        raise UserError("duty_name")
    if at > now:
        raise UserError("duty_future", at=f"{at:%Y-%m-%d %H:%M}")
    with store.write() as db:
        row = run(
            db,
            "select d.report_id, d.told_at, d.acknowledged_at from duty_told d join duty_report r on r.report_id = d.report_id"
            " where d.told_id = $told and r.grid_id in (from scope_grids($scope))",
            told=int(told), scope=user.scope.roots,
        ).fetchone()  # fmt: skip
        if row is None:
            raise UserError("duty_told_unknown", number=told)
        if row[2] is not None:
            raise UserError("duty_acknowledged", at=f"{row[2]:%Y-%m-%d %H:%M}")
        if at < _minute(row[1]):
            raise UserError("duty_acknowledged_before", told=f"{row[1]:%Y-%m-%d %H:%M}")
        run(
            db, "update duty_told set acknowledged_at = $at, acknowledged_name = $name, acknowledged_by = $actor where told_id = $told",
            at=at, name=name, actor=user.login, told=int(told),
        )  # fmt: skip
        record(db, user.login, "duty.acknowledged", report=row[0], told=int(told))


def _minute(at: datetime) -> datetime:
    """Times are entered by the minute."""
    return at.replace(second=0, microsecond=0)
