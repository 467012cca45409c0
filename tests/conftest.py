"""What holds for every test, and for the processes that tests start."""

from __future__ import annotations

import os

from tests.patience import PATIENCE

BROWSER = "tests/browser/"

# Tests' stores hold a handful of rows and run beside each other: threads that wait for work cost more than they do.
os.environ.setdefault("GRID_COMMAND_THREADS", "1")
# What is refused must be for what it is: never because the machine had other things to do. Tests of the limit set their own.
os.environ.setdefault("GRID_COMMAND_DECODE_SECONDS", str(PATIENCE))


def pytest_xdist_make_scheduler(config: object, log: object) -> object:
    """The tests of a file stay together, and those of the browser: they share a server and wait for it most of their time."""
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return BROWSER if nodeid.startswith(BROWSER) else super()._split_scope(nodeid)

    return Together(config, log)
