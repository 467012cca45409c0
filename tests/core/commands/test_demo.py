"""The demo's county: its files came in when they were over, though its clock is behind them."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from core.commands.demo import load_folder
from tests.county import empty_store

SMALL = Path(__file__).parents[3] / "sample_data" / "small"


def test_files_come_in_at_the_end_of_their_days_so_that_no_clock_seems_ahead(tmp_path):
    """Scans of the evening that came in at noon would be scans of clocks that are ahead, and silence what their grids tell."""
    shutil.copy(next(SMALL.glob("01_*.xlsx")), tmp_path)
    store, over = empty_store(), datetime(2026, 3, 8, 23, 59, 59)
    load_folder(store, tmp_path, known_to=over)
    assert store.value("select max(imported_at) from import_batch") == over
