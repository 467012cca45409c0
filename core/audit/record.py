"""The audit log: what happened, each entry chained to the one before (chain.py).

Entries hold no personal values: every event and the type of each of its fields stand in events.toml, and what is not of that type is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import duckdb

from core import clock
from core.audit.chain import entry_hash, head
from core.audit.events import plain
from core.audit.key import key_of
from core.store import settings_of

PUT = "insert into audit_entry values (?, ?, ?, ?, ?, ?)"
MANY = """insert into audit_entry
select unnest($numbers), $at, unnest($actors), unnest($events), unnest($fields), unnest($hashes)"""


def record(db: duckdb.DuckDBPyConnection, actor: str, event: str, **fields: object) -> None:
    """Append an entry within the caller's transaction, so that it stands or falls with what it tells of.

    Raises ValueError for an event, a field or a value that events.toml does not know of (it names the field, never the value)."""
    record_many(db, actor, event, [fields])


def record_many(db: duckdb.DuckDBPyConnection, actor: str, event: str, entries: Sequence[Mapping[str, object]]) -> None:
    """Entries of one event, one per mapping of fields, in one statement."""
    record_all(db, [(actor, event, fields) for fields in entries])


def record_all(db: duckdb.DuckDBPyConnection, entries: Sequence[tuple[str, str, Mapping[str, object]]]) -> None:
    """Entries of (actor, event, fields), in one statement."""
    if not entries:
        return
    texts = [json.dumps(plain(event, fields), ensure_ascii=False, sort_keys=True) for _, event, fields in entries]
    actors, events = [actor for actor, _, _ in entries], [event for _, event, _ in entries]
    key = key_of(settings_of(db))
    number, before = head(db, key)
    at, numbers, hashes = clock.now(), [], []
    for actor, event, text in zip(actors, events, texts, strict=True):
        number += 1
        before = entry_hash(key, before, number, at, actor, event, text)
        numbers.append(number)
        hashes.append(before)
    key.signed = number
    if len(texts) == 1:
        db.execute(PUT, [number, at, actors[0], events[0], texts[0], before])
        return
    db.execute(
        MANY, {"numbers": numbers, "at": at, "actors": actors, "events": events, "fields": texts, "hashes": hashes}
    )
