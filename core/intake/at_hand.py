"""Whose a document or a phone is, kept at hand: a look through those of a county's register costs more than all else that a group of scans does.

A hint, never an answer: whoever it names is asked for in the register by his number, and whom it does not name (somebody new of the last
minute) is looked for in the register as a whole.
"""

from __future__ import annotations

import hashlib
from weakref import WeakKeyDictionary

import numpy as np

from core.store import Store, load_sql

# Digests in their order and the people they belong to; 12 bytes for each document and each phone.
Digests = tuple[np.ndarray, np.ndarray]
_kept: WeakKeyDictionary[Store, tuple[tuple, Digests]] = WeakKeyDictionary()


def refresh(store: Store) -> None:
    """Made anew when the register has changed since. Not for each group: what follows the scans does it."""
    stamp = store.one("select count(*), max(person_id), max(updated_at) from person")
    if store not in _kept or _kept[store][0] != stamp:
        rows = store.run(load_sql(__file__, "at_hand.sql")).fetchnumpy()
        _kept[store] = (stamp, (rows["digest"], rows["person_id"]))


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
    people = _hints(store, phones)
    rows = store.run(load_sql(__file__, "phones_of.sql"), people=people).fetchall() if people else []
    return [row for row in rows if row[0] in set(phones)]


def _hints(store: Store, shown: list[str]) -> list[int]:
    if store not in _kept:
        refresh(store)
    digests, people = _kept[store][1]
    wanted = np.array([_digest(each) for each in shown], dtype=np.uint64)
    first, last = np.searchsorted(digests, wanted, "left"), np.searchsorted(digests, wanted, "right")
    return [int(people[place]) for begin, end in zip(first, last, strict=True) for place in range(begin, end)]


def _digest(shown: str) -> int:
    """As DuckDB's md5_number_lower says it."""
    return int.from_bytes(hashlib.md5(shown.encode(), usedforsecurity=False).digest()[8:], "little")
