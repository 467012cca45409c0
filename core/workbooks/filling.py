"""The child process that fills a form (rewriting.py): `python -m core.workbooks.filling FILE FOLDER MEGABYTES`. What is in `given.json`: fill_form.py."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

from core.workbooks.rewriting import child, sheet_bytes

# Loaded before the fork (core/files/warm_server.py).
WARM = ("core.workbooks.filling_fresh", "core.workbooks.filling_kept")


def keeps(path: Path, given: dict) -> bool:
    return sheet_bytes(path) is not None


def ways() -> tuple[ModuleType, ...]:
    from core.workbooks import filling_fresh, filling_kept  # noqa: PLC0415 - under the limit

    return filling_kept, filling_fresh


def main(argv: list[str]) -> int:
    return child(argv, keeps, ways)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
