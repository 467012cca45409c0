"""The tables of the registers that imports make and change rows of, from `[tables]` of each kind.toml: what an undo has to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from core.ingest.kinds.descriptor import Descriptor, descriptors
from core.registry.person_fields import person_fields


@dataclass(frozen=True)
class Table:
    """`fields`: those whose changes are logged. `part` tells rows of one key apart ({0} stands for the table's alias). `owner`: the
    table to whose row its rows belong, undone with it or not at all. `points`: field → the table whose key it holds. `aspects`:
    field → what it only makes sense together with. `versioned`: a row counts its changes. `light`: its rows go with their owner and
    are no reason for it to stay."""

    name: str
    key: str
    owner: str
    fields: tuple[str, ...] = ()
    part: str = "''"
    points: dict[str, str] = field(default_factory=dict)
    aspects: dict[str, str] = field(default_factory=dict)
    versioned: bool = False
    light: bool = False

    @property
    def own(self) -> bool:
        """Do its rows stand for themselves?"""
        return self.owner == self.name

    def aspect(self, name: str) -> str:
        return self.aspects.get(name, name)


def tables() -> dict[str, Table]:
    """By name. Raises ValueError when two kinds tell of one table differently."""
    return _tables(tuple(descriptors().values()))


@cache
def _tables(kinds: tuple[Descriptor, ...]) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for kind in kinds:
        for name, given in kind.tables.items():
            table = _table(name, given)
            if found.setdefault(name, table) != table:
                raise ValueError(f"{kind.folder / 'kind.toml'}: {name} is told otherwise than by another kind")
    unknown = {name for kind in kinds for name in kind.tracked} - found.keys()
    if unknown:
        raise ValueError(f"tracked, and told of by no kind: {', '.join(sorted(unknown))}")
    return found


def _table(name: str, given: dict) -> Table:
    if name == "person":
        about = person_fields()
        aspects = {f.name: f.aspect for f in about.values() if f.aspect}
        given = {**given, "fields": list(about), "aspects": aspects}
    return Table(name, **{"owner": name, **given, "fields": tuple(given.get("fields", ()))})
