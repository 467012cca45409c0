"""Queries live in `.sql` files beside the Python that runs them. Two sorts of comment say what of a file is asked at all: `-- if name … -- end`
around a condition (`asked`, by what is bound), `-- only if: query` above a statement (`guarded`, by what the tables hold)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

ONLY_IF = "-- only if: "
CONDITION = re.compile(r" *-- if (\w+)\n(.*?)(?:(?= *-- if \w+\n)| *-- end\n)", re.DOTALL)


@cache
def load_sql(beside: str, name: str) -> str:
    """The text of `name` in the folder of the module `beside` (pass `__file__`)."""
    return (Path(beside).parent / name).read_text("utf-8")


@cache
def statements(beside: str, name: str) -> tuple[str, ...]:
    """The statements of a file, which end with `;` at a line's end; without comments, which name parameters too."""
    return tuple(statement for _, statement in guarded(beside, name))


@cache
def guarded(beside: str, name: str) -> tuple[tuple[str, str], ...]:
    """The same, each with the query of a line `-- only if: …` above it, else ''. Where that finds no row the statement would do nothing,
    and who runs it need not plan it."""
    lines = load_sql(beside, name).splitlines()
    text = "\n".join(line for line in lines if line.startswith(ONLY_IF) or not line.lstrip().startswith("--"))
    return tuple(_guard(part) for part in text.split(";\n") if part.strip())


def _guard(part: str) -> tuple[str, str]:
    guards = [line.removeprefix(ONLY_IF) for line in part.splitlines() if line.startswith(ONLY_IF)]
    plain = "\n".join(line for line in part.splitlines() if not line.startswith(ONLY_IF))
    return (" ".join(guards), plain)


def asked(sql: str, bound: Mapping[str, object]) -> str:
    """The statement without the conditions that nothing asks for: what stands behind `-- if name`, up to the next one or `-- end`, where `bound` has None
    under that name. A condition that is left out costs nothing; one that is always true has each row looked at, and is planned each time."""
    return _asked(sql, frozenset(name for name, value in bound.items() if value is not None))


@lru_cache(maxsize=1_000)
def _asked(sql: str, given: frozenset[str]) -> str:
    return CONDITION.sub(lambda found: found[2] if found[1] in given else "", sql)
