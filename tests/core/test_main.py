"""The command line as a process."""

from __future__ import annotations

import os
import subprocess
import sys

from core.__main__ import ENOUGH
from tests.patience import PATIENCE


def test_a_reader_who_has_seen_enough_is_no_trouble():
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "core", "policy", "list", "--json"],
            stdout=gone,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            env=os.environ | {"GRID_COMMAND_DB": ":memory:"},
            check=False,
        )
    assert (done.returncode, done.stderr) == (ENOUGH, b"")
