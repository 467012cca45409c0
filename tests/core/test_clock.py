"""The county's clock, wherever the server stands."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core import clock
from core.audit import record
from core.errors import UserError
from core.settings import Settings
from core.store import open_store

ROOT = Path(__file__).parents[2]


class AtEightInTheEvening(datetime):
    """A server on UTC, at 20:00 of the first of March."""

    @classmethod
    def now(cls, tz=None):
        return datetime(2026, 3, 1, 20, 0, 7, 123, tzinfo=UTC).astimezone(tz)


@pytest.fixture
def evening(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr(clock, "datetime", AtEightInTheEvening)
    yield
    clock.use_zone("Asia/Shanghai")


def test_a_server_on_utc_stamps_county_time(evening):
    assert clock.now() == datetime(2026, 3, 2, 4, 0, 7)
    assert clock.today() == date(2026, 3, 2)
    store = open_store(Settings(db=":memory:"))
    with store.write() as db:
        record(db, "tester", "import.undone", batch=1)
    assert store.value("select happened_at from audit_entry") == datetime(2026, 3, 2, 4, 0, 7)
    assert store.value("select min(applied_at) from migration") == datetime(2026, 3, 2, 4, 0, 7)


def test_the_zone_is_a_setting(evening):
    open_store(Settings(db=":memory:", timezone="Asia/Urumqi"))
    assert clock.now() == datetime(2026, 3, 2, 2, 0, 7)
    with pytest.raises(UserError, match="setting_timezone"):
        open_store(Settings(db=":memory:", timezone="Beijing time"))


def test_no_query_asks_the_servers_clock():
    """Python's clocks are ruff's to find (DTZ005, DTZ011)."""
    asks = re.compile(
        r"\b(localtimestamp|current_date|current_timestamp|today\(\)|now\(\)|get_current_\w+)", re.IGNORECASE
    )
    files = [*(ROOT / "core").rglob("*.sql"), *(ROOT / "bench").rglob("*.sql")]
    wrong = {(f.name, found) for f in files for found in asks.findall(re.sub(r"--.*", "", f.read_text("utf-8")))}
    assert len(files) > 50
    assert not wrong
