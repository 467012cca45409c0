"""Whose a document or a phone is, kept at hand: a look through those of a county's register costs more than all else that a group of scans does.

A hint, never an answer: whoever it names is asked for in the register by his number, and whom it does not name (somebody new of the last
minute) is looked for in the register as a whole.
"""

from __future__ import annotations

import hashlib
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakKeyDictionary

import numpy as np

from core.store import Store, load_sql

ANEW_SECONDS = 3_600  # after which all are read again, if anybody has changed
MOST_LATER = 50_000  # beyond so many, too


@dataclass
class Kept:
    """`digests` in their order and the `people` they belong to: 12 bytes for each document and each phone. `later`: of people changed since."""

    digests: np.ndarray
    people: np.ndarray
    made: float
    changed: datetime | None  # the latest change that is in it
    later: dict[int, tuple[int, ...]] = field(default_factory=dict)


_kept: WeakKeyDictionary[Store, Kept] = WeakKeyDictionary()
_reading = threading.Lock()


def refresh(store: Store) -> None:
    """What follows the scans brings it up to date: whoever has changed since is added, and now and then all are read again. A server begins with it,
    so that the first gate does not wait for a look through everybody."""
    with _reading:
        _refresh(store)


def _refresh(store: Store) -> None:
    changed = store.value("select max(updated_at) from person")
    kept = _kept.get(store)
    if kept is not None and changed == kept.changed:
        return
    if kept is not None and time.monotonic() - kept.made <= ANEW_SECONDS:
        digests, people = _read(store, kept.changed)
        if len(digests) + len(kept.later) <= MOST_LATER:
            for digest, person in zip(digests.tolist(), people.tolist(), strict=True):
                kept.later[digest] = (*(other for other in kept.later.get(digest, ()) if other != person), person)
            kept.changed = changed
            return
    digests, people = _read(store, None)
    _kept[store] = Kept(digests, people, time.monotonic(), changed)


def _read(store: Store, since: datetime | None) -> tuple[np.ndarray, np.ndarray]:
    rows = store.run(load_sql(__file__, "at_hand.sql"), since=since).fetchnumpy()
    return rows["digest"], rows["person_id"]


def by_document(store: Store, documents: list[str]) -> dict[str, int]:
    """Document → person who has it; who is not in the register is not in it."""
    people = _hints(store, documents)
    found = _having(store, people, set(documents)) if people else {}
    others = [document for document in documents if document not in found]
    if others:
        found |= dict(store.run(load_sql(__file__, "by_document.sql"), documents=others).fetchall())
    return found


def _having(store: Store, people: list[int], documents: set[str]) -> dict[str, int]:
    """Of those who may be meant: who has one of the documents. Two people with one document: the first, as by_document.sql."""
    rows = store.run(load_sql(__file__, "documents_of.sql"), people=people).fetchall()
    return {document: person for document, person in sorted(rows, key=lambda row: -row[1]) if document in documents}


def with_phone(store: Store, phones: list[str]) -> list[tuple[str, int, str | None]]:
    """(phone, person, name) of those who are known to have one of the phones; who has come within the last minute may be missing."""
    people, wanted = _hints(store, phones), set(phones)
    rows = store.run(load_sql(__file__, "phones_of.sql"), people=people).fetchall() if people else []
    return [row for row in rows if row[0] in wanted]


def _hints(store: Store, shown: list[str]) -> list[int]:
    if store not in _kept:
        with _reading:  # those who come meanwhile find what the first one has read
            if store not in _kept:
                _refresh(store)
    kept = _kept[store]
    wanted = [_digest(each) for each in shown]
    asked = np.array(wanted, dtype=np.uint64)
    first, last = np.searchsorted(kept.digests, asked, "left"), np.searchsorted(kept.digests, asked, "right")
    found = [int(kept.people[place]) for begin, end in zip(first, last, strict=True) for place in range(begin, end)]
    return found + [person for digest in wanted for person in kept.later.get(digest, ())]


def _digest(shown: str) -> int:
    """As DuckDB's md5_number_lower says it."""
    return int.from_bytes(hashlib.md5(shown.encode(), usedforsecurity=False).digest()[8:], "little")
