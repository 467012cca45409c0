"""The language of the command line: Chinese where the system's locale is, English elsewhere."""

from __future__ import annotations

import os


def cli_language() -> str:
    given = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if given.lower().startswith("zh") else "en"
