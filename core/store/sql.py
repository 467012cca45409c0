"""Queries live in `.sql` files beside the Python that runs them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ONLY_IF = "-- only if: "


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
