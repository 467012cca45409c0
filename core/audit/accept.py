"""A log that is not what was seen of it, for a reason: the store was restored from a backup, or the key was lost."""

from __future__ import annotations

from datetime import datetime

from core.audit.chain import LAST
from core.audit.heads import ACCEPTED, chain_of, write_head
from core.audit.record import record
from core.errors import UserError
from core.store import Store


def accept(store: Store, *, reason: str, actor: str, now: datetime) -> int:
    """From now on the log counts as it stands: what was seen of later entries is let go, entries whose key is not at hand are no fault. What was
    changed or taken out of the middle stays one. Audited, with the reason; returns the number of that entry.

    Raises UserError audit_reason (none was given), audit_folder."""
    if not reason.strip():
        raise UserError("audit_reason")
    with store.write(shown=False) as db:
        before = db.execute(LAST).fetchone()
        record(db, actor, "audit.accepted", entry=before[0] if before else 0, reason=reason.strip())
    last = store.cursor().execute(LAST).fetchone()
    write_head(store.settings, ACCEPTED, chain_of(store), last, now)
    return last[0]
