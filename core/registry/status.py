"""How much there is and until when: for the command line and the line under every page's title."""

from __future__ import annotations

from datetime import date

from core.domain import Scope
from core.store import Store, load_sql
from core.store.kept import until_written


def status(store: Store, scope: Scope, *, as_of: date | None = None) -> dict[str, object]:
    """Counts and the days covered.

    Keys: grids, units (in use), households, people (registered), visitors, check_ins, alerts (open), tasks (open), batches, first_day,
    last_day (dates of check-ins, None when there are none).
    """
    return {**_register(store, scope, as_of or date.max), **_row(store, "status.sql", scope=scope.roots)}


@until_written(told=True)
def _register(store: Store, scope: Scope, as_of: date) -> dict[str, int]:
    return _row(store, "status_register.sql", scope=scope.roots, as_of=as_of)


def _row(store: Store, name: str, **given: object) -> dict[str, object]:
    cursor = store.run(load_sql(__file__, name), **given)
    names = [column[0] for column in cursor.description]
    return dict(zip(names, cursor.fetchone(), strict=True))
