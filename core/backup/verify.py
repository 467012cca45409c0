"""A backup is one when it opens and holds what its manifest tells: each file's hash, the store's shape, each table's rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from core.backup.manifest import Manifest, counted, hashed, read_manifest, shape_of
from core.errors import UserError
from core.store.cipher import begin
from core.store.outside import quoted

MEMORY = "1GB"


def check(folder: Path, *, key: str) -> Manifest:
    """Read every file and open the copy, in a database of its own; nothing is written.

    Raises UserError: backup_none, backup_damaged (`what`: the file or table), backup_key (made with another key).
    """
    manifest = read_manifest(folder)
    for name, told in manifest.files.items():
        file = folder / name
        if folder.resolve() not in file.resolve().parents or not file.is_file() or hashed(file) != told:
            raise UserError("backup_damaged", folder=str(folder), what=name)
    check_store(folder, manifest, key=key)
    return manifest


def check_store(folder: Path, manifest: Manifest, *, key: str) -> None:
    """Open it and count. Raises UserError backup_damaged, backup_key."""
    with opened(folder / manifest.file, key=key if manifest.encrypted else "", folder=folder) as db:
        found = counted(db, "copy_read")
        for table in manifest.tables.keys() | found.keys():
            if manifest.tables.get(table) != found.get(table):
                raise UserError("backup_damaged", folder=str(folder), what=table)
        if shape_of(db, "copy_read") != manifest.shape:
            raise UserError("backup_damaged", folder=str(folder), what=manifest.file)


@contextmanager
def opened(file: Path, *, key: str, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The copy as `copy_read`, for reading alone. Raises UserError backup_damaged, backup_key."""
    db, _ = begin()
    try:
        db.execute("set memory_limit = ?", [MEMORY])
        ciphered = f", encryption_key {quoted(key)}" if key else ""
        db.execute(f"attach {quoted(file)} as copy_read (read_only{ciphered})")
        yield db
    except duckdb.Error as error:
        # A key is told by the file's head: of a copy whose hash is right nothing else can be wrong then.
        other = "ncryption key" in str(error) or "encrypted" in str(error)
        code = "backup_key" if other else "backup_damaged"
        raise UserError(code, folder=str(folder), what=file.name) from error
    finally:
        with suppress(duckdb.Error):
            db.close()
