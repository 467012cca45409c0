"""The geometry of derived areas: cells around points, and a plan of tiles where nothing has a place at all.

All in a plane in which a degree of latitude is one unit and longitudes are shortened to match.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import shapely
from shapely import Geometry, Point

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def hull(points: Sequence[tuple[float, float]]) -> Geometry:
    """A rounded outline around points: the concave hull with a rim as wide as points typically lie apart."""
    cloud = shapely.multipoints(points)
    west, south, east, north = cloud.bounds
    rim = max(0.12 * math.hypot(east - west, north - south) / math.sqrt(len(points)) * 2, 0.004)
    shape = shapely.concave_hull(cloud, ratio=0.6)
    return shape.buffer(2 * rim, quad_segs=6).buffer(-rim, quad_segs=6).simplify(rim / 12)


def cells(seeds: Sequence[tuple[Hashable, float, float]], within: Geometry) -> dict[Hashable, Geometry]:
    """Who is nearest: a Voronoi cell per owner, clipped. An owner with several seeds gets their cells together."""
    inside = {}
    for owner, x, y in seeds:
        if shapely.intersects_xy(within, x, y):
            inside.setdefault((round(x, 7), round(y, 7)), owner)
    if not inside:
        return {}
    owners = list(inside.values())
    if len(set(owners)) == 1:
        return {owners[0]: within}
    faces = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(list(inside)), extend_to=within.envelope, ordered=True)
    )
    parts: dict[Hashable, list[Geometry]] = {}
    for owner, face in zip(owners, faces, strict=True):
        parts.setdefault(owner, []).append(face)
    joined = {owner: shapely.coverage_union_all(own) if len(own) > 1 else own[0] for owner, own in parts.items()}
    return {owner: _areal(face.intersection(within)) for owner, face in joined.items()}


def scatter(
    count: int, centre: tuple[float, float], within: Geometry, taken: Sequence[tuple[float, float]] = ()
) -> list:
    """`count` places inside an area, evenly around its centre like the seeds of a sunflower, then relaxed; always the same."""
    if count == 0:
        return []
    reach = 0.8 * math.sqrt(within.area / math.pi)
    start = Point(centre) if within.contains(Point(centre)) else within.representative_point()
    places = [_pulled_in(start, reach * math.sqrt((i + 0.5) / count), i * GOLDEN_ANGLE, within) for i in range(count)]
    for _ in range(4):
        found = cells([(i, *p) for i, p in enumerate(places)] + [(-1 - i, *p) for i, p in enumerate(taken)], within)
        places = [_middle(found.get(i), p) for i, p in enumerate(places)]
    return places


def tiles(count: int, box: tuple[float, float, float, float], gap: float) -> list[Geometry]:
    """Equal rectangles in rows from the north-west, `gap` a share of their size."""
    west, south, east, north = box
    columns = max(1, round(math.sqrt(count * (east - west) / (north - south))))
    rows = max(1, math.ceil(count / columns))
    wide, high = (east - west) / columns, (north - south) / rows
    found = []
    for i in range(count):
        x, y = west + (i % columns) * wide, north - (i // columns + 1) * high
        dx, dy = wide * gap / 2, high * gap / 2
        found.append(shapely.box(x + dx, y + dy, x + wide - dx, y + high - dy))
    return found


def _pulled_in(start: Point, radius: float, angle: float, within: Geometry) -> tuple[float, float]:
    """The point at that distance and angle, drawn towards the start until it lies inside."""
    for _ in range(12):
        x, y = start.x + radius * math.cos(angle), start.y + radius * math.sin(angle)
        if shapely.intersects_xy(within, x, y):
            return x, y
        radius *= 0.8
    return start.x + 1e-5 * math.cos(angle), start.y + 1e-5 * math.sin(angle)


def _middle(cell: Geometry | None, otherwise: tuple[float, float]) -> tuple[float, float]:
    if cell is None or cell.is_empty:
        return otherwise
    centre = cell.centroid
    centre = centre if cell.contains(centre) else cell.representative_point()
    return centre.x, centre.y


def _areal(shape: Geometry) -> Geometry:
    """Without the points and lines that clipping may leave."""
    if shape.geom_type != "GeometryCollection":
        return shape
    return shapely.union_all([p for p in shapely.get_parts(shape) if p.area > 0])
