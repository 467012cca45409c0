"""A new key for the store. DuckDB encrypts a file by one key, so the file is written anew."""

from __future__ import annotations

import os
import secrets
import stat
from dataclasses import dataclass, replace
from pathlib import Path

from core.audit import record
from core.crypt import keep_new_key, take_new_key
from core.errors import UserError
from core.settings import Settings
from core.store import Store, open_store
from core.store.outside import quoted

SHORTEST = 16
TABLES = "select table_name from duckdb_tables() where database_name = '{}' order by 1"


@dataclass(frozen=True)
class Rekeyed:
    """What was compared, table by table, in the file written anew."""

    tables: int
    rows: int


def make_key_file(file: Path) -> None:
    """A random key in a file that only its owner may read. Raises UserError key_exists; OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(file, flags, stat.S_IRUSR | stat.S_IWUSR), "w", encoding="utf-8") as out:
            out.write(secrets.token_urlsafe(32) + "\n")
    except FileExistsError as error:
        raise UserError("key_exists", file=str(file)) from error


def rekey(settings: Settings, new: str, *, actor: str) -> Rekeyed:
    """Write the store that nobody has open anew under another key ("": none), compare it with the old one, and put it in its place. A crash
    before that leaves the old store and its key as they are, one after it the new. Audited in the new file.

    Raises UserError: key_same, key_short, store_in_use and whatever else `open_store` raises.
    """
    if new == settings.key:
        raise UserError("key_same")
    if new and len(new) < SHORTEST:
        raise UserError("key_short")
    target = Path(settings.db).resolve()
    fresh = target.with_name(f"{target.name}.rekeyed")
    for left in target.parent.glob(f"{fresh.name}*"):
        left.unlink()
    store = open_store(settings)
    try:
        counts = _copied(store, fresh, new)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    finally:
        store.close()
    keep_new_key(settings, new)
    fresh.replace(target)
    for log in target.parent.glob(f"{target.name}.wal*"):  # the old file's, which was emptied into it as it was closed
        log.unlink()
    take_new_key(settings)
    store = open_store(replace(settings, key=new))
    try:
        with store.write() as db:
            record(db, actor, "key.rotated", tables=counts.tables, rows=counts.rows, encrypted=bool(new))
    finally:
        store.close()
    return counts


def _copied(store: Store, fresh: Path, new: str) -> Rekeyed:
    db = store.fresh_cursor()
    db.execute(f"attach {quoted(fresh)} as fresh" + (f" (encryption_key {quoted(new)})" if new else ""))
    db.execute("copy from database store to fresh")
    tables = [name for (name,) in db.execute(TABLES.format("store")).fetchall()]
    rows = 0
    for table in tables:
        digest = f'select count(*), bit_xor(hash(t)) from {{}}.main."{table}" t'
        old, written = (db.execute(digest.format(where)).fetchone() for where in ("store", "fresh"))
        if old != written:
            raise RuntimeError(f"{table} was not written as it is")
        rows += old[0]
    db.execute("checkpoint fresh")
    db.execute("detach fresh")
    db.close()
    return Rekeyed(len(tables), rows)
