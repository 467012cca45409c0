"""Cells as a decoder gives them → text, in Arrow columns, with the kind of each cell beside it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

EMPTY, TEXT, NUMBER, DATE, BOOL = range(5)
LOOK = 30  # rows in which a table begins; titles and notes above a header are normal
HEAD = 40  # rows looked at cell by cell: titles and headers of other types must not slow the columns below them
PIECE = 20_000  # rows of cells held at once
ROUNDED = 1e15  # from here on a spreadsheet keeps fifteen digits of what was typed
CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+"
NO_RESULT = "#FORMULA"  # in place of a formula that was never worked out
# Cells in which something stands, but no value: errors of formulas, as spreadsheets write them.
NO_VALUES = (
    NO_RESULT, "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
    "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#GETTING_DATA", *(f"Err:{n}" for n in range(501, 533)),
)  # fmt: skip
LEFTOVERS = {
    r"^['‘’`](\+?[0-9])": r"\1",
    r'^="([^"]*)"$': r"\1",
}
SUSPECT = np.frombuffer(b" '`=", np.uint8)  # at the start of a cell
# Written otherwise than meant: full-width figures, letters and brackets, invisible characters, what a workbook's XML leaves behind.
# As macro plan.folded.
ODD = r"[０-９Ａ-Ｚａ-ｚ（），\x{3000}\x{a0}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{2066}-\x{2069}\x{ad}\x{61c}\x{feff}]|_x[0-9A-Fa-f]{4}_"
PLAIN = {
    c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), *map(ord, "（），"))
}
PLAIN |= {0x3000: " ", 0xA0: " "} | dict.fromkeys(
    (*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xAD, 0x61C, 0xFEFF), ""
)


def to_table(rows: Iterable[list]) -> pa.Table:
    """Rows of cells → text columns `c0`, `c1` …, and `k0` … (kind of each cell) beside those that hold more than text. Some rows at
    once: cells are Python's own, and those of a large list would take a gigabyte."""
    rows = iter(rows)
    tables = [_table(list(itertools.islice(rows, HEAD)))]
    while piece := list(itertools.islice(rows, PIECE)):
        tables.append(_table(piece))
    return _below_one_another(tables)


def _table(rows: list[list]) -> pa.Table:
    columns: dict[str, pa.Array] = {}
    for index, cells in enumerate(itertools.zip_longest(*rows, fillvalue="")):
        columns[f"c{index}"], kinds = _column(cells)
        if kinds is not None:
            columns[f"k{index}"] = kinds
    return pa.table(columns)


def _below_one_another(tables: list[pa.Table]) -> pa.Table:
    """Where others have a column that a table lacks it is blank, or all text."""
    names = dict.fromkeys(name for table in tables for name in table.column_names)
    missing = {"c": pa.scalar("", pa.string()), "k": pa.scalar(TEXT, pa.uint8())}
    for n, table in enumerate(tables):
        for name in names.keys() - set(table.column_names):
            table = table.append_column(name, pa.repeat(missing[name[0]], table.num_rows))  # noqa: PLW2901
        tables[n] = table.select(list(names))
    # in two batches, the head and the rest: more would be stored by several threads, each with room of its own
    return pa.concat_tables([tables[0], *([pa.concat_tables(tables[1:]).combine_chunks()] if tables[1:] else [])])


def _column(cells: tuple) -> tuple[pa.Array, pa.Array | None]:
    try:
        return cleaned(_texts(cells)), None
    except TypeError:
        types = set(map(type, cells))
    kinds = pa.array([_KIND.get(type(v), TEXT) if v != "" else EMPTY for v in cells], pa.uint8())
    texts = _numbers(cells) if types <= {str, float} else pa.array([_text(v) for v in cells], pa.string())
    return cleaned(texts), kinds


