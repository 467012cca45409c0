"""A lake that is a table of the cluster: this desk sends its check-ins there in parts, through the connection, and asks for parts through it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date

import duckdb
import pyarrow as pa

from core.engine.by_connection import plain, standing
from core.engine.client import SparkSession
from core.engine.spark import SparkEngine
from core.lake.place import Parts
from core.store import Store, run

AT_ONCE = 1_000_000  # rows sent with one statement: some 40 MB of memory


class TablePlace:
    """See place.py. Each raises EngineAway and EngineFailed: then nothing counts that did not."""

    near = True

    def __init__(self, store: Store, engine: SparkEngine) -> None:
        self._engine = engine
        self._begun, self._held = ExitStack(), None
        secret = store.value("select min(value) from secret where name = 'row_key'") or ""
        # Several desks may share one table: each knows its own parts, and touches no others.
        self._own = hashlib.sha256(f"lake {secret}".encode()).hexdigest()[:12]

    def close(self) -> None:
        self._begun.close()
        self._held = None

    @property
    def _session(self) -> SparkSession:
        """One for all that is asked of this place until it is closed."""
        if self._held is None:
            self._held = self._begun.enter_context(self._engine.connected())
        return self._held

    def write(self, db: duckdb.DuckDBPyConnection, day: date, sql: str) -> str:
        name = self._name()
        # a person's scans side by side: a trail reads a few row groups of each file
        reader = run(db, f"{sql} order by person_id, scanned_at", day=day).to_arrow_reader(AT_ONCE)
        batches = (plain(pa.Table.from_batches([batch])) for batch in reader)
        self._engine.table.append(self._session, name, day, batches)
        return name

    @contextmanager
    def read(self, db: duckdb.DuckDBPyConnection, parts: Parts, where: str = "true") -> Iterator[str]:
        session, sql = self._session, self._engine.table.select(parts, where)
        with standing(db, "came_from_lake", lambda: session.sql(sql), self._engine.told) as came:
            yield came

    def merge(self, db: duckdb.DuckDBPyConnection, parts: Parts, day: date, rows: int) -> str:
        name = self._name()
        self._engine.table.merge(self._session, parts, name, day, rows)
        return name

    def left(self) -> Iterator[tuple[str, date]]:
        yield from self._engine.table.parts(self._session, self._own)

    def remove(self, parts: Parts) -> None:
        if parts:
            self._engine.table.drop(self._session, parts)

    def _name(self) -> str:
        return f"{self._own}-{uuid.uuid4().hex}"
