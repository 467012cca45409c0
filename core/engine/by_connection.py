"""Rows between desk and cluster by way of the connection, as Arrow, where no folder is reached by both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import duckdb
import grpc
import pyarrow as pa
from pyspark.errors import PySparkException

from core.engine.client import DataFrame, SparkSession
from core.engine.table import EventTable
from core.store import run

Told = Callable[[], AbstractContextManager[None]]


class ByConnection:
    """See spark.Exchange. What is kept stays in the cluster's memory (and on its nodes' disks) until the session ends, and no table of ours is made
    for it there. An engine that keeps nothing (Sail) works it out anew wherever it is asked for: slower, and the same."""

    def __init__(self, session: SparkSession, told: Told, table: EventTable) -> None:
        self._session, self._told, self._table = session, told, table
        self._keeps = True  # as far as is known

    def send(self, db: duckdb.DuckDBPyConnection, name: str, sql: str, **params: object) -> None:
        rows = run(db, sql, **params).to_arrow_table()
        with self._told():
            self._session.createDataFrame(plain(rows)).createOrReplaceTempView(name)

    def keep(self, name: str, frame: DataFrame) -> None:
        with self._told():
            self._standing(frame).createOrReplaceTempView(name)

    def _standing(self, frame: DataFrame) -> DataFrame:
        """Worked out once. Not by `persist`: what is asked of that carries the whole way along by which it came, which took more than twice as long."""
        if self._keeps:
            try:
                plan = frame.localCheckpoint()._plan
                plan._spark_session = self._session
                # the client gives it to whichever session this thread began first, and may send what follows to another cluster
                return DataFrame(plan, self._session)
            except PySparkException:  # where the statement itself is at fault, it says so when it is asked for
                self._keeps = False
        return frame

    def made(self, db: duckdb.DuckDBPyConnection, name: str) -> AbstractContextManager[str]:
        return standing(db, f"came_{name}", lambda: self._session.table(name), self._told)

    def events(self, _db: duckdb.DuckDBPyConnection, name: str, parts: list[tuple]) -> None:
        with self._told():
            self._session.sql(self._table.select(parts)).createOrReplaceTempView(name)


@contextmanager
def standing(db: duckdb.DuckDBPyConnection, name: str, frame: Callable[[], DataFrame], told: Told) -> Iterator[str]:
    """An answer of the cluster as something that the store reads, once, as `name`."""
    broken: list[Exception] = []
    with told():
        reader = _arriving(frame(), broken)
    db.register(name, reader)
    try:
        with told():
            try:
                yield name
            except duckdb.Error:
                if broken:  # the database says that its reading failed, and quotes what it was told
                    raise broken[0] from None
                raise
    finally:
        db.unregister(name)


def _arriving(frame: DataFrame, broken: list[Exception]) -> pa.RecordBatchReader:
    """An answer as it comes, so that millions of rows never stand in memory at once. Why it broke off, if it does, is put into `broken`."""
    schema = frame.limit(0).toArrow().schema
    client = frame.sparkSession.client

    def batches() -> Iterator[pa.RecordBatch]:
        try:
            for one in client.to_table_as_iterator(frame._plan.to_proto(client), frame._plan.observations):
                if isinstance(one, pa.Table):
                    yield from one.cast(schema).to_batches()
        except (grpc.RpcError, PySparkException) as error:
            broken.append(error)
            raise

    return pa.RecordBatchReader.from_batches(schema, batches())


def plain(rows: pa.Table) -> pa.Table:
    """Without kinds of columns that Spark does not take: a dictionary of texts (DuckDB's enum) is text, a null column text without a value."""
    fields = []
    for field in rows.schema:
        kind = field.type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
        if pa.types.is_null(kind):
            kind = pa.string()
        if pa.types.is_unsigned_integer(kind):
            kind = pa.int64()
        fields.append(pa.field(field.name, kind))
    return rows.cast(pa.schema(fields))
