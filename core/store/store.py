"""The store: one DuckDB connection, a cursor per thread for reading, one writer at a time.

The file is attached as `store`, so that encrypting it is a setting. One shared connection used by several threads gives
wrong answers, and concurrent updates conflict: so every thread has a cursor of its own and all writes pass one lock. Only adding rows
conflicts with nothing: scans are added beside the writer.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from weakref import WeakKeyDictionary

import duckdb
import pandas as pd

from core import clock
from core.errors import UserError
from core.settings import Settings
from core.store.migrate import migrate
from core.store.outside import quoted, show_outside

# How DuckDB says it, and what it means.
REFUSALS = (
    ("without a key", "store_key_missing"),
    ("Wrong encryption key", "store_key_wrong"),
    ("A key is explicitly specified", "store_not_encrypted"),
)
SHARING_VIOLATION = 32  # Windows: another process has the file
# Whose settings a cursor works under: what is written with a cursor alone (the audit log) needs its key.
_settings: WeakKeyDictionary[duckdb.DuckDBPyConnection, Settings] = WeakKeyDictionary()


class Store:
    """The handle that every core function takes first. Make it with `open_store`."""

    name = "store"  # of the attached database
    scratch = "memory"  # the database beside it, in which plans are staged

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        clock.use_zone(settings.timezone)
        self._lock = threading.RLock()
        self._adding = threading.Lock()
        self._adder: duckdb.DuckDBPyConnection | None = None
        self._local = threading.local()
        self._version = 0
        self._connection = self._opened()

    def _opened(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:")
        _attach(connection, self.settings)
        connection.execute(f"use {self.name}")
        migrate(connection)
        if self.settings.lake or connection.execute("select exists (from lake_file)").fetchone()[0]:
            show_outside(connection, self.settings.lake_folder)
        _lock_down(connection)
        return connection

    @property
    def engine(self) -> object:
        """The same for all stores that share one database engine. No field: a store that nobody holds is to end at once."""
        return self

    @property
    def version(self) -> int:
        """Rises with every committed write of this process: part of a cache's key."""
        return self._version

    @property
    def writing(self) -> bool:
        """Whether this thread stands in a transaction of its own."""
        return getattr(self._local, "writing", False)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """This thread's own cursor, for reading."""
        if not hasattr(self._local, "cursor"):
            self._local.cursor = self.fresh_cursor()
        return self._local.cursor

    def fresh_cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of the caller's own, who closes it: for what may leave it unusable when it fails."""
        cursor = self._connection.cursor()
        cursor.execute(f"use {self.name}")
        _settings[cursor] = self.settings
        return cursor

    def df(self, sql: str, **params: object) -> pd.DataFrame:
        """The answer of a query; `$name` parameters are bound, those the query does not name are left out."""
        return self.run(sql, **params).df()

    def one(self, sql: str, **params: object) -> tuple | None:
        """The first row, or None."""
        return self.run(sql, **params).fetchone()

    def value(self, sql: str, **params: object) -> object:
        """The first column of the first row, or None."""
        row = self.one(sql, **params)
        return row[0] if row else None

    def run(self, sql: str, **params: object) -> duckdb.DuckDBPyConnection:
        return run(self.cursor(), sql, **params)

    @contextmanager
    def write(self, *, shown: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
        """A transaction: all of it or nothing. The one writer; others wait. Yields this thread's cursor.

        Nested use joins the outer transaction. `shown=False`: nothing that a page shows changes (sessions, audit alone), so what
        is cached stays good.
        """
        with self._lock:
            db = self.cursor()
            if self.writing:
                yield db
                return
            self._local.writing = True
            db.execute("begin")
            try:
                yield db
                db.execute("commit")
                self._version += shown
            except BaseException:
                db.execute("rollback")
                raise
            finally:
                self._local.writing = False

    @contextmanager
    def add(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A transaction beside the one writer, for rows that are only ever added here and that nobody else changes meanwhile: whoever
        holds the writer for long (an import) does not hold up scans. One at a time, on a cursor of its own; within `write` it is that
        transaction. No audit entry can be made in it: their chain is the writer's."""
        if self.writing:
            yield self.cursor()
            return
        with self._adding:
            if self._adder is None:
                self._adder = self.fresh_cursor()
            db = self._adder
            db.execute("begin")
            try:
                yield db
                db.execute("commit")
            except BaseException:
                with suppress(duckdb.Error):  # a failed commit has ended the transaction
                    db.execute("rollback")
                raise

    def close(self) -> None:
        self._connection.close()


def run(db: duckdb.DuckDBPyConnection, sql: str, **params: object) -> duckdb.DuckDBPyConnection:
    """Execute on a given cursor, binding those of `params` that the text names (outside its comments)."""
    named = set(re.findall(r"\$(\w+)", re.sub(r"--.*", "", sql)))
    used = {name: value for name, value in params.items() if name in named}
    return db.execute(sql, used) if used else db.execute(sql)


def settings_of(db: duckdb.DuckDBPyConnection) -> Settings:
    """The settings of the store that made this cursor."""
    return _settings[db]


def open_store(settings: Settings) -> Store:
    """Open (or make) the store, for this process alone, and bring its schema up to date.

    Raises UserError: store_in_use (another process has it), store_key_missing, store_key_wrong, store_not_encrypted (a key is set, and it was
    made without), store_unreadable (damaged, or no store at all), encryption_missing (a key is set, and this computer has no extension for it).
    """
    if settings.db != ":memory:":
        Path(settings.db).resolve().parent.mkdir(parents=True, exist_ok=True)
    try:
        return Store(settings)
    except duckdb.Error as error:
        raise UserError(_why(error, settings), file=settings.db) from error


def _why(error: duckdb.Error, settings: Settings) -> str:
    if in_use(error, settings.db):
        return "store_in_use"
    said = str(error)
    for text, code in REFUSALS:
        if text in said:
            return code
    return "store_unreadable"


def in_use(error: duckdb.Error, file: str) -> bool:
    """Does another process hold the file? Windows says so in its own language, and the file's path may hold any word."""
    said = str(error)
    if "Could not set lock on file" in said or "already open in" in said:
        return True
    if os.name != "nt":
        return False
    try:
        Path(file).open("rb").close()
    except OSError as refused:
        return getattr(refused, "winerror", None) == SHARING_VIOLATION
    return False


def _attach(db: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    db.execute("set autoinstall_known_extensions = false")
    db.execute("set autoload_known_extensions = false")
    db.execute("set memory_limit = ?", [settings.memory_limit])
    # Without this a sorted insert of many million rows keeps them all in memory.
    db.execute("set preserve_insertion_order = true")
    # A large insert writes each 122,880 rows when they are full; five such groups at once is no faster.
    db.execute("set write_buffer_row_group_count = 1")
    if settings.threads:
        db.execute("set threads = ?", [settings.threads])
    if settings.db == ":memory:":
        db.execute("attach ':memory:' as store")
        return
    spill = settings.folder / "spill"
    db.execute("set temp_directory = ?", [str(spill)])
    # DuckDB writes encrypted files, spilled ones too, only with the OpenSSL of httpfs; the wheel ships it as a file.
    extension = _extension()
    if extension:
        db.execute(f"load {quoted(extension)}")
        db.execute("set temp_file_encryption = true")
    elif settings.key:
        # The other library that it has writes keys that can be guessed: nothing rather than that.
        raise UserError("encryption_missing", file=settings.db)
    target = quoted(Path(settings.db).resolve())
    db.execute(f"attach {target} as store" + (f" (encryption_key {quoted(settings.key)})" if settings.key else ""))
    reached = [settings.folder] + ([settings.lake_folder] if settings.lake_folder else [])
    db.execute("set allowed_directories = ?", [[str(folder) for folder in reached]])


def _extension() -> Path | None:
    """The file of the wheel; None on a platform for which there is none."""
    try:
        return next(resources.files("duckdb_extension_httpfs").rglob("*.duckdb_extension"), None)
    except ModuleNotFoundError:
        return None


def _lock_down(db: duckdb.DuckDBPyConnection) -> None:
    """From here on SQL reaches no file outside the data folder and changes no setting."""
    db.execute("set enable_external_access = false")
    db.execute("set lock_configuration = true")
