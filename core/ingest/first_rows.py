"""The first rows of a file's sheets as they are, for a clerk to point at: which one is the header, where the list begins and ends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.errors import UserError
from core.files.guard import look
from core.files.read import RawSheet
from core.ingest.meaning.reading import column_letter, read_sheets
from core.ingest.plan import Plan
from core.store import Store


@dataclass(frozen=True)
class FirstRows:
    """`rows`: cells as text, the first of them in row `first_row` of the spreadsheet; `letters` of the columns."""

    sheet: str
    first_row: int
    letters: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def first_rows(store: Store, path: Path, name: str) -> list[FirstRows]:
    """Of each visible sheet that holds anything; none of a file that can't be read."""
    try:
        raws = read_sheets(path, look(path, name), name, store, None)
    except (UserError, OSError):
        return []
    return [_shown(raw, raw.name) for raw in raws if raw.visible and any(cell for row in raw.head for cell in row)]


def first_rows_of(plan: Plan, number: int) -> FirstRows:
    """Of a sheet that is understood already."""
    raw, found = plan.raws[number]
    return _shown(raw, raw.name.removesuffix(f" · {found.group}") if found.group else raw.name)


def _shown(raw: RawSheet, sheet: str) -> FirstRows:
    width = max(map(len, raw.head), default=0)
    rows = tuple(tuple(c or "" for c in [*row, *[None] * (width - len(row))]) for row in raw.head)
    return FirstRows(sheet, raw.first_row, tuple(column_letter(raw.first_column + c) for c in range(width)), rows)
