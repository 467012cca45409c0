"""What holds for every test, and for the processes that tests start."""

from __future__ import annotations

import os

# Tests' stores hold a handful of rows and run beside each other: threads that wait for work cost more than they do.
os.environ.setdefault("GRID_COMMAND_THREADS", "1")