def _texts(cells: tuple) -> pa.Array:
    """As Arrow makes them, in half of its time: one text with a mark between the cells, cut where the marks stand. Raises TypeError: not all
    of them are texts."""
    text = np.frombuffer("\0".join(cells).encode(), np.uint8)
    (marks,) = np.nonzero(text == 0)
    if len(marks) != len(cells) - 1:  # one of them holds what is taken for a mark
        return pa.array(cells, pa.string())
    ends = np.append(marks, len(text)) - np.arange(len(cells))
    offsets = np.concatenate(([0], ends)).astype(np.int32)
    return pa.StringArray.from_buffers(len(cells), pa.py_buffer(offsets), pa.py_buffer(text[text != 0]))


def _numbers(cells: tuple) -> pa.Array:
    """Numbers column-wise, the texts among them as they are."""
    numbers = pa.array([v if type(v) is float else None for v in cells], pa.float64())
    return pc.coalesce(number_texts(numbers), pa.array([v if type(v) is str else None for v in cells], pa.string()))


def number_texts(numbers: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Whole ones without “.0”; of more digits than a spreadsheet keeps as 4.50127199001e+17, for the last ones are lost; what is no
    number is null."""
    numbers = pc.if_else(pc.is_nan(numbers), None, numbers)
    whole = pc.and_(pc.equal(pc.floor(numbers), numbers), pc.less(pc.abs(numbers), ROUNDED))
    if pc.all(whole).as_py():
        return numbers.cast(pa.int64()).cast(pa.string())
    integers = pc.if_else(whole, numbers, None).cast(pa.int64())
    return pc.coalesce(integers.cast(pa.string()), numbers.cast(pa.string()))


def cleaned(texts: pa.Array) -> pa.Array:
    """Without what other programs leave around a value: blanks at its ends, control characters, an apostrophe or `="…"` that was to
    keep digits as text; full-width writing as usual. The very same array when it was clean."""
    if _is_clean(texts):
        return texts
    words = texts.dictionary_encode()
    if 2 * len(words.dictionary) > len(texts):
        return _mended(texts)
    mended = _mended(words.dictionary)  # a column of few words is as good as they are
    return texts if mended.equals(words.dictionary) else mended.take(words.indices)


def _is_clean(texts: pa.Array) -> bool:
    """By its bytes: most columns of millions of rows are digits and plain letters, which takes no look at each cell."""
    ends = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(texts.buffers()[2] or b"", np.uint8)[ends[0] : ends[-1]] if len(texts) else ()
    if not len(data):
        return True
    if data.min() < ord(" ") or data.max() > ord("~") or (data == ord("_")).any():
        return False
    ends = ends - ends[0]
    filled = ends[1:] > ends[:-1]
    first, last = data[ends[:-1][filled]], data[ends[1:][filled] - 1]
    return not (np.isin(first, SUSPECT).any() or (last == ord(" ")).any())


def _mended(texts: pa.Array) -> pa.Array:
    texts = pc.utf8_trim_whitespace(pc.replace_substring_regex(texts, CONTROLS, ""))
    if pc.any(pc.match_substring_regex(texts, "^['‘’`=]")).as_py():
        for pattern, replacement in LEFTOVERS.items():
            texts = pc.replace_substring_regex(texts, pattern, replacement)
    return _folded(texts)


def _folded(texts: pa.Array) -> pa.Array:
    """Few cells are odd, if any: those alone go through Python."""
    odd = pc.match_substring_regex(texts, ODD).fill_null(False)
    if not pc.any(odd).as_py():
        return texts
    plain = [re.sub("_x[0-9A-Fa-f]{4}_", "", t.translate(PLAIN)).strip() for t in texts.filter(odd).to_pylist()]
    return pc.replace_with_mask(texts, odd, pa.array(plain, pa.string()))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_texts(pa.array([value]))[0].as_py() or ""
    if isinstance(value, datetime):
        return (
            value.isoformat(" ", "milliseconds" if value.microsecond else "seconds")
            if value.time() != time()
            else value.date().isoformat()
        )
    return str(value)


_KIND = {str: TEXT, float: NUMBER, int: NUMBER, datetime: DATE, date: DATE, time: DATE, timedelta: DATE, bool: BOOL}
