"""Queries live in `.sql` files beside the Python that runs them."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def load_sql(beside: str, name: str) -> str:
    """The text of `name` in the folder of the module `beside` (pass `__file__`)."""
    return (Path(beside).parent / name).read_text("utf-8")


@cache
def statements(beside: str, name: str) -> tuple[str, ...]:
    """The statements of a file, which end with `;` at a line's end; without comments, which name parameters too."""
    text = "\n".join(line for line in load_sql(beside, name).splitlines() if not line.lstrip().startswith("--"))
    return tuple(part for part in text.split(";\n") if part.strip())
