"""Clusters on the map: an outline around the grids of each; of the one that is looked at, how many fell ill where."""

from __future__ import annotations

import math

import pandas as pd
import pydeck as pdk
import shapely
import streamlit as st
from shapely.geometry import mapping, shape

from core.colours import SERIES
from core.domain import Scope
from core.errors import UserError
from core.geo import areas as places
from core.i18n import format
from core.store import Store
from core.watch import cluster_grids
from pages.ui.shared import map_layers, palette
from pages.ui.shared.cached import read
from pages.ui.shared.places import named
from pages.ui.shared.session import say

BRIDGE = 0.003  # degrees: areas closer than this are drawn as one outline
RIM = 0.0015


def looked_at(found: pd.DataFrame) -> int | None:
    """The cluster that the address names, if it is one of these."""
    wanted = st.query_params.get("cluster", "")
    return int(wanted) if wanted.isdigit() and len(found) and int(wanted) in set(found.alert_id) else None


def cluster_layers(store: Store, scope: Scope, found: pd.DataFrame) -> list[pdk.Layer]:
    """`found`: core.watch.clusters."""
    chosen = looked_at(found)
    outlines = [(row, _outline(store, scope, row.members)) for row in found.itertuples()]
    features = [
        map_layers.feature(
            outline,
            fill=palette.rgb(SERIES[0], 60 if row.alert_id == chosen else 18),
            width=4 if row.alert_id == chosen else 2.2,
        )
        for row, outline in outlines
        if outline
    ]
    # On a light rim, so that the outline stands out from any colour of the areas.
    layers = [_ring(features, key="cluster_rims", rim=3), _ring(features, key="clusters")] if features else []
    if chosen is not None:
        layers += _people(store, scope, chosen)
    return layers


def focus_of(store: Store, scope: Scope, found: pd.DataFrame) -> dict | None:
    """What the frame shows while one is looked at: its outline with as much again around it."""
    chosen = looked_at(found)
    if chosen is None:
        return None
    outline = _outline(store, scope, found.members[found.alert_id == chosen].iloc[0])
    if outline is None:
        return None
    whole = shape(outline)
    west, south, east, north = whole.bounds
    return mapping(whole.envelope.buffer(0.6 * max(east - west, north - south)))


def _outline(store: Store, scope: Scope, members: list[int]) -> dict | None:
    areas = read(places.areas_of, store, scope, grids=[int(m) for m in members])
    shapes = [shape(g) for g in areas.geometry if isinstance(g, dict)]
    if not shapes:
        return None
    joined = shapely.union_all([s.buffer(BRIDGE, quad_segs=4) for s in shapes]).buffer(RIM - BRIDGE, quad_segs=4)
    return mapping(joined.simplify(RIM / 5))


def _ring(features: list[dict], *, key: str, rim: float = 0) -> pdk.Layer:
    light = [18, 24, 29, 255] if palette.dark() else [255, 255, 255, 255]
    widened = [{**f, "properties": {**f["properties"], "width": f["properties"]["width"] + rim}} for f in features]
    return pdk.Layer(
        "GeoJsonLayer",
        map_layers.collection(widened),
        id=key,
        pickable=False,
        filled=not rim,
        get_fill_color="properties.fill",
        get_line_color=light if rim else palette.rgb(SERIES[0], 255),
        line_width_units=map_layers.PIXELS,
        get_line_width="properties.width",
    )


def _people(store: Store, scope: Scope, chosen: int) -> list[pdk.Layer]:
    """A circle on each grid with anybody, as large as there are people, with their number."""
    try:
        counted = named(read(cluster_grids, store, scope, alert_id=chosen))
    except UserError:
        return []  # closed since the list was read
    counted = counted[counted.people > 0]
    where = read(places.areas_of, store, scope, grids=counted.grid_id.tolist())[["grid_id", "lon", "lat"]]
    data = [
        {
            "position": [r.lon, r.lat],
            "code": r.code,
            "radius": 8 + 3 * math.sqrt(r.people),
            "text": format.exact(r.people),
            **map_layers.tip(str(r.name), [(say("clusters.people"), format.exact(r.people))]),
        }
        for r in counted.merge(where, on="grid_id").itertuples()
        if not pd.isna(r.lon)
    ]
    circles = pdk.Layer(
        "ScatterplotLayer",
        data,
        id="cluster_people",
        pickable=True,
        get_position="position",
        radius_units=map_layers.PIXELS,
        get_radius="radius",
        stroked=True,
        get_fill_color=palette.rgb(SERIES[0], 235),
        get_line_color=[255, 255, 255, 255],
        line_width_units=map_layers.PIXELS,
        get_line_width=1.5,
    )
    numbers = pdk.Layer(
        "TextLayer",
        data,
        id="cluster_numbers",
        pickable=False,
        get_position="position",
        get_text="text",
        get_size=13,
        get_color=[18, 24, 29, 255] if palette.dark() else [255, 255, 255, 255],
        font_family=map_layers.FONT,
        font_weight=600,
    )
    return [circles, numbers]
