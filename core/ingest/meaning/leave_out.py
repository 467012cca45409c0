"""Rows of a table that are no records: totals, the header again or in English, numbers of columns, names of sections, notes below,
a template's placeholders, rows that say that there is nothing, another table. They are left out, and each is named to the clerk."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.files.merged import Merge
from core.ingest.meaning.columns import usual_labels
from core.ingest.meaning.empty_rows import empty_rows
from core.ingest.meaning.row_looks import (
    LONG,
    counts_up,
    is_english,
    is_instruction,
    is_note,
    is_sample,
    is_section,
    is_total,
)
from core.ingest.meaning.table import Table
from core.ingest.own_words import own_headers

FRONT = 3  # columns at the left in which “合计” stands
MANY = 5_000  # rows of a single cell: beyond this they are how the list is
NOTES = 60  # rows at the end that may be notes
TEMPLATE = 40  # rows at the start that may be a template's
WIDE = 3  # columns
BELOW = 3  # rows below the header that may number or translate its columns


def left_out(part: pa.Table, first: int, table: Table, merges: tuple[Merge, ...]) -> dict[int, str]:
    """Index in `part` → code of the issue: row_total, row_header_again, row_numbers, row_note, row_placeholder, row_crossed,
    row_nobody, row_other_table.

    `part`: rows below the header; `first`: the number of its first row among the rows read, from 0.
    """
    ours = {f"c{c}" for c, name in enumerate(table.names) if name and name.rpartition("/")[2] in own_headers()}
    part = part.select(
        [n for n in part.column_names if n not in ours]
    )  # a marked workbook back: what we wrote says nothing
    columns = [f"c{c}" for c, name in enumerate(table.names) if name and f"c{c}" in part.column_names]
    texts = [name for name in columns if pa.types.is_string(part[name].type)]
    if not texts or not part.num_rows:
        return {}
    again, others = _headers_again(part, texts, table)
    below = _below_header(part, columns, table) if first == table.header_end + 1 and not table.headless else {}
    found = _other_tables(part.num_rows, again, [n for n in others if n not in below])
    if found:  # an empty row is one of no table
        said = np.any([_flags(pc.not_equal(pc.utf8_trim_whitespace(part[n]), "")) for n in texts], axis=0)
        found = {n: code for n, code in found.items() if said[n]}
    found |= dict.fromkeys(again, "row_header_again") | below
    found |= dict.fromkeys(_totals(part, columns), "row_total")
    found |= dict.fromkeys(_placeholders(part, columns), "row_placeholder")
    found |= {n: code for n, code in empty_rows(part, columns, table).items() if found.get(n) != "row_other_table"}
    for index in _sections(part, columns) if len(columns) >= WIDE else ():
        found.setdefault(index, "row_note")
    for index in _notes(part, columns, {m[0] - first for m in merges if m[3] - m[1] + 1 >= WIDE}, found):
        found.setdefault(index, "row_note")
    return found


def _headers_again(part: pa.Table, texts: list[str], table: Table) -> tuple[list[int], list[int]]:
    """Rows in which two columns (or the only one) hold what the header's last row says of them; and rows in which three hold what it
    says of other columns, or what any list calls its own: the header of another table."""
    labels = {n: "" if int(n[1:]) in table.bare else table.names[int(n[1:])].rpartition("/")[2] for n in texts}
    own = np.zeros(part.num_rows, int)
    for name in texts:
        own += _flags(pc.is_in(part[name], _written(frozenset({labels[name]}))))
    # all columns in one look: the values looked for are made ready for each
    cells = pa.chunked_array([chunk for name in texts for chunk in part[name].chunks], pa.string())
    every = _flags(pc.is_in(cells, _written(_longer(usual_labels()))))
    if ours := _longer(frozenset(labels.values())) - usual_labels():
        every |= _flags(pc.is_in(cells, _written(ours)))
    any_of = every.reshape(len(texts), part.num_rows).sum(axis=0)
    again = own >= min(2, max(1, sum(map(bool, labels.values()))))
    if not any(labels.values()):
        again[:] = False
    others = np.flatnonzero((any_of >= max(3, len(texts) // 2)) & ~again).tolist()
    return np.flatnonzero(again).tolist(), [n for n in others if not any(map(LONG.search, _filled(part, n, texts)))]


@lru_cache(maxsize=256)
def _longer(labels: frozenset[str]) -> frozenset[str]:
    return frozenset(label for label in labels if len(label) > 1)


@lru_cache(maxsize=256)
def _written(labels: frozenset[str]) -> pa.Array:
    """As cells hold them: a space of a header may be a line break."""
    return pa.array(sorted(labels | {label.replace(" ", "\n") for label in labels}), pa.string())


def _other_tables(rows: int, again: list[int], others: list[int]) -> dict[int, str]:
    """From the header of another table to this one's header again, or to the end: its columns mean other things."""
    found: dict[int, str] = {}
    for start in others:
        end = next((row for row in again if row > start), rows)
        found |= dict.fromkeys(range(start, end), "row_other_table")
    return found


