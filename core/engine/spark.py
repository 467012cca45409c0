"""A Spark cluster that is there already, asked over Spark Connect.

Check-ins lie in the lake, which it reads itself. What else a statement reads (registers, rollups), and answers of many rows, go by way of
the lake's work folder (by_folder.py); where the lake is a table that the cluster alone reaches, by way of the connection (by_connection.py).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Protocol

import duckdb
import grpc
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.errors import PySparkException
from pyspark.errors.exceptions.connect import SparkConnectGrpcException
from sqlglot.errors import SqlglotError

from core.engine.by_connection import ByConnection
from core.engine.by_folder import ByFolder, work_folder
from core.engine.client import DataFrame, SparkSession
from core.engine.dialect import Read, Step, spark_sql
from core.engine.engine import EngineAway, EngineFailed
from core.engine.reach import Patient, builder, knock, place
from core.engine.table import EventTable
from core.errors import UserError
from core.store import Store, run

GONE = ("UNAVAILABLE", "DEADLINE_EXCEEDED", "RESPONSE_ALREADY_RECEIVED")
FORGOTTEN = "INVALID_HANDLE"  # a session that is not known there: the cluster was started anew meanwhile
REFUSED = ("UNAUTHENTICATED", "PERMISSION_DENIED")
ZONE = "spark.sql.session.timeZone"
EVENTS = "every_check_in"
BY_DAY = ("person_day", "grid_day")
# Times have no zone (a county's wall clock), here as there, whatever zone the cluster stands in.
SESSION = {ZONE: "UTC", "spark.sql.timestampType": "TIMESTAMP_NTZ"}


PROBE = pa.schema(
    [
        ("person_id", pa.int32()), ("grid_id", pa.int32()), ("scanned_at", pa.timestamp("us")), ("direction", pa.string()),
        ("temperature", pa.decimal128(3, 1)), ("symptoms", pa.string()), ("batch_id", pa.int32()),
    ]
)  # fmt: skip


class Exchange(Protocol):
    """How rows come to the cluster and back within a run."""

    def send(self, db: duckdb.DuckDBPyConnection, name: str, sql: str, **params: object) -> None:
        """Rows of the store are there as table `name`."""

    def keep(self, name: str, frame: DataFrame) -> None:
        """An answer stands there as table `name`."""

    def made(self, db: duckdb.DuckDBPyConnection, name: str) -> AbstractContextManager[str]:
        """What the store is to read to get what was kept, once."""

    def events(self, db: duckdb.DuckDBPyConnection, name: str, parts: list[tuple]) -> None:
        """These files or parts (name, day) of the lake are there as table `name`."""


class SparkEngine:
    """See engine.py."""

    name = "spark"

    def __init__(self, store: Store) -> None:
        settings = store.settings
        self.address = place(settings.spark)
        self._url = settings.spark
        self.table = EventTable(settings, self.told, self.address) if settings.lake_table else None
        self.lake = settings.lake_folder
        self._theirs = (settings.spark_lake or str(self.lake)).rstrip("/")

    @contextmanager
    def run(self, db: duckdb.DuckDBPyConnection, *, since: date, until: date) -> Iterator[SparkRun]:
        with self.connected() as session, self._exchange(session) as by:
            yield SparkRun(self, session, by, db, since, until)

    @contextmanager
    def _exchange(self, session: SparkSession) -> Iterator[Exchange]:
        if self.table:
            yield ByConnection(session, self.told, self.table)
        else:
            with work_folder(self.lake) as work:
                yield ByFolder(session, self.told, self.lake, work, self.theirs)

    @contextmanager
    def connected(self) -> Iterator[SparkSession]:
        """A session for the length of something; a table's lake is there. Raises EngineAway, EngineFailed."""
        session = self.session()
        try:
            if self.table:
                self.table.attach(session)
            yield session
        finally:
            with suppress(grpc.RpcError, PySparkException):
                session.stop()

    def counted(self, parts: list[tuple[str, date]]) -> dict[str, int]:
        """Check-ins by part that the cluster's table holds."""
        with self.connected() as session:
            return self.table.counted(session, parts)

    def session(self) -> SparkSession:
        """A session of its own. Raises EngineAway, EngineFailed."""
        return self._begun()[0]

    def _begun(self) -> tuple[SparkSession, str]:
        """A session, and the zone in which the cluster stands."""
        knock(self._url)
        with self.told():
            session = SparkSession.builder.channelBuilder(builder(self._url)).create()
            try:
                session.client.set_retry_policies([Patient(self._url)])
                zone = session.conf.get(ZONE)
                for name, value in SESSION.items():
                    session.conf.set(name, value)
            except BaseException:
                session.stop()  # else it stays this thread's for good
                raise
            return session, zone

    def about(self) -> dict[str, str]:
        session, zone = self._begun()
        try:
            with self.told():
                found = {"address": self.address, "version": session.version, "zone": zone}
            self._reach_table(session) if self.table else self._reach(session)
        finally:
            with suppress(grpc.RpcError, PySparkException):
                session.stop()
        return found

    def _reach(self, session: SparkSession) -> None:
        """Whether it reads in the lake what the desk writes there, and the other way round. Raises EngineFailed: engine_reads_not,
        engine_writes_not (folder: as the cluster calls it)."""
        code = "engine_reads_not"
        try:
            with work_folder(self.lake) as work, self.told():
                pq.write_table(pa.table({"n": [1]}), work / "there.parquet")
                frame = session.read.parquet(self.theirs(work / "there.parquet"))
                if frame.toArrow().to_pylist() != [{"n": 1}]:  # some take a file that is not there for one without rows
                    raise EngineFailed(code, why="-")
                code = "engine_writes_not"
                frame.write.parquet(self.theirs(work / "back"))
                if not any((work / "back").glob("*.parquet")):  # into a folder of that name which is not ours
                    raise EngineFailed(code, why="-")
        except EngineFailed as error:
            raise EngineFailed(code, address=self.address, folder=self._theirs, why=error.fields["why"]) from None

    def _reach_table(self, session: SparkSession) -> None:
        """Whether the account may read, append to and delete from the table: one row there and away again. Raises EngineFailed: lake_table_shape,
        lake_table_refuses."""
        self.table.attach(session)
        probe, day = f"probe-{uuid.uuid4().hex}", date(1970, 1, 1)
        row = pa.Table.from_pylist([dict.fromkeys(PROBE.names) | {"person_id": 1}], PROBE)
        try:
            self.table.append(session, probe, day, [row])
            self.table.drop(session, [(probe, day)])
        except EngineFailed as error:
            fields = {"table": self.table.name, "address": self.address, "why": error.fields.get("why", "-")}
            raise EngineFailed("lake_table_refuses", **fields) from None

    def theirs(self, ours: Path) -> str:
        """A path of the lake as the cluster calls it."""
        return f"{self._theirs}/{ours.relative_to(self.lake).as_posix()}"

    @contextmanager
    def told(self) -> Iterator[None]:
        """Its errors as ours: they quote values, addresses and tokens."""
        try:
            yield
        except grpc.RpcError as error:
            raise self._meant(error.code().name if hasattr(error, "code") else type(error).__name__) from None
        except SparkConnectGrpcException as error:
            raise self._meant(error.getCondition() or error.getGrpcStatusCode().name) from None
        except PySparkException as error:
            raise self._meant(error.getCondition() or type(error).__name__) from None

    def _meant(self, why: str) -> UserError:
        if why in GONE or why.startswith(FORGOTTEN):
            return EngineAway("engine_away", address=self.address)
        if why in REFUSED:
            return EngineFailed("engine_rights", address=self.address, why=why)
        return EngineFailed("engine_failed", address=self.address, why=why)


