"""Where a lake's rows lie: what core/lake/lake.py asks of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol

import duckdb

# Name and day of each.
Parts = list[tuple[str, date]]


class Place(Protocol):
    """A folder, or a table of the cluster."""

    near: bool  # whether the desk has to keep rows itself, to have them near

    def close(self) -> None:
        """Nothing more is asked of it."""

    def write(self, db: duckdb.DuckDBPyConnection, day: date, sql: str) -> str:
        """Rows (of SQL with $day, columns of a check-in) are there whole, or not at all. Returns the name by which they are to count."""

    def read(self, db: duckdb.DuckDBPyConnection, parts: Parts, where: str = "true") -> AbstractContextManager[str]:
        """What the store is to read, once, for the rows of some parts; columns of a check-in."""

    def merge(self, db: duckdb.DuckDBPyConnection, parts: Parts, day: date, rows: int) -> str:
        """A day's parts written once more as one. Returns its name."""

    def left(self) -> Iterator[tuple[str, date | None]]:
        """All that is there of this store's, whether it counts or not."""

    def remove(self, parts: Parts) -> None:
        """Away with what counts no longer."""
