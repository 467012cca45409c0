"""The data dictionary: what each table and column of the store is for, its class, how long it is kept and what becomes of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
CLASSES = ("open", "personal", "sensitive", "health")
ENDS = ("keep", "empty", "blank", "unnamed", "counted")
PERSON = "person"  # the register itself


@dataclass(frozen=True)
class Column:
    """`kind`: open | personal | sensitive | health. `zh`, `en`: what it is for."""

    name: str
    kind: str
    zh: str
    en: str


@dataclass(frozen=True)
class Table:
    """One table; each entry is told in the head of dictionary.toml. `key`: the column by which other rows name its rows."""

    name: str
    zh: str
    en: str
    keep: str
    end: str
    columns: dict[str, Column]
    person: tuple[str, ...]
    also: str
    erase: str
    blank: tuple[str, ...]
    counted: tuple[str, ...]
    since: str | None
    hold: str | None
    phones: dict[str, str]
    belongs: dict[str, str]
    refers: dict[str, str]
    key: str | None

    @property
    def ended(self) -> tuple[str, ...]:
        """Columns that the wind-down empties in rows that stay."""
        if self.end == "counted":
            return tuple(c for c in self.columns if c not in self.counted)
        return self.blank if self.end in ("blank", "unnamed") else ()

    @property
    def worst(self) -> str:
        """The strictest class among its columns."""
        return max((c.kind for c in self.columns.values()), key=CLASSES.index)

    def names(self, listed: str) -> str:
        """Condition: the row is about somebody whose number the subquery `listed` gives."""
        return f"({' or '.join(f'{column} in ({listed})' for column in self.person)}) and {self.also}"


@cache
def dictionary() -> dict[str, Table]:
    """Table → entry, in the order of the schema."""
    told = tomllib.loads((HERE / "dictionary.toml").read_text("utf-8"))
    words = tomllib.loads((HERE / "columns.toml").read_text("utf-8"))
    keys: dict[str, str] = {PERSON: "person_id"}
    for entry in told.values():
        for column, parent in (entry.get("belongs", {}) | entry.get("refers", {})).items():
            keys[parent] = column
    return {name: _table(name, entry, words, keys.get(name)) for name, entry in told.items()}


def _table(name: str, entry: dict, words: dict, key: str | None) -> Table:
    columns = {c: Column(c, *words.get(f"{name}.{c}", words[c])) for c in entry["columns"]}
    person = entry.get("person", ["person_id"] if "person_id" in columns and name != PERSON else [])
    return Table(
        name, entry["zh"], entry["en"], entry["keep"], entry["end"], columns, tuple(person), entry.get("also", "true"),
        entry.get("erase", "delete"), tuple(entry.get("blank", ())), tuple(entry.get("counted", ())), entry.get("since"), entry.get("hold"),
        entry.get("phones", {}), entry.get("belongs", {}), entry.get("refers", {}), key,
    )  # fmt: skip


def about_people() -> list[Table]:
    """Tables whose rows name a person, but for the register itself."""
    return [table for table in dictionary().values() if table.person]
