"""A document of the county's own, looked at before it is taken: in a child process, its blanks compared with those that there are."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from core.errors import UserError
from core.files.child import run_limited
from core.files.guard import look_document
from core.papers.blanks import blanks
from core.store import Store

BIGGEST = 4 << 20  # bytes: a letter head with a picture or two


@dataclass(frozen=True)
class Checked:
    """`names` of its blanks; `ready`: the files that the child made of it, by their ending (docx, html, pptx)."""

    names: tuple[str, ...]
    ready: dict[str, bytes]


def checked(
    store: Store, content: bytes, form: str, *, family: str, needs: Collection[str], language: str, file_name: str
) -> Checked:
    """`form`: docx | pptx; `needs`: blanks that it must have. Raises UserError: file_empty, file_big, file_hostile, file_password, file_unreadable,
    file_slow, paper_docx_big, paper_docx_not, paper_docx_code, paper_docx_plain, paper_docx_edges, paper_blank_unknown, paper_blank_missing (which, by name)."""
    if len(content) > BIGGEST:
        raise UserError("paper_docx_big", file=file_name, most=BIGGEST >> 20)
    with tempfile.TemporaryDirectory(prefix="grid-command-") as folder:
        path = Path(folder) / f"given.{form}"
        path.write_bytes(content)
        look_document(path, file_name)
        code = run_limited(f"core.papers.check_{form}", [str(path), folder, family], file_name, store.settings)
        if code:
            raise UserError("file_hostile" if code < 0 else "file_unreadable", file=file_name)
        told = json.loads((Path(folder) / "told.json").read_text("utf-8"))
        if "fault" in told:
            raise UserError(f"paper_docx_{told['fault']}", file=file_name)
        if told["unknown"]:
            raise UserError("paper_blank_unknown", file=file_name, blanks=names_of(told["unknown"], family, language))
        missing = [name for name in needs if name not in told["names"]]
        if missing:
            raise UserError("paper_blank_missing", file=file_name, blanks=names_of(missing, family, language))
        made = {file.suffix[1:]: file.read_bytes() for file in Path(folder).glob("ready.*")}
        return Checked(tuple(told["names"]), made)


def names_of(names: list[str], family: str, language: str) -> list[str]:
    return ["{{" + (blanks(family).get(n, n) if language == "zh" else n) + "}}" for n in names]
