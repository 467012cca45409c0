"""Somebody's own file written anew, marked or filled: in a limited child process, in place where that keeps its formats, else afresh.

A writer is a module with `keeps(path, given)`, whether the file can be written in place, and `ways()`: in place, afresh. Each way has
`write(path, folder, given)` and leaves `out.xlsx` or `out.xlsm` in the folder, which also holds `given.json` and whatever else the
caller put there.
"""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from core.errors import UserError
from core.files.child import limit_memory, run_limited
from core.settings import Settings

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

FAILED = 4
# Of a workbook written afresh: what stood there as text stays text.
AS_TEXT = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


def rewritten(
    writer: str, path: Path, give: Callable[[Path], dict], *, file_name: str, settings: Settings
) -> tuple[bytes, str]:
    """(content, suffix) of what the module `writer` made of the file. `give` puts what the writer needs into the folder and returns
    what goes by `given.json`. Raises UserError file_slow, and file_unreadable where neither way succeeds."""
    with tempfile.TemporaryDirectory(prefix="grid-command-") as name:
        folder = Path(name)
        (folder / "given.json").write_text(json.dumps(give(folder), ensure_ascii=False), "utf-8")
        code = run_limited(writer, [str(path), name], file_name, settings)
        made = [f for f in (folder / "out.xlsx", folder / "out.xlsm") if f.exists()]
        if code or not made:
            raise UserError("file_unreadable", file=file_name)
        return made[0].read_bytes(), made[0].suffix


def child(argv: list[str], keeps: Callable[[Path, dict], bool], ways: Callable[[], tuple[ModuleType, ...]]) -> int:
    """The child's part: FILE FOLDER MEGABYTES. Returns its exit code, 0 or FAILED."""
    path, folder = Path(argv[0]), Path(argv[1])
    limit_memory(int(argv[2]))
    given = json.loads((folder / "given.json").read_text("utf-8"))
    kept, fresh = ways()
    for way in (kept, fresh) if keeps(path, given) else (fresh,):
        try:
            way.write(path, folder, given)
            return 0
        except Exception as failure:
            # Other programs write workbooks that one reader refuses and the other takes.
            sys.stderr.write(f"{way.__name__}: {failure!r}\n")
    return FAILED


def sheet_bytes(path: Path) -> int | None:
    """Bytes of the sheets' data, unpacked; None where the file is no .xlsx or .xlsm."""
    if not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as inside:
        entries = {e.filename: e.file_size for e in inside.infolist()}
    if "xl/workbook.xml" not in entries:
        return None
    return sum(size for name, size in entries.items() if name.startswith("xl/worksheets/"))


@contextmanager
def in_place(path: Path, folder: Path) -> Iterator[Workbook]:
    """The workbook to be written on; saved into the folder at the end, its macros kept, its formulas worked out anew when it is opened.
    Raises whatever openpyxl raises on a workbook that it cannot take."""
    from openpyxl import load_workbook  # noqa: PLC0415 - by the child alone

    with zipfile.ZipFile(path) as inside:
        macros = "xl/vbaProject.bin" in inside.namelist()
    with path.open("rb") as file:
        book = load_workbook(file, keep_vba=macros)
    yield book
    book.calculation.fullCalcOnLoad = True
    book.save(folder / ("out.xlsm" if macros else "out.xlsx"))
