"""Where an alert lies: the townships as outlines, its own filled, a dot at the grid and at the one that it concerns as well. Drawn, not fetched: no map engine."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.geo.areas import areas
from core.registry.grids import find_grid, start_grid
from core.store import Store
from pages.ui.shared import palette
from pages.ui.shared.cached import read
from pages.ui.shared.icons import data_address
from pages.ui.shared.map_view import bounds_of
from pages.ui.shared.session import place, say

WIDTH, HEIGHT, MARGIN = 320, 120, 6


def small_map(store: Store, user: User, alert: pd.Series) -> None:
    """Nothing where no grid has coordinates."""
    start = start_grid(store, user.scope)
    found = None if start is None else read(areas, store, user.scope, grid=start.grid_id)
    if found is None or found.empty:
        return
    box = bounds_of(found.geometry)
    if box is None:
        return
    drawn = "".join(_area(row, box, own=row.name == alert.township) for row in found.itertuples())
    dots = "".join(
        _dot(store, user, number, box) for number in (alert.grid_id, alert.also_grid_id) if not pd.isna(number)
    )
    title = " · ".join(place(n) for n in dict.fromkeys((alert.township, alert.grid_name)) if isinstance(n, str))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">{drawn}{dots}</svg>'
    words = escape(f"{say('alerts.map')}: {title}")
    st.html(f'<img class="gc-small-map" src="{data_address(svg)}" alt="{words}" title="{words}">')


def _area(row, box: tuple, *, own: bool) -> str:
    shape = row.geometry["coordinates"]
    rings = shape if row.geometry["type"] == "Polygon" else [ring for part in shape for ring in part]
    path = "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (_at(p[0], p[1], box) for p in ring)) + "Z" for ring in rings
    )
    fill = palette.of("accent") if own else palette.of("zero")
    return f'<path d="{path}" fill="{fill}" fill-opacity="{0.45 if own else 1}" stroke="{palette.of("line")}"/>'


def _dot(store: Store, user: User, number: float, box: tuple) -> str:
    grid = find_grid(store, user.scope, grid_id=int(number))
    if grid is None or grid.lon is None or grid.lat is None:
        return ""
    x, y = _at(grid.lon, grid.lat, box)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{palette.of("accent")}" stroke="{palette.of("ground")}" stroke-width="1.5"/>'


def _at(lon: float, lat: float, box: tuple) -> tuple[float, float]:
    west, south, east, north = box
    scale = min((WIDTH - 2 * MARGIN) / max(east - west, 1e-4), (HEIGHT - 2 * MARGIN) / max(north - south, 1e-4))
    return WIDTH / 2 + (lon - (west + east) / 2) * scale, HEIGHT / 2 - (lat - (south + north) / 2) * scale
