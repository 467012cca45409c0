"""A Spark Connect server for the tests of a process: Sail, or the one that is named (`make test-spark`)."""

from __future__ import annotations

import os
import sys
import zlib
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def address():
    """Of a Spark Connect server."""
    _import_spark()
    given = os.environ.get("GRID_COMMAND_TEST_SPARK")
    if given:
        yield given
        return
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer()
    server.start()
    host, port = server.listening_address
    yield f"sc://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session", params=["delta", "iceberg"])
def table_lake(request, address):
    """Settings of a lake that is a table of the cluster, by a folder for its files. Sail has both kinds, at a place, as its catalogue ends with the session;
    Apache Spark alone has neither: there it is plain Parquet in its own catalogue."""
    plain = bool(os.environ.get("GRID_COMMAND_TEST_SPARK"))
    if plain and request.param != "delta":
        pytest.skip("Apache Spark without their packages")

    def given(folder: Path, **settings: object) -> dict[str, object]:
        lake = {"lake_format": "parquet", "lake": f"table:check_in_{zlib.crc32(str(folder).encode())}"} if plain else {
            "lake_format": request.param, "lake": "table:check_in", "spark_lake": str(folder / "table")}  # fmt: skip
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
