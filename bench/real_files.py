"""The shared real spreadsheets: of how many the header and the records are found where the list of expectations says."""

from __future__ import annotations

from bench.timing import Row, timed
from tests.core.ingest import test_real_files as expected

TITLE = "Real spreadsheets"


def measure(*, small: bool) -> list[Row]:
    if not expected.FOLDER.exists():
        return []
    names, right = list(expected.TABLES), []
    seconds = timed(lambda: right.extend(name for name in names if _as_expected(name)))
    return [Row(f"{len(right)} of {len(names)} real files read as expected", seconds)]


def _as_expected(name: str) -> bool:
    try:
        expected.test_header_and_records_are_where_they_are(name)
    except AssertionError:
        return False
    return True
