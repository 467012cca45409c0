"""Words of what goes back to the clerk: `giveback.toml`, and the findings of `issues.toml` filled in."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path

from core.ingest.issues import issue_catalogue

FILE = Path(__file__).parent / "giveback.toml"


@cache
def words() -> dict:
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def own_headers() -> frozenset[str]:
    """Headers of the columns that we add, in every language: on the way back in they are known and not read."""
    return frozenset(text for key in ("own", "own_row") for text in words()[key].values())


def sentences(code: str, fields: object, language: str) -> tuple[str, str]:
    """(what is wrong, what to do) of a finding. `fields` is JSON text, or nothing."""
    about = issue_catalogue().get(code, {})
    given = json.loads(fields) if isinstance(fields, str) and fields else {}
    return _filled(about.get(language, code), given), _filled(about.get(f"do_{language}", ""), given)


def _filled(text: str, given: dict) -> str:
    try:
        return text.format(**given)
    except (KeyError, IndexError):
        return text


def status_text(status: str | None, errors: list[str], warnings: list[str], language: str) -> str:
    """One cell of the status column: “不导入：没有填写网格”. A row without status is no record; its finding says what it is."""
    if status is None:
        return words()["and"][language].join(dict.fromkeys([*errors, *warnings]))
    label = words()["status"][status][language]
    kept_out = status in ("rejected", "conflict")
    why = (errors or warnings) if kept_out else warnings
    if not why:
        return label
    form = words()["because" if kept_out else "noted"][language]
    return form.format(status=label, why=words()["and"][language].join(dict.fromkeys(why)))
