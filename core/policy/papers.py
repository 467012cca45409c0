"""Papers that people are handed, and who may be handed which: `core/policy/<pack>/papers.toml`. What each entry means is told in that file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.policy.folder import FOLDER, scenarios
from core.policy.names import known_classes

WHEN = {"in", "after", "any"}


@dataclass(frozen=True)
class PaperKind:
    code: str
    zh: str
    en: str
    mark: str
    when: str
    classes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    member: str | None = None
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    days: int = 0

    def name(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@cache
def paper_kinds() -> dict[str, PaperKind]:
    """Those of all packs by code: of a pack that does not run nobody is in a class. Raises ValueError naming the file and what is wrong."""
    found: dict[str, PaperKind] = {}
    for scenario in scenarios():
        file = FOLDER / scenario / "papers.toml"
        for code, kind in (read_papers(file) if file.exists() else {}).items():
            if code in found:
                raise ValueError(f"{file}: {code}: another pack has it already")
            found[code] = kind
    return found


def hand_hours() -> int:
    """Until when a paper that was made is to be handed over."""
    return _clock()["hand_hours"]


def ends_days() -> int:
    """How long after its day of issue a paper without an end of its own is still to be handed over."""
    return _clock()["ends_days"]


def ending_kinds() -> list[str]:
    """Kinds of papers that end with the stretch for which they were made; the others are about one that is over."""
    return [code for code, kind in paper_kinds().items() if kind.when == "in"]


@cache
def _clock() -> dict[str, int]:
    return tomllib.loads((Path(__file__).parent / "papers.toml").read_text("utf-8"))


def read_papers(file: Path) -> dict[str, PaperKind]:
    known, found = set(known_classes()), {}
    for code, given in tomllib.loads(file.read_text("utf-8")).items():
        try:
            kind = PaperKind(code, **{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()})
        except TypeError as wrong:
            raise ValueError(f"{file}: {code}: {wrong}") from wrong
        unknown = {*kind.classes, *kind.none} - known
        if unknown or kind.when not in WHEN or (kind.when != "any" and not (kind.classes or kind.places)):
            raise ValueError(f"{file}: {code}: {', '.join(sorted(unknown)) or kind.when}")
        found[code] = kind
    return found
