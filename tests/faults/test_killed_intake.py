"""A server killed while phones send: what was answered is there, and once."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from core.settings import PROJECT

ROUNDS = int(os.environ.get("KILL_ROUNDS", "4"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked and killed")
def test_what_was_answered_is_there_once():
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killing_intake", "--rounds", str(ROUNDS), "--seed", "1"],
        cwd=PROJECT, capture_output=True, text=True, check=False, timeout=120 + 20 * ROUNDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["answered"] > 0  # else nothing was killed in the middle
