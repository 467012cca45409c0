"""A lake that is a folder of this computer: a file per day and move."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import duckdb

from core.errors import UserError
from core.lake.place import Parts
from core.store import run
from core.store.outside import COLUMNS, quoted

EVENTS = "check_in"  # folder below the lake's


class FolderPlace:
    """See place.py."""

    near = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def close(self) -> None:
        """Nothing is held."""

    def write(self, db: duckdb.DuckDBPyConnection, day: date, sql: str) -> str:
        name = f"{EVENTS}/day={day.isoformat()}/{uuid.uuid4().hex}.parquet"
        file, half = self._folder / name, self._folder / f"{name}.partial"
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            # a person's scans side by side: a trail reads a few row groups of each file
            sql = f"copy ({sql} order by person_id, scanned_at) to {quoted(half)} (format parquet, compression zstd)"
            run(db, sql, day=day)
            with half.open("rb+") as written:
                os.fsync(written.fileno())
            half.rename(file)
        except (OSError, duckdb.IOException) as error:
            with suppress(OSError):
                half.unlink(missing_ok=True)
            raise UserError("lake_folder", folder=str(self._folder)) from error
        return name

    @contextmanager
    def read(self, _db: duckdb.DuckDBPyConnection, parts: Parts, where: str = "true") -> Iterator[str]:
        listed = ", ".join(quoted(self._folder / name) for name, _ in parts)
        yield f"(select {COLUMNS} from read_parquet([{listed}]) where {where})"

    def merge(self, db: duckdb.DuckDBPyConnection, parts: Parts, day: date, rows: int) -> str:
        with self.read(db, parts) as there:
            name = self.write(db, day, f"select {COLUMNS} from {there}")
        made = db.execute(f"select count(*) from read_parquet({quoted(self._folder / name)})").fetchone()[0]
        if made != rows:
            raise UserError("lake_gone", file=str(self._folder / parts[0][0]))
        return name

    def left(self) -> Iterator[tuple[str, None]]:
        events = self._folder / EVENTS
        for file in events.rglob("*.parquet*") if events.is_dir() else ():
            yield file.relative_to(self._folder).as_posix(), None

    def remove(self, parts: Parts) -> None:
        for name, _ in parts:
            (self._folder / name).unlink(missing_ok=True)
