"""Numbers that somebody of some grids looked for and did not find: each stands in the audit log, and after so many within an hour no more is looked for.

Who lies outside the scope is not found, as who does not exist. So guessing tells nothing; but whoever guesses is to be seen, and to be stopped.
"""

from __future__ import annotations

import hashlib
import threading
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from core.audit import denied, record
from core.domain import EVERYTHING, User
from core.errors import UserError
from core.registry.people import recognise
from core.store import Store

MISSED = "person.not_found"
NUMBERS = ("id_number", "phone", "tail")
MOST, WITHIN = 60, timedelta(hours=1)  # no clerk mistypes a number every minute
_noted: WeakKeyDictionary[Store, tuple[datetime, set[tuple[str, bytes]]]] = WeakKeyDictionary()
_lock = threading.Lock()


def check_lookup(store: Store, user: User, text: str, *, now: datetime) -> None:
    """Before a number is looked for. Who sees everybody is asked nothing: to them nobody is hidden. Raises UserError lookups_many, noted."""
    if _kind(user, text) is None:
        return
    missed = store.value(
        "select count(*) from audit_entry where event = $event and actor = $actor and happened_at > $since",
        event=MISSED, actor=user.login, since=now - WITHIN,
    )  # fmt: skip
    if missed >= MOST:
        denied(store, user.login, "access.denied", what="lookups_many")
        raise UserError("lookups_many", most=MOST)


def note_missed(store: Store, user: User, text: str, *, now: datetime) -> None:
    """Nobody was found. Pages draw themselves again and again: the same number counts once within the hour, and is not written down."""
    kind = _kind(user, text)
    if kind is None:
        return
    said = (user.login, hashlib.sha256(text.strip().encode()).digest())
    with _lock:
        since, noted = _noted.get(store, (now, set()))
        if not timedelta() <= now - since < WITHIN:
            since, noted = now, set()
        _noted[store] = (since, noted)
        if said in noted:
            return
        noted.add(said)
    with store.write(shown=False) as db:
        record(db, user.login, MISSED, what=kind)


def _kind(user: User, text: str) -> str | None:
    if EVERYTHING in user.scope.grids:
        return None
    found = recognise(text)
    return next((kind for kind in NUMBERS if found[kind]), None)
