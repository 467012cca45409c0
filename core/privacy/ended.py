"""Whether the emergency is over and the data about people are still there, or gone: what pages and collectors ask."""

from __future__ import annotations

from datetime import date
from weakref import WeakKeyDictionary

from core.policy.emergency import Emergency, emergencies
from core.store import Store

_closed: WeakKeyDictionary[Store, tuple[int, bool]] = WeakKeyDictionary()


def to_remove(store: Store, today: date) -> Emergency | None:
    """The emergency that ended last, where none holds or is to come and people's data are still there; None: nothing is to be removed."""
    told = emergencies(store)
    if not told or any(each.until is None or each.until >= today for each in told):
        return None
    last = max(told, key=lambda each: each.until)
    gone = store.value("select max(done_at) from removal where kind = 'wind_down'")
    if gone is not None and gone.date() > last.until:
        return None
    return last if store.one("select 1 from person limit 1") else None


def removed_on(store: Store) -> date | None:
    """The day of the wind-down, until another emergency is declared."""
    if collecting(store):
        return None
    return store.value("select max(done_at) from removal where kind = 'wind_down'").date()


def collecting(store: Store) -> bool:
    """False after a wind-down, until another emergency is declared: nothing about people is taken then. Remembered until something is written."""
    known = known_collecting(store)
    if known is not None:
        return known
    version = store.version
    closed = bool(store.value(
        "select max(done_at) >= coalesce((select max(declared_at) from emergency), timestamp '1900-01-01') from removal where kind = 'wind_down'"
    ))  # fmt: skip
    _closed[store] = (version, closed)
    return not closed


def known_collecting(store: Store) -> bool | None:
    """The same where nothing was written since it was asked, else None: for who may not wait for the store."""
    version, closed = _closed.get(store, (-1, False))
    return not closed if version == store.version else None
