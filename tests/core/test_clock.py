"""The county's clock, wherever the server stands."""

from __future__ import annotations

import ast
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


def test_a_demos_clock_is_behind_and_runs_on_and_no_other_stores(evening):
    open_store(Settings(db=":memory:", demo=True, clock_behind=24 * 60 + 5))
    assert clock.now() == datetime(2026, 3, 1, 3, 55, 7)
    assert clock.local(datetime(2026, 3, 1, 20, 0, tzinfo=UTC)) == datetime(2026, 3, 1, 3, 55)
    assert clock.seconds(clock.now()) == datetime(2026, 3, 1, 20, 0, 7, tzinfo=UTC).timestamp(), "codes of phones"
    open_store(Settings(db=":memory:", clock_behind=24 * 60 + 5))
    assert clock.now() == datetime(2026, 3, 2, 4, 0, 7)


ASKS = re.compile(
    r"\b(localtimestamp|localtime|current_date|current_timestamp|current_time|today\(\)|now\(\)|get_current_\w+)",
    re.IGNORECASE,
)
# Methods of datetime and date, functions of time and pandas, by what they are called on.
CLOCKS = {
    "now": {"datetime", "Timestamp"},
    "today": {"datetime", "date", "Timestamp"},
    "utcnow": {"datetime", "Timestamp"},
    "fromtimestamp": {"datetime", "date", "Timestamp"},
    "localtime": {"time"},
    "gmtime": {"time"},
    "ctime": {"time", "datetime", "date"},
}
PLACES = ("core", "pages", "sample_data", "bench")


def asked(source: str) -> list[str]:
    """The clocks that a module asks, SQL in its texts included; docstrings are no SQL."""
    tree = ast.parse(source)
    spoken = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            on = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            found += [f"{on}.{node.attr}"] if on in CLOCKS[node.attr] else []
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            found += ASKS.findall(node.value)
    return found


def test_other_clocks_are_recognised():
    for line in ("datetime.now()", "dt.datetime.now(UTC)", "date.today()", "pd.Timestamp.now()", "time.localtime()"):
        assert asked(line), line
    assert asked('db.execute("insert into t values (localtimestamp)")') == ["localtimestamp"]
    assert not asked('"""Today, now() and current_date."""\nclock.now()\nclock.today()\nchosen.today')


def test_nobody_asks_another_clock():
    files = [f for place in PLACES for f in (ROOT / place).rglob("*.py") if f != ROOT / "core" / "clock.py"]
    wrong = {(str(f.relative_to(ROOT)), found) for f in files for found in asked(f.read_text("utf-8"))}
    assert len(files) > 200
    assert not wrong


def test_no_query_asks_the_servers_clock():
    files = [f for place in PLACES for f in (ROOT / place).rglob("*.sql")]
    wrong = {(f.name, found) for f in files for found in ASKS.findall(re.sub(r"--.*", "", f.read_text("utf-8")))}
    assert len(files) > 50
    assert not wrong
