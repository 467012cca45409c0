"""The map of one grid: its areas, what lies in and around it, what moved, and what the reader must know about the edges."""

from __future__ import annotations

import pandas as pd
import pydeck as pdk
import streamlit as st

from core.colours import RESUMPTION
from core.domain import Scope
from core.geo import areas as places
from core.registry import grids
from core.registry.grids import Grid
from core.rollup.flows import flows
from core.store import Store
from pages.ui.map.cluster_layers import cluster_layers, focus_of, looked_at
from pages.ui.map.map_controls import Look
from pages.ui.shared import map_layers
from pages.ui.shared.cached import read
from pages.ui.shared.map_view import bounds_of, frame_width, height_for, wide
from pages.ui.shared.maps import area_map, colour_keys
from pages.ui.shared.places import named
from pages.ui.shared.session import language, say

SHARE = 0.66  # of the page's width, beside the card


def map_of(
    store: Store, scope: Scope, place: Grid, figures: pd.DataFrame, look: Look, found: pd.DataFrame
) -> str | None:
    """Draw the children of an area grid (itself where it has none); the code of what was clicked.

    `figures`: core.rollup.series.by_child of the place, with what is open (pages.ui.map.worst_first.with_trouble).
    `found`: core.watch.clusters.
    """
    shown = read(places.areas, store, scope, grid=place.grid_id)
    if shown.empty:
        shown = read(places.areas, store, scope, grid=place.grid_id, depth=0)
    frame = read(places.frame, store, scope, grid=place.grid_id)
    shown = shown[["grid_id", "geometry", "kind", "lon", "lat"]].merge(
        figures.drop(columns=["lon", "lat"]), on="grid_id", how="inner"
    )
    shown = named(shown)
    if frame is None or shown.empty:
        st.info(say("map.no_place"))
        return None
    below, above = [], [map_layers.edges([frame["geometry"]], key="outline", width=2, strength=230)]
    around = _around(store, scope, place)
    if len(around):
        below.append(map_layers.around(around))
    kinds = set(shown.kind)
    outside = int(shown.geometry.isna().sum())
    if look.shows("below"):
        next_level = named(read(places.areas, store, scope, grid=place.grid_id, depth=2))
        kinds |= set(next_level.kind)
        outside += int(next_level.geometry.isna().sum())
        above += _next_level(next_level)
    above.append(map_layers.edges(list(shown.geometry), key="edges", width=1, strength=150))
    if look.shows("clusters") and len(found):
        above += cluster_layers(store, scope, found)
    if look.shows("flows"):
        above.append(_flows(store, scope, place, shown, look))
    units = read(places.unit_places, store, scope, grid=place.grid_id) if look.shows("units") else None
    if units is not None:
        above += map_layers.units(units, language())
    focus = focus_of(store, scope, found) if look.shows("clusters") else None
    with st.container(key="map_frame", gap=None):
        _mark(kinds)
        clicked = area_map(
            shown.assign(weight=shown.severe),
            colour=look.colour,
            key=f"map_{place.code}" + (f"_{looked_at(found)}" if focus else ""),
            language=language(),
            height=height_for(
                bounds_of([frame["geometry"]]), width=frame_width(share=SHARE), most=540 if wide() else 420
            ),
            share=SHARE,
            names=look.shows("names"),
            below=below,
            above=above,
            frame=focus or frame["geometry"],
        )
    if units is not None:
        _unit_keys(units)
    _notes(kinds, outside)
    return None if clicked == place.code else clicked


def _next_level(areas: pd.DataFrame) -> list[pdk.Layer]:
    if areas.empty:
        return []
    if places.PLANNED in set(areas.kind):
        return [map_layers.small_tiles(areas)]
    return [map_layers.edges(list(areas.geometry), key="fine", width=0.6, strength=90), map_layers.dots(areas)]


def _around(store: Store, scope: Scope, place: Grid) -> pd.DataFrame:
    """The neighbours under the same parent, for orientation."""
    if place.parent_id is None or grids.find_grid(store, scope, grid_id=place.parent_id) is None:
        return pd.DataFrame(columns=["code", "name", "geometry"])
    siblings = named(read(places.areas, store, scope, grid=place.parent_id))
    return siblings[siblings.grid_id != place.grid_id]


def _flows(store: Store, scope: Scope, place: Grid, shown: pd.DataFrame, look: Look):
    moves = read(flows, store, scope, grid=place.grid_id, since=look.day, until=look.day, limit=40)
    if moves.empty:
        st.caption(say("map.no_flows"))
    else:
        st.caption(say("map.flows_note", pairs=len(moves)))
    return map_layers.flows(moves, shown, language())


def _unit_keys(units: pd.DataFrame) -> None:
    if units.empty:
        st.caption(say("map.no_units"))
        return
    counts = units.resumption.value_counts()
    keys = [(say(f"resumption.{r}"), c, int(counts.get(r, 0))) for r, c in RESUMPTION.items()]
    letters = " ".join(f"{say(f'map.letter.{k}')} {say(f'unit_kind.{k}')}" for k in units.kind.value_counts().index)
    colour_keys(say("map.layer.units"), keys, round_=True)
    st.caption(letters)
    if units.approximate.any():
        st.caption(say("map.units_approximate", count=int(units.approximate.sum())))


def _mark(kinds: set[str]) -> None:
    """In the picture itself, so that it goes along where only the picture goes."""
    word = "map.plan_mark" if places.PLANNED in kinds else "map.derived_mark" if places.DERIVED in kinds else None
    if word:
        with st.container(key="map_mark"):
            st.html(f'<span class="gc-derived">{say(word)}</span>')


def _notes(kinds: set[str], outside: int) -> None:
    """Never let a derived edge pass for a surveyed one, nor a wrong coordinate go unsaid."""
    if places.PLANNED in kinds:
        st.caption(say("map.schematic_all"))
        return
    if places.DERIVED in kinds:
        st.caption(say("map.derived"))
    if places.SCHEMATIC in kinds:
        st.caption(say("map.schematic_some"))
    if outside:
        st.caption(say("map.outside", count=outside))
