"""Looking grids up: by id, below another, above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from core.domain import Scope
from core.store import Store, load_sql
from core.store.kept import until_written

COLUMNS = (
    "g.grid_id, g.code, g.name, g.axis, g.level, g.parent_id, g.area_id, g.lon, g.lat, g.closed_on, g.closed_note,"
    " (select i.name from grid i where i.grid_id = g.into_id) as into_name"
)


@dataclass(frozen=True)
class Grid:
    grid_id: int
    code: str
    name: str
    axis: str
    level: str
    parent_id: int | None
    area_id: int | None
    lon: float | None
    lat: float | None
    closed_on: date | None = None  # from then on it is no more
    closed_note: str | None = None
    into_name: str | None = None  # what it went into


@until_written(most=1_000, told=True)
def find_grid(store: Store, scope: Scope, *, grid_id: int | None = None, code: str | None = None) -> Grid | None:
    """The grid with that id or code, None when there is none or the scope does not reach it."""
    row = store.one(
        f"select {COLUMNS} from grid g where (g.grid_id = $grid_id or g.code = $code)"
        " and g.grid_id in (from scope_grids($scope))",
        grid_id=grid_id,
        code=code,
        scope=scope.roots,
    )
    return Grid(*row) if row else None


def scope_roots(store: Store, scope: Scope, *, axis: str = "area") -> pd.DataFrame:
    """The topmost visible grids: for the whole store its trees' roots. Grain: one row per grid (COLUMNS)."""
    return _roots(store, scope, axis).copy()


@until_written(told=True)
def _roots(store: Store, scope: Scope, axis: str) -> pd.DataFrame:
    return store.df(
        f"""select {COLUMNS} from grid g
        where g.axis = $axis and g.grid_id in (from scope_grids($scope))
          and (g.parent_id is null or g.parent_id not in (from scope_grids($scope)))
        order by g.code""",
        axis=axis,
        scope=scope.roots,
    )


def children(store: Store, scope: Scope, *, grid_id: int, axis: str = "area") -> pd.DataFrame:
    """Grids directly below. For an area grid and axis 'block': the units that lie in it. One row per grid (COLUMNS)."""
    return _below(store, scope, grid_id, axis).copy()


@until_written(told=True)
def _below(store: Store, scope: Scope, grid_id: int, axis: str) -> pd.DataFrame:
    return store.df(
        f"""select {COLUMNS} from grid g
        where g.grid_id in (from scope_grids($scope)) and g.axis = $axis
          and case when $axis = 'area' or (select axis from grid where grid_id = $grid_id) = 'block'
                   then g.parent_id = $grid_id
                   else g.parent_id is null
                        and g.grid_id in (select t.grid_id from grid_tree t where t.ancestor_id = $grid_id) end
        order by g.code""",
        grid_id=grid_id,
        axis=axis,
        scope=scope.roots,
    )


def area_choices(store: Store, scope: Scope) -> pd.DataFrame:
    """What a clerk may name for a whole list: visible area grids down to the village that are in use. One row per grid: code, path (“横州镇 / 城东社区”)."""
    return store.df(
        """select g.code, case when g.level = 'village' and p.name is not null then p.name || ' / ' || g.name else g.name end as path
        from grid g left join grid p on p.grid_id = g.parent_id
        where g.axis = 'area' and g.level <> 'section' and g.closed_on is null and g.grid_id in (from scope_grids($scope)) order by g.code""",
        scope=scope.roots,
    )


def block_choices(store: Store, scope: Scope) -> pd.DataFrame:
    """The units that a clerk may name for a whole list, and what is below them. One row per grid: code, path (“东镇中学 / 初一 / 初一1班”)."""
    return store.df(
        """with recursive down as (
          select grid_id, code, name as path from grid where axis = 'block' and parent_id is null
          union all
          select g.grid_id, g.code, d.path || ' / ' || g.name from down d join grid g on g.parent_id = d.grid_id and g.axis = 'block'
        )
        select code, path from down where grid_id in (from scope_grids($scope)) order by path, code""",
        scope=scope.roots,
    )


def path(store: Store, scope: Scope, *, grid_id: int) -> list[Grid]:
    """From the topmost visible grid down to this one, itself included; empty where the scope does not reach."""
    chain: list[Grid] = []
    current: int | None = grid_id
    while current is not None and len(chain) < 20:
        grid = find_grid(store, scope, grid_id=current)
        if grid is None:
            break
        chain.insert(0, grid)
        # A unit hangs in the area grid in which it lies.
        current = grid.parent_id if grid.parent_id is not None else grid.area_id
    return chain


def start_grid(store: Store, scope: Scope) -> Grid | None:
    """Where a reader begins: the topmost area grid of the scope (the unit, where the scope holds no area)."""
    for axis in ("area", "block"):
        roots = scope_roots(store, scope, axis=axis)
        if len(roots):
            return find_grid(store, scope, grid_id=int(roots.grid_id.iloc[0]))
    return None


def scope_choices(store: Store, scope: Scope, *, held: list[int]) -> pd.DataFrame:
    """Grids that an account may be given, `held` ones always among them. Grain: one area grid down to the section, or whole unit. Columns:
    grid_id, code, label (with the grid above it)."""
    return store.df(load_sql(__file__, "scope_choices.sql"), scope=scope.roots, held=held)


def villages(store: Store, scope: Scope) -> pd.DataFrame:
    """Where somebody may live, down to the village: visible villages in use, and sections whose village is not visible. One row per grid:
    grid_id, code, path (“东镇 / 东一村”)."""
    return store.df(
        """select g.grid_id, g.code, case when p.level = 'county' or p.name is null then g.name else p.name || ' / ' || g.name end as path
        from grid g left join grid p on p.grid_id = g.parent_id
        where g.axis = 'area' and g.closed_on is null and g.grid_id in (from scope_grids($scope))
          and (g.level = 'village' or g.level = 'section' and g.parent_id not in (from scope_grids($scope)))
        order by path, g.code""",
        scope=scope.roots,
    )


def named_grid(store: Store, scope: Scope, text: str) -> Grid | None:
    """The visible area grid in use with that code or, where only one has it, that name; with the name of the grid above it before it, if
    need be: 东一村1组, 东镇东一村. None else."""
    found = store.run(
        f"""select {COLUMNS} from grid g left join grid p on p.grid_id = g.parent_id
        where g.axis = 'area' and g.closed_on is null and g.grid_id in (from scope_grids($scope))
          and replace($text, ' ', '') in (g.code, g.name, p.name || g.name)
        order by g.code = $text desc limit 2""",
        text=text,
        scope=scope.roots,
    ).fetchall()
    return Grid(*found[0]) if found and (len(found) == 1 or found[0][1] == text) else None
