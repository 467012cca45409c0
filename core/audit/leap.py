"""A clock that leapt ahead. What is deleted for its age would all go at once, by a battery that is empty or a wrong time service; so a desk that was
silent for a month deletes nothing until it has worked for a week under the new time."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.store import Store

SILENT = timedelta(days=30)  # without an entry: a desk that runs tests its log every day
PROVEN = timedelta(days=7)


def leapt(store: Store, *, now: datetime) -> datetime | None:
    """The last entry before the leap; None where time ran on, or the week is over."""
    before = store.value("select max(happened_at) from audit_entry where happened_at < $since", since=now - PROVEN)
    return before if before is not None and now - PROVEN - before > SILENT else None
