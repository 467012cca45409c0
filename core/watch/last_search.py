"""When the detectors last ran."""

from __future__ import annotations

from datetime import datetime

from core.store import Store


def last_search(store: Store) -> datetime | None:
    """The moment of the latest run of the detectors, by the audit log; None before the first. Names nobody, so without scope."""
    return store.value("select happened_at from audit_entry where event like 'detect.%' order by entry_id desc limit 1")
