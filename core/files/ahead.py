"""A command begins to decode its spreadsheet before it has loaded what it needs for it, which takes as long as a third of a large file."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from core.errors import UserError
from core.files.child import run_limited
from core.files.guard import look
from core.settings import load_settings

SPREADSHEETS = ("workbook", "xml", "html")  # what core/files/decode.py reads whatever its size


@dataclass(frozen=True)
class Begun:
    """`folder`: into which the child writes; `code`: its exit code."""

    folder: tempfile.TemporaryDirectory
    code: Future[int]


_begun: dict[tuple[Path, str], Begun] = {}


def begin(words: Sequence[str]) -> None:
    """The first of a command's words that names a file, if it is a spreadsheet. What is wrong with it is told by whoever reads it."""
    try:
        path = next((Path(word) for word in words if Path(word).is_file()), None)
        form = look(path, path.name) if path and "--sheet" not in words else ""
        settings = load_settings()
    except (UserError, OSError, ValueError):
        return
    if form in SPREADSHEETS:
        folder, beside = tempfile.TemporaryDirectory(prefix="grid-command-"), ThreadPoolExecutor(1)
        arguments = [str(path.resolve()), form, folder.name]
        code = beside.submit(run_limited, "core.files.decode", arguments, path.name, settings)
        _begun[path.resolve(), form] = Begun(folder, code)
        beside.shutdown(wait=False)


def taken(path: Path, form: str) -> Begun | None:
    """What was begun of that file, once."""
    return _begun.pop((path.resolve(), form), None)
