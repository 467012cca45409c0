"""A Spark Connect server for the tests of a process: Sail, or the one that is named (`make test-spark`)."""

from __future__ import annotations

import os
import sys

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


def _import_spark() -> None:
    """pyspark takes a process whose main module has no file, as a worker of the tests has, for a run of its own doctests."""
    main = sys.modules["__main__"]
    bare = not hasattr(main, "__file__")
    if bare:
        main.__file__ = ""
    import core.engine.spark  # noqa: F401

    if bare:
        del main.__file__
