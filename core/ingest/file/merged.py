"""Cells merged over several rows: each row that holds anything gets the value that is shown beside it."""

from __future__ import annotations

MOST = 5_000_000  # cells filled; merged ranges of a hostile file overlap without end
WIDE = 3  # columns from which a merged range may be a note
KEPT = 20_000  # merged ranges handed on


def fill_down(rows: list[list], merges: list[tuple[int, int, int, int]]) -> None:
    """Fill in place. A row that is otherwise blank stays blank: it is no record."""
    left = MOST
    for top, column, bottom, _ in merges:
        last = min(bottom, len(rows) - 1)
        if last <= top or column >= len(rows[top]) or rows[top][column] == "" or left <= 0:
            continue
        value = rows[top][column]
        for row in rows[top + 1 : last + 1]:
            if row[column] == "" and any(cell != "" for cell in row):
                row[column] = value
        left -= last - top


def worth_telling(merges: list[tuple[int, int, int, int]], head: int) -> list[tuple[int, int, int, int]]:
    """Those that say where a header or a note is: in the first `head` rows, or several columns wide."""
    return [m for m in merges if m[0] < head or m[3] - m[1] + 1 >= WIDE][:KEPT]