class SparkRun:
    """See engine.Run."""

    def __init__(
        self,
        engine: SparkEngine,
        session: SparkSession,
        by: Exchange,
        db: duckdb.DuckDBPyConnection,
        since: date,
        until: date,
    ) -> None:
        self._engine, self._session, self._by, self._db = engine, session, by, db
        self._span = (since, until)
        self._whole: set[str] = set()  # what the cluster has or has made
        self._sent: dict[str, set[str]] = {}  # what the desk sent: table → its columns

    def keep(self, name: str, sql: str, **params: object) -> None:
        self._kept(name, self._frame(sql, params))

    def fill(self, table: str, sql: str, **params: object) -> None:
        self.keep(table, sql, **params)
        with self._by.made(self._db, table) as rows:
            self._db.execute(f"insert into {table} from {rows}")

    def bring(self, name: str, sql: str, **params: object) -> None:
        self.keep(name, sql, **params)
        with self._by.made(self._db, name) as rows:
            self._db.execute(f"create or replace temp table {name} as from {rows}")

    def answer(self, sql: str, **params: object) -> pa.Table:
        frame = self._frame(sql, params)
        with self._engine.told():
            return frame.toArrow()

    def _frame(self, sql: str, params: dict[str, object]) -> DataFrame:
        text = "\n".join(line for line in sql.splitlines() if not line.lstrip().startswith("--"))
        try:
            *first, last = spark_sql(text)
        except (SqlglotError, ValueError) as error:
            raise EngineFailed("engine_failed", address=self._engine.address, why=type(error).__name__) from error
        for step in first:
            self._kept(step.kept, self._asked(step, params))
        return self._asked(last, params)

    def _asked(self, step: Step, params: dict[str, object]) -> DataFrame:
        for name, what in step.reads.items():
            if name == EVENTS:
                self._show_events()
            else:
                self._send(name, what)
        used = {name: list(v) if isinstance(v, tuple) else v for name, v in params.items() if f":{name}" in step.sql}
        with self._engine.told():
            return self._session.sql(step.sql, args=used or None)

    def _kept(self, name: str, frame: DataFrame) -> None:
        self._by.keep(name, frame)
        self._whole.add(name)

    def _show_events(self) -> None:
        if EVENTS in self._whole:
            return
        sql = "select name, day from lake_file where day between $since and $until order by name"
        parts = run(self._db, sql, since=self._span[0], until=self._span[1]).fetchall()
        self._by.events(self._db, EVENTS, parts)
        self._whole.add(EVENTS)

    def _send(self, name: str, what: Read) -> None:
        """Rows of the store as table `name`. Columns that nobody names stay at the desk, and of what grows by the day other days."""
        if name in self._whole:
            return
        there = [column for column, *_ in self._db.execute(f"describe (from {what.rows})").fetchall()]
        sent = self._sent.get(name, set())
        asked = [column for column in there if what.named is None or column in what.named or column in sent]
        asked = asked or there[:1]  # rows that are only counted
        if sent.issuperset(asked):
            return
        of_days = "where day between $since and $until" if name in BY_DAY else ""
        span = {"since": self._span[0], "until": self._span[1]} if of_days else {}
        self._by.send(self._db, name, f"select {', '.join(asked)} from {what.rows} {of_days}", **span)  # noqa: S608 - our own names
        self._sent[name] = set(asked)
