"""How long entries are kept: the setting `audit_days`, never under half a year (Cybersecurity Law of China, article 21)."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.audit.chain import CUT, put_anchor
from core.audit.heads import append_head, chain_of, trim_heads
from core.audit.key import key_of
from core.audit.record import record
from core.audit.verify import verify
from core.errors import UserError
from core.store import Store, run

FEWEST = 183  # days
PAST = """select entry_id, hash from audit_entry
where entry_id < (select coalesce(min(entry_id), 0) from audit_entry where happened_at >= $before)
order by entry_id desc limit 1"""


def cut(store: Store, *, now: datetime, actor: str) -> int:
    """Delete the entries that are past their time, from the beginning on; the chain is tested from an anchor behind them. Returns how many; audited.

    Raises UserError audit_days (fewer than FEWEST are set), audit_faults: a log that isn't whole is evidence, and is cut by nobody."""
    days = store.settings.audit_days
    if days < FEWEST:
        raise UserError("audit_days", days=days, fewest=FEWEST)
    before = now - timedelta(days=days)
    if store.one(PAST, before=before) is None:
        return 0
    found = verify(store)
    if not found.whole:
        raise UserError("audit_faults", faults=len(found.faults), entry=found.faults[0].first)
    with store.write(shown=False) as db:
        through, its_hash = run(db, PAST, before=before).fetchone()
        put_anchor(db, key_of(store.settings), CUT, through, its_hash)
        gone = db.execute("delete from audit_entry where entry_id <= ? returning 1", [through]).fetchall()
        record(db, actor, "audit.cut", through=through, entries=len(gone))
    append_head(store, at=now)
    trim_heads(store.settings, chain_of(store), through)
    return len(gone)
