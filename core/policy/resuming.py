"""When a unit may open: `core/policy/<scenario>/resuming.toml`. What each entry means is told in that file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from core.policy.folder import FOLDER
from core.policy.loader import read_policy


@dataclass(frozen=True)
class Resuming:
    keeps_away: tuple[str, ...]
    roster_full: float
    roster_least: float
    away_most: float
    silent_days: int


@cache
def resuming(scenario: str = "epidemic") -> Resuming:
    """Raises ValueError naming the file and what is wrong with it."""
    return read_resuming(FOLDER / scenario)


def read_resuming(folder: Path) -> Resuming:
    file = folder / "resuming.toml"
    given = tomllib.loads(file.read_text("utf-8"))
    wanted = {f.name for f in fields(Resuming)}
    if given.keys() != wanted:
        raise ValueError(f"{file}: {', '.join(sorted(given.keys() ^ wanted))}")
    unknown = set(given["keeps_away"]) - {c.code for c in read_policy(folder).classes}
    if unknown:
        raise ValueError(f"{file}: keeps_away: {', '.join(sorted(unknown))}")
    return Resuming(**given | {"keeps_away": tuple(given["keeps_away"])})
