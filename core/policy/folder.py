"""Where the packs stand: a folder per scenario."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def scenarios() -> list[str]:
    """The packs that there are, by the name of their folder."""
    return sorted(file.parent.name for file in FOLDER.glob("*/classes.toml"))
