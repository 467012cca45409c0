"""The store's file written anew: under another key, or free of what was deleted (which stands in a database's file until its place is used again).

Only while nobody has the store open: a file can't be taken from under a running desk.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from core.errors import UserError
from core.settings import Settings
from core.store.attach import attach_file
from core.store.store import Store, open_store

BLOCK = 1 << 20
FRESH, OLD = ".fresh", ".old"
TABLES = "select table_name from duckdb_tables() where database_name = 'store' and not temporary order by 1"


@dataclass(frozen=True)
class Written:
    """What was compared, table by table, and the size of the old file with its log (bytes)."""

    tables: int
    rows: int
    before: int


def copy_anew(settings: Settings, *, key: str) -> Written:
    """Copy the closed store into a fresh file beside it, under `key` ("": none), and compare each table's rows. The store stays as it is.

    Raises UserError: rewrite_memory, rewrite_failed (why), and what `open_store` raises.
    """
    if settings.db == ":memory:":
        raise UserError("rewrite_memory")
    file = Path(settings.db).resolve()
    sweep_anew(settings)
    store = open_store(settings)
    before = size_of(settings)
    try:
        tables, rows = _copied(store, file.with_name(file.name + FRESH), key)
        store.cursor().execute("force checkpoint store")  # the old log must not be read into the fresh file
    except (duckdb.Error, _Differs) as error:
        store.close()
        sweep_anew(settings)
        raise UserError(
            "rewrite_failed", why=str(error) if isinstance(error, _Differs) else type(error).__name__
        ) from error
    store.close()
    return Written(tables, rows, before)


def take_place(settings: Settings) -> None:
    """Put the fresh file in the old one's place; the old one is overwritten and removed with its log. At no moment there is no store."""
    file = Path(settings.db).resolve()
    destroy(file.with_name(file.name + ".wal"))
    # The old one keeps a second name, so that it can be overwritten once the fresh one has its place.
    old = file.with_name(file.name + OLD)
    with suppress(OSError):  # a disk without second names
        os.link(file, old)
    file.with_name(file.name + FRESH).replace(file)
    _flush_folder(file.parent)
    destroy(old)


def sweep_anew(settings: Settings) -> None:
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


def size_of(settings: Settings) -> int:
    """Bytes of the store's file with its log."""
    file = Path(settings.db).resolve()
    return sum(f.stat().st_size for f in (file, file.with_name(file.name + ".wal")) if f.exists())


class _Differs(Exception):
    """A table was not written as it is."""


def _copied(store: Store, fresh: Path, key: str) -> tuple[int, int]:
    db = store.fresh_cursor()
    try:
        attach_file(db, fresh, "fresh", key=key)
        db.execute("copy from database store to fresh")
        tables = [name for (name,) in db.execute(TABLES).fetchall()]
        rows = 0
        for table in tables:
            digest = f'select count(*), bit_xor(hash(t)) from {{}}.main."{table}" t'
            old, written = (db.execute(digest.format(where)).fetchone() for where in ("store", "fresh"))
            if old != written:
                raise _Differs(table)
            rows += old[0]
        db.execute("checkpoint fresh")
        db.execute("detach fresh")
        return len(tables), rows
    finally:
        db.close()


def _flush_folder(folder: Path) -> None:
    with suppress(OSError):  # Windows opens no folders
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
