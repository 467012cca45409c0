"""How much of the expected scans of a place came in: what every count of them has to be read with."""

from __future__ import annotations

from datetime import date

from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql


def coverage(store: Store, scope: Scope, *, grid: int = EVERYTHING, since: date, until: date) -> float | None:
    """0–1, of the grid and all below it, each day weighing as much as was expected of it; None where nothing is known to compare with,
    or out of scope. Days whose data are missing count as what they are: nothing came in."""
    return store.value(
        load_sql(__file__, "coverage.sql"),
        scope=scope.roots,
        grid=grid,
        since=since,
        until=until,
        everything=EVERYTHING,
    )
