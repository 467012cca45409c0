"""Columns of a sheet as read → a column for each field of its kind, column by column in Arrow: nothing is copied that can stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.files.cells import NO_VALUES, NUMBER, number_texts
from core.ingest.joined import text_of
from core.ingest.kinds.descriptor import descriptor
from core.ingest.meaning.columns import kinds
from core.ingest.meaning.located import Located

CLEAR = "---"  # in a cell: empty what is stored. A blank changes nothing.
NO_VALUE = pa.array(NO_VALUES, pa.string())
BLANK = pa.array(["", CLEAR, *NO_VALUES], pa.string())
FROM_1900_TO_1904 = 1462.0  # days
SINCE_1904 = r"^(8[6-9]\d\d|9\d{3}|[1-5]\d{4}|6[0-7]\d{3})(\.\d+)?$"  # what lies, so many days later, within macro plan.serial_moment; no year
LISTS = pa.list_(pa.string())
SINCE, UNTIL = datetime(1901, 1, 1), datetime(2200, 1, 1)  # as macro plan.year_first


def kind_columns(kind: str) -> dict[str, str]:
    """Name → SQL type of the columns that `field_columns` makes."""
    fields = kinds()[kind].fields
    return {
        "sheet": "integer",
        "row": "bigint",
        **{name: "text" for name, about in fields.items() if not about.fact},
        **{f"{name}_moment": "timestamp" for name in descriptor(kind).moments},
        "clears": "text[]",
    }


def field_columns(part: pa.Table, number: int, found: Located, *, since_1904: bool = False) -> pa.Table:
    """Grain: a row of the sheet that says something. Columns as `kind_columns`, and one for each fact that the sheet tells;
    `clears`: the fields that the row asks to be emptied, null for most."""
    fields, about = kinds()[found.kind].fields, descriptor(found.kind)
    rows = part.num_rows
    columns = {"sheet": pa.repeat(pa.scalar(number, pa.int32()), rows), "row": part["r"]}
    columns |= {name: _field(part, found, name, since_1904) for name in fields if not fields[name].fact}
    columns |= {f"{name}_moment": _moment(part, found, name, columns[name]) for name in about.moments}
    columns["clears"] = pa.nulls(rows, LISTS) if about.events else _clears(part, found)
    told = [
        name for name in dict.fromkeys((*found.columns, *found.answers.fixed)) if name in fields and fields[name].fact
    ]
    columns |= {name: _field(part, found, name, since_1904) for name in told}
    return _telling(pa.table(columns), found)


def _telling(table: pa.Table, found: Located) -> pa.Table:
    """Without the rows that say nothing of their own: of tables side by side what they share is alone no record."""
    shared = found.table.shared if found.table else ()
    own = [table[name] for name, index in found.columns.items() if name in table.column_names and index not in shared]
    if any(column.null_count == 0 for column in own):
        return table
    says = pa.chunked_array([pa.repeat(pa.scalar(False), table.num_rows)])
    for column in own:
        says = pc.or_(says, pc.is_valid(column))
    return table.filter(says)


def _field(part: pa.Table, found: Located, name: str, since_1904: bool) -> pa.Array | pa.ChunkedArray:
    """A field's text: its cell, with what the clerk said that some writings mean; or the one value given for all rows."""
    if name == found.headed and found.headings and name not in found.columns:
        return _below_headings(part["r"], found.headings)
    if name not in found.columns:
        return pa.repeat(pa.scalar(found.answers.fixed.get(name) or None, pa.string()), part.num_rows)
    about = kinds()[found.kind].fields[name]
    texts = text_of(found, name, lambda index: _as_typed(part, index, about.type, since_1904))
    meant = found.answers.values.get(name)
    return _meant(texts, meant, _texts(part, found.columns.get("town")) if name == "grid" else None) if meant else texts


def _as_typed(part: pa.Table, index: int, type_: str, since_1904: bool) -> pa.Array | pa.ChunkedArray:
    """A column's text; numbers of a column of days as SQL reads them."""
    texts, kind = _texts(part, index), f"k{index}"
    if type_ not in ("date", "time") or kind not in part.column_names:
        return texts
    numbers = pc.equal(part[kind], NUMBER)
    # typed as 2.10, a number keeps 2.1: not to be read as the first of February
    short = pc.and_(numbers, pc.match_substring_regex(texts, r"^\d{1,2}\.\d$"))
    texts = _replaced(texts, short, lambda: pc.binary_join_element_wise(texts, "?", ""))
    if since_1904:
        serials = pc.and_(numbers, pc.match_substring_regex(texts, SINCE_1904))
        texts = _replaced(texts, serials, lambda: _days_later(texts, serials))
    return texts


