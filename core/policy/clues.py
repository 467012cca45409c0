"""The kinds of clues: clues.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class ClueKind:
    code: str
    zh: str
    en: str
    truth: bool = False

    def name(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@cache
def clue_kinds() -> dict[str, ClueKind]:
    return {code: ClueKind(code, **row) for code, row in _table()["kind"].items()}


def answer_hours() -> int:
    return _table()["answer_hours"]


@cache
def _table() -> dict:
    return tomllib.loads((Path(__file__).parent / "clues.toml").read_text("utf-8"))
