"""A spreadsheet that is none of the product's kinds → its tables as text, with what stands above them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa

from core.errors import UserError
from core.files.cells import NO_VALUES
from core.files.guard import look
from core.files.read import RawSheet
from core.ingest.meaning.leave_out import left_out
from core.ingest.meaning.reading import read_sheets
from core.ingest.meaning.row_looks import NOTHING
from core.ingest.meaning.table import Table, filled, find_tables, headless_table
from core.store import Store

# What a header may be besides words: years, days, months, in a table that has a column for each
PERIOD = re.compile(
    r"(19|20)\d\d([年./-]?\s*(\d{1,2}([月./-]\s*(\d{1,2}日?)?)?)?|年?第?[一二三四1-4]季度|Q[1-4])?|\d{1,2}月(\d{1,2}日)?|\d{1,2}[./]\d{1,2}"
    r"|(19|20)\d\d-?W\d\d|(?i:jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)\.?"
)
UNIT_LINE = re.compile(r"单位\s*[:：]\s*(?P<unit>[^\s,，;；)）]{1,8})")
PLAIN = re.compile(r"[\d.,%+-]+")
NOT_LEFT_OUT = "row_crossed"


@dataclass(frozen=True)
class Given:
    """One table as it came: `frame` has a column of text per column, blanks as None; `title` and `unit`: what stands above it."""

    name: str
    title: str
    unit: str
    frame: pd.DataFrame
    left_out: int = 0  # rows that are no records: totals, notes


def read_tables(store: Store, path: Path, name: str, sheet: str | None = None) -> list[Given]:
    """The tables of the file's visible sheets, or of the one named. Raises UserError: those of reading a file, sheet_unknown,
    charts_no_table."""
    raws = [raw for raw in read_sheets(path, look(path, name), name, store, sheet)]
    wanted = [raw for raw in raws if (raw.visible if sheet is None else raw.name == sheet)]
    if sheet is not None and not wanted:
        raise UserError("sheet_unknown", file=name, sheet=sheet, sheets=[raw.name for raw in raws])
    found = [given for raw in wanted for given in _tables(raw)]
    if not found:
        raise UserError("charts_no_table", file=name)
    return found


def _tables(raw: RawSheet) -> list[Given]:
    if not any(any(row) for row in raw.head):
        return []
    kinds = [list(row) for row in raw.head_kinds]
    tables = _of_periods(raw) or find_tables(raw.head, kinds, raw.merges)
    if not tables:
        alone = headless_table(raw.head, raw.merges)
        tables = [alone] if alone else []
    return [given for table in tables if (given := _given(raw, table)) is not None]


def _of_periods(raw: RawSheet) -> list[Table]:
    """A header of words first and then of years, months or days, which are no labels otherwise."""
    for index, row in enumerate(filled(raw.head, raw.merges)[:10]):
        texts = [text for text in row if text]
        periods = sum(bool(PERIOD.fullmatch(text.removesuffix(".0"))) for text in texts)
        if periods >= 3 and periods >= 0.6 * len(texts) and row[0] and not PERIOD.fullmatch(row[0]):
            return [Table(index, index, tuple(text.removesuffix(".0") for text in row))]
    return []


def _given(raw: RawSheet, table: Table) -> Given | None:
    above = [
        " ".join(dict.fromkeys(text for text in row if text)) for row in filled(raw.head, raw.merges)[: table.above]
    ]
    unit = next((found["unit"] for line in above if (found := UNIT_LINE.search(line))), "")
    title = next((line for line in above if line and not UNIT_LINE.fullmatch(line)), "")
    part = pa.concat_tables(list(raw.batches()), promote_options="permissive").slice(table.header_end + 1)
    gone = {n for n, why in left_out(part, table.header_end + 1, table, raw.merges).items() if why != NOT_LEFT_OUT}
    columns = [c for c in part.column_names if c.startswith("c")]
    names = _names(_with_upper(raw, table), len(columns))
    frame = part.select(columns).to_pandas().astype(object)
    frame.columns = pd.Index(names)
    frame = frame.drop(index=[n for n in gone if n < len(frame)])
    frame = (
        frame.where(~frame.isin([*NO_VALUES, *NOTHING, ""]) & frame.notna(), None)
        .dropna(how="all")
        .dropna(axis="columns", how="all")
    )
    if frame.empty:
        return None
    return Given(
        raw.name + (f" · {table.group}" if table.group else ""), title, unit, frame.reset_index(drop=True), len(gone)
    )


def _with_upper(raw: RawSheet, table: Table) -> tuple[str, ...]:
    """Of two header rows whose upper one names groups (第一针 above 应种, 实种) without being merged, as in text files: both together."""
    if table.header_end < 1 or table.header_end >= len(raw.head):
        return table.names
    upper, lower = (
        [str(text or "").strip() for text in raw.head[row]] for row in (table.header_end - 1, table.header_end)
    )
    groups, below = [text for text in upper if text], [text for text in lower if text]
    if len(groups) < 2 or len(set(below)) == len(below) or any(PLAIN.fullmatch(text) for text in [*groups, *below]):
        return table.names
    found, group = [], ""
    for n, text in enumerate(lower):
        group = (upper[n] if n < len(upper) else "") or group
        found.append(f"{group}{' ' if group.isascii() else ''}{text}" if text else group)
    return tuple(found) if len(set(found)) == len(found) else table.names


def _names(names: tuple[str, ...], width: int) -> list[str]:
    """One name per column, none twice; a column without one is called by its letter."""
    seen: dict[str, int] = {}
    found = []
    for number in range(width):
        name = (names[number] if number < len(names) else "").replace(
            "/", " "
        ).strip() or f"列{chr(65 + number % 26)}{number // 26 or ''}"
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found
