"""What was erased is gone from the disk once the store's file is written anew (core/store/anew.py). `serve` does it before it starts."""

from __future__ import annotations

from datetime import datetime

from core.audit import record
from core.settings import Settings
from core.store import Store, open_store, run
from core.store.anew import copy_anew, size_of, take_place


def wants_rewriting(store: Store) -> bool:
    """Was anything removed since the file was written anew?"""
    return store.one("select 1 from removal where done_at is not null and rewritten_at is null limit 1") is not None


def rewrite(settings: Settings, *, actor: str, now: datetime) -> tuple[int, int]:
    """Write the closed store anew under its own key; audited. Returns the bytes before and after. Cut off before that is noted, it is done again.

    Raises UserError as `copy_anew` does; then the store is as it was.
    """
    written = copy_anew(settings, key=settings.key)
    take_place(settings)
    store = open_store(settings)
    try:
        with store.write() as db:
            run(
                db, "update removal set rewritten_at = $now where done_at is not null and rewritten_at is null", now=now
            )
            record(db, actor, "store.rewritten")
    finally:
        store.close()
    return written.before, size_of(settings)
