"""How much there is and until when: for the command line and the line under every page's title."""

from __future__ import annotations

from datetime import date

from core.domain import Scope
from core.store import Store, load_sql


def status(store: Store, scope: Scope, *, as_of: date | None = None) -> dict[str, object]:
    """Counts and the days covered.

    Keys: grids, units (in use), households, people (registered), visitors, check_ins, alerts (open), tasks (open), batches, first_day,
    last_day (dates of check-ins, None when there are none).
    """
    cursor = store.run(load_sql(__file__, "status.sql"), scope=scope.roots, as_of=as_of or date.max)
    names = [column[0] for column in cursor.description]
    return dict(zip(names, cursor.fetchone(), strict=True))
