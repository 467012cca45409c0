"""Where every area grid lies on the map: imported outlines, cells derived from points, or a schematic plan."""

from __future__ import annotations

import json
import math

import pandas as pd
import shapely
from shapely import Geometry

from core.geo.cells import GOLDEN_ANGLE, cells, hull, scatter, tiles

IMPORTED, DERIVED, SCHEMATIC, PLANNED = "imported", "derived", "schematic", "plan"
STRIP = 0.2  # the top of a tile that holds others, kept free for its name
PLAN = (0.0, 0.0, 1.3, 1.0)  # the box of a county without any place, in degrees at 0° N 0° E


class Layout:
    """All places of one state of the grids. Areas are worked out when first asked for, from the top down."""

    def __init__(self, places: pd.DataFrame) -> None:
        """`places`: as `places.sql` returns them."""
        self.children: dict[int | None, list[int]] = {}
        self.parent: dict[int, int | None] = {}
        own: dict[int, tuple[float, float]] = {}
        outlines: dict[int, Geometry] = {}
        known = set(places.grid_id.tolist())
        latitudes = places.lat.dropna()
        self._shrink = math.cos(math.radians(float(latitudes.mean()))) if len(latitudes) else 1.0
        for row in places.itertuples(index=False):
            parent = None if pd.isna(row.parent_id) or int(row.parent_id) not in known else int(row.parent_id)
            self.parent[row.grid_id] = parent
            self.children.setdefault(parent, []).append(row.grid_id)
            if not pd.isna(row.lon) and not pd.isna(row.lat):
                own[row.grid_id] = (float(row.lon) * self._shrink, float(row.lat))
            if isinstance(row.geometry, str):
                shape = self._read(row.geometry)
                if shape is not None:
                    outlines[row.grid_id] = shape
        self._own, self._outlines = own, outlines
        self._cells: dict[int, tuple[Geometry | None, str]] = {}
        self._points: dict[int, tuple[float, float] | None] = {}
        self._laid_out: set[int] = set()
        self._planned: set[int] = set()  # grids that are tiles of a plan

    def area(self, grid_id: int) -> tuple[Geometry | None, str]:
        """The grid's area in the plane and how it was found; None where the grid lies outside what is above it."""
        if grid_id not in self._cells:
            parent = self.parent.get(grid_id)
            if grid_id in self._outlines:
                self._cells[grid_id] = (self._outlines[grid_id], IMPORTED)
            elif parent is None:
                self._cells[grid_id] = self._root(grid_id)
            else:
                self._lay_out(parent)
        return self._cells.get(grid_id, (None, DERIVED))

    def point(self, grid_id: int) -> tuple[float, float] | None:
        """The grid's own point, else the middle of those below it, else a place inside its area."""
        if grid_id not in self._points:
            seeds = self._seeds(grid_id)
            if grid_id in self._own:
                self._points[grid_id] = self._own[grid_id]
            elif seeds:
                self._points[grid_id] = (sum(x for x, _ in seeds) / len(seeds), sum(y for _, y in seeds) / len(seeds))
            else:
                shape, _ = self.area(grid_id)
                inner = shape.representative_point() if shape is not None and not shape.is_empty else None
                self._points.setdefault(grid_id, (inner.x, inner.y) if inner else None)
        return self._points[grid_id]

    def beside(self, grid_id: int, nth: int) -> tuple[float, float] | None:
        """The nth place around the middle of a grid, for things that lie in it without a point of their own."""
        middle, (shape, _) = self.point(grid_id), self.area(grid_id)
        if middle is None:
            return None
        reach = 0.12 * math.sqrt(shape.area) * math.sqrt(nth) if shape is not None else 0.0005
        return middle[0] + reach * math.cos(nth * GOLDEN_ANGLE), middle[1] + reach * math.sin(nth * GOLDEN_ANGLE)

    def geojson(self, shape: Geometry | None) -> dict | None:
        """WGS-84, five decimals (about a metre)."""
        if shape is None or shape.is_empty:
            return None
        back = shapely.transform(shape, lambda xy: (xy / [self._shrink, 1.0]).round(5))
        return json.loads(shapely.to_geojson(back))

    def degrees(self, point: tuple[float, float] | None) -> tuple[float, float]:
        return (round(point[0] / self._shrink, 5), round(point[1], 5)) if point else (math.nan, math.nan)

    def _read(self, text: str) -> Geometry | None:
        """An imported outline, made valid and simplified for the screen; None when it encloses nothing."""
        shape = shapely.make_valid(shapely.from_geojson(text))
        shape = shapely.transform(shape, lambda xy: xy * [self._shrink, 1.0])
        west, south, east, north = shape.bounds
        shape = shapely.make_valid(shape.simplify(math.hypot(east - west, north - south) / 2500))
        return shape if shape.area > 0 else None

    def _seeds(self, grid_id: int) -> list[tuple[float, float]]:
        """The points of a grid and of all below it."""
        found = [self._own[grid_id]] if grid_id in self._own else []
        for child in self.children.get(grid_id, []):
            found += self._seeds(child)
        return found

    def _root(self, grid_id: int) -> tuple[Geometry | None, str]:
        outlines = [self._outlines[c] for c in self.children.get(grid_id, []) if c in self._outlines]
        if outlines and len(outlines) == len(self.children[grid_id]):
            return shapely.union_all(outlines), IMPORTED
        seeds = self._seeds(grid_id)
        if seeds:
            return hull(seeds), DERIVED
        roots = self.children[None]
        self._planned.add(grid_id)
        # Several trees without any place lie side by side.
        return shapely.box(*_shifted(PLAN, roots.index(grid_id) * (PLAN[2] + 0.2))), PLANNED

    def _lay_out(self, parent: int) -> None:
        """Areas of all children of one grid."""
        if parent in self._laid_out:
            return
        self._laid_out.add(parent)
        within, _ = self.area(parent)
        children = self.children[parent]
        for child in children:
            if child in self._outlines:
                self._cells[child] = (self._outlines[child], IMPORTED)
        rest = [c for c in children if c not in self._outlines]
        if within is None or within.is_empty or not rest:
            return
        if parent in self._planned:
            self._tile(parent, rest)
            return
        taken = [self._outlines[c] for c in children if c in self._outlines]
        free = within.difference(shapely.union_all(taken)) if taken else within
        if not free.is_empty:
            self._divide(parent, rest, free)

    def _tile(self, parent: int, children: list[int]) -> None:
        """Children as tiles within their parent's, below its name."""
        west, south, east, north = self.area(parent)[0].bounds
        if self.parent[parent] is not None:
            north -= (north - south) * STRIP
        deep = any(self.children.get(c) for c in children)
        found = tiles(len(children), (west, south, east, north), 0.07 if deep else 0.12)
        for child, tile in zip(children, found, strict=True):
            self._cells[child] = (tile, PLANNED)
            self._planned.add(child)
            if self.children.get(child):
                x0, y0, x1, y1 = tile.bounds
                self._points[child] = ((x0 + x1) / 2, y1 - (y1 - y0) * STRIP / 2)

    def _divide(self, parent: int, children: list[int], free: Geometry) -> None:
        """Cells around the points; children without any get a schematic place first."""
        seeds = {c: self._seeds(c) for c in children}
        known = [p for points in seeds.values() for p in points]
        lost = [c for c in children if not seeds[c]]
        centre = self._own.get(parent) or (free.centroid.x, free.centroid.y)
        for child, place in zip(lost, scatter(len(lost), centre, free, known[:400]), strict=True):
            self._points[child] = place
        flat = [(c, *p) for c in children for p in (seeds[c] or [self._points[c]])]
        found = cells(flat, free)
        for child in children:
            self._cells[child] = (found.get(child), DERIVED if seeds[child] else SCHEMATIC)


def _shifted(box: tuple[float, float, float, float], by: float) -> tuple[float, float, float, float]:
    return box[0] + by, box[1], box[2] + by, box[3]
