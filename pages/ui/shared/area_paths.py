"""Grids of the reader's own to choose among, each with the one above it."""

from __future__ import annotations

from core.domain import Scope
from core.registry.grids import area_choices
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.session import place


def area_paths(store: Store, scope: Scope) -> dict[str, str]:
    """Code → path of every area grid in use, from the county down to the village, in the reader's language."""
    found = read(area_choices, store, scope)
    return {code: place(path) for code, path in zip(found["code"], found["path"], strict=True)}
