"""A file → its sheets as Arrow text columns: spreadsheets through the child process, large tables streamed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from core.errors import UserError
from core.ingest import decode
from core.ingest.locate import LOOK
from core.settings import PROJECT, Settings


@dataclass(frozen=True)
class RawSheet:
    """One sheet as read. `batches()` yields tables with columns c0, c1 … (and k0 … where cells are not all text)."""

    name: str
    visible: bool
    first_row: int  # the number the spreadsheet gives to the first row read
    head: list[list[str | None]]
    batches: Callable[[], Iterator[pa.Table]]


def read_in_child(path: Path, kind: str, file_name: str, settings: Settings) -> list[RawSheet]:
    """Decode in a child with limits of time and memory. Raises UserError: file_password, file_unreadable, file_slow."""
    with tempfile.TemporaryDirectory(prefix="grid-command-") as folder:
        command = [sys.executable, "-m", "core.ingest.decode", str(path), kind, folder, str(settings.decode_megabytes)]
        try:
            done = subprocess.run(
                command,
                cwd=PROJECT,
                env=_environment(),
                capture_output=True,
                timeout=settings.decode_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise UserError("file_slow", file=file_name, seconds=settings.decode_seconds) from late
        if done.returncode == decode.PASSWORD_EXIT:
            raise UserError("file_password", file=file_name)
        if done.returncode:
            raise UserError("file_unreadable", file=file_name)
        listed = json.loads((Path(folder) / "sheets.json").read_text("utf-8"))
        return [_sheet(about, Path(folder)) for about in listed]


def _environment() -> dict[str, str]:
    # The child needs no thread pool, and under its memory limit each thread's arena would count.
    return {**os.environ, "PYTHONPATH": str(PROJECT), "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


def _sheet(about: dict, folder: Path) -> RawSheet:
    # Read, not mapped: the folder goes away, and Windows keeps mapped files locked.
    table = pa.ipc.open_file(pa.py_buffer((folder / about["file"]).read_bytes())).read_all()
    return RawSheet(about["name"], about["visible"], about["first_row"], head_of(table), lambda: iter([table]))


def head_of(table: pa.Table) -> list[list[str | None]]:
    columns = [c for c in table.column_names if c.startswith("c")]
    part = table.select(columns).slice(0, LOOK).to_pydict()
    return [list(row) for row in zip(*part.values(), strict=True)]
