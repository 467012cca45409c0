"""Is the audit log what was written? Every entry against the chain, the chain against its anchors and the heads kept outside the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from core.audit.chain import BEGUN, CUT, OTHER_KEY, Anchor, anchors, entry_hash
from core.audit.heads import ACCEPTED, Head, heads
from core.audit.key import Key, keys_of
from core.store import Store

PART = 20_000  # entries read at a time
ENTRIES = "select entry_id, happened_at, actor, event, fields, hash from audit_entry order by entry_id"
MOST = 1000  # faults told


@dataclass(frozen=True)
class Fault:
    """What is wrong with the entries `first` to `last` (the same for one). `kind`:

    changed   what the entry says is not what was written (or it was put in)
    missing   entries between others have been taken out
    cut       entries at the end have been taken away: they were seen `at`
    replaced  another entry stands where one was seen `at`
    anchor    a place from which the chain is tested was forged or removed
    key       made with a key that is not at hand: can't be tested
    head      a line of the heads' file (its number is `first`) is not ours
    """

    kind: str
    first: int
    last: int
    at: str | None = None


@dataclass
class Verdict:
    """`entries` there are, from `first` to `last`; `untested` of them were accepted without their key; `seen_at`: the newest head. `other`: until when the
    heads' file saw another log, made before this one: where the store was not made anew then, the log was replaced."""

    entries: int = 0
    first: int | None = None
    last: int | None = None
    untested: int = 0
    heads: int = 0
    seen_at: str | None = None
    seen_entry: int | None = None
    other: str | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.faults


def verify(store: Store) -> Verdict:
    """Test all of it; nothing is written. Of one moment: what is appended meanwhile is not looked at. Raises UserError audit_folder."""
    keys = keys_of(store.settings)
    seen = list(heads(store.settings))  # before the store is read: it is never older than they are
    db = store.fresh_cursor()
    try:
        db.execute("begin")
        return _Look(db, keys, seen).verdict()
    finally:
        db.close()


class _Look:
    def __init__(self, db: duckdb.DuckDBPyConnection, keys: Mapping[str, Key], seen: list[Head]) -> None:
        self.db, self.keys, self.told, self.other_entry = db, keys, Verdict(), 0
        self.anchors = anchors(db)
        chain = self.anchors[0].hash if self.anchors else ""
        self.seen = self._ours(seen, chain)
        self.accepted = next((h for h in reversed(self.seen) if h.kind == ACCEPTED), None)
        self.expected = self._what_was_seen()
        self.key_from = {a.after + 1: a.key_id for a in self.anchors if a.kind in (BEGUN, OTHER_KEY)}

    def verdict(self) -> Verdict:
        self._anchors()
        start = self._start()
        number, before = (start.after, start.hash) if start else (0, "")
        key_id = self._key_at(number)
        for entry, *said, kept in self._entries():
            if self.told.first is None:
                self.told.first = entry
                if entry <= number:  # older than all that the anchors tell of
                    self._fault("anchor", entry, number)
                    number, before = entry - 1, None
            self.told.entries += 1
            if entry != number + 1:
                self._fault("missing", number + 1, entry - 1)
                before = None  # what stood before it is gone: it can't be tested itself
            key_id = self.key_from.get(entry, key_id)
            self._test(entry, before, said, kept, key_id)
            number, before = entry, kept
        self.told.last = number or None
        self._tail(number)
        return self.told

    def _test(self, entry: int, before: str | None, said: list, kept: str, key_id: str | None) -> None:
        trusted = self.accepted is not None and entry <= self.accepted.entry
        key = self.keys.get(key_id or "")
        if key is None:
            self.told.untested += trusted
            if not trusted:
                self._fault("key", entry, entry)
        elif before is not None and kept != entry_hash(key, before, entry, *said):
            self._fault("changed", entry, entry)
        seen = self.expected.pop(entry, None)
        if seen is not None and seen.hash != kept:
            self._fault("replaced", entry, entry, seen.at)

    def _tail(self, number: int) -> None:
        later = max((h for n, h in self.expected.items() if n > number), key=lambda h: h.entry, default=None)
        if later is not None:
            self._fault("cut", number + 1, later.entry, later.at)

    def _start(self) -> Anchor | None:
        """Where the chain is taken up: the last cut, else the beginning."""
        found = [a for a in self.anchors if a.kind in (BEGUN, CUT)]
        return found[-1] if found else None

    def _key_at(self, number: int) -> str | None:
        held = [k for after, k in sorted(self.key_from.items()) if after <= number + 1]
        return held[-1] if held else None

    def _anchors(self) -> None:
        if not self.anchors and self.told.other:
            self._fault("cut", 1, self.other_entry, self.told.other)
        if not self.anchors and self.db.execute("select 1 from audit_entry limit 1").fetchone():
            self._fault("anchor", 0, 0)
        for anchor in self.anchors:
            key = self.keys.get(anchor.key_id)
            if key is not None and anchor.seal != anchor.sealed(key):
                self._fault("anchor", anchor.after, anchor.after, anchor.made_at.isoformat())

    def _ours(self, seen: list[Head], chain: str) -> list[Head]:
        """Those of this store, as far as they are signed; the others are faults. Without their key they can't be told from forged ones."""
        found = []
        for head in seen:
            key = self.keys.get(head.key_id)
            if head.kind == "" or (key is not None and head.mac != head.signed(key)):
                self._fault("head", head.line, head.line)
            elif head.chain == chain:
                found.append(head)
            else:
                self.told.other, self.other_entry = head.at, head.entry
        self.told.heads = len(found)
        if found:
            self.told.seen_at, self.told.seen_entry = found[-1].at, found[-1].entry
        return found

    def _what_was_seen(self) -> dict[int, Head]:
        """entry → what was seen of it first, since the store was last accepted as it is."""
        kept: dict[int, Head] = {}
        for head in self.seen:
            if head.kind == ACCEPTED:
                kept = {}
            kept.setdefault(head.entry, head)
        return kept

    def _entries(self) -> Iterator[tuple]:
        found = self.db.execute(ENTRIES)
        while part := found.fetchmany(PART):
            yield from part

    def _fault(self, kind: str, first: int, last: int, at: str | datetime | None = None) -> None:
        """Neighbours of one kind are one fault."""
        faults = self.told.faults
        if faults and faults[-1].kind == kind == "key" and faults[-1].last == first - 1:
            faults[-1] = Fault(kind, faults[-1].first, last, faults[-1].at)
        elif len(faults) < MOST:
            faults.append(Fault(kind, first, last, None if at is None else str(at)))
