"""The catalogue of issues, `issues.toml`, and issues in words."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "issues.toml"


@cache
def issue_catalogue() -> dict[str, dict[str, str]]:
    """Code → severity ('error' | 'warning'), zh, en (with {fields}), do_zh, do_en; of some more_zh, more_en."""
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def severities() -> dict[str, str]:
    return {code: about["severity"] for code, about in issue_catalogue().items()}


def sentences(code: str, fields: object, language: str) -> tuple[str, str]:
    """(what is wrong, what to do) of an issue. `fields`: its values, as JSON text or read already, or nothing."""
    about = issue_catalogue().get(code, {})
    given = json.loads(fields) if isinstance(fields, str) and fields else fields if isinstance(fields, dict) else {}
    more = _filled(about.get(f"more_{language}", ""), given, lacking="")
    return _filled(about.get(language, code), given) + more, _filled(about.get(f"do_{language}", ""), given)


def _filled(text: str, given: Mapping[str, object], *, lacking: str | None = None) -> str:
    """`lacking`: what is said where a value is not there; the bare words if None."""
    try:
        return text.format(**given)
    except (KeyError, IndexError):
        return text if lacking is None else lacking
