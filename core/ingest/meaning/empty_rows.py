"""Rows that say that there is nothing: crossed out by hand (/, 无, —), closing lines (以下空白), reports of nobody (本村无外出返乡人员)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.meaning.header_text import SERIAL, normal_header
from core.ingest.meaning.row_looks import CLOSING, NOBODY, NOTHING, says_nobody
from core.ingest.meaning.table import Table

RUNNING = r"^\d{1,6}\s*[.．、]?$"
FRONT = 4  # columns at the left in which a row says that there is nobody
FEW = 5  # filled cells of such a row, at most
MANY = 5_000  # such rows: beyond this they are how the list is
_NOTHING = pa.array(sorted(NOTHING), pa.string())


def empty_rows(part: pa.Table, columns: list[str], table: Table) -> dict[int, str]:
    """Index in `part` → code: row_crossed, row_note (a closing line), row_nobody. `columns`: those of the table that have a name."""
    own = [name for name in columns if int(name[1:]) not in table.shared]
    serial = [name for name in own if normal_header(table.names[int(name[1:])].rpartition("/")[2]) in SERIAL]
    telling = [name for name in own if name not in serial]
    return dict.fromkeys(_nobody(part, own), "row_nobody") | _crossed(part, telling, serial)


def _crossed(part: pa.Table, telling: list[str], serial: list[str]) -> dict[int, str]:
    """Column by column, of the rows that have said nothing so far: after the first column hardly any are left."""
    rows = np.arange(part.num_rows)
    closing, crossed = np.zeros(part.num_rows, bool), np.zeros(part.num_rows, bool)
    for name in [*telling, *serial]:
        cells = _at(part[name], rows)
        if not pa.types.is_string(cells.type):
            kept = np.ones(len(rows), bool) if name in serial else _flags(pc.is_null(cells))
        else:
            ends, nothing = _flags(pc.match_substring_regex(cells, CLOSING)), _flags(pc.is_in(cells, _NOTHING))
            closing[rows[ends]] = crossed[rows[nothing]] = True
            kept = ends | nothing | _flags(pc.equal(pc.fill_null(cells, ""), ""))
            if name in serial:
                kept |= _flags(pc.match_substring_regex(cells, RUNNING))
        rows = rows[kept]
        if not len(rows):
            break
    # a running number alone says nothing at all
    return {n: "row_note" if closing[n] else "row_crossed" for n in rows.tolist() if closing[n] or crossed[n]}


def _nobody(part: pa.Table, own: list[str]) -> list[int]:
    """Rows of a few cells, among the first of which a sentence says that there is nobody to list."""
    texts = [name for name in own if pa.types.is_string(part[name].type)]
    filled = np.zeros(part.num_rows, np.int16)
    for name in own:
        filled += _flags(pc.greater(pc.binary_length(part[name]), 0) if name in texts else pc.is_valid(part[name]))
    few = np.flatnonzero((filled > 0) & (filled <= FEW))
    said = np.zeros(len(few), bool)
    for name in [n for n in own[:FRONT] if n in texts] if len(few) else ():
        said |= _flags(pc.match_substring_regex(_at(part[name], few), f"^({NOBODY})$"))
    rows = few[said].tolist()
    if not 0 < len(rows) <= MANY:
        return []
    cells = part.select(own).take(pa.array(rows)).to_pylist()
    return [n for n, row in zip(rows, cells, strict=True) if says_nobody([str(v) for v in row.values() if v])]


def _at(column: pa.ChunkedArray, rows: np.ndarray) -> pa.ChunkedArray:
    return column if len(rows) == len(column) else column.take(pa.array(rows))


def _flags(column: pa.ChunkedArray) -> np.ndarray:
    return column.combine_chunks().fill_null(False).to_numpy(zero_copy_only=False)
