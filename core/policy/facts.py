"""Facts about people that policies ask for: `core/policy/<scenario>/facts.toml`. What each entry means is told in the epidemic pack's."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from core.errors import UserError, Word
from core.policy.folder import FOLDER, scenarios

TYPES = ("text", "date", "number", "value")
PREFIX = "fact_"  # of the fields of lists that hold a fact


@dataclass(frozen=True)
class Fact:
    code: str
    type: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    kinds: frozenset[str]
    maybe: tuple[str, ...] = ()
    values: dict[str, list[str]] = field(default_factory=dict)
    days: int | None = None
    sensitive: bool = False
    masked: str | None = None
    otherwise: str = ""  # the value as which one is taken that nobody knows
    at_once: bool = False  # what is told today counts for the day judged, be that yesterday

    @property
    def field(self) -> str:
        """The field of a list that holds it, which is its value set as well."""
        return PREFIX + self.code

    @property
    def asks(self) -> bool:
        """May it be answered with yes or no (是否转移)?"""
        return {"是", "否"} <= {text for ways in self.values.values() for text in ways}

    def name(self, language: str) -> str:
        return (self.zh if language == "zh" else self.en)[0]

    def worded(self, value: str, language: str) -> str:
        """A stored value as it is read: a code in its usual writing."""
        ways = self.values.get(value, [value])
        return ways[0] if language == "zh" else next((w for w in ways if w.isascii() and len(w) > 1), ways[0])


@cache
def facts() -> dict[str, Fact]:
    """Those of all packs by code, in the order of their files: a list may tell what no pack that runs asks for, and nothing told is lost.
    Raises UserError policy_invalid (file, name); a code belongs to one pack."""
    found: dict[str, Fact] = {}
    for scenario in scenarios():
        of_pack = read_facts(FOLDER / scenario / "facts.toml")
        for code in of_pack.keys() & found.keys():
            raise UserError(
                "policy_invalid", file=f"{scenario}/facts.toml", what=Word("policy.fault.two_terms"), name=code
            )
        found |= of_pack
    return found


def read_facts(file: Path) -> dict[str, Fact]:
    return facts_in(tomllib.loads(file.read_text("utf-8")), file.name)


def facts_in(table: dict, file: str) -> dict[str, Fact]:
    """The facts of a table that was read already. Raises UserError policy_invalid (file, name)."""
    found = {}
    for code, given in table.items():
        try:
            fact = Fact(code, **{k: _plain(k, v) for k, v in given.items()})
        except TypeError as wrong:
            raise _fault(file, code) from wrong
        if fact.otherwise and fact.otherwise not in fact.values:
            raise _fault(file, code)
        if fact.type not in TYPES or (fact.type == "value") != bool(fact.values) or not (fact.zh and fact.en):
            raise _fault(file, code)
        found[code] = fact
    return found


def _fault(file: str, code: str) -> UserError:
    return UserError("policy_invalid", file=file, what=Word("policy.fault.fact"), name=code)


def _plain(name: str, value: object) -> object:
    return frozenset(value) if name == "kinds" else tuple(value) if isinstance(value, list) else value
