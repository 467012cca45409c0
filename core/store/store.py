"""The store: one DuckDB connection, a cursor per thread for reading, one writer at a time.

The file is attached as `store`, so that encrypting it is a setting. One shared connection used by several threads gives
wrong answers, and concurrent updates conflict: so every thread has a cursor of its own and all writes pass one lock. Only adding rows
conflicts with nothing: scans are added beside the writer.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary, WeakSet

import duckdb
import pandas as pd

from core import clock
from core.errors import UserError
from core.settings import Settings
from core.store.attach import attach, lock_down
from core.store.cipher import begin
from core.store.mark import NUMBER, Mark, look_before
from core.store.migrate import migrate
from core.store.outside import show_outside
from core.store.room import ask_room, full, is_dead, is_full, said_full

# How DuckDB says it, and what it means.
REFUSALS = (
    ("without a key", "store_key_missing"),
    ("Wrong encryption key", "store_key_wrong"),
    ("A key is explicitly specified", "store_not_encrypted"),
    ("replaying WAL", "store_log_corrupt"),
    # Another key is told by the file's head, before any block is deciphered.
    *((word, "store_corrupt") for word in ("Corrupt", "checksum", "AES tag", "Could not read enough bytes")),
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
        clock.use_zone(settings.timezone, behind=settings.behind)
        self._lock = threading.RLock()
        self._adding = threading.Lock()
        self._adder: duckdb.DuckDBPyConnection | None = None
        self._local = threading.local()
        self._cursors: WeakSet[duckdb.DuckDBPyConnection] = WeakSet()
        self._mark = Mark()
        self._life = 0  # rises when the file had to be opened anew
        self._closed = False
        self._version = 0
        self._told = 0
        self._writes = 0
        self._connection = self._opened()

    def _opened(self) -> duckdb.DuckDBPyConnection:
        look_before(self.settings)
        # a store in memory alone enciphers nothing
        connection, ciphers = (duckdb.connect(":memory:"), False) if self.settings.db == ":memory:" else begin()
        try:
            return self._prepared(connection, ciphers=ciphers)
        except BaseException:
            connection.close()  # else the file stays in this process's hands
            raise

    def _prepared(self, connection: duckdb.DuckDBPyConnection, *, ciphers: bool) -> duckdb.DuckDBPyConnection:
        # What is refused is left as it is, with its log.
        connection.execute("pragma disable_checkpoint_on_shutdown")
        attach(connection, self.settings, ciphers=ciphers)
        connection.execute(f"use {self.name}")
        migrate(connection)
        self._mark.begin(self.settings, connection)
        connection.execute("pragma enable_checkpoint_on_shutdown")
        if self.settings.lake or connection.execute("select exists (from lake_file)").fetchone()[0]:
            show_outside(connection, self.settings)
        lock_down(connection)
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
    def told(self) -> int:
        """As `version`, but for writes of what is made of the data alone (`write`)."""
        return self._told

    @property
    def writes(self) -> int:
        """Rises with every write of this process, of what no page shows as well; not with scans that come in (`add`)."""
        return self._writes

    @property
    def closed(self) -> bool:
        """Whether it was closed: what another thread still does with it fails, and is no fault."""
        return self._closed

    @property
    def writing(self) -> bool:
        """Whether this thread stands in a transaction of its own."""
        return getattr(self._local, "writing", False)

    @property
    def holding(self) -> bool:
        """Whether this thread's writes are shown later (`at_once`): what is kept by `version` is not for it."""
        return getattr(self._local, "holding", False)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """This thread's own cursor, for reading."""
        if getattr(self._local, "life", None) != self._life:
            self._local.cursor, self._local.life = self.fresh_cursor(), self._life
        return self._local.cursor

    def fresh_cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of the caller's own, who closes it: for what may leave it unusable when it fails."""
        cursor = self._connection.cursor()
        cursor.execute(f"use {self.name}")
        _settings[cursor] = self.settings
        self._cursors.add(cursor)
        return cursor

    @property
    def full(self) -> bool:
        """The disk has too little room left: what is there can be read, and nothing more is written."""
        return is_full(self.settings)

    def mend(self) -> bool:
        """Open the file anew if the database has given up on it (a disk that filled up while it tidied). Was that so?"""
        with self._lock, self._adding:
            try:
                self._connection.execute("select count(*) from migration").fetchone()
                return False
            except duckdb.Error as error:
                if not is_dead(error):
                    raise
            for cursor in (*self._cursors, self._connection):
                with suppress(duckdb.Error):
                    cursor.close()
            self._mark.close()
            self._adder = None
            self._connection = self._opened()
            self._life += 1
            self._version += 1
            self._told += 1
            self._writes += 1
            return True

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
        try:
            return run(self.cursor(), sql, **params)
        except duckdb.Error as error:
            if self.writing or getattr(self._local, "adding", False) or not is_dead(error):
                raise
        self.mend()
        return run(self.cursor(), sql, **params)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Writes of this thread, each committed as ever, of which pages hear together at the end: else what they keep would be made anew after each."""
        if self.holding:
            yield
            return
        self._local.holding, self._local.held = True, False
        try:
            yield
        finally:
            self._local.holding = False
            with self._lock:
                self._version += self._local.held

    @contextmanager
    def write(self, *, shown: bool = True, told: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
        """A transaction: all of it or nothing. The one writer; others wait. Yields this thread's cursor.

        Nested use joins the outer transaction. `shown=False`: nothing that a page shows changes (sessions, audit alone), so what
        is cached stays good. `told=False`: nothing that the store was told changes (people, grids, lists, rules, who is on duty …; scans aside),
        but what is made of it: figures, classes, alerts, grades, tasks.

        Raises UserError store_full, before anything was written or with all of it taken back.
        """
        with self._lock:
            if self.writing:
                self._local.told |= shown and told
                yield self.cursor()
                return
            ask_room(self.settings, shown=shown)
            self._local.writing, self._local.told = True, shown and told
            try:
                with self._transaction(self.cursor) as db:
                    yield db
                if self.holding:
                    self._local.held |= shown
                else:
                    self._version += shown
                self._told += self._local.told
            finally:
                self._writes += 1  # whatever became of it: a session that ended is not to live on
                self._local.writing = False

    @contextmanager
    def _transaction(self, cursor: Callable[[], duckdb.DuckDBPyConnection]) -> Iterator[duckdb.DuckDBPyConnection]:
        db = cursor()
        try:
            db.execute("begin")
            yield db
            number = db.execute(NUMBER).fetchone()[0]
            db.execute("commit")
            self._mark.note(number)
        except BaseException as error:
            with suppress(duckdb.Error):  # a failed commit has ended the transaction
                db.execute("rollback")
            if said_full(error) or is_dead(error):
                raise full(self.settings) from error
            raise

    @contextmanager
    def add(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A transaction beside the one writer, for rows that are only ever added here and that nobody else changes meanwhile: whoever
        holds the writer for long (an import) does not hold up scans. One at a time, on a cursor of its own; within `write` it is that
        transaction. No audit entry can be made in it: their chain is the writer's."""
        if self.writing:
            yield self.cursor()
            return
        with self._adding:
            ask_room(self.settings, shown=True)
            self._local.adding = True
            try:
                with self._transaction(self._adding_cursor) as db:
                    yield db
            finally:
                self._local.adding = False

    def _adding_cursor(self) -> duckdb.DuckDBPyConnection:
        if self._adder is None:
            self._adder = self.fresh_cursor()
        return self._adder

    def close(self) -> None:
        self._closed = True
        self._connection.close()
        self._mark.close()


