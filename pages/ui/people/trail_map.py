"""A person's trail on a map."""

from __future__ import annotations

import html
from itertools import pairwise

import pandas as pd
import pydeck as pdk
import streamlit as st

from core.domain import Scope
from core.geo.areas import areas
from core.registry.grids import start_grid
from core.store import Store
from pages.ui.shared import map_layers, maps, palette, places
from pages.ui.shared.cached import read
from pages.ui.shared.map_view import fit, frame_width
from pages.ui.shared.session import say

HEIGHT = 360
ROOM = 0.012  # degrees around the places, so that one place alone is not looked at through a lens


def trail_map(store: Store, scope: Scope, scans: pd.DataFrame) -> None:
    """Places as dots, moves as lines; `scans` is what `core.registry.person.trail` returns."""
    placed = scans[scans.lon.notna() & scans.lat.notna()]
    if placed.empty:
        st.caption(say("person.map_none"))
        return
    st.caption(say("person.map"))
    spots = placed.groupby(["lon", "lat"], as_index=False).agg(
        name=("place", lambda names: " / ".join(dict.fromkeys(names))), people=("scanned_at", "size")
    )
    box = (spots.lon.min() - ROOM, spots.lat.min() - ROOM, spots.lon.max() + ROOM, spots.lat.max() + ROOM)
    width = frame_width(share=0.48)
    view = fit(box, width=width, height=HEIGHT, margin=30)
    layers = [
        *_ground(store, scope, named=set(spots.name)),
        _paths(placed),
        _dots(spots),
        _names(spots),
    ]
    maps.draw(layers, view=view, key="person_map", height=HEIGHT, width=width)


def _ground(store: Store, scope: Scope, *, named: set[str]) -> list[pdk.Layer]:
    """Townships faint beneath, with their names but for those `named` already, to know where one looks."""
    start = start_grid(store, scope)
    if start is None:
        return []
    around = places.named(read(areas, store, scope, grid=start.grid_id))
    towns = map_layers.names(around[~around.name.isin(named)], size=12)
    towns.id, towns.opacity = "towns", 0.45
    return [map_layers.edges(list(around.geometry), key="ground", width=1, strength=90), towns]


def _names(spots: pd.DataFrame) -> pdk.Layer:
    """Names above their dots; those of more check-ins first where there is no room for all."""
    names = map_layers.names(spots, size=13)
    names.get_pixel_offset = [0, -24]
    return names


def _paths(placed: pd.DataFrame) -> pdk.Layer:
    """A line per pair of places: the stronger the later it was last gone, the wider the more often."""
    points = list(zip(placed.lon.round(5), placed.lat.round(5), strict=True))
    times: dict[tuple, int] = {}
    for pair in (tuple(sorted(move)) for move in pairwise(points) if move[0] != move[1]):
        times[pair] = times.pop(pair, 0) + 1  # taken out and put in again: the order is that of the last time
    steps = palette.sequential()[1:]
    data = [
        {
            "path": [list(p) for p in pair],
            "colour": palette.rgb(steps[n * len(steps) // len(times)], 220),
            "width": 1.5 + min(count, 20) / 5,
        }
        for n, (pair, count) in enumerate(times.items())
    ]
    return pdk.Layer(
        "PathLayer",
        data,
        id="moves",
        get_path="path",
        get_color="colour",
        width_units=pdk.types.String("pixels"),
        get_width="width",
        cap_rounded=True,
    )


def _dots(spots: pd.DataFrame) -> pdk.Layer:
    most = spots.people.max()
    data = [
        {
            "position": [round(row.lon, 5), round(row.lat, 5)],
            "radius": 6 + 10 * (row.people / most) ** 0.5,
            "tip": f"<b>{html.escape(row.name)}</b><br>{html.escape(say('person.times', count=row.people))}",
        }
        for row in spots[["lon", "lat", "name", "people"]].itertuples(index=False, name="Spot")
    ]
    return pdk.Layer(
        "ScatterplotLayer",
        data,
        id="places",
        pickable=True,
        get_position="position",
        get_radius="radius",
        radius_units=pdk.types.String("pixels"),
        get_fill_color=palette.rgb(palette.of("accent"), 190),
        get_line_color=[255, 255, 255, 255],
        stroked=True,
        line_width_units=pdk.types.String("pixels"),
        get_line_width=1.5,
    )
