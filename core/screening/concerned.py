"""Whom a risk area concerns: by grid, by how they were found, and person by person."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql


def concerned_by(
    store: Store, scope: Scope, *, area_id: int, as_of: date, below: int, grid: int = EVERYTHING, how: str | None = None
) -> pd.DataFrame:
    """Grain: one row per child of the grid `below` (code None: elsewhere), way of being found (how None: everybody once) and sureness.
    Columns: code, name, how, sure, people."""
    return store.df(_headed("concerned_grids.sql"), below=below, **_given(scope, area_id, as_of, grid, how))


def people(
    store: Store,
    scope: Scope,
    *,
    area_id: int,
    as_of: date,
    grid: int = EVERYTHING,
    how: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> pd.DataFrame:
    """One page of them, surely concerned ones first, then by home. Grain: one row per person. Columns: person_id, name, phone (masked as the
    scope says), township, place, hows (list: came_from …), sure, left_on, arrived_on, class (shown), task (status of the one drafted for it)."""
    return store.df(
        _headed("concerned_people.sql"),
        **_given(scope, area_id, as_of, grid, how),
        show_name="name" in scope.reveal,
        show_phone="phone" in scope.reveal,
        limit=limit,
        offset=offset,
    )


def people_ids(
    store: Store, scope: Scope, *, area_id: int, as_of: date, grid: int = EVERYTHING, how: str | None = None
) -> list[int]:
    rows = store.run(_headed("concerned_ids.sql"), **_given(scope, area_id, as_of, grid, how)).fetchall()
    return [number for (number,) in rows]


def grids_of(store: Store, *, grid_id: int | None) -> int:
    """How many grids of the county the area covers."""
    return store.value(load_sql(__file__, "grids_of.sql"), grid=grid_id) if grid_id is not None else 0


def _headed(tail: str) -> str:
    return load_sql(__file__, "concerned.sql") + load_sql(__file__, tail)


def _given(scope: Scope, area_id: int, as_of: date, grid: int = EVERYTHING, how: str | None = None) -> dict:
    return {"scope": scope.roots, "area": area_id, "as_of": as_of, "grid": grid, "how": how}