def run(db: duckdb.DuckDBPyConnection, sql: str, **params: object) -> duckdb.DuckDBPyConnection:
    """Execute on a given cursor, binding those of `params` that the text names (outside its comments)."""
    named = _named(sql) if params else ()
    used = {name: value for name, value in params.items() if name in named}
    return db.execute(sql, used) if used else db.execute(sql)


@lru_cache(maxsize=1_000)  # the same statements come again and again; of those that are put together only a few
def _named(sql: str) -> frozenset[str]:
    return frozenset(re.findall(r"\$(\w+)", re.sub(r"--.*", "", sql)))


def settings_of(db: duckdb.DuckDBPyConnection) -> Settings:
    """The settings of the store that made this cursor."""
    return _settings[db]


def open_store(settings: Settings) -> Store:
    """Open (or make) the store, for this process alone, and bring its schema up to date.

    Raises UserError: store_in_use (another process has it), store_key_missing, store_key_wrong, store_not_encrypted (a key is set, and it was
    made without), store_corrupt, store_log_corrupt, store_unreadable (no store at all), store_full, encryption_missing (a key is set, and this
    computer has no extension for it), and what core/store/mark.py raises: a store is never opened with less than it was known to hold.
    """
    if settings.db != ":memory:":
        Path(settings.db).resolve().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return Store(settings)
    except duckdb.Error as error:
        if said_full(error):
            raise full(settings) from error
        raise UserError(_trouble(error, settings), file=settings.db) from error


def _trouble(error: duckdb.Error, settings: Settings) -> str:
    said = str(error)
    if in_use(error, settings.db):
        return "store_in_use"
    for text, code in REFUSALS:
        if text in said:
            return code
    return "store_unreadable"


def in_use(error: duckdb.Error, file: str) -> bool:
    """Does another process hold the file? Windows says so in its own language, and the file's path may hold any word."""
    said = str(error)
    if any(word in said for word in ("Could not set lock on file", "already open in", "is already attached")):
        return True
    if os.name != "nt":
        return False
    try:
        Path(file).open("rb").close()
    except OSError as refused:
        return getattr(refused, "winerror", None) == SHARING_VIOLATION
    return False
