"""While the disk is full a door that must write says so, with 503 and when to come again; what only reads answers; then it goes on by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.web.conftest import PASSWORD


@pytest.fixture
def settle(store, tmp_path):
    """Full or not, as a store in a file would be."""
    roomy = store.settings

    def to(*, full: bool) -> None:
        told = {"db": str(tmp_path / "command.duckdb"), "spare_megabytes": 10**9}
        store.settings = replace(roomy, **told) if full else roomy

    yield to
    store.settings = roomy


def test_doors_say_that_nothing_was_saved_and_go_on_once_there_is_room(inside, settle, tmp_path):
    settle(full=True)
    refused = inside.post("/login", {"login": "zhao", "password": PASSWORD})
    assert refused.status == 401 and "磁盘" in refused.text
    out = inside.get("/logout")
    assert out.status == 503 and out.header("retry-after") == "60"
    assert "磁盘" in out.text and "disk" in out.text and str(tmp_path) not in out.text
    assert inside.get("/healthz").status == 200
    assert inside.get("/login").status == 200
    settle(full=False)
    assert inside.get("/logout").status == 303
