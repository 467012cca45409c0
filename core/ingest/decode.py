"""The child process that opens a spreadsheet: `python -m core.ingest.decode FILE KIND FOLDER [SHEET] MEGABYTES`.

A hostile workbook can abort the decoder's whole process, so it never runs in the server's. Writes one Arrow file per visible
sheet and `sheets.json` into FOLDER. Exit codes: 0 done, 3 password, 4 unreadable, 5 hostile.
"""

from __future__ import annotations

import gc
import itertools
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.child import limit_memory
from core.ingest.merged import fill_down, worth_telling

EMPTY, TEXT, NUMBER, DATE, BOOL = range(5)
PASSWORD_EXIT, UNREADABLE_EXIT, HOSTILE_EXIT = 3, 4, 5
HEAD = 40  # rows looked at cell by cell: titles and headers of other types must not slow the columns below them
BIGGEST_INT = 9e18
MAX_CELLS = 20_000_000  # of one sheet, blank ones between the outermost included
WIDEST = 512  # columns read; what stands further right is stray
LONGEST = 1 << 20  # bytes of a cell; a spreadsheet itself holds 32,767 characters


def main(argv: list[str]) -> int:
    path, kind, folder, megabytes = Path(argv[0]), argv[1], Path(argv[2]), int(argv[-1])
    only = argv[3] if len(argv) > 4 else None
    limit_memory(megabytes)
    gc.disable()  # millions of cells, no circles: collecting costs a third of the time
    from python_calamine import PasswordError  # noqa: PLC0415 - the limit stands before foreign code loads

    try:
        sheets = _csv(path) if kind == "csv" else workbook_sheets(path, only)
        listed = [_write(sheet, folder, n) for n, sheet in enumerate(sheets)]
    except PasswordError:
        return PASSWORD_EXIT
    except TooLarge:
        return HOSTILE_EXIT
    except Exception as failure:
        sys.stderr.write(type(failure).__name__)
        return UNREADABLE_EXIT
    (folder / "sheets.json").write_text(json.dumps(listed, ensure_ascii=False), "utf-8")
    return 0


class TooLarge(Exception):
    """More cells, or longer ones, than any list has."""


@dataclass
class Decoded:
    name: str
    visible: bool
    rows: list[list] = field(default_factory=list)
    start: tuple[int, int] = (0, 0)  # row and column of the first cell read
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # row, column, last row, last column, from 0


def workbook_sheets(path: Path, only: str | None) -> Iterator[Decoded]:
    """Every sheet of cells; those not wanted without rows. Wanted are the visible ones, or the one named."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        visible = about.visible == SheetVisibleEnum.Visible
        if about.name == only or (only is None and visible):
            yield _sheet(about.name, visible, book.get_sheet_by_name(about.name))
        else:
            yield Decoded(about.name, visible)


def _sheet(name: str, visible: bool, sheet: object) -> Decoded:
    if sheet.width * sheet.height > MAX_CELLS:
        raise TooLarge
    first, left = sheet.start or (0, 0)
    if sheet.width > WIDEST:  # one stray cell far to the right: never all those blanks at once
        rows = [row[:WIDEST] for row in itertools.islice(sheet.iter_rows(), first, None)]
    else:
        rows = sheet.to_python(skip_empty_area=True)
    ranges = [(a - first, b - left, c - first, d - left) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
    ranges = [m for m in ranges if m[0] >= 0 and m[1] >= 0]
    fill_down(rows, ranges)
    return Decoded(name, visible, rows, (first, left), worth_telling(ranges, HEAD))


def _csv(path: Path) -> Iterator[Decoded]:
    from core.ingest.csv_text import read_rows  # noqa: PLC0415

    yield Decoded(path.stem, True, read_rows(path))


def _write(sheet: Decoded, folder: Path, number: int) -> dict:
    table = to_table(sheet.rows)
    if any((pc.max(pc.binary_length(c)).as_py() or 0) > LONGEST for c in table.columns if pa.types.is_string(c.type)):
        raise TooLarge
    file = folder / f"{number}.arrow"
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    place = {"first_row": sheet.start[0] + 1, "first_column": sheet.start[1] + 1}
    return {"name": sheet.name, "visible": sheet.visible, "file": file.name, "merges": sheet.merges, **place}


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
        return pa.array(cells, pa.string()), None
    kinds = pa.array([_KIND.get(type(v), TEXT) if v != "" else EMPTY for v in cells], pa.uint8())
    if types <= {str, float}:
        return _numbers(cells), kinds
    return pa.array([_text(v) for v in cells], pa.string()), kinds


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


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if value.time() != time() else value.date().isoformat()
    return str(value)


_KIND = {str: TEXT, float: NUMBER, int: NUMBER, datetime: DATE, date: DATE, time: DATE, timedelta: DATE, bool: BOOL}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
