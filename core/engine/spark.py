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
from sqlglot.errors import SqlglotError

from core.engine.dialect import spark_sql
from core.engine.engine import EngineAway, EngineFailed
from core.store import Store, run
from core.store.outside import quoted

with (
    warnings.catch_warnings()
):  # it warns of the pandas that the rest of the product stands on; none of its pandas parts is used
    warnings.simplefilter("ignore", FutureWarning)
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

PORT = 15002  # of Spark Connect, where the address names none
SECONDS = 3.0  # within which somebody answers
WORK = "work"
EVENTS = "every_check_in"
# Times have no zone (a county's wall clock), here as there, whatever zone the cluster stands in.
SESSION = {"spark.sql.session.timeZone": "UTC", "spark.sql.timestampType": "TIMESTAMP_NTZ"}


class SparkEngine:
    """See engine.py."""

    name = "spark"

    def __init__(self, store: Store) -> None:
        settings = store.settings
        self.address = place(settings.spark)
        self._url = settings.spark
        self._lake = settings.lake_folder
        self._theirs = (settings.spark_lake or str(self._lake)).rstrip("/")

    @contextmanager
    def run(self, db: duckdb.DuckDBPyConnection, *, since: date, until: date) -> Iterator[SparkRun]:
        work = self._lake / WORK / uuid.uuid4().hex
        session = self.session()
        try:
            work.mkdir(parents=True)
            yield SparkRun(self, session, db, work, since, until)
        finally:
            shutil.rmtree(work, ignore_errors=True)
            with suppress(grpc.RpcError, PySparkException):
                session.stop()

    def session(self) -> SparkSession:
        """A session of its own. Raises EngineAway, EngineFailed."""
        _knock(self._url, self.address)
        with self.told():
            session = SparkSession.builder.remote(self._url).create()
            for name, value in SESSION.items():
                session.conf.set(name, value)
            return session

    def about(self) -> dict[str, str]:
        session = self.session()
        with self.told():
            zone = session.conf.get("spark.sql.session.timeZone")
            found = {"address": self.address, "version": session.version, "zone": zone}
            session.stop()
        return found

    def theirs(self, ours: Path) -> str:
        """A path of the lake as the cluster calls it."""
        return f"{self._theirs}/{ours.relative_to(self._lake).as_posix()}"

    @contextmanager
    def told(self) -> Iterator[None]:
        """Its errors as ours: they quote values, addresses and tokens."""
        try:
            yield
        except grpc.RpcError as error:
            code = error.code().name if hasattr(error, "code") else type(error).__name__
            if code in ("UNAVAILABLE", "DEADLINE_EXCEEDED"):
                raise EngineAway("engine_away", address=self.address) from None
            raise EngineFailed("engine_failed", address=self.address, why=code) from None
        except PySparkException as error:
            why = error.getCondition() or type(error).__name__
            raise EngineFailed("engine_failed", address=self.address, why=why) from None


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
        self._shown: set[str] = set()

    def keep(self, name: str, sql: str, **params: object) -> None:
        target = self._work / name
        frame = self._frame(sql, params)
        with self._engine.told():
            frame.write.mode("overwrite").parquet(self._engine.theirs(target))
            if not any(target.glob("*.parquet")):  # some write nothing where there is no row
                target.mkdir(exist_ok=True)
                pq.write_table(frame.limit(0).toArrow(), target / "none.parquet")
        self._show(name, [target])

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
            asked, read = spark_sql(text)
        except (SqlglotError, ValueError) as error:
            raise EngineFailed("engine_failed", address=self._engine.address, why=type(error).__name__) from error
        for table in read:
            if table not in self._shown:
                self._send(table)
        used = {name: value for name, value in params.items() if f":{name}" in asked}
        with self._engine.told():
            return self._session.sql(asked, args=used or None)

    def _send(self, table: str) -> None:
        if table == EVENTS:
            sql = "select name from lake_file where day between $since and $until order by name"
            names = run(self._db, sql, since=self._span[0], until=self._span[1]).fetchall()
            files = [self._engine._lake / name for (name,) in names]
        else:
            files = []
        if not files:  # a table of the store; of check-ins, its columns without a row
            file = self._work / f"{table}.parquet"
            self._db.execute(f"copy (from {table}{' limit 0' if table == EVENTS else ''}) to {quoted(file)}")
            files = [file]
        self._show(table, files)

    def _show(self, name: str, files: list[Path]) -> None:
        with self._engine.told():
            self._session.read.parquet(*[self._engine.theirs(file) for file in files]).createOrReplaceTempView(name)
        self._shown.add(name)


def place(url: str) -> str:
    """Host and port of an address alone: behind them tokens stand."""
    parts = urlsplit(url)
    try:
        return f"{parts.hostname or '?'}:{parts.port or PORT}"
    except ValueError:  # a port that is none
        return parts.hostname or "?"


def _knock(url: str, address: str) -> None:
    """Whether anybody listens there: the client itself would try for minutes."""
    parts = urlsplit(url)
    if parts.scheme != "sc" or not parts.hostname or address == parts.hostname:
        raise EngineFailed("engine_address", address=address)
    try:
        socket.create_connection((parts.hostname, parts.port or PORT), SECONDS).close()
    except OSError:
        raise EngineAway("engine_away", address=address) from None
