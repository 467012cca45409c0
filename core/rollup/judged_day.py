"""Until when the data are really in. One scan with a wrong clock, or a morning's first scans, make no day that can be judged."""

from __future__ import annotations

from datetime import date

from core.store import Store, load_sql

SHARE = 0.3  # of what is usual


def judged_day(store: Store) -> date | None:
    """The day that classes, alerts and pages stand for (docs/decisions/0017); None without check-ins. Holds nothing that needs a
    scope."""
    return store.value(load_sql(__file__, "judged_day.sql"), share=SHARE)
