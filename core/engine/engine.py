"""What an engine can do. The same statements, written for DuckDB, run on each; tests/spec/test_engines.py holds that they answer alike."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol

import duckdb
import pyarrow as pa

from core.errors import UserError
from core.store import Store


class EngineAway(UserError):
    """Nobody answers there: what was to be done waits, and is done when somebody does. Field: address."""


class EngineFailed(UserError):
    """It answers, and can't do what was asked. Fields: address, why (its own kind of error; never its text, which may quote a value)."""


class Run(Protocol):
    """Statements that build on each other, over some days of check-ins (`every_check_in`) and the store's tables."""

    def keep(self, name: str, sql: str, **params: object) -> None:
        """The answer stands as table `name` for the statements that follow, until the run ends."""

    def fill(self, table: str, sql: str, **params: object) -> None:
        """The answer's rows go into the store's `table` (columns in its order); statements that follow see at least these rows of it."""

    def bring(self, name: str, sql: str, **params: object) -> None:
        """The answer stands as temporary table `name` in the store, which is the caller's to drop."""

    def answer(self, sql: str, **params: object) -> pa.Table:
        """The answer itself: for few rows."""


class Engine(Protocol):
    """An engine of one store."""

    name: str

    def about(self) -> dict[str, str]:
        """address, version and time zone of what answers and reaches the lake. Raises as `run` does."""

    def run(self, db: duckdb.DuckDBPyConnection, *, since: date, until: date) -> AbstractContextManager[Run]:
        """Begin within the caller's transaction `db`; check-ins, person-days and grid-days before `since` or after `until` need not be there.

        Raises EngineAway, EngineFailed, then and at each statement: the caller's transaction is rolled back with what was filled.
        """


class Made(Protocol):
    """Makes an engine for a store."""

    def __call__(self, store: Store) -> Engine: ...
