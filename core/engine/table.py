"""Check-ins as a table of the cluster's catalog (Delta, Iceberg, or plain Parquet), which the desk reaches through the connection alone.

Its columns are those of a check-in, the day and the part: what was sent at once. The table is appended to in parts, and a part counts once the
store names it (`lake_file`): one that broke off, or was sent twice because its acknowledgement was lost, is named by nothing and read by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
from pyspark.errors import PySparkException

from core.engine.client import SparkSession
from core.engine.engine import EngineFailed
from core.settings import Settings
from core.store.outside import COLUMNS, quoted

SHAPE = (
    ("person_id", "int"),
    ("grid_id", "int"),
    ("scanned_at", "timestamp_ntz"),
    ("direction", "string"),
    ("temperature", "decimal(3,1)"),
    ("symptoms", "string"),
    ("batch_id", "int"),
    ("day", "date"),
    ("part", "string"),
)
ARRIVING = "arriving"

Told = Callable[[], AbstractContextManager[None]]
# Name and day of each.
Parts = Iterable[tuple[str, date]]


class EventTable:
    """`told` turns the cluster's errors into ours."""

    def __init__(self, settings: Settings, told: Told, address: str) -> None:
        self.name, self.format, self._location = settings.lake_table, settings.lake_format, settings.spark_lake
        self._told, self._address = told, address
        self.sql = ".".join(f"`{part}`" for part in self.name.split("."))

    def attach(self, session: SparkSession) -> None:
        """The table is there, and of our shape; where it is not, it is made. Raises EngineFailed lake_table_shape and what `told` raises."""
        found = self._columns(session)
        if found is None:
            self._make(session)
            found = self._columns(session)
        other = sorted({name for name, _ in set(found or ()) ^ set(SHAPE)})
        if other:
            raise EngineFailed("lake_table_shape", table=self.name, address=self._address, columns=", ".join(other))

    def _columns(self, session: SparkSession) -> tuple[tuple[str, str], ...] | None:
        with self._told():
            try:
                schema = session.table(self.sql).schema
            except PySparkException as error:
                if "TABLE_OR_VIEW_NOT_FOUND" in f"{error.getCondition()} {error}":
                    return None
                raise
        return tuple((field.name, field.dataType.simpleString()) for field in schema)

    def _make(self, session: SparkSession) -> None:
        columns = ", ".join(f"{name} {kind}" for name, kind in SHAPE)
        place = f" location {quoted(self._location)}" if self._location else ""
        made = (
            f"create table if not exists {self.sql} ({columns}) using {self.format} partitioned by (day, part){place}"
        )
        with self._told():
            try:
                session.sql(made)
            except PySparkException:
                if not place:
                    raise
                # its files are there and the catalogue has forgotten it: it knows its columns by itself
                session.sql(f"create table if not exists {self.sql} using {self.format}{place}")

    def append(self, session: SparkSession, part: str, day: date, batches: Iterable[pa.Table]) -> None:
        """Send rows as one part: all of them are there when this returns. Raises EngineFailed lake_table_lost: others than were sent are."""
        rows = people = 0
        with self._told():
            for batch in batches:
                session.createDataFrame(batch).createOrReplaceTempView(ARRIVING)
                session.sql(
                    f"insert into {self.sql} select {COLUMNS}, date '{day.isoformat()}' as day, '{part}' as part from {ARRIVING}"
                )
                rows += len(batch)
                people += pc.sum(batch.column("person_id")).as_py() or 0
            self._look(session, part, day, rows, people)

    def merge(self, session: SparkSession, parts: Parts, part: str, day: date, rows: int) -> None:
        """Several parts of a day written once more as one; those that were stay. Raises EngineFailed lake_table_lost."""
        listed = list(parts)
        with self._told():
            session.sql(
                f"insert into {self.sql} select {COLUMNS}, day, '{part}' as part from {self.sql} where {_among(listed)}"
            )
            self._look(session, part, day, rows, None)

    def _look(self, session: SparkSession, part: str, day: date, rows: int, people: int | None) -> None:
        sql = f"select count(*) as n, coalesce(sum(cast(person_id as bigint)), 0) as p from {self.sql} where {_among([(part, day)])}"
        [found] = session.sql(sql).toArrow().to_pylist()
        if found["n"] != rows or people not in (None, found["p"]):
            raise EngineFailed("lake_table_lost", table=self.name, sent=rows, found=found["n"])

    def select(self, parts: Parts, where: str = "true") -> str:
        """SQL for its rows in some parts: the columns of a check-in."""
        return f"select {COLUMNS} from {self.sql} where {_among(parts)} and {where}"

    def parts(self, session: SparkSession, begin: str) -> list[tuple[str, date]]:
        """All parts whose names begin so, whether they count or not."""
        with self._told():
            rows = session.sql(f"select distinct part, day from {self.sql} where part like '{begin}%'").toArrow()
        return [(row["part"], row["day"]) for row in rows.to_pylist()]

    def counted(self, session: SparkSession, parts: Parts) -> dict[str, int]:
        """Rows by part."""
        with self._told():
            rows = session.sql(
                f"select part, count(*) as n from {self.sql} where {_among(parts)} group by part"
            ).toArrow()
        return {row["part"]: row["n"] for row in rows.to_pylist()}

    def drop(self, session: SparkSession, parts: Parts) -> None:
        listed = list(parts)
        with self._told():
            if self.format == "parquet":  # plain files: a partition goes, and no row by itself
                for part, day in listed:
                    session.sql(f"alter table {self.sql} drop if exists partition (day = date '{day.isoformat()}', part = '{part}')")  # fmt: skip
            elif listed:
                session.sql(f"delete from {self.sql} where {_among(listed)}")


def _among(parts: Parts) -> str:
    listed = list(parts)
    if not listed:
        return "false"
    days = ", ".join(f"date '{day.isoformat()}'" for day in sorted({day for _, day in listed}))
    names = ", ".join(f"'{name}'" for name, _ in sorted(listed))
    return f"day in ({days}) and part in ({names})"
