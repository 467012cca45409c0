"""Queries live in `.sql` files beside the Python that runs them."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def load_sql(beside: str, name: str) -> str:
    """The text of `name` in the folder of the module `beside` (pass `__file__`)."""
    return (Path(beside).parent / name).read_text("utf-8")
