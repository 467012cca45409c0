"""The fields of a person, from `person_fields.toml`, and the parts of SQL that are made from them.

An SQL file names a part where it belongs, as `/*person.differs*/`; `filled` puts it there. Parts are made of names of the
declaration alone, never of values.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "person_fields.toml"
PART = re.compile(r"/\*person\.(\w+)\*/")


@dataclass(frozen=True)
class PersonField:
    name: str
    type: str = "text"
    plain: bool = False
    read: str = ""
    emptied: str = ""
    merge: str = ""
    aspect: str = ""
    masked: str = ""


def person_fields() -> dict[str, PersonField]:
    """By name, in the order of the file. Raises TypeError for an entry that means nothing."""
    return _read(FILE)


def filled(sql: str) -> str:
    """With each part that the text names. Raises KeyError for one that there is not."""
    return PART.sub(lambda found: PARTS[found[1]](), sql) if "/*person." in sql else sql


@cache
def _read(file: Path) -> dict[str, PersonField]:
    return {name: PersonField(name, **given) for name, given in tomllib.loads(file.read_text("utf-8")).items()}


def _each(text: str, **wanted: object) -> str:
    """`text` for each plain field for which `wanted` holds, {0} its name."""
    fields = [f for f in person_fields().values() if f.plain and all(getattr(f, k) == v for k, v in wanted.items())]
    return ",\n  ".join(text.format(f.name) for f in fields)


# r: the row as typed; p: the person; q: what becomes of the row; k and g: the entry that is kept and the one that goes.
PARTS: dict[str, Callable[[], str]] = {
    # check.sql: what is taken as it is told
    "told": lambda: _each("plan.told({0}) as {0}", read="text"),
    "read": lambda: _each("s.{0}", read="text"),
    "typed": lambda: _each("{0}", read="text"),
    # check_compare.sql, check_clears.sql: what a row would change, and empty
    "differs": lambda: _each("case when r.{0} is not null and r.{0} is distinct from p.{0} then '{0}' end"),
    "emptied": lambda: ",\n  ".join([
        _each("case when list_contains(r.clears, '{0}') and p.{0} is not null then '{0}' end", emptied="always"),
        _each("case when list_contains(r.clears, '{0}') and p.{0} is not null and not told then '{0}' end", emptied="untold"),
    ]),
    "always_emptied": lambda: _each("'{0}'", emptied="always"),
    "emptied_untold": lambda: _each("'{0}'", emptied="untold"),
    # commit.sql, commit_new.sql
    "taken": lambda: _each("{0} = case when not list_contains(q.emptied, '{0}') then coalesce(r.{0}, p.{0}) end"),
    "columns": lambda: _each("{0}"),
    "values": lambda: _each("r.{0}"),
    # stored.sql: every field as text
    "stored": lambda: _each("cast(p.{0} as text) as {0}"),
    # merge.sql, unmerge.sql
    "joined": lambda: _each("{0} = coalesce(k.{0}, g.{0})", merge="own"),
    "parted": lambda: _each("{0} = case when k.{0} is null and p.{0} = g.{0} then null else p.{0} end", merge="own"),
}  # fmt: skip
