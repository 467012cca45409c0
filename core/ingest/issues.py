"""The catalogue of findings: `issues.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "issues.toml"


@cache
def issue_catalogue() -> dict[str, dict[str, str]]:
    """Code → severity ('error' | 'warning'), zh, en (with {fields}), do_zh, do_en."""
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def severities() -> dict[str, str]:
    return {code: about["severity"] for code, about in issue_catalogue().items()}
