"""Where a phone says that it is: given freely. Compared with where a code hangs it is not kept; told with a clue it is part of the clue."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.errors import UserError
from core.store import Store, load_sql

FARTHEST = 50.0  # km between a code and who scans it: a county's width, since many grids have the place of their town
BLURRED = 100.0  # km of inaccuracy from which a position says nothing


@dataclass(frozen=True)
class Position:
    """Degrees (WGS-84), metres of inaccuracy."""

    lat: float
    lon: float
    off: float

    def __str__(self) -> str:
        return f"{self.lat:.5f}, {self.lon:.5f} ±{self.off:.0f} m"


def position(lat: str, lon: str, accuracy: str) -> Position | None:
    """None: not given, or none that can be read, or so blurred that it says nothing."""
    lat_, lon_, off = (_number(text) for text in (lat, lon, accuracy or "0"))
    if lat_ is None or lon_ is None or off is None or not (-90 <= lat_ <= 90 and -180 <= lon_ <= 180):
        return None
    return Position(lat_, lon_, off) if 0 <= off / 1000 <= BLURRED else None


def nearest(store: Store, here: Position) -> int | None:
    """The village or, where several have one place, the town that lies nearest; None: none of them within a county's width."""
    row = store.one(load_sql(__file__, "nearest.sql"), lat=here.lat, lon=here.lon)
    return row[0] if row and row[1] <= FARTHEST else None


def near(store: Store, grid_id: int, *, lat: str, lon: str, accuracy: str) -> None:
    """Nothing where no position was given, or none that can be read, or where the grid lies is not known. `accuracy` in metres.

    Raises UserError phone_far (km): it was scanned far from where it hangs, as from a photograph.
    """
    here = position(lat, lon, accuracy)
    if here is None:
        return
    km = store.value(load_sql(__file__, "where.sql"), grid=grid_id, lat=here.lat, lon=here.lon)
    if km is not None and km - here.off / 1000 > FARTHEST:
        raise UserError("phone_far", km=round(km))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
