"""The child process that opens slides of others: `python -m core.papers.check_pptx FILE FOLDER FAMILY MEGABYTES`.

Writes `told.json` (names, unknown, or fault) and, where they are fit, `ready.pptx` into FOLDER. Exit codes: 0 told, 4 unreadable.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

from core.files.child import limit_memory

UNREADABLE_EXIT = 4


def main(argv: list[str]) -> int:
    path, folder, family, megabytes = Path(argv[0]), Path(argv[1]), argv[2], int(argv[-1])
    limit_memory(megabytes)
    from core.papers.prepare import Unfit, harmless  # noqa: PLC0415 - the limit stands before foreign code loads
    from core.papers.slides import asked, made_whole  # noqa: PLC0415

    try:
        content = path.read_bytes()
        harmless(content)
        show = made_whole(content)
        names, unknown = asked(show, family)
    except Unfit as fault:
        told = {"fault": str(fault)}
    except Exception:
        return UNREADABLE_EXIT
    else:
        told = {"names": names, "unknown": unknown}
        out = io.BytesIO()
        show.save(out)
        (folder / "ready.pptx").write_bytes(out.getvalue())
    (folder / "told.json").write_text(json.dumps(told), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
