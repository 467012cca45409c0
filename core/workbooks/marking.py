"""The child process that writes marks on a clerk's file: `python -m core.workbooks.marking FILE FOLDER MEGABYTES`.

FOLDER holds `marks.json` and, per sheet, the texts of the status column and of the cells (giveback.py). Writes `out.xlsx` or
`out.xlsm` there. Exit codes: 0 done, 4 neither way of writing succeeded.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pyarrow as pa

from core.files.child import limit_memory
from core.workbooks.marks import Sheet

KEPT = 8 << 20  # bytes of sheet data, unpacked, up to which a workbook is edited rather than written afresh
FAILED = 4
WARM = (
    "core.workbooks.marking_fresh",
    "core.workbooks.marking_kept",
)  # loaded before the fork (core/files/warm_server.py)


def main(argv: list[str]) -> int:
    path, folder, megabytes = Path(argv[0]), Path(argv[1]), int(argv[2])
    limit_memory(megabytes)
    from core.workbooks import marking_fresh, marking_kept  # noqa: PLC0415 - under the limit

    given = json.loads((folder / "marks.json").read_text("utf-8"))
    sheets = [_sheet(about, folder, n) for n, about in enumerate(given["sheets"])]
    for way in (marking_kept, marking_fresh) if _keeps(path, given) else (marking_fresh,):
        try:
            way.write(path, folder, sheets, given)
            return 0
        except Exception as failure:
            # Other programs write workbooks that one reader refuses and the other takes.
            sys.stderr.write(f"{way.__name__}: {failure!r}\n")
    return FAILED


def _sheet(about: dict, folder: Path, number: int) -> Sheet:
    rows, cells = (_table(folder / f"{number}_{what}.arrow") for what in ("rows", "cells"))
    marks = zip(cells["row"], cells["column"], cells["error"], cells["text"], strict=True)
    return Sheet(
        about["name"],
        about["header_row"],
        about["last"],
        [tuple(pair) for pair in about["columns"]],
        dict(zip(rows["row"], rows["text"], strict=True)),
        {(row, column): (error, text) for row, column, error, text in marks},
    )


def _table(file: Path) -> dict[str, list]:
    return pa.ipc.open_file(pa.py_buffer(file.read_bytes())).read_all().to_pydict()


def _keeps(path: Path, given: dict) -> bool:
    if given["form"] != "workbook" or given["only_wrong"] or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as book:
        entries = book.infolist()
        if not any(e.filename == "xl/workbook.xml" for e in entries):
            return False
        return sum(e.file_size for e in entries if e.filename.startswith("xl/worksheets/")) <= KEPT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
