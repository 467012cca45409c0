"""Which grids lie together: of each its nearest ones."""

from __future__ import annotations

import numpy as np

NOBODY = -1


def neighbours(lon: np.ndarray, lat: np.ndarray, nearest: int) -> np.ndarray:
    """[grid, rank] index of the `nearest` grids by distance, itself first; -1 where there are no more. A grid without a place (NaN) has no
    neighbours and is nobody's. Grids at one place (hamlets of which only the village has a point) come in their order."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - takes a while to load

    found = np.full((len(lon), max(1, nearest)), NOBODY)
    found[:, 0] = np.arange(len(lon))
    placed = np.flatnonzero(~np.isnan(lon) & ~np.isnan(lat))
    asked = min(nearest, len(placed))
    if asked < 2:
        return found
    shrink = np.cos(np.radians(lat[placed].mean()))
    points = np.column_stack([lon[placed] * shrink, lat[placed]])
    far, order = cKDTree(points).query(points, k=asked)
    far = np.round(far, 7)
    own = order == np.arange(len(placed))[:, None]
    far[own] = -1.0  # itself first, also among grids at the same place
    ranked = np.take_along_axis(order, np.lexsort((order, far), axis=1), axis=1)
    # Where more lie at one place than are asked for, the tree may have left out the grid itself.
    ranked[:, 0] = np.arange(len(placed))
    found[placed[:, None], np.arange(asked)[None, :]] = placed[ranked]
    return found
