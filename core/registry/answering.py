"""Who answers for a grid, or for the nearest grid above it that has someone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.domain import Scope
from core.registry.cards import Duty, card
from core.registry.grids import Grid, path
from core.store import Store


@dataclass(frozen=True)
class Answering:
    grid: Grid
    duties: tuple[Duty, ...]


def answering(store: Store, scope: Scope, *, grid_id: int, as_of: date | None = None) -> Answering | None:
    """The responsible and the chain of the nearest visible grid that has any, None where nobody is registered."""
    for grid in reversed(path(store, scope, grid_id=grid_id)):
        found = card(store, scope, grid_id=grid.grid_id, as_of=as_of)
        duties = found.of("responsible") + found.chain if found else ()
        if duties:
            return Answering(grid, duties)
    return None