def _days_later(texts: pa.ChunkedArray, where: pa.ChunkedArray) -> pa.ChunkedArray:
    """Serials of days since 1904 as those since 1900 that SQL reads (macro plan.serial_moment)."""
    serials = pc.if_else(where, texts, None).cast(pa.float64())
    return number_texts(pc.add(serials, FROM_1900_TO_1904))


def no_values(part: pa.Table, found: Located) -> pa.Table | None:
    """Cells of the columns that are read in which a formula stands and no value. Grain: a cell. Columns: r, field, text."""
    cells = []
    for name, index in _read(found):
        column = part[f"c{index}"] if f"c{index}" in part.column_names else None
        if column is None or not pa.types.is_string(column.type):
            continue
        where = pc.is_in(column, NO_VALUE)
        if pc.any(where).as_py():
            here = pa.table({"r": part["r"], "text": column}).filter(where)
            cells.append(here.append_column("field", pa.repeat(name, here.num_rows)).select(["r", "field", "text"]))
    return pa.concat_tables(cells) if cells else None


def _below_headings(rows: pa.ChunkedArray, headings: tuple[tuple[int, str | None], ...]) -> pa.Array:
    """Of each row what the last heading above it says."""
    last = np.searchsorted([row for row, _ in headings], rows.to_numpy(), side="right") - 1
    return pa.array([text for _, text in headings], pa.string()).take(pa.array(last))


def _meant(texts: pa.ChunkedArray, meant: Mapping[str, str], towns: pa.ChunkedArray | None) -> pa.ChunkedArray:
    """The writings that the clerk explained, by what they mean; keys as answers.written_as makes them."""
    keys = texts if towns is None else pc.coalesce(pc.binary_join_element_wise(texts, towns, "@"), texts)
    place = pc.index_in(keys, pa.array(list(meant), pa.string()))
    meanings = pa.array([text or None for text in meant.values()], pa.string())
    return _replaced(texts, pc.is_valid(place), lambda: pc.take(meanings, place))


def _texts(part: pa.Table, index: int | None) -> pa.Array | pa.ChunkedArray:
    """A column's cells as text, trimmed and folded by the reader; a blank, `---` or a formula without value is null."""
    if index is None or f"c{index}" not in part.column_names:
        return pa.nulls(part.num_rows, pa.string())
    column = part[f"c{index}"]
    if pa.types.is_timestamp(column.type):
        return column.cast(pa.timestamp("s"), safe=False).cast(pa.string())
    if pa.types.is_floating(column.type):
        return number_texts(column)
    if not pa.types.is_string(column.type):
        return column.cast(pa.string())
    return _replaced(column, pc.is_in(column, BLANK), lambda: pa.scalar(None, pa.string()))


def _replaced(texts: pa.ChunkedArray, where: pa.ChunkedArray, by: object) -> pa.ChunkedArray:
    """`by()` where `where` says so, which is seldom: most columns stay as they are."""
    where = pc.fill_null(where, False)
    return pc.if_else(where, by(), texts) if pc.any(where).as_py() else texts


def _read(found: Located) -> list[tuple[str, int]]:
    """(field, column) of each column that is read."""
    return [(name, index) for name, first in found.columns.items() for index in found.joined.get(name, (first,))]


def _moment(part: pa.Table, found: Located, name: str, texts: pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """The times of a column all of whose cells are written in the usual way (2026-02-01 08:00:00), else nulls."""
    none, index = pa.nulls(part.num_rows, pa.timestamp("us")), found.columns.get(name)
    if index is None or f"c{index}" not in part.column_names:
        return none
    column = texts if name in found.joined else part[f"c{index}"]
    if not (pa.types.is_timestamp(column.type) or pa.types.is_string(column.type)):
        return none
    try:
        moments = column.cast(pa.timestamp("us"))
    except pa.ArrowInvalid:
        return none
    span = pc.min_max(moments).as_py()
    return moments if span["min"] is not None and span["min"] >= SINCE and span["max"] < UNTIL else none


def _clears(part: pa.Table, found: Located) -> pa.Array:
    asked: dict[int, list[str]] = {}
    for name, index in _read(found):
        column = part[f"c{index}"] if f"c{index}" in part.column_names else None
        if column is not None and pa.types.is_string(column.type):
            for row in pc.indices_nonzero(pc.fill_null(pc.equal(column, CLEAR), False)).to_pylist():
                asked.setdefault(row, []).append(name)
    if not asked:
        return pa.nulls(part.num_rows, LISTS)
    return pa.array([asked.get(row) for row in range(part.num_rows)], LISTS)
