"""What the tests of lists have in common."""

from __future__ import annotations

import pytest

from core.domain import Scope
from tests.core.ingest.files import store_file, text_file
from tests.county import WHOLE


@pytest.fixture
def take(county, tmp_path):
    """Store the rows under a header in the test's `county`; the report."""

    def taken(header: list[str], *rows: list[str], scope: Scope = WHOLE, **options: object) -> dict:
        return store_file(county, text_file(tmp_path / "list.csv", [header, *rows]), scope, **options)

    return taken
