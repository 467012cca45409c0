"""Cells that hold for several rows, merged or by “同上”: each row that holds anything gets the value that is meant."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0, among the rows read
MOST = 5_000_000  # cells filled; merged ranges of a hostile file overlap without end
WIDE = 3  # columns from which a merged range may be a note
KEPT = 20_000  # merged ranges handed on
DITTO = ("同上", "同前", "〃", "″", '"', "”", "''")  # alone in a cell: what stands above


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


def repeat_above(rows: pa.Table) -> pa.Table:
    """Records whose “同上” and 〃 give way to what they mean, with its kind. In the first record they mean nothing and stay."""
    for name in [n for n in rows.column_names if n.startswith("c") and pa.types.is_string(rows[n].type)]:
        said = pc.is_in(rows[name], pa.array(DITTO, pa.string())).combine_chunks()
        if not pc.any(said).as_py():
            continue
        above = np.maximum.accumulate(np.where(said.to_numpy(zero_copy_only=False), 0, np.arange(len(said))))
        for column in (n for n in (name, f"k{name[1:]}") if n in rows.column_names):
            rows = rows.set_column(rows.column_names.index(column), column, rows[column].take(pa.array(above)))
    return rows
