"""What somebody takes away as a file, noted: which list and how many rows."""

from __future__ import annotations

from collections.abc import Callable

from core.workbooks.export import audit
from pages.ui.shared.session import store


def took(login: str, kind: str, rows: int) -> None:
    """Called while the file is made: a button that nobody presses takes nothing. `kind`: a page's name."""
    audit(store(), login, "export.made", None, kind=kind, rows=rows)


def noted(login: str, kind: str, rows: int, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """The same around what makes the file."""

    def made() -> bytes:
        content = make()
        took(login, kind, rows)
        return content

    return made
