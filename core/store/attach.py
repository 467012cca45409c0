"""A new engine of DuckDB: its settings, the store's file attached to it, and what it may not do from then on."""

from __future__ import annotations

from pathlib import Path

import duckdb

from core.errors import UserError
from core.settings import Settings
from core.store.outside import quoted

# How files are written: as this DuckDB does it, as enciphered ones always are; never lower, for a file that is newer could not be opened. Unasked,
# it writes for engines of years ago, and the counts of different values that it then keeps of each column took half of every opening and three
# quarters of an empty store's file. A file of before is written so from here on.
FORMAT = "latest"


def attach(db: duckdb.DuckDBPyConnection, settings: Settings, *, ciphers: bool) -> None:
    db.execute("set autoinstall_known_extensions = false")
    db.execute("set autoload_known_extensions = false")
    db.execute("set memory_limit = ?", [settings.memory_limit])
    # Without this a sorted insert of many million rows keeps them all in memory.
    db.execute("set preserve_insertion_order = true")
    # A large insert writes each 122,880 rows when they are full; five such groups at once is no faster.
    db.execute("set write_buffer_row_group_count = 1")
    if settings.threads:
        db.execute("set threads = ?", [settings.threads])
    lake = [settings.lake_folder] if settings.lake_folder else []
    if settings.db == ":memory:":
        db.execute("attach ':memory:' as store")
        db.execute("set allowed_directories = ?", [[str(folder) for folder in lake]])
        return
    spill = settings.folder / "spill"
    db.execute("set temp_directory = ?", [str(spill)])
    if ciphers:
        db.execute("set temp_file_encryption = true")
    elif settings.key:
        # The other library that it has writes keys that can be guessed: nothing rather than that.
        raise UserError("encryption_missing", file=settings.db)
    attach_file(db, Path(settings.db).resolve(), "store", key=settings.key)
    db.execute("set allowed_directories = ?", [[str(folder) for folder in [settings.folder, *lake]]])


def attach_file(db: duckdb.DuckDBPyConnection, file: Path, name: str, *, key: str) -> None:
    """A store's file, to be read and written; made where there is none. An empty key: as plain text."""
    options = [f"storage_version '{FORMAT}'", *([f"encryption_key {quoted(key)}"] if key else [])]
    db.execute(f"attach {quoted(file)} as {name} ({', '.join(options)})")


def lock_down(db: duckdb.DuckDBPyConnection) -> None:
    """From here on SQL reaches no file outside the data folder and changes no setting."""
    db.execute("set enable_external_access = false")
    db.execute("set lock_configuration = true")
