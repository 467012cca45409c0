"""Where the table is: the header among the first rows of a sheet, its kind, and which column is which field."""

from __future__ import annotations

from dataclasses import dataclass

from core.ingest.columns import PRIORITY, Kind, kinds, normal_header

LOOK = 30  # rows; titles and notes above a header are normal


@dataclass(frozen=True)
class Located:
    kind: str
    header: int  # index of the header among the sheet's rows, from 0
    columns: dict[str, int]  # field → column index
    mapping: dict[str, str]  # source header → field
    unmapped: tuple[str, ...]  # headers that mean nothing to us


def locate(head: list[list[str | None]], kind: str = "auto") -> Located | None:
    """The best header in the first rows of a sheet; None when no row has what any kind needs."""
    wanted = PRIORITY if kind == "auto" else (kind,)
    best: tuple[int, int, Located] | None = None
    for index, row in enumerate(head[:LOOK]):
        for order, name in enumerate(wanted):
            found = _match(kinds()[name], index, row)
            if found and (best is None or len(found.columns) > best[0]):
                best = (len(found.columns), order, found)
    return best[2] if best else None


def _match(kind: Kind, index: int, row: list[str | None]) -> Located | None:
    columns: dict[str, int] = {}
    mapping: dict[str, str] = {}
    unmapped: list[str] = []
    for column, cell in enumerate(row):
        header = (cell or "").strip()
        field = kind.synonyms.get(normal_header(header)) if header else None
        if field and field not in columns:
            columns[field] = column
            mapping[header] = field
        elif header:
            unmapped.append(header)
    return Located(kind.name, index, columns, mapping, tuple(unmapped)) if kind.fits(set(columns)) else None
