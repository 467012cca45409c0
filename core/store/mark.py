"""The number of the last commit that was acknowledged, in a file of its own beside the store: a store that opens with fewer has lost its log.

DuckDB takes a log that was cut, emptied or damaged in its first bytes for one that was never written, and makes a new file where the old one is
gone. Each commit takes a number (sequence commit_number, in the log as the rows are); after it the number is written here. It is not synced: it may
be behind after a power cut, never ahead.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

import duckdb

from core.errors import UserError
from core.settings import Settings

NUMBER = "select nextval('commit_number')"
DIGITS = 20
RESTORING = "restoring.json"  # while a restore moves files: core/backup/restore.py


def mark_file(settings: Settings) -> Path:
    return Path(f"{Path(settings.db).resolve()}.mark")


def look_before(settings: Settings) -> None:
    """Before the file is opened, which would make a new one. Raises UserError restore_unfinished, store_gone."""
    if settings.db == ":memory:":
        return
    if (settings.folder / RESTORING).exists():
        raise UserError("restore_unfinished", folder=str(settings.folder))
    file = Path(settings.db)
    if not file.exists() and (_read(mark_file(settings)) or Path(f"{file}.wal").exists()):
        raise UserError("store_gone", file=settings.db)


def forget_mark(settings: Settings) -> None:
    """Of a store that is put somewhere else, or made anew, on purpose."""
    mark_file(settings).unlink(missing_ok=True)


class Mark:
    """Of a store that is open; of one in memory it notes nothing."""

    def __init__(self) -> None:
        self._lock, self._out, self.number = threading.Lock(), None, 0

    def begin(self, settings: Settings, db: duckdb.DuckDBPyConnection) -> None:
        """Raises UserError store_older: what the store holds ends before what was acknowledged."""
        if settings.db == ":memory:":
            return
        file = mark_file(settings)
        # Its last_value is forgotten with the process; what comes next is not.
        db.execute("begin")
        self.number = db.execute(NUMBER).fetchone()[0] - 1
        db.execute("rollback")
        marked = _read(file)
        if self.number < marked:
            raise UserError("store_older", file=settings.db, lost=marked - self.number, mark=file.name)
        self._out = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)

    def note(self, number: int) -> None:
        """This commit is there. They may come out of turn: the highest stands."""
        if self._out is None:
            return
        with self._lock:
            if number > self.number:
                self.number = number
                os.lseek(self._out, 0, os.SEEK_SET)
                os.write(self._out, b"%0*d" % (DIGITS, number))  # always as long: no room is asked for

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        if self._out is not None:
            os.close(self._out)
            self._out = None


def _read(file: Path) -> int:
    try:
        return int(file.read_bytes() or 0)
    except (FileNotFoundError, ValueError):
        return 0
