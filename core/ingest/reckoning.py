"""Rows read = taken + rejected + left out. What the reader finds below a header is counted here before anything is judged, so that no row can
go without being named."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.meaning.empty_rows import RUNNING
from core.ingest.meaning.header_text import SERIAL, normal_header
from core.ingest.meaning.located import Located


@dataclass
class Tally:
    """Of one sheet: the rows that say something, and those of them that are no record, each with an issue of its own."""

    read: int = 0
    left_out: int = 0


def says_something(part: pa.Table, found: Located) -> np.ndarray:
    """Of each row whether anything stands in it but its running number. Of tables side by side, in the columns of this one."""
    table = found.table
    used = set(found.columns.values()).union(*found.joined.values())
    names = [n for n in part.column_names if n[0] == "c" and n[1:].isdigit()]
    if table and table.group:
        names = [
            n
            for n in names
            if int(n[1:]) < len(table.names) and table.names[int(n[1:])] and int(n[1:]) not in table.shared
        ]
    serial = [n for n in names if int(n[1:]) not in used and _is_serial(found, int(n[1:]))]
    held = np.zeros(part.num_rows, bool)
    for name in sorted(names, key=lambda n: int(n[1:]) not in used):  # what is read is filled most often
        if held.all():
            break
        held |= _filled(part[name], but_numbers=name in serial)
    return held


def _is_serial(found: Located, column: int) -> bool:
    table = found.table
    if not table or column >= len(table.names):
        return False
    return column in table.bare or normal_header(table.names[column].rpartition("/")[2]) in SERIAL


def _filled(column: pa.ChunkedArray, *, but_numbers: bool) -> np.ndarray:
    if not pa.types.is_string(column.type):
        return np.zeros(len(column), bool) if but_numbers else _flags(pc.is_valid(column))
    filled = _flags(pc.greater(pc.binary_length(column), 0))
    return filled & ~_flags(pc.match_substring_regex(column, RUNNING)) if but_numbers else filled


def _flags(column: pa.ChunkedArray) -> np.ndarray:
    return column.combine_chunks().fill_null(False).to_numpy(zero_copy_only=False)
