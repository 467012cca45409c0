"""SECURITY.md and docs/operations.md name what is there: every test and setting, and no promise without a test or a plain “not yet”."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from core.settings import Settings

ROOT = Path(__file__).parents[1]
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without its head."""
    part = SECURITY.split(f"## {heading}")[1].split("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line[:2] == "| "][1:]


def test_every_file_that_is_named_is_there():
    for name in re.findall(r"`((?:tests|core|docs)/[\w/.-]+)`", SECURITY + OPERATIONS):
        assert (ROOT / name).exists(), name


def test_every_promise_has_its_test_or_says_not_yet():
    promises = rows("What is promised, and what holds it")
    assert len(promises) >= 22
    for promise, held, figure in promises:
        assert "`tests/" in held or "not yet" in figure, promise


def test_the_settings_that_are_named_exist():
    known = {field.name for field in fields(Settings)}
    told = re.search(r"```toml\n(.*?)```", OPERATIONS, re.DOTALL)[1]
    assert {line.split(" =")[0] for line in told.splitlines()} <= known
    assert {name.lower() for name in re.findall(r"GRID_COMMAND_([A-Z_]+[A-Z])", OPERATIONS)} <= known
