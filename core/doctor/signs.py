"""What a check found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

OK, WARN, BAD = "ok", "warn", "bad"
LEVELS = (OK, WARN, BAD)


@dataclass(frozen=True)
class Sign:
    """`check`: what was looked at; `code`: what was found there (words doctor.<check>.<code>, and what to do about it: doctor.do.<check>.<code>);
    `fields` fill the words: numbers, paths and codes, never what the store holds of people."""

    check: str
    code: str
    level: str = OK
    fields: dict[str, object] = field(default_factory=dict)


def worst(found: Iterable[Sign]) -> str:
    return max((one.level for one in found), key=LEVELS.index, default=OK)
