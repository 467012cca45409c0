"""What the clerk said of cells: single ones corrected, blank ones explained. Of the rows that say something already, never of blank rows."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.meaning.answers import ABOVE, Answers


def with_cells_said(rows: pa.Table, answers: Answers, above: dict[str, str]) -> pa.Table:
    """`rows` as field_columns makes them. `above`: field → the last text of the rows before; kept up to date for the next batch."""
    for name, texts in answers.cells.items():
        rows = _set(rows, name, _corrected(rows, name, texts)) if name in rows.column_names else rows
    for name, meant in answers.blanks.items():
        if name in rows.column_names and rows.num_rows:
            rows = _set(rows, name, _filled(rows[name], meant, above.get(name)))
            above[name] = rows[name][rows.num_rows - 1].as_py()
    return rows


def corrected_rows(rows: pa.Table, answers: Answers) -> pa.Table | None:
    """Grain: a corrected cell of these rows. Columns: r, field."""
    here = set(rows["row"].to_pylist()) if answers.cells else set()
    cells = [(int(row), name) for name, texts in answers.cells.items() for row in texts if int(row) in here]
    return pa.table({"r": [row for row, _ in cells], "field": [name for _, name in cells]}) if cells else None


def _corrected(rows: pa.Table, name: str, texts: dict[str, str]) -> pa.ChunkedArray:
    place = pc.index_in(rows["row"], pa.array([int(row) for row in texts], rows["row"].type))
    given = pc.take(pa.array([text.strip() or None for text in texts.values()], pa.string()), place)
    return pc.if_else(pc.is_valid(place), given, rows[name])


def _filled(column: pa.ChunkedArray, meant: str, before: str | None) -> pa.ChunkedArray:
    if meant != ABOVE:
        return pc.fill_null(column, meant)
    led = pa.chunked_array([pa.array([before], pa.string()), *column.chunks])
    return pc.fill_null_forward(led.combine_chunks()).slice(1)


def _set(rows: pa.Table, name: str, column: pa.ChunkedArray | pa.Array) -> pa.Table:
    rows = rows.set_column(rows.column_names.index(name), name, column)
    moment = f"{name}_moment"
    if moment not in rows.column_names:
        return rows
    none = pa.nulls(rows.num_rows, rows[moment].type)  # SQL reads the text
    return rows.set_column(rows.column_names.index(moment), moment, none)
