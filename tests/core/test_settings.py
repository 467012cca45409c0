"""Where a setting comes from: given, environment, the file beside the store, default."""

from __future__ import annotations

import pytest

from core import settings
from core.settings import load_settings


@pytest.fixture
def beside(tmp_path, monkeypatch):
    monkeypatch.delenv("GRID_COMMAND_PORT", raising=False)
    (tmp_path / "settings.toml").write_text("demo = true\nport = 9000\nunknown = 1\n", "utf-8")
    return str(tmp_path / "command.duckdb")


def test_the_file_beside_the_store_counts(beside):
    found = load_settings(db=beside)
    assert (found.demo, found.port) == (True, 9000)


def test_the_environment_wins_over_the_file_and_what_is_given_over_both(beside, monkeypatch):
    monkeypatch.setenv("GRID_COMMAND_PORT", "9001")
    monkeypatch.setenv("GRID_COMMAND_DEMO", "off")
    assert (load_settings(db=beside).port, load_settings(db=beside).demo) == (9001, False)
    assert load_settings(db=beside, port=9002).port == 9002


def test_a_store_in_memory_takes_no_settings_from_the_data_folder(beside, monkeypatch, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "settings.toml").write_text("demo = true\n", "utf-8")
    monkeypatch.setattr(settings, "PROJECT", tmp_path)
    assert load_settings(db=":memory:").demo is False
