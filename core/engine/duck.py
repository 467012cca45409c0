"""The engine of the county edition: the store's own database. Nothing travels: statements run where their rows are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import duckdb
import pyarrow as pa

from core.store import run


class DuckEngine:
    """See engine.py."""

    name = "duckdb"

    def about(self) -> dict[str, str]:
        return {"address": "", "version": duckdb.__version__, "zone": ""}

    @contextmanager
    def run(self, db: duckdb.DuckDBPyConnection, *, since: date, until: date) -> Iterator[DuckRun]:
        begun = DuckRun(db)
        try:
            yield begun
        finally:
            begun.end()


class DuckRun:
    """See engine.Run."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self._db = db
        self._kept: list[str] = []

    def keep(self, name: str, sql: str, **params: object) -> None:
        run(self._db, f"create or replace temp table {name} as\n{sql}", **params)
        self._kept.append(name)

    def fill(self, table: str, sql: str, **params: object) -> None:
        run(self._db, f"insert into {table}\n{sql}", **params)

    def bring(self, name: str, sql: str, **params: object) -> None:
        run(self._db, f"create or replace temp table {name} as\n{sql}", **params)

    def answer(self, sql: str, **params: object) -> pa.Table:
        return run(self._db, sql, **params).to_arrow_table()

    def end(self) -> None:
        for name in self._kept:
            self._db.execute(f"drop table if exists temp.{name}")
