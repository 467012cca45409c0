"""The store's file written anew: what was deleted stands in a database's file until its place is used again, so only a fresh copy is free of it.

Only while nobody has the store open: a file can't be taken from under a running desk. `serve` does it before it starts where something was erased.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb

from core.audit import record
from core.errors import UserError
from core.settings import Settings
from core.store import Store, open_store, run

BLOCK = 1 << 20
FRESH, OLD = ".fresh", ".old"


def wants_rewriting(store: Store) -> bool:
    """Was anything removed since the file was written anew?"""
    return store.one("select 1 from removal where done_at is not null and rewritten_at is null limit 1") is not None


def rewrite(settings: Settings, *, actor: str, now: datetime) -> tuple[int, int]:
    """Copy the closed store into a fresh file, look at the copy, put it in the old one's place, overwrite the old one and remove it with its log.
    Audited in the fresh file. Returns the bytes before and after.

    Raises UserError: rewrite_memory, store_in_use, rewrite_failed (why; the store is as it was).
    """
    if settings.db == ":memory:":
        raise UserError("rewrite_memory")
    file = Path(settings.db).resolve()
    sweep_rewriting(settings)
    before = _size(file)
    fresh = _copied(settings, file)
    _looked_at(replace(settings, db=str(fresh)), actor, now)
    # The old one keeps a second name, so that it can be overwritten once the fresh one has its place; at no moment there is no store.
    old = file.with_name(file.name + OLD)
    with suppress(OSError):  # a disk without second names
        os.link(file, old)
    os.replace(fresh, file)
    _flush_folder(file.parent)
    destroy(old)
    return before, _size(file)


def sweep_rewriting(settings: Settings) -> None:
    """What a rewriting that was killed left behind."""
    file = Path(settings.db).resolve()
    for ending in (FRESH, FRESH + ".wal", OLD):
        destroy(file.with_name(file.name + ending))


def destroy(file: Path) -> bool:
    """Overwrite with zeros, then remove. On disks that write elsewhere (flash, copies on write) the blocks are the disk's to clear."""
    if not file.is_file():
        return False
    with suppress(OSError), file.open("r+b") as out:
        left = file.stat().st_size
        while left > 0:
            left -= out.write(bytes(min(BLOCK, left)))
        out.flush()
        os.fsync(out.fileno())
    file.unlink()
    return True


def _copied(settings: Settings, file: Path) -> Path:
    """The fresh copy, beside the store. The old log is written into the old file first: it must not be read into the fresh one."""
    fresh = file.with_name(file.name + FRESH)
    path, key = (text.replace("'", "''") for text in (str(fresh), settings.key))
    store = open_store(settings)
    try:
        counts = _counts(store)
        db = store.cursor()
        db.execute(f"attach '{path}' as fresh_copy" + (f" (encryption_key '{key}')" if key else ""))
        db.execute("copy from database store to fresh_copy")
        db.execute("detach fresh_copy")
        db.execute("force checkpoint store")
    except duckdb.Error as error:
        store.close()
        sweep_rewriting(settings)
        raise UserError("rewrite_failed", why=type(error).__name__) from error
    store.close()
    copy = open_store(replace(settings, db=str(fresh)))
    same = _counts(copy) == counts
    copy.close()
    if not same:
        sweep_rewriting(settings)
        raise UserError("rewrite_failed", why="rows")
    destroy(file.with_name(file.name + ".wal"))
    return fresh


def _looked_at(settings: Settings, actor: str, now: datetime) -> None:
    store = open_store(settings)
    try:
        with store.write() as db:
            run(
                db, "update removal set rewritten_at = $now where done_at is not null and rewritten_at is null", now=now
            )
            record(db, actor, "store.rewritten")
        store.cursor().execute("force checkpoint store")
    finally:
        store.close()


def _counts(store: Store) -> dict[str, int]:
    names = store.run(
        "select table_name from duckdb_tables() where database_name = 'store' and not temporary"
    ).fetchall()
    return {name: store.value(f"select count(*) from store.{name}") for (name,) in names}  # noqa: S608 - names of the schema


def _size(file: Path) -> int:
    return sum(f.stat().st_size for f in (file, file.with_name(file.name + ".wal")) if f.exists())


def _flush_folder(folder: Path) -> None:
    with suppress(OSError):  # Windows opens no folders
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
