"""Who answers for a grid, or for the nearest grid above it that has someone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from core.domain import Scope
from core.registry.cards import Duty, card
from core.registry.grids import Grid, path
from core.store import Store


@dataclass(frozen=True)
class Answering:
    grid: Grid
    duties: tuple[Duty, ...]


def answering(
    store: Store, scope: Scope, *, grid_id: int, to_call: bool = False, as_of: date | None = None
) -> Answering | None:
    """The responsible and the chain of the nearest visible grid that has any, None where nobody is registered.

    `to_call`: for somebody who handles what happened there: those on duty are called in their duty, so their phones are not masked. A
    resident's phone never comes this way.
    """
    reader = replace(scope, reveal=scope.reveal | {"work_phone"}) if to_call else scope
    for grid in reversed(path(store, scope, grid_id=grid_id)):
        found = card(store, reader, grid_id=grid.grid_id, as_of=as_of)
        duties = found.of("responsible") + found.chain if found else ()
        if duties:
            return Answering(grid, duties)
    return None
