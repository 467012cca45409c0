"""A Spark cluster that is there already, asked over Spark Connect.

Check-ins lie in the lake, which it reads itself. What else a statement reads (registers, rollups) is written into the lake's work folder for
the length of a run, and so are answers of many rows: files carry millions, and their types exactly; a connection would not.
"""

from __future__ import annotations

import shutil
import socket
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import grpc
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.errors import PySparkException
from pyspark.errors.exceptions.connect import SparkConnectGrpcException
from sqlglot.errors import SqlglotError

from core.engine.dialect import Read, Step, spark_sql
from core.engine.engine import EngineAway, EngineFailed
from core.errors import UserError
from core.store import Store, run
from core.store.outside import quoted

with (
    warnings.catch_warnings()
):  # it warns of the pandas that the rest of the product stands on; none of its pandas parts is used
    warnings.simplefilter("ignore", FutureWarning)
    from pyspark.logger import PySparkLogger
    from pyspark.sql.connect.client import DefaultChannelBuilder
    from pyspark.sql.connect.client.retries import DefaultPolicy
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

# It writes errors out whole, with the values that they quote.
PySparkLogger.getLogger("SQLQueryContextLogger").setLevel("CRITICAL")

PORT = 15002  # of Spark Connect, where the address names none
SECONDS = 3.0  # within which somebody listens,
READY = 10.0  # and is found to speak as it should
RETRIES = 3  # of a request that was lost; the client's own 15 take ten minutes, in which the store's writer waits
GONE = ("UNAVAILABLE", "DEADLINE_EXCEEDED")
REFUSED = ("UNAUTHENTICATED", "PERMISSION_DENIED")
ZONE = "spark.sql.session.timeZone"
WORK = "work"
EVENTS = "every_check_in"
BY_DAY = ("person_day", "grid_day")
# Times have no zone (a county's wall clock), here as there, whatever zone the cluster stands in.
SESSION = {ZONE: "UTC", "spark.sql.timestampType": "TIMESTAMP_NTZ"}


class SparkEngine:
    """See engine.py."""

    name = "spark"

    def __init__(self, store: Store) -> None:
        settings = store.settings
        self.address = place(settings.spark)
        self._url = settings.spark
        self.lake = settings.lake_folder
        self._theirs = (settings.spark_lake or str(self.lake)).rstrip("/")

    @contextmanager
    def run(self, db: duckdb.DuckDBPyConnection, *, since: date, until: date) -> Iterator[SparkRun]:
        session = self.session()
        try:
            with self._work() as work:
                yield SparkRun(self, session, db, work, since, until)
        finally:
            with suppress(grpc.RpcError, PySparkException):
                session.stop()

    def session(self) -> SparkSession:
        """A session of its own. Raises EngineAway, EngineFailed."""
        return self._begun()[0]

    def _begun(self) -> tuple[SparkSession, str]:
        """A session, and the zone in which the cluster stands."""
        _knock(self._url, self.address)
        with self.told():
            session = SparkSession.builder.remote(self._url).create()
            session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])
            zone = session.conf.get(ZONE)
            for name, value in SESSION.items():
                session.conf.set(name, value)
            return session, zone

    def about(self) -> dict[str, str]:
        session, zone = self._begun()
        try:
            with self.told():
                found = {"address": self.address, "version": session.version, "zone": zone}
            self._reach(session)
        finally:
            with suppress(grpc.RpcError, PySparkException):
                session.stop()
        return found

    def _reach(self, session: SparkSession) -> None:
        """Whether it reads in the lake what the desk writes there, and the other way round. Raises EngineFailed: engine_reads_not,
        engine_writes_not (folder: as the cluster calls it)."""
        code = "engine_reads_not"
        try:
            with self._work() as work, self.told():
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

    @contextmanager
    def _work(self) -> Iterator[Path]:
        """A folder of the lake for the length of a run. Raises UserError lake_folder."""
        work = self.lake / WORK / uuid.uuid4().hex
        try:
            work.mkdir(parents=True)
        except OSError as error:
            raise UserError("lake_folder", folder=str(self.lake)) from error
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)

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
        if why in GONE:
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
        db: duckdb.DuckDBPyConnection,
        work: Path,
        since: date,
        until: date,
    ) -> None:
        self._engine, self._session, self._db, self._work = engine, session, db, work
        self._span = (since, until)
        self._whole: set[str] = set()  # what the cluster has or has made
        self._sent: dict[str, set[str]] = {}  # what the desk sent: table → its columns

    def keep(self, name: str, sql: str, **params: object) -> None:
        self._kept(name, self._frame(sql, params))

    def fill(self, table: str, sql: str, **params: object) -> None:
        self.keep(table, sql, **params)
        self._db.execute(f"insert into {table} from {self._made(table)}")

    def bring(self, name: str, sql: str, **params: object) -> None:
        self.keep(name, sql, **params)
        self._db.execute(f"create or replace temp table {name} as from {self._made(name)}")

    def _made(self, name: str) -> str:
        return f"read_parquet({quoted(self._work / name / '*.parquet')})"

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
        target = self._work / name
        with self._engine.told():
            frame.write.mode("overwrite").parquet(self._engine.theirs(target))
            if not any(target.glob("*.parquet")):  # some write nothing where there is no row
                target.mkdir(exist_ok=True)
                pq.write_table(frame.limit(0).toArrow(), target / "none.parquet")
        self._show(name, [target])
        self._whole.add(name)

    def _show_events(self) -> None:
        if EVENTS in self._whole:
            return
        sql = "select name from lake_file where day between $since and $until order by name"
        names = run(self._db, sql, since=self._span[0], until=self._span[1]).fetchall()
        files = [self._engine.lake / name for (name,) in names]
        if not files:  # its columns without a row
            files = [self._work / f"{EVENTS}.parquet"]
            self._db.execute(f"copy (from {EVENTS} limit 0) to {quoted(files[0])}")
        self._show(EVENTS, files)
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
        file = self._work / f"{name}.{len(asked)}.parquet"
        of_days = "where day between $since and $until" if name in BY_DAY else ""
        span = {"since": self._span[0], "until": self._span[1]} if of_days else {}
        run(self._db, f"copy (select {', '.join(asked)} from {what.rows} {of_days}) to {quoted(file)}", **span)  # noqa: S608 - our own names
        self._show(name, [file])
        self._sent[name] = set(asked)

    def _show(self, name: str, files: list[Path]) -> None:
        with self._engine.told():
            self._session.read.parquet(*[self._engine.theirs(file) for file in files]).createOrReplaceTempView(name)


def place(url: str) -> str:
    """Host and port of an address alone: behind them tokens stand."""
    parts = urlsplit(url)
    try:
        return f"{parts.hostname or '?'}:{parts.port or PORT}"
    except ValueError:  # a port that is none
        return parts.hostname or "?"


def _knock(url: str, address: str) -> None:
    """Whether a Spark Connect server listens there: the client itself would try for ten minutes."""
    parts = urlsplit(url)
    if parts.scheme != "sc" or not parts.hostname or address == parts.hostname:
        raise EngineFailed("engine_address", address=address)
    try:
        socket.create_connection((parts.hostname, parts.port or PORT), SECONDS).close()
    except OSError:
        raise EngineAway("engine_away", address=address) from None
    try:
        with DefaultChannelBuilder(url).toChannel() as channel:
            grpc.channel_ready_future(channel).result(READY)
    except grpc.FutureTimeoutError:
        raise EngineAway("engine_silent", address=address) from None
    except PySparkException:  # what stands behind the address is none of its parameters
        raise EngineFailed("engine_address", address=address) from None
