"""The child process that fills a form: `python -m core.ingest.workbook.fill_form_write FILE FOLDER MEGABYTES`.

FOLDER holds `form.json` (fill_form.py says what is in it). Writes `out.xlsx` or `out.xlsm` there. Exit codes: 0 done, 4 neither
way of writing succeeded.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

from core.files.child import limit_memory

FAILED = 4
WARM = (
    "core.workbooks.fill_form_fresh",
    "core.workbooks.fill_form_kept",
)  # loaded before the fork (core/files/warm_server.py)


def main(argv: list[str]) -> int:
    path, folder, megabytes = Path(argv[0]), Path(argv[1]), int(argv[2])
    limit_memory(megabytes)
    from core.workbooks import fill_form_fresh, fill_form_kept  # noqa: PLC0415 - under the limit

    given = json.loads((folder / "form.json").read_text("utf-8"))
    for way in (fill_form_kept, fill_form_fresh) if _keeps(path) else (fill_form_fresh,):
        try:
            way.write(path, folder, given)
            return 0
        except Exception as failure:
            # Other programs write workbooks that one reader refuses and the other takes.
            sys.stderr.write(f"{way.__name__}: {failure!r}\n")
    return FAILED


def _keeps(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as book:
        return "xl/workbook.xml" in book.namelist()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
