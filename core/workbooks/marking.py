"""The child process that writes marks on a clerk's file (rewriting.py): `python -m core.workbooks.marking FILE FOLDER MEGABYTES`.

FOLDER holds, beside `given.json`, the texts of the status column and of the cells of each sheet (giveback.py).
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

from core.workbooks.rewriting import child, sheet_bytes

KEPT = 8 << 20  # bytes of sheet data, unpacked, up to which a workbook is edited rather than written afresh
# Loaded before the fork (core/files/warm_server.py).
WARM = ("core.workbooks.marking_fresh", "core.workbooks.marking_kept")


def keeps(path: Path, given: dict) -> bool:
    size = sheet_bytes(path)
    return given["form"] == "workbook" and not given["only_wrong"] and size is not None and size <= KEPT


def ways() -> tuple[ModuleType, ...]:
    from core.workbooks import marking_fresh, marking_kept  # noqa: PLC0415 - under the limit

    return marking_kept, marking_fresh


def main(argv: list[str]) -> int:
    return child(argv, keeps, ways)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
