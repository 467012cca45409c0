"""Marks of one table, as the child process that writes them gets them."""

from __future__ import annotations

from dataclasses import dataclass


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
