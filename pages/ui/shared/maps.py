"""Maps of grids. No basemap: nothing is asked of any other server."""

from __future__ import annotations

import html

import pandas as pd
import pydeck as pdk
import shapely
import streamlit as st
from shapely.geometry import shape

from core.i18n import t
from pages.ui.shared import map_layers, palette
from pages.ui.shared.map_view import bounds_of, fit, frame_width, kept_view
from pages.ui.shared.scales import Scale, indicator_name, scale_of, scale_of_alerts

TOOLTIP = '<b>{title}</b><div style="white-space:pre-line">{lines}</div>'
FIGURES = ("people", "check_ins", "coverage")


def area_map(
    areas: pd.DataFrame,
    *,
    colour: str,
    key: str,
    language: str,
    height: int = 420,
    share: float = 1.0,
    names: bool = True,
    below: list[pdk.Layer] | None = None,
    above: list[pdk.Layer] | None = None,
    frame: dict | None = None,
) -> str | None:
    """Draw areas coloured by one column, with a legend; returns the code of the grid that was clicked, or None.

    `areas`: one row per grid: code, name, geometry (GeoJSON dict or None), lon, lat, the column `colour` (a count, `coverage`
    as a share, or `grade`), and people, check_ins, coverage for the tooltip. `share`: the map's part of the page's width.
    `below`, `above`: further layers. `frame`: GeoJSON geometry that shall fill the frame (default: the areas).
    """
    box = bounds_of([frame] if frame else [g for g in areas.geometry if isinstance(g, dict)])
    if box is None:
        return None
    by_alerts = colour == "alerts" and "severe" in areas
    scale = (
        scale_of_alerts(areas.severe, areas.alerts, language)
        if by_alerts
        else scale_of(areas[colour], indicator=colour, language=language)
    )
    figures = tuple(dict.fromkeys([*(("severe",) if by_alerts else ()), colour, *(f for f in FIGURES if f in areas)]))[
        :3
    ]
    layers = [*(below or []), map_layers.cells(areas, scale, language, figures), *(above or [])]
    if names:
        layers.append(map_layers.names(_amid(areas[areas.geometry.notna()])))
    width = frame_width(share=share)
    view = kept_view(key, fit(box, width=width, height=height))
    event = draw(layers, view=view, key=key, height=height, width=width)
    legend(scale, unit(language, colour))
    return clicked(event)


def _amid(areas: pd.DataFrame) -> pd.DataFrame:
    """The areas with lon and lat where a name has most room: the middle of the largest circle inside, not the town hall."""
    middles = [shapely.maximum_inscribed_circle(shape(g), tolerance=0.005).coords[0] for g in areas.geometry]
    return areas.assign(lon=[x for x, _ in middles], lat=[y for _, y in middles])


def draw(layers: list[pdk.Layer], *, view: pdk.ViewState, key: str, height: int, width: int | None = None) -> object:
    """The deck on the page, without basemap, names moved apart; one object may be selected. `width`: of the frame in pixels, if it is not
    as wide as the page."""
    map_layers.placed(layers, view, width=width or frame_width(), height=height)
    style = {
        "fontSize": "13px",
        "lineHeight": "1.5",
        "borderRadius": "4px",
        "backgroundColor": palette.of("raised"),
        "color": palette.of("text"),
        "boxShadow": "0 1px 6px rgba(0,0,0,.35)",
    }
    deck = pdk.Deck(
        layers=layers, initial_view_state=view, map_provider=None, tooltip={"html": TOOLTIP, "style": style}
    )
    return st.pydeck_chart(deck, height=height, key=key, on_select="rerun", selection_mode="single-object")


def clicked(event: object) -> str | None:
    """The code of the selected grid or unit, whatever layer it was in."""
    objects = event.selection.objects if event else {}
    for chosen in objects.values():
        for one in chosen:
            code = one.get("properties", one).get("code")
            if code:
                return str(code)
    return None


def unit(language: str, indicator: str) -> str:
    """What the legend counts, with its unit."""
    if indicator in palette.running_classes(language):
        return t(language, "map.unit.class", name=indicator_name(language, indicator))
    return t(language, f"map.unit.{indicator}")


def legend(scale: Scale, title: str) -> None:
    """The unit, then each colour with its range and how many grids have it."""
    keys = [(entry.label, entry.colour, entry.count) for entry in scale.legend]
    colour_keys(title, keys)


def colour_keys(title: str, keys: list[tuple[str, str | None, int | None]], *, round_: bool = False) -> None:
    """A row of colours with their meaning and count; colour None is drawn as a dashed outline."""
    shape = "width:11px;height:11px;border-radius:50%" if round_ else "width:15px;height:11px"
    parts = [f'<span style="opacity:.75">{html.escape(title)}</span>']
    for label, colour, count in keys:
        fill = f"background:{colour}" if colour else "border-style:dashed"
        number = "" if count is None else f' <span style="opacity:.75">({count})</span>'
        parts.append(
            f'<span style="white-space:nowrap"><span style="display:inline-block;{shape};margin-right:5px;'
            f'border:1px solid rgba(128,128,128,.6);{fill}"></span>{html.escape(label)}{number}</span>'
        )
    row = "display:flex;flex-wrap:wrap;align-items:center;gap:3px 14px;font-size:13px"
    st.html(f'<div style="{row}">' + "".join(parts) + "</div>")
