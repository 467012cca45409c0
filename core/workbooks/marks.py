"""Marks of one table, as the child process that writes them gets them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa


@dataclass
class Sheet:
    """Marks of one table. Rows from 1, columns from 0, as the spreadsheet counts; column -1 is the status column.

    `header_row`: the header's last row; `last`: its last column; `cells`: (row, column) → (error, comment or None).
    """

    name: str
    header_row: int
    last: int
    columns: list[tuple[int, str]]
    rows: dict[int, str]
    cells: dict[tuple[int, int], tuple[bool, str | None]]


def sheets_of(folder: Path, given: dict) -> list[Sheet]:
    """What giveback.py put there."""
    return [_sheet(about, folder, n) for n, about in enumerate(given["sheets"])]


def _sheet(about: dict, folder: Path, number: int) -> Sheet:
    rows, cells = (_table(folder / f"{number}_{what}.arrow") for what in ("rows", "cells"))
    marks = zip(cells["row"], cells["column"], cells["error"], cells["text"], strict=True)
    return Sheet(
        about["name"],
        about["header_row"],
        about["last"],
        [tuple(pair) for pair in about["columns"]],
        dict(zip(rows["row"], rows["text"], strict=True)),
        {(row, column): (error, text) for row, column, error, text in marks},
    )


def _table(file: Path) -> dict[str, list]:
    return pa.ipc.open_file(pa.py_buffer(file.read_bytes())).read_all().to_pydict()
