"""Who looked at whom: reads of one person's data are events too, once per reader, person, place and hour."""

from __future__ import annotations

import threading
from datetime import datetime
from weakref import WeakKeyDictionary

import pandas as pd

from core.audit.record import record
from core.store import Store, load_sql

VIEWED, PHONE = "person.viewed", "person.phone_shown"
LOOKS = (VIEWED, PHONE)
SEE = "looks.read"  # who may see who has looked at a person
_noted: WeakKeyDictionary[Store, tuple[datetime, set[tuple]]] = WeakKeyDictionary()
_lock = threading.Lock()


def look(store: Store, actor: str, event: str, *, person_id: int, place: str, now: datetime) -> bool:
    """Note that `actor` looks at this person in `place` (a page). False when that is noted for this hour already."""
    hour, said = now.replace(minute=0, second=0, microsecond=0), (actor, event, int(person_id), place)
    with _lock:
        since, noted = _noted.get(store, (hour, set()))
        if since != hour:
            noted = set()
        _noted[store] = (hour, noted)
        if said in noted:
            return False
    with store.write(shown=False) as db:
        record(db, actor, event, person=int(person_id), place=place)
    with _lock:
        noted.add(said)
    return True


def who_looked(store: Store, *, person_id: int, since: datetime, limit: int = 200) -> pd.DataFrame:
    """Who has looked at this person, the last first. Whether the caller may see the person is the caller's to ask.

    Grain: one row per entry. Columns: entry_id, happened_at, actor (a login, a phone), name (of the account; null: none), event, place (a page's code)."""
    return store.df(load_sql(__file__, "who_looked.sql"), person=int(person_id), since=since, limit=int(limit))