def _below_header(part: pa.Table, columns: list[str], table: Table) -> dict[int, str]:
    """Right below the header: the numbers of the columns (1 2 3, 甲 乙 1 2, (1)(2)), the header in English."""
    found: dict[int, str] = {}
    for row in range(min(part.num_rows, BELOW)):
        cells = _filled(part, row, columns)
        if 2 * len(cells) < len(columns) or len(cells) < min(WIDE, len(columns)):
            break
        if counts_up(cells, table.names):
            found[row] = "row_numbers"
        elif is_english(cells, table.names):
            found[row] = "row_header_again"
        elif is_instruction(cells):
            found[row] = "row_note"
        else:
            break
    return found


def _sections(part: pa.Table, columns: list[str]) -> list[int]:
    """Rows with a single cell, at the left, that reads like the name of what follows: a village, a group, a page."""
    filled = np.zeros(part.num_rows, int)
    for name in (n for n in part.column_names if n.startswith("c")):
        filled += _flags(pc.greater(pc.binary_length(part[name].cast(pa.string())), 0))
    lone = np.flatnonzero(filled == 1)
    if len(lone) > MANY or 2 * len(lone) > part.num_rows:
        return []
    front = columns[:FRONT]
    return [n for n in lone.tolist() if any(map(is_section, _filled(part, n, front)))]


def _flags(column: pa.ChunkedArray) -> np.ndarray:
    return column.combine_chunks().fill_null(False).to_numpy(zero_copy_only=False)


def _totals(part: pa.Table, columns: list[str]) -> list[int]:
    rows: list[int] = []
    front = [f"c{c}" for c in range(int(columns[0][1:]) + FRONT) if f"c{c}" in part.column_names]
    for name in front:
        if pa.types.is_string(part[name].type):
            hits = (
                pc.match_substring_regex(part[name], r"计|总|均|数|最|(?i)total|average|mean|count")
                .combine_chunks()
                .fill_null(False)
            )
            for row in np.flatnonzero(hits.to_numpy(zero_copy_only=False)).tolist():
                if is_total(part[name][row].as_py()) and not _filled(part, row, front[: front.index(name)]):
                    rows.append(row)
    return rows


def _placeholders(part: pa.Table, columns: list[str]) -> list[int]:
    rows = ((n, _filled(part, n, columns)) for n in range(min(part.num_rows, TEMPLATE)))
    return [n for n, cells in rows if cells and is_sample(cells)]


def _notes(part: pa.Table, columns: list[str], wide: set[int], known: dict[int, str]) -> list[int]:
    """Rows with one or two cells: at the end what reads like a note, a comment, or a line over several columns; anywhere the
    latter two, and a lone cell above a repeated header."""
    if len(columns) < 2:
        return [n for n in range(min(part.num_rows, TEMPLATE)) if str(part[columns[0]][n]).startswith("#")]
    again = {n - 1 for n, code in known.items() if code == "row_header_again"}
    candidates = {n for n in wide | again if 0 <= n < part.num_rows} | set(_comments(part, columns[0]))
    rows = [
        n
        for n in candidates
        if len(_filled(part, n, columns)) == 1 or (n in wide and len(_filled(part, n, columns)) == 2)
    ]
    for row in range(part.num_rows - 1, max(-1, part.num_rows - 1 - NOTES), -1):
        cells = _filled(part, row, part.column_names)
        if cells and row not in known and row not in rows:
            if not is_note(cells):
                break
            rows.append(row)
    return rows


def _comments(part: pa.Table, name: str) -> list[int]:
    if not pa.types.is_string(part[name].type):
        return []
    hits = pc.starts_with(part[name], "#").combine_chunks().fill_null(False)
    return np.flatnonzero(hits.to_numpy(zero_copy_only=False)).tolist()


def _filled(part: pa.Table, row: int, names: list[str]) -> list[str]:
    values = [part[n][row].as_py() for n in names if n.startswith("c")]
    return [str(v) for v in values if v is not None and str(v).strip()]
