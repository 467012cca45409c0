"""Areas of grids for the map: imported where there are outlines, otherwise derived from points, otherwise schematic."""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

import pandas as pd

from core.domain import Scope
from core.geo.layout import DERIVED, IMPORTED, PLANNED, SCHEMATIC, Layout
from core.registry.grids import children, find_grid
from core.store import Store, load_sql

__all__ = ["DERIVED", "IMPORTED", "PLANNED", "SCHEMATIC", "areas", "areas_of", "frame", "unit_places"]

COLUMNS = ["grid_id", "code", "name", "level", "lon", "lat", "geometry", "kind", "derived"]
NEXT_LEVEL = """select grid_id, code, name, level from grid where axis = 'area'
and parent_id in (select unnest($parents)) and grid_id in (from scope_grids($scope)) order by code"""
THESE = """select grid_id, code, name, level from grid where axis = 'area'
and grid_id in (select unnest(cast($grids as integer[]))) and grid_id in (from scope_grids($scope)) order by code"""
_layouts: WeakKeyDictionary[Store, tuple[tuple, Layout]] = WeakKeyDictionary()
_lock = threading.RLock()


def areas(store: Store, scope: Scope, *, grid: int, depth: int = 1) -> pd.DataFrame:
    """Areas of the grids `depth` levels below one (0: its own). Grain: one row per visible grid.

    Columns: grid_id, code, name, level, lon, lat (WGS-84, NaN without any place), geometry (GeoJSON dict in WGS-84, None where
    there is none), kind (`imported` outline; `derived` Voronoi cell of the grid's points, clipped to what is above it;
    `schematic` where only the grid above has a place, so that its own says nothing; `plan` a tile of a plan, where nothing
    in the whole county has coordinates), derived (not imported).
    Cells nest: those of villages fill their township's. Voronoi: Okabe, Boots, Sugihara, Spatial Tessellations (2000).
    """
    return _located(store, _below(store, scope, grid, depth))


def areas_of(store: Store, scope: Scope, *, grids: list[int]) -> pd.DataFrame:
    """The areas of these grids, wherever they lie: one row per visible one, the columns of `areas`."""
    return _located(store, store.df(THESE, grids=[int(g) for g in grids], scope=scope.roots))


def frame(store: Store, scope: Scope, *, grid: int) -> dict | None:
    """The grid's own area as {"geometry", "kind"}; None when the scope does not reach it or it has no area."""
    found = areas(store, scope, grid=grid, depth=0)
    if found.empty or not isinstance(found.geometry.iloc[0], dict):
        return None
    return {"geometry": found.geometry.iloc[0], "kind": found.kind.iloc[0]}


def unit_places(store: Store, scope: Scope, *, grid: int) -> pd.DataFrame:
    """Units lying in a grid, with a place on the map. Grain: one row per unit.

    Columns: grid_id, code, name, area_id, lon, lat (WGS-84; NaN when nothing is known), kind, industry, resumption, staff,
    staff_back (people), approximate (it has no point of its own and stands beside the middle of its area grid).
    """
    units = store.df(load_sql(__file__, "unit_places.sql"), grid=grid, scope=scope.roots)
    units["approximate"] = units.lon.isna() | units.lat.isna()
    neighbours: dict[int, int] = {}
    with _lock:
        layout = _layout(store)
        for row in units[units.approximate & units.area_id.notna()].itertuples():
            area = int(row.area_id)
            nth = neighbours[area] = neighbours.get(area, 0) + 1
            lon, lat = layout.degrees(layout.beside(area, nth))
            units.loc[row.Index, ["lon", "lat"]] = [lon, lat]
    return units


def _below(store: Store, scope: Scope, grid: int, depth: int) -> pd.DataFrame:
    if depth == 0:
        own = find_grid(store, scope, grid_id=grid)
        return pd.DataFrame([own.__dict__] if own and own.axis == "area" else [], columns=["grid_id", *COLUMNS[1:6]])
    level = children(store, scope, grid_id=grid)
    for _ in range(depth - 1):
        level = store.df(NEXT_LEVEL, scope=scope.roots, parents=level.grid_id.tolist())
    return level


def _located(store: Store, grids: pd.DataFrame) -> pd.DataFrame:
    rows = []
    with _lock:
        layout = _layout(store)
        for grid in grids.itertuples(index=False):
            shape, kind = layout.area(grid.grid_id)
            lon, lat = layout.degrees(layout.point(grid.grid_id))
            rows.append((grid.grid_id, grid.code, grid.name, grid.level, lon, lat, layout.geojson(shape), kind))
    found = pd.DataFrame(rows, columns=COLUMNS[:-1])
    found["geometry"] = found.geometry.astype(object)
    return found.assign(derived=found.kind != IMPORTED)


def places_version(store: Store) -> tuple:
    """Changes whenever a place, a parent or an outline does."""
    return store.one(load_sql(__file__, "places_version.sql"))


def _layout(store: Store) -> Layout:
    """The layout of the grids as they are now; the caller holds the lock."""
    version = places_version(store)
    kept = _layouts.get(store)
    if kept is None or kept[0] != version:
        kept = (version, Layout(store.df(load_sql(__file__, "places.sql"))))
        _layouts[store] = kept
    return kept[1]
