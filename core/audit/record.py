"""The audit log: what happened, each entry chained to the one before by its hash.

Entries hold no personal values: ids, counts and codes only.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

import duckdb

from core import clock


def record(db: duckdb.DuckDBPyConnection, actor: str, event: str, **fields: object) -> None:
    """Append an entry within the caller's transaction, so that it stands or falls with what it tells of."""
    last = db.execute("select entry_id, hash from audit_entry order by entry_id desc limit 1").fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, "")
    at = clock.now()
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, default=str)
    db.execute(
        "insert into audit_entry values (?, ?, ?, ?, ?, ?)",
        [number, at, actor, event, text, entry_hash(previous, number, at, actor, event, text)],
    )


def entry_hash(previous: str, number: int, at: datetime, actor: str, event: str, fields: str) -> str:
    joined = json.dumps([previous, number, at.isoformat(), actor, event, fields], ensure_ascii=False)
    return hashlib.sha256(joined.encode()).hexdigest()


def first_broken(db: duckdb.DuckDBPyConnection) -> int | None:
    """The number of the first entry that was changed or is missing; None when the chain is whole."""
    previous, expected = "", 1
    for number, at, actor, event, fields, kept in db.execute("select * from audit_entry order by entry_id").fetchall():
        if number != expected or kept != entry_hash(previous, number, at, actor, event, fields):
            return expected
        previous, expected = kept, expected + 1
    return None
