"""The areas of the grids on a wall, as lines that a page draws as they are: projected, simplified to what a screen shows, kept until a place or an outline changes."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import shapely
from shapely.geometry import shape

from core.domain import Scope
from core.geo.areas import IMPORTED, areas, places_version
from core.store import Store

WIDE, HIGH = 920, 560  # the drawing's units: about the pixels of its block on 1920 × 1080
EDGE = 6  # left free at its sides
FINE = 0.8  # units; below it a bend is not seen
MOST = 32  # maps that are kept of one store


@dataclass(frozen=True)
class Outline:
    """`path`: of an SVG whose units are WIDE × HIGH; `x`, `y`: a point well inside, where its name stands."""

    path: str
    x: int
    y: int


_kept: WeakKeyDictionary[Store, OrderedDict[tuple, dict[int, Outline]]] = WeakKeyDictionary()
_lock = threading.Lock()


def outlines(store: Store, scope: Scope, *, grid: int) -> dict[int, Outline]:
    """Child grid → its outline; empty where the county has given none: an area that was only derived is no border to be shown on a wall. Those that have one of their own are drawn."""
    key = (places_version(store), tuple(scope.roots), grid)
    with _lock:
        kept = _kept.setdefault(store, OrderedDict())
        if key in kept:
            kept.move_to_end(key)
            return kept[key]
    made = _made(store, scope, grid)
    with _lock:
        kept[key] = made
        while len(kept) > MOST:
            kept.popitem(last=False)
    return made


def _made(store: Store, scope: Scope, grid: int) -> dict[int, Outline]:
    found = areas(store, scope, grid=grid)
    found = found[(found.kind == IMPORTED) & found.geometry.map(lambda one: isinstance(one, dict))]
    if found.empty:
        return {}
    shapes = [shape(one) for one in found.geometry]
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    flat = math.cos(math.radians((south + north) / 2))  # a degree of longitude is shorter than one of latitude
    wide, high = max((east - west) * flat, 1e-9), max(north - south, 1e-9)
    scale = min((WIDE - 2 * EDGE) / wide, (HIGH - 2 * EDGE) / high)
    left, top = (WIDE - wide * scale) / 2, (HIGH - high * scale) / 2

    def placed(points: np.ndarray) -> np.ndarray:
        return np.column_stack([left + (points[:, 0] - west) * flat * scale, top + (north - points[:, 1]) * scale])

    drawn = {}
    for number, one in zip(found.grid_id, shapes, strict=True):
        here = shapely.simplify(shapely.transform(one, placed), FINE, preserve_topology=True)
        inner = here.representative_point() if here.area else here.centroid
        drawn[int(number)] = Outline(_path(here), round(inner.x), round(inner.y))
    return drawn


def _path(one: shapely.Geometry) -> str:
    parts = []
    for polygon in getattr(one, "geoms", [one]):
        if polygon.geom_type != "Polygon":
            continue
        for ring in (polygon.exterior, *polygon.interiors):
            parts.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in list(ring.coords)[:-1]) + "Z")
    return "".join(parts)
