"""Which grids a table, a map or a set of series is broken down into."""

from __future__ import annotations

from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql
from core.store.kept import until_written


def children(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, axis: str = "area", level: str | None = None
) -> list[int]:
    """Ids of the visible grids next below `grid`; with `level` those of an area's level anywhere below it.

    `axis="area"`: its children; for everything (0) the topmost visible area grids, and where that is but one (the county, or a
    user's own town) the children of that one. `axis="block"`: the units lying in an area grid's subtree; below a unit, its parts.
    A visible grid without any is its own only child. Kept until something is written: one picture asks five times.
    """
    return list(_children(store, scope, grid, axis, level))


@until_written(told=True)
def _children(store: Store, scope: Scope, grid: int, axis: str, level: str | None) -> list[int]:
    if level is not None:
        rows = store.run(load_sql(__file__, "at_level.sql"), scope=scope.roots, grid=grid, level=level).fetchall()
        return [number for (number,) in rows]
    found = _next(store, scope, grid, axis)
    if grid == EVERYTHING and axis == "area" and len(found) == 1:
        return _next(store, scope, found[0], axis) or found
    if not found and grid != EVERYTHING and axis == "area":
        seen = store.value("select 1 from scope_grids($scope) where grid_id = $grid", scope=scope.roots, grid=grid)
        return [grid] if seen else []
    return found


def _next(store: Store, scope: Scope, grid: int, axis: str) -> list[int]:
    rows = store.run(load_sql(__file__, "children.sql"), scope=scope.roots, grid=grid, axis=axis).fetchall()
    return [number for (number,) in rows]
