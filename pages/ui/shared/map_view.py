"""Where a map begins: the centre and zoom at which given bounds fill the frame, and how wide the frame is."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pydeck as pdk
import streamlit as st

TILE = 512  # deck.gl's world is 512 pixels wide at zoom 0
Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees


def bounds_of(geometries: Iterable[dict]) -> Bounds | None:
    """The box around GeoJSON geometries; None without any coordinate."""
    points = [p for g in geometries for p in _points(g["coordinates"])]
    if not points:
        return None
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    return min(lons), min(lats), max(lons), max(lats)


def fit(bounds: Bounds, *, width: int, height: int, margin: int = 18) -> pdk.ViewState:
    """North-up view (no pitch, no bearing) in which the bounds fill a frame of `width` × `height` pixels."""
    west, south, east, north = bounds
    top, bottom = _mercator(north), _mercator(south)
    wide, high = max(east - west, 1e-4), max(top - bottom, 1e-4)
    scale = min((width - 2 * margin) / wide, (height - 2 * margin) / high)
    return pdk.ViewState(
        longitude=round((west + east) / 2, 5),
        latitude=round(_latitude((top + bottom) / 2), 5),
        zoom=round(min(math.log2(scale * 360 / TILE), 17), 2),
        pitch=0,
        bearing=0,
    )


def kept_view(key: str, fitting: pdk.ViewState) -> pdk.ViewState:
    """The view that this map began with, for the front end goes wherever a new one points: another colour, another layer or a window made
    wider is no reason to lose the place that somebody looks at. Once the page's width is known it is not left again until another map."""
    name, measured = "map_view", bool(st.session_state.get("page_width"))
    kept = st.session_state.get(name)
    if kept is None or kept[0] != key or not kept[1]:
        st.session_state[name] = kept = (key, measured, fitting)
    return kept[2]


def pixels(view: pdk.ViewState, lon: float, lat: float, *, width: int, height: int) -> tuple[float, float]:
    """Where a place lies in a frame, from its left and its top."""
    scale = TILE * 2**view.zoom / 360
    up = (_mercator(lat) - _mercator(view.latitude)) * scale
    return width / 2 + (lon - view.longitude) * scale, height / 2 - up


def frame_width(*, share: float = 1.0) -> int:
    """Pixels a map may take: measured by `note_width` when the page has one, else guessed."""
    measured = st.session_state.get("page_width") or (1080 if wide() else 358)
    return int(measured if measured < 700 else measured * share)


def height_for(bounds: Bounds, *, width: int, most: int, least: int = 300) -> int:
    """Pixels in which the bounds fill a frame of that width, within limits."""
    west, south, east, north = bounds
    shape = (_mercator(north) - _mercator(south)) / max(east - west, 1e-4)
    return int(min(max(width * shape, least), most))


def wide() -> bool:
    """No phone, and no window as narrow as one: what stands side by side there follows one another here."""
    noted = st.session_state.get("narrow")
    return not ("Mobi" in st.context.headers.get("User-Agent", "") if noted is None else noted)


NOTE_NARROW = """
export default function ({ setStateValue, data }) {
  const narrow = window.matchMedia("(max-width: 768px)").matches;
  if (narrow !== data.narrow) setStateValue("narrow", narrow);
}
"""


def note_narrow() -> None:
    """Learn that the browser's name misled. Draws nothing; an extra run only then."""
    _narrow_noter()(key="narrow_probe", data={"narrow": not wide()}, height=1, on_narrow_change=_keep_narrow)


@st.cache_resource
def _narrow_noter():
    return st.components.v2.component("narrow", js=NOTE_NARROW)


def _keep_narrow() -> None:
    found = st.session_state["narrow_probe"].get("narrow")
    if found is not None:
        st.session_state["narrow"] = bool(found)


def _points(coordinates: list) -> list:
    if coordinates and isinstance(coordinates[0], int | float):
        return [coordinates]
    return [p for inner in coordinates for p in _points(inner)]


def _mercator(latitude: float) -> float:
    """In degrees, so that one unit is as long as a degree of longitude."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def _latitude(mercator: float) -> float:
    return math.degrees(2 * math.atan(math.exp(math.radians(mercator))) - math.pi / 2)


NOTE_WIDTH = """
export default function ({ parentElement, setStateValue, data }) {
  const host = parentElement.host || parentElement;
  const width = () => Math.round(document.querySelector('[data-testid="stMainBlockContainer"] > div')?.clientWidth || host.clientWidth);
  const report = () => { const now = width(); if (now > 0 && Math.abs(now - data.known) > 60) setStateValue("width", now); };
  report();
}
"""


def note_width() -> None:
    """Learn how wide the page is, so that the map's first view fits. Draws nothing; at most one extra run per visit."""
    renderer = _width_noter()
    known = st.session_state.get("page_width", 0)
    renderer(key="page_width_probe", data={"known": known}, height=1, on_width_change=_keep_width)


@st.cache_resource
def _width_noter():
    return st.components.v2.component("page_width", js=NOTE_WIDTH)


def _keep_width() -> None:
    width = st.session_state["page_width_probe"].get("width")
    if width:
        st.session_state["page_width"] = int(width)
