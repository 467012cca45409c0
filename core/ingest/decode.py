"""The child process that opens a spreadsheet: `python -m core.ingest.decode FILE KIND FOLDER MEGABYTES`.

A hostile workbook can abort the decoder's whole process, so it never runs in the server's. Writes one Arrow file per visible
sheet and `sheets.json` into FOLDER. Exit codes: 0 done, 3 password, 4 unreadable.
"""

from __future__ import annotations

import gc
import itertools
import json
import sys
from datetime import date, datetime, time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

EMPTY, TEXT, NUMBER, DATE, BOOL = range(5)
PASSWORD_EXIT, UNREADABLE_EXIT = 3, 4
HEAD = 40  # rows looked at cell by cell: titles and headers of other types must not slow the columns below them
BIGGEST_INT = 9e18


def main(argv: list[str]) -> int:
    path, kind, folder, megabytes = Path(argv[0]), argv[1], Path(argv[2]), int(argv[3])
    _limit_memory(megabytes)
    gc.disable()  # millions of cells, no circles: collecting costs a third of the time
    from python_calamine import PasswordError  # noqa: PLC0415 - the limit stands before foreign code loads

    try:
        listed = [_write(sheet, folder, n) for n, sheet in enumerate(_csv(path) if kind == "csv" else _workbook(path))]
    except PasswordError:
        return PASSWORD_EXIT
    except Exception as failure:
        sys.stderr.write(type(failure).__name__)
        return UNREADABLE_EXIT
    (folder / "sheets.json").write_text(json.dumps(listed, ensure_ascii=False), "utf-8")
    return 0


def _limit_memory(megabytes: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def _workbook(path: Path):
    """(name, visible, number of the first row, rows) of every sheet; hidden ones without rows."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        if about.visible != SheetVisibleEnum.Visible:
            yield about.name, False, 1, []
            continue
        sheet = book.get_sheet_by_name(about.name)
        yield about.name, True, (sheet.start or (0, 0))[0] + 1, sheet.to_python(skip_empty_area=True)


def _csv(path: Path):
    from core.ingest.csv_text import read_rows  # noqa: PLC0415

    yield path.stem, True, 1, read_rows(path)


def _write(sheet: tuple, folder: Path, number: int) -> dict:
    name, visible, first_row, rows = sheet
    table = to_table(rows)
    file = folder / f"{number}.arrow"
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return {"name": name, "visible": visible, "first_row": first_row, "file": file.name}


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


_KIND = {str: TEXT, float: NUMBER, int: NUMBER, datetime: DATE, date: DATE, bool: BOOL}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
