"""The child process that opens a spreadsheet: `python -m core.ingest.file.decode FILE KIND FOLDER [SHEET] MEGABYTES`.

A hostile workbook can abort the decoder's whole process, so it never runs in the server's. Writes one Arrow file per visible
sheet and `sheets.json` into FOLDER. Exit codes: 0 done, 3 password, 4 unreadable, 5 hostile.
"""

from __future__ import annotations

import gc
import itertools
import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from core.files.cells import HEAD, to_table
from core.files.child import limit_memory
from core.files.merged import fill_down, worth_telling
from core.files.second_look import SecondLook, Untold, second_look, with_untold

if TYPE_CHECKING:
    from core.files.markup import Written

WARM = ("python_calamine", "core.files.csv_text", "core.files.markup")  # loaded before the fork (warm_server.py)
PASSWORD_EXIT, UNREADABLE_EXIT, HOSTILE_EXIT = 3, 4, 5
MAX_CELLS = 20_000_000  # of one sheet, blank ones between the outermost included
WIDEST = 512  # columns read; what stands further right is stray
LONGEST = 1 << 20  # bytes of a cell; a spreadsheet itself holds 32,767 characters


def main(argv: list[str]) -> int:
    path, kind, folder, megabytes = Path(argv[0]), argv[1], Path(argv[2]), int(argv[-1])
    only = argv[3] if len(argv) > 4 else None
    with ThreadPoolExecutor(1) as beside:
        beside.submit(
            int
        ).result()  # the thread begins while there is room: with too little for it to begin, it would be waited for
        limit_memory(megabytes)
        gc.disable()  # millions of cells, no circles: collecting costs a third of the time
        return decoded(path, kind, folder, only, beside)


def decoded(path: Path, kind: str, folder: Path, only: str | None = None, beside: Executor | None = None) -> int:
    """Write what the file holds into `folder`; the exit code."""
    from python_calamine import PasswordError  # noqa: PLC0415 - the limit stands before foreign code loads

    try:
        sheets = READERS[kind](path, only, beside)
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
    rows: Iterable[list] = ()
    start: tuple[int, int] = (0, 0)  # row and column of the first cell read
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # row, column, last row, last column, from 0
    since_1904: bool = False


def workbook_sheets(path: Path, only: str | None, beside: Executor | None = None) -> Iterator[Decoded]:
    """Every sheet of cells; those not wanted without rows. Wanted are the visible ones, or the one named.
    `beside`: a thread for what can be done at the same time."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
    second = _unless_damaged(lambda: second_look(path), SecondLook())
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        visible = about.visible == SheetVisibleEnum.Visible
        if about.name == only or (only is None and visible):
            look = partial(_unless_damaged, partial(second.untold, about.name), {})
            # the decoder lets another thread run until it has the sheet
            looking = beside.submit(look) if beside else None
            sheet = book.get_sheet_by_name(about.name)
            yield _sheet(about.name, visible, sheet, looking.result() if looking else look(), second)
        else:
            yield Decoded(about.name, visible)


def _unless_damaged(look: Callable, otherwise: object) -> object:
    """What the decoder can read is read, even where a second look finds the file damaged."""
    try:
        return look()
    except (OSError, ValueError, KeyError, SyntaxError, struct.error, zlib.error, zipfile.BadZipFile):
        return otherwise


def _sheet(name: str, visible: bool, sheet: object, untold: Untold, second: SecondLook) -> Decoded:
    if sheet.width * sheet.height > MAX_CELLS:
        raise TooLarge
    first, left = sheet.start or (0, 0)
    # never all cells at once, nor all blanks up to a stray cell far to the right
    rows = (row[:WIDEST] for row in itertools.islice(sheet.iter_rows(), first, None))
    if untold:
        rows = itertools.islice(with_untold(rows, untold, first, left), MAX_CELLS // max(1, min(sheet.width, WIDEST)))
    told = [(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
    if second.merges is not None:
        told = second.merges.get(name, [])
    ranges = [(a - first, b - left, c - first, d - left) for a, b, c, d in told]
    ranges = [m for m in ranges if m[0] >= 0 and m[1] >= 0]
    if ranges:
        rows = list(rows)
        fill_down(rows, ranges)
    return Decoded(name, visible, rows, (first, left), worth_telling(ranges, HEAD), second.since_1904)


def _csv(path: Path, *_: object) -> Iterator[Decoded]:
    from core.files.csv_text import read_rows  # noqa: PLC0415

    yield Decoded(path.stem, True, read_rows(path))


def _html(path: Path, *_: object) -> Iterator[Decoded]:
    from core.files.markup import html_tables  # noqa: PLC0415

    return map(_marked_up, html_tables(path))


def _xml(path: Path, only: str | None, *_: object) -> Iterator[Decoded]:
    from core.files.markup import xml_sheets  # noqa: PLC0415

    for sheet in xml_sheets(path):
        wanted = sheet.name == only or (only is None and sheet.visible)
        yield _marked_up(sheet) if wanted else Decoded(sheet.name, sheet.visible)


def _marked_up(sheet: Written) -> Decoded:
    width = max(map(len, sheet.rows), default=0)
    if width * len(sheet.rows) > MAX_CELLS:
        raise TooLarge
    rows = [row + [""] * (width - len(row)) for row in sheet.rows]
    fill_down(rows, sheet.merges)
    return Decoded(sheet.name, sheet.visible, rows, (0, 0), worth_telling(sheet.merges, HEAD), sheet.since_1904)


READERS = {"workbook": workbook_sheets, "csv": _csv, "html": _html, "xml": _xml}


def _write(sheet: Decoded, folder: Path, number: int) -> dict:
    table = to_table(sheet.rows)
    if any((pc.max(pc.binary_length(c)).as_py() or 0) > LONGEST for c in table.columns if pa.types.is_string(c.type)):
        raise TooLarge
    file = folder / f"{number}.arrow"
    # the server keeps it until the import is done; a pool of threads would be begun for each file
    options = pa.ipc.IpcWriteOptions(compression="zstd", use_threads=False)
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    place = {"first_row": sheet.start[0] + 1, "first_column": sheet.start[1] + 1}
    return {
        "name": sheet.name,
        "visible": sheet.visible,
        "file": file.name,
        "merges": sheet.merges,
        "since_1904": sheet.since_1904,
        **place,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
