"""Equal squares placed roughly by compass: who lies in the north-west stands top left."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

WIDEST = 8  # squares beside each other


def squares_by_compass(places: pd.DataFrame, *, columns: int | None = None) -> dict[int, tuple[int, int]]:
    """`places`: grid_id, lon, lat (NaN without a place), one row per grid → grid_id → (row, column) from 0, no two alike.

    Places are taken by rank from west to east and from north to south, so that a crowd in one corner spreads; each goes to the nearest
    cell such that the sum of squared ways is least (linear sum assignment: Crouse, On implementing 2D rectangular assignment
    algorithms, 2016). Without any place they stand in reading order.
    """
    count = len(places)
    if not count:
        return {}
    columns = columns or min(WIDEST, max(1, math.ceil(math.sqrt(2 * count))))
    rows = math.ceil(count / columns)
    cells = np.array([(row, column) for row in range(rows) for column in range(columns)], dtype=float)
    if places.lon.isna().all() or places.lat.isna().all():
        return {int(grid): (i // columns, i % columns) for i, grid in enumerate(places.grid_id)}
    east = places.lon.rank(pct=True, method="first").fillna(1.0).to_numpy()
    south = (-places.lat).rank(pct=True, method="first").fillna(1.0).to_numpy()
    wanted = np.column_stack([south * rows - 0.5, east * columns - 0.5])
    ways = ((wanted[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - takes a while to load

    chosen, taken = linear_sum_assignment(ways)
    grids = places.grid_id.to_numpy()
    return {int(grids[i]): (int(cells[cell][0]), int(cells[cell][1])) for i, cell in zip(chosen, taken, strict=True)}
