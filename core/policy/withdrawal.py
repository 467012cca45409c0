"""What was published or declared for a day that is still to come, taken back before it: until then it has had no effect, so nothing that ran
is rewritten by it."""

from __future__ import annotations

from datetime import date

from core import clock
from core.audit.record import record
from core.errors import UserError
from core.policy.emergency import emergencies
from core.policy.running import shown_day
from core.policy.versions import PUBLISHED, version
from core.store import Store, run


def ahead(store: Store, day: date) -> bool:
    """By the clock, and by the data, which may run ahead of it."""
    return day > max(clock.today(), shown_day(store))


def withdraw_version(store: Store, *, version_id: int, actor: str) -> None:
    """It is a draft again; an edition as it was issued needs none, and goes. Audited. Raises UserError version_unknown, version_not_ahead."""
    with store.write() as db:
        found = version(store, version_id)
        if found.status != PUBLISHED or not ahead(store, found.from_day):
            raise UserError("version_not_ahead", number=version_id)
        if found.changes.strip():
            run(
                db,
                "update policy_version set status = 'draft', from_day = null, published_by = null, published_at = null"
                " where version_id = $number",
                number=version_id,
            )
        else:
            run(db, "delete from policy_version where version_id = $number", number=version_id)
        record(db, actor, "policy.withdrawn", version=version_id, pack=found.pack, edition=found.edition, from_day=found.from_day)  # fmt: skip


def withdraw_emergency(store: Store, *, emergency_id: int, actor: str) -> None:
    """As if it had never been declared, but for the audit log. Raises UserError emergency_unknown, emergency_not_ahead."""
    with store.write() as db:
        found = next((each for each in emergencies(store) if each.emergency_id == emergency_id), None)
        if found is None:
            raise UserError("emergency_unknown", number=emergency_id)
        if not ahead(store, found.since):
            raise UserError("emergency_not_ahead", number=emergency_id, since=found.since)
        run(db, "delete from emergency where emergency_id = $number", number=emergency_id)
        record(db, actor, "emergency.withdrawn", emergency=emergency_id, pack=found.pack, grid=found.grid_id, since=found.since, until=found.until)  # fmt: skip
