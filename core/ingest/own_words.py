"""Words of what goes back to the clerk: `own_words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "own_words.toml"


@cache
def words() -> dict:
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def own_headers() -> frozenset[str]:
    """Headers of the columns that we add, in every language: on the way back in they are known and not read."""
    return frozenset(text for key in ("own", "own_row") for text in words()[key].values())


def status_text(status: str | None, errors: list[str], warnings: list[str], language: str) -> str:
    """One cell of the status column: “不导入：没有填写网格”. A row without status is no record; its issue says what it is."""
    if status is None:
        return words()["and"][language].join(dict.fromkeys([*errors, *warnings]))
    label = words()["status"][status][language]
    kept_out = status in ("rejected", "conflict")
    why = (errors or warnings) if kept_out else warnings
    if not why:
        return label
    form = words()["because" if kept_out else "noted"][language]
    return form.format(status=label, why=words()["and"][language].join(dict.fromkeys(why)))
