"""Rows between desk and cluster by way of a folder that both reach: files carry millions, and their types exactly."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from core.engine.client import DataFrame, SparkSession
from core.errors import UserError
from core.store import run
from core.store.outside import quoted

WORK = "work"


@contextmanager
def work_folder(lake: Path) -> Iterator[Path]:
    """A folder of the lake for the length of a run. Raises UserError lake_folder."""
    work = lake / WORK / uuid.uuid4().hex
    try:
        work.mkdir(parents=True)
    except OSError as error:
        raise UserError("lake_folder", folder=str(lake)) from error
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


class ByFolder:
    """See spark.Exchange. `theirs`: a path of the lake as the cluster calls it."""

    def __init__(
        self,
        session: SparkSession,
        told: Callable[[], AbstractContextManager[None]],
        lake: Path,
        work: Path,
        theirs: Callable[[Path], str],
    ) -> None:
        self._session, self._told, self._lake, self._work, self._theirs = session, told, lake, work, theirs
        self._sent = 0  # an earlier file of the same table may still be read

    def send(self, db: duckdb.DuckDBPyConnection, name: str, sql: str, **params: object) -> None:
        self._sent += 1
        file = self._work / f"{name}.{self._sent}.parquet"
        run(db, f"copy ({sql}) to {quoted(file)}", **params)
        self._show(name, [file])

    def keep(self, name: str, frame: DataFrame) -> None:
        target = self._work / name
        with self._told():
            frame.write.mode("overwrite").parquet(self._theirs(target))
            if not any(target.glob("*.parquet")):  # some write nothing where there is no row
                target.mkdir(exist_ok=True)
                pq.write_table(frame.limit(0).toArrow(), target / "none.parquet")
        self._show(name, [target])

    @contextmanager
    def made(self, _db: duckdb.DuckDBPyConnection, name: str) -> Iterator[str]:
        yield f"read_parquet({quoted(self._work / name / '*.parquet')})"

    def events(self, db: duckdb.DuckDBPyConnection, name: str, parts: list[tuple]) -> None:
        files = [self._lake / file for file, _ in parts]
        if not files:  # its columns without a row
            self.send(db, name, f"from {name} limit 0")
            return
        self._show(name, files)

    def _show(self, name: str, files: list[Path]) -> None:
        with self._told():
            self._session.read.parquet(*[self._theirs(file) for file in files]).createOrReplaceTempView(name)
