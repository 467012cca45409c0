"""A server killed in the middle of an import or an undo: there is the whole of it or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from core.settings import PROJECT

ROUNDS = int(os.environ.get("KILL_ROUNDS", "10"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked and killed")
def test_a_batch_is_whole_or_not_there():
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killing", "--rounds", str(ROUNDS), "--seed", "1"],
        cwd=PROJECT, capture_output=True, text=True, check=False, timeout=120 + 20 * ROUNDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    outcomes = json.loads(done.stdout)["outcomes"]
    assert sum(outcomes.values()) == ROUNDS
    assert {name.partition(": ")[2] for name in outcomes} == {"none", "all"}  # else nothing was killed in the middle
