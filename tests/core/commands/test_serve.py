"""How the serving process is set up."""

from __future__ import annotations

import pytest

from core.commands.serve import database_threads
from core.settings import Settings


@pytest.mark.parametrize(("given", "cores", "threads"), [(0, 1, 1), (0, 2, 1), (0, 8, 7), (8, 2, 8)])
def test_a_core_stays_with_gates_and_pages_unless_somebody_says_otherwise(given, cores, threads):
    assert database_threads(Settings(threads=given), cores=cores) == threads
