"""What the reader alone finds in a sheet, whatever it is about: its tables, and how many records each holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.files.read import RawSheet
from core.ingest.meaning.forms import is_form
from core.ingest.meaning.leave_out import left_out
from core.ingest.meaning.record_row import are_records, holds_own
from core.ingest.meaning.table import PLACEHOLDER, Grid, Table, filled, find_tables

# Of rows left out, those that speak neither for a list nor for a form.
NO_CONTENT = ("row_placeholder", "row_crossed", "row_nobody")


@dataclass(frozen=True)
class Found:
    table: Table
    records: int
    left_out: dict[int, str]  # row as the spreadsheet numbers it → why it is no record


def tables_of(raw: RawSheet) -> list[Found]:
    """Grain: one table of the sheet. Empty when the sheet has no header."""
    return [_count(raw, table) for table in find_tables(raw.head, list(raw.head_kinds), raw.merges)]


def _count(raw: RawSheet, table: Table) -> Found:
    row, records, out = 0, 0, {}
    for batch in raw.batches():
        skip = max(0, table.header_end + 1 - row)
        part = batch.slice(skip)
        first, row = row + skip, row + batch.num_rows
        if part.num_rows:
            left = left_out(part, first, table, raw.merges)
            held = _holding(part, table)
            held[list(left)] = False
            records += int(held.sum())
            out |= {raw.first_row + first + index: code for index, code in left.items()}
    return Found(table, records, out)


def _holding(part: pa.Table, table: Table) -> np.ndarray:
    """Rows with a value in a column of the table's own."""
    held = np.zeros(part.num_rows, bool)
    for c, name in enumerate(table.names):
        if name and c not in table.shared and f"c{c}" in part.column_names:
            texts = part[f"c{c}"].cast(pa.string())
            filled = pc.not_equal(pc.utf8_trim_whitespace(texts), "").combine_chunks().fill_null(False)
            held |= filled.to_numpy(zero_copy_only=False)
    return held


def why_none(raws: list[RawSheet]) -> str:
    """Why sheets without any known header, or without rows, are refused: template_unfilled, form_not_list, header_unknown."""
    found = [t for raw in raws for t in tables_of(raw)]
    if any(_is_form(filled(raw.head, raw.merges)) for raw in raws):
        return "form_not_list"
    if any(t.records for t in found):
        return "header_unknown"
    out = [code for t in found for code in t.left_out.values()]
    if sum(code not in NO_CONTENT for code in out) >= 2:  # signatures, sums and notes below a header, and nothing else
        return "form_not_list"
    if "row_placeholder" in out:
        return "template_unfilled"
    unfilled = any(PLACEHOLDER.search(cell) for raw in raws for row in raw.head for cell in row if cell)
    return "template_unfilled" if unfilled else "header_unknown"


def _is_form(cells: Grid) -> bool:
    """A list of records is none, whatever they begin with."""
    return is_form([row for row in cells if not holds_own(row)] if are_records(cells) else cells)
