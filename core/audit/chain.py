"""How entries are chained, and where the chain can be taken up: its anchors.

An entry's hash is an HMAC (SHA-256, or SM3 by the setting `audit_mac`), under the key of core/audit/key.py, over the hash before it and all that the entry says (RFC 2104; the
construction is that of forward hash chains, Schneier and Kelsey 1999). Without the key no entry can be changed, taken out or put in so that
the chain still passes; only entries at its end can be taken away unseen, which the heads (heads.py) find.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

import duckdb

from core import clock
from core.audit.key import Key

BEGUN, OTHER_KEY, CUT = "begun", "key", "cut"
LAST = "select entry_id, hash from audit_entry order by entry_id desc limit 1"
FROM = "select entry_id, hash from audit_entry where entry_id >= ?"
KEPT = "select anchor_id, hash, after_entry, key_id from audit_anchor"
ANCHORS = "select kind, after_entry, hash, key_id, made_at, seal from audit_anchor order by anchor_id"


@dataclass(frozen=True)
class Anchor:
    kind: str
    after: int
    hash: str
    key_id: str
    made_at: datetime
    seal: str = ""

    def sealed(self, key: Key) -> str:
        return key.sign(_joined("anchor", self.kind, self.after, self.hash, self.key_id, self.made_at.isoformat()))


def entry_hash(key: Key, previous: str, number: int, at: datetime, actor: str, event: str, fields: str) -> str:
    return key.sign(_joined(previous, number, at.isoformat(), actor, event, fields))


def anchors(db: duckdb.DuckDBPyConnection) -> list[Anchor]:
    """As they were made."""
    return [Anchor(*row) for row in db.execute(ANCHORS).fetchall()]


def head(db: duckdb.DuckDBPyConnection, key: Key) -> tuple[int, str]:
    """Number and hash of the last entry, within the caller's transaction; a chain is begun, or goes on under another key, when it has to."""
    last, kept = _last(db, key), max(db.execute(KEPT).fetchall(), default=None)
    if kept is None:
        number, before = (0, secrets.token_hex(32)) if last is None else last
        put_anchor(db, key, BEGUN, number, before)
        return number, before
    _, hash_kept, after, key_id = kept
    number, before = last or (after, hash_kept)
    if key_id != key.key_id:
        put_anchor(db, key, OTHER_KEY, number, before)
    return number, before


def _last(db: duckdb.DuckDBPyConnection, key: Key) -> tuple[int, str] | None:
    """Looked for from the entry on that the key signed last: to ask for the last of all takes five times as long. Where that entry was taken
    back, or is another store's, it is no more than where to look first."""
    rows = db.execute(FROM, [key.signed]).fetchall() if key.signed else []
    return max(rows) if rows else db.execute(LAST).fetchone()


def put_anchor(db: duckdb.DuckDBPyConnection, key: Key, kind: str, after: int, before: str) -> None:
    made = Anchor(kind, after, before, key.key_id, clock.now())
    db.execute(
        "insert into audit_anchor select coalesce(max(anchor_id), 0) + 1, ?, ?, ?, ?, ?, ? from audit_anchor",
        [made.kind, made.after, made.hash, made.key_id, made.made_at, made.sealed(key)],
    )


def _joined(*parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False)
