"""Places for people: which kinds a pack has, who waits for one, and what moving in tells: `core/policy/<pack>/places.toml`, told in the epidemic's."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache

from core.policy.facts import facts as policy_facts
from core.policy.folder import FOLDER, scenarios
from core.policy.names import known_classes


@dataclass(frozen=True)
class PlaceKind:
    code: str
    waiting: tuple[str, ...] = ()  # classes
    places: tuple[str, ...] = ()  # of phases
    listed: tuple[str, ...] = ()  # facts
    named: str = ""  # fact
    moved_in: dict[str, str] = field(default_factory=dict)  # fact → value
    went_home: dict[str, str] = field(default_factory=dict)


@cache
def place_kinds() -> dict[str, PlaceKind]:
    """By code. Raises ValueError naming the file and what is wrong."""
    found: dict[str, PlaceKind] = {}
    for scenario in scenarios():
        file = FOLDER / scenario / "places.toml"
        for code, given in (tomllib.loads(file.read_text("utf-8")) if file.exists() else {}).items():
            try:
                kind = PlaceKind(code, **{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()})
            except TypeError as wrong:
                raise ValueError(f"{file}: {code}: {wrong}") from wrong
            facts = {*kind.listed, *kind.moved_in, *kind.went_home, *([kind.named] if kind.named else [])}
            unknown = (set(kind.waiting) - set(known_classes())) | (facts - set(policy_facts()))
            if unknown or code in found:
                raise ValueError(f"{file}: {code}: {', '.join(sorted(unknown)) or 'another pack has it already'}")
            found[code] = kind
    return found
