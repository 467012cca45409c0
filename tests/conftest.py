"""What holds for every test, and for the processes that tests start."""

from __future__ import annotations

import os

from tests.patience import PATIENCE

# Tests' stores hold a handful of rows and run beside each other: threads that wait for work cost more than they do.
os.environ.setdefault("GRID_COMMAND_THREADS", "1")
# What is refused must be for what it is: never because the machine had other things to do. Tests of the limit set their own.
os.environ.setdefault("GRID_COMMAND_DECODE_SECONDS", str(PATIENCE))
