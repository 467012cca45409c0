"""A Spark Connect server for the tests of a process: Sail, or the one that is named (`make test-spark`)."""

from __future__ import annotations

import os
import sys
import zlib
from pathlib import Path

import pytest

from tests.patience import PATIENCE


@pytest.fixture(scope="session")
def address():
    """Of a Spark Connect server."""
    _import_spark()
    given = os.environ.get("GRID_COMMAND_TEST_SPARK")
    if given:
        with (
            pytest.MonkeyPatch.context() as patient
        ):  # just started, on a busy machine, it is long until its first answer
            patient.setattr("core.engine.reach.READY", PATIENCE)
            yield given
        return
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer()
    server.start()
    host, port = server.listening_address
    yield f"sc://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def table_lake(address):
    """Settings of a lake that is a table of the cluster, by a folder for its files. Sail has Delta and Iceberg, at a place, as its catalogue ends with the
    session; Apache Spark alone has neither: there it is plain Parquet in its own catalogue."""

    def given(folder: Path, kind: str = "delta", **settings: object) -> dict[str, object]:
        if os.environ.get("GRID_COMMAND_TEST_SPARK"):
            lake = {"lake_format": "parquet", "lake": f"table:check_in_{zlib.crc32(str(folder).encode())}"}
        else:
            lake = {"lake_format": kind, "lake": "table:check_in", "spark_lake": str(folder / "table")}
        return {"engine": "spark", "spark": address, "lake_near": 4000, **lake, **settings}

    return given


def _import_spark() -> None:
    """pyspark takes a process whose main module has no file, as a worker of the tests has, for a run of its own doctests."""
    main = sys.modules["__main__"]
    bare = not hasattr(main, "__file__")
    if bare:
        main.__file__ = ""
    import core.engine.spark  # noqa: F401

    if bare:
        del main.__file__
