"""Cells as a decoder gives them → text, in Arrow columns, with the kind of each cell beside it."""

from __future__ import annotations

import itertools
import math
import re
from datetime import date, datetime, time, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

EMPTY, TEXT, NUMBER, DATE, BOOL = range(5)
HEAD = 40  # rows looked at cell by cell: titles and headers of other types must not slow the columns below them
BIGGEST_INT = 9e18
CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+"
LEFTOVERS = {
    r"^#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)$": "",
    r"^['‘’`](\+?[0-9])": r"\1",
    r'^="([^"]*)"$': r"\1",
}
# Written otherwise than meant: full-width figures, letters and brackets, invisible characters, what a workbook's XML leaves behind.
# As macro plan.folded.
ODD = r"[０-９Ａ-Ｚａ-ｚ（），\x{3000}\x{a0}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{feff}]|_x[0-9A-Fa-f]{4}_"
PLAIN = {
    c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), *map(ord, "（），"))
}
PLAIN |= {0x3000: " ", 0xA0: " "} | dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF), "")


def to_table(rows: list[list]) -> pa.Table:
    """Rows of cells → text columns `c0`, `c1` …, and `k0` … (kind of each cell) beside those that hold more than text."""
    columns: dict[str, pa.ChunkedArray] = {}
    for index, cells in enumerate(itertools.zip_longest(*rows, fillvalue="")):
        parts = [_column(part) for part in (cells[:HEAD], cells[HEAD:]) if part]
        columns[f"c{index}"] = pa.chunked_array([text for text, _ in parts])
        if any(kind is not None for _, kind in parts):
            columns[f"k{index}"] = pa.chunked_array([_kinds(kind, len(text)) for text, kind in parts])
    return pa.table(columns)


def _kinds(kind: pa.Array | None, length: int) -> pa.Array:
    return kind if kind is not None else pa.repeat(pa.scalar(TEXT, pa.uint8()), length)


def _column(cells: tuple) -> tuple[pa.Array, pa.Array | None]:
    types = set(map(type, cells))
    if types <= {str}:
        return cleaned(pa.array(cells, pa.string())), None
    kinds = pa.array([_KIND.get(type(v), TEXT) if v != "" else EMPTY for v in cells], pa.uint8())
    texts = _numbers(cells) if types <= {str, float} else pa.array([_text(v) for v in cells], pa.string())
    return cleaned(texts), kinds


def _numbers(cells: tuple) -> pa.Array:
    """Numbers column-wise; whole ones without “.0”."""
    numbers = pa.array([v if type(v) is float else None for v in cells], pa.float64())
    size = pc.max(pc.abs(numbers)).as_py()
    if size is None or not size < BIGGEST_INT:
        return pa.array([_text(v) for v in cells], pa.string())
    floor = pc.floor(numbers)
    whole = pc.cast(pc.cast(floor, pa.int64()), pa.string())
    text = pc.if_else(pc.equal(floor, numbers), whole, pc.cast(numbers, pa.string()))
    return pc.coalesce(text, pa.array([v if type(v) is str else None for v in cells], pa.string()))


def cleaned(texts: pa.Array) -> pa.Array:
    """Without what other programs leave around a value: blanks at its ends, control characters, an apostrophe or `="…"` that was to
    keep digits as text; without the errors of formulas; full-width writing as usual."""
    data = texts.buffers()[2]
    if data and np.frombuffer(data, np.uint8).min(initial=255) < ord(" "):
        texts = pc.replace_substring_regex(texts, CONTROLS, "")
    texts = pc.utf8_trim_whitespace(texts)
    if pc.any(pc.match_substring_regex(texts, "^[#'‘’`=]")).as_py():
        for pattern, replacement in LEFTOVERS.items():
            texts = pc.replace_substring_regex(texts, pattern, replacement)
    return _folded(texts)


def _folded(texts: pa.Array) -> pa.Array:
    """Few cells are odd, if any: those alone go through Python."""
    ascii_only = pc.all(pc.string_is_ascii(texts)).as_py() is not False
    if ascii_only and not pc.any(pc.match_substring(texts, "_x")).as_py():
        return texts
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
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return (
            value.isoformat(" ", "milliseconds" if value.microsecond else "seconds")
            if value.time() != time()
            else value.date().isoformat()
        )
    return str(value)


_KIND = {str: TEXT, float: NUMBER, int: NUMBER, datetime: DATE, date: DATE, time: DATE, timedelta: DATE, bool: BOOL}
