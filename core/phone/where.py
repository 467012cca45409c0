"""Whether a code was scanned where it hangs, as far as the phone says where it is: given freely, compared, and not kept."""

from __future__ import annotations

import math

from core.errors import UserError
from core.store import Store, load_sql

FARTHEST = 50.0  # km between a code and who scans it: a county's width, since many grids have the place of their town
BLURRED = 100.0  # km of inaccuracy from which a position says nothing


def near(store: Store, grid_id: int, *, lat: str, lon: str, accuracy: str) -> None:
    """Nothing where no position was given, or none that can be read, or where the grid lies is not known. `accuracy` in metres.

    Raises UserError phone_far (km): it was scanned far from where it hangs, as from a photograph.
    """
    here = [_number(text) for text in (lat, lon, accuracy or "0")]
    if any(value is None for value in here) or not (-90 <= here[0] <= 90 and -180 <= here[1] <= 180):
        return
    off = here[2] / 1000
    if off > BLURRED:
        return
    km = store.value(load_sql(__file__, "where.sql"), grid=grid_id, lat=here[0], lon=here[1])
    if km is not None and km - off > FARTHEST:
        raise UserError("phone_far", km=round(km))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
