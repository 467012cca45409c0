"""The language of the command line: Chinese where the system's locale is, English elsewhere."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from core.i18n import t

if TYPE_CHECKING:
    from core.follow import Followed


def cli_language() -> str:
    given = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if given.lower().startswith("zh") else "en"


def tell_followed(done: Followed, language: str) -> None:
    """What a change of data led to, one line beside the answer proper (stderr: `--json` stays JSON)."""
    sys.stderr.write(followed_line(done, language) + "\n")


def followed_line(done: Followed, language: str) -> str:
    if done.failed:
        return t(language, "imports.not_followed")
    day = done.as_of.isoformat() if done.as_of else "–"
    fields = {
        "day": day,
        "pairs": done.pairs,
        "new": done.new,
        "continued": done.continued,
        "withdrawn": done.withdrawn,
    }
    return t(language, "ingest.cli.followed", **fields)
