"""Packs that a test makes from the shipped one."""

from __future__ import annotations

import shutil
from pathlib import Path

from core.policy.loader import FOLDER


def bare_pack(folder: Path) -> Path:
    """A copy of the epidemic pack to be given other classes: without the editions, which are laid over the shipped ones, and without
    what speaks of those."""
    made = Path(shutil.copytree(FOLDER / "epidemic", folder, ignore=shutil.ignore_patterns("editions")))
    for name in ("grades.toml", "detectors.toml", "measures.toml"):
        (made / name).write_text("", "utf-8")
    return made
