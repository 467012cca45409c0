"""The child process that opens a Word document of others: `python -m core.papers.check_docx FILE FOLDER FAMILY MEGABYTES`.

Writes `told.json` (names, unknown, or fault) and, where it is fit, `ready.docx` and `ready.html` into FOLDER. Exit codes: 0 told, 4 unreadable.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from core.files.child import limit_memory

UNREADABLE_EXIT = 4


def main(argv: list[str]) -> int:
    path, folder, family, megabytes = Path(argv[0]), Path(argv[1]), argv[2], int(argv[-1])
    limit_memory(megabytes)
    from core.papers.prepare import Unfit, prepare  # noqa: PLC0415 - the limit stands before foreign code loads

    try:
        ready = prepare(path.read_bytes(), family)
    except Unfit as fault:
        told = {"fault": str(fault)}
    except Exception:
        return UNREADABLE_EXIT
    else:
        told = {"names": ready.names, "unknown": ready.unknown}
        (folder / "ready.docx").write_bytes(ready.docx)
        (folder / "ready.html").write_text(ready.html, "utf-8")
    (folder / "told.json").write_text(json.dumps(told), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
