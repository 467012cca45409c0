"""A file → its sheets as Arrow text columns: spreadsheets through the child process, large tables streamed."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from core.errors import UserError
from core.files import decode
from core.files.ahead import taken
from core.files.cells import LOOK, NO_VALUES, TEXT
from core.files.child import run_limited
from core.files.merged import Merge
from core.settings import Settings


@dataclass(frozen=True)
class RawSheet:
    """One sheet as read. `batches()` yields tables with columns c0, c1 … (and k0 … where cells are not all text)."""

    name: str
    visible: bool
    first_row: int  # the number the spreadsheet gives to the first row read
    head: list[list[str | None]]
    batches: Callable[[], Iterator[pa.Table]]
    first_column: int = 1  # likewise, of c0
    head_kinds: tuple[list[int], ...] = ()  # cells.TEXT … of the head's cells; () where all are text
    merges: tuple[Merge, ...] = ()  # merged ranges of the head, and wide ones below
    since_1904: bool = False  # a bare number that is a day counts from 1904, not from 1900
    first_day: str = ""  # from which headers of dates count (core/ingest/meaning/day_columns.py)


def read_in_child(
    path: Path, kind: str, file_name: str, settings: Settings, sheet: str | None = None
) -> list[RawSheet]:
    """Decode in a child with limits of time and memory: the visible sheets, or the one named, hidden or not.

    Raises UserError: file_password, file_unreadable, file_hostile, file_slow.
    """
    begun = taken(path, kind) if sheet is None else None
    with begun.folder if begun else tempfile.TemporaryDirectory(prefix="grid-command-") as folder:
        arguments = [str(path), kind, folder, *([sheet] if sheet else [])]
        code = begun.code.result() if begun else run_limited("core.files.decode", arguments, file_name, settings)
        if code == decode.PASSWORD_EXIT:
            raise UserError("file_password", file=file_name)
        if code == decode.HOSTILE_EXIT or code < 0:  # ended by its own memory limit
            raise UserError("file_hostile", file=file_name)
        if code:
            raise UserError("file_unreadable", file=file_name)
        return sheets_of(Path(folder))


def sheets_of(folder: Path) -> list[RawSheet]:
    """What the child wrote into `folder`."""
    return [_sheet(about, folder) for about in json.loads((folder / "sheets.json").read_text("utf-8"))]


def _sheet(about: dict, folder: Path) -> RawSheet:
    # Read, not mapped: the folder goes away, and Windows keeps mapped files locked. Kept as written, compressed.
    written = (folder / about["file"]).read_bytes()
    file = _file(written)
    # the head is a batch of its own (cells.HEAD)
    head = pa.Table.from_batches([file.get_batch(0)]) if file.num_record_batches else file.read_all()
    return RawSheet(
        about["name"], about["visible"], about["first_row"], head_of(head), lambda: iter([_file(written).read_all()]),
        about["first_column"], kinds_of(head), tuple(map(tuple, about["merges"])), about["since_1904"],
    )  # fmt: skip


def _file(written: bytes) -> pa.RecordBatchFileReader:
    return pa.ipc.open_file(pa.py_buffer(written))


def head_of(table: pa.Table) -> list[list[str | None]]:
    columns = [c for c in table.column_names if c.startswith("c")]
    part = table.select(columns).slice(0, LOOK).to_pydict()
    return [["" if cell in NO_VALUES else cell for cell in row] for row in zip(*part.values(), strict=True)]


def kinds_of(table: pa.Table) -> tuple[list[int], ...]:
    """The kind of each cell of the head."""
    part = table.slice(0, LOOK)
    if not any(name.startswith("k") for name in table.column_names):
        return ()
    names = [name for name in table.column_names if name.startswith("c")]
    columns = [
        part[f"k{n[1:]}"].to_pylist() if f"k{n[1:]}" in table.column_names else [TEXT] * len(part) for n in names
    ]
    return tuple(list(row) for row in zip(*columns, strict=True))
