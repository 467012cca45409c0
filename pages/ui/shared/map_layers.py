"""The layers of a map, as pydeck wants them."""

from __future__ import annotations

import math

import pandas as pd
import pydeck as pdk

from core.colours import FROM, RESUMPTION, TO
from core.i18n import format, t
from pages.ui.shared import labels, palette
from pages.ui.shared.map_view import pixels
from pages.ui.shared.scales import Scale, indicator_name, indicator_text

FONT = pdk.types.String("Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif")
PIXELS = pdk.types.String("pixels")
METRES = pdk.types.String("meters")
LONGEST = 7  # Chinese characters of a name on the map; Latin letters take half of their width


def cells(areas: pd.DataFrame, scale: Scale, language: str, figures: tuple[str, ...]) -> pdk.Layer:
    """The areas, filled by the scale; without data only their edge."""
    features = [
        feature(
            row["geometry"],
            code=row["code"],
            fill=palette.rgb(colour, 225) if colour else [128, 128, 128, 14],
            **tip(
                str(row["name"]), [(indicator_name(language, f), indicator_text(language, f, row[f])) for f in figures]
            ),
        )
        for row, colour in zip(areas.to_dict("records"), scale.colours, strict=True)
        if isinstance(row["geometry"], dict)
    ]
    return pdk.Layer(
        "GeoJsonLayer",
        collection(features),
        id="areas",
        pickable=True,
        auto_highlight=True,
        highlight_color=palette.rgb(palette.of("accent"), 90),
        get_fill_color="properties.fill",
        get_line_color=[18, 24, 29, 255] if palette.dark() else [255, 255, 255, 255],
        line_width_units=PIXELS,
        get_line_width=1.2,
    )


def around(areas: pd.DataFrame) -> pdk.Layer:
    """The neighbours: faint, with their names on hover; a click goes there."""
    return pdk.Layer(
        "GeoJsonLayer",
        collection(
            [feature(r.geometry, code=r.code, **tip(str(r.name), [])) for r in _rows(areas, "geometry", "code", "name")]
        ),
        id="neighbours",
        pickable=True,
        get_fill_color=[128, 140, 150, 16],
        get_line_color=[128, 140, 150, 90],
        line_width_units=PIXELS,
        get_line_width=1,
    )


def small_tiles(areas: pd.DataFrame) -> pdk.Layer:
    """The next level of a plan: tiles in their township's, with their names on hover; a click goes there."""
    features = [
        feature(r.geometry, code=r.code, **tip(str(r.name), [])) for r in _rows(areas, "geometry", "code", "name")
    ]
    return pdk.Layer(
        "GeoJsonLayer",
        collection(features),
        id="tiles",
        pickable=True,
        auto_highlight=True,
        highlight_color=palette.rgb(palette.of("accent"), 90),
        get_fill_color=[255, 255, 255, 22] if palette.dark() else [255, 255, 255, 150],
        get_line_color=[128, 146, 158, 150],
        line_width_units=PIXELS,
        get_line_width=0.8,
    )


def edges(geometries: list, *, key: str, width: float, strength: int) -> pdk.Layer:
    """Outlines only, not clickable."""
    grey = [190, 202, 211] if palette.dark() else [60, 76, 88]
    return pdk.Layer(
        "GeoJsonLayer",
        collection([feature(g) for g in geometries if isinstance(g, dict)]),
        id=key,
        pickable=False,
        filled=False,
        get_line_color=[*grey, strength],
        line_width_units=PIXELS,
        get_line_width=width,
    )


def dots(places: pd.DataFrame) -> pdk.Layer:
    """The grids one level further down, as points; a click goes there."""
    data = [
        {"position": _position(r.lon, r.lat), "code": r.code, **tip(str(r.name), [])}
        for r in _rows(places, "lon", "lat", "code", "name")
    ]
    return pdk.Layer(
        "ScatterplotLayer",
        data,
        id="below",
        pickable=True,
        auto_highlight=True,
        highlight_color=palette.rgb(palette.of("accent"), 255),
        get_position="position",
        radius_units=PIXELS,
        get_radius=2.6,
        radius_min_pixels=2.6,
        get_fill_color=[236, 241, 245, 190] if palette.dark() else [24, 44, 58, 170],
    )


class Names(pdk.Layer):
    """Names that `placed` moves apart before they are drawn."""


def names(places: pd.DataFrame, *, size: int = 14) -> Names:
    """Names at their places, the more important first: more `weight`, more `people`, then the shorter, then the first."""
    given = [places[c].fillna(0) if c in places else pd.Series(0, index=places.index) for c in ("weight", "people")]
    order = places.assign(weight=-given[0], people=-given[1], length=places.name.str.len())
    order = order.sort_values(["weight", "people", "length"], kind="stable")
    data = [
        {"name": _short(r.name), "position": _position(r.lon, r.lat), "offset": [0, 0]}
        for r in _rows(order, "name", "lon", "lat")
    ]
    dark = palette.dark()
    return Names(
        "TextLayer",
        data,
        id="names",
        pickable=False,
        get_position="position",
        get_text="name",
        get_size=size,
        get_pixel_offset="offset",
        get_color=[240, 244, 247] if dark else [20, 30, 38],
        character_set=pdk.types.String("auto"),
        font_family=FONT,
        font_weight=600,
        font_settings={"sdf": True, "fontSize": 48, "buffer": 6, "radius": 14},
        outline_width=4,
        outline_color=[18, 24, 29, 255] if dark else [255, 255, 255, 255],
    )


def placed(layers: list[pdk.Layer], view: pdk.ViewState, *, width: int, height: int) -> None:
    """Move the names of all layers apart, as the first view shows them; those for which there is no room are left out. Layers that are
    drawn later, on top, come first."""
    found = [(layer, row) for layer in reversed(layers) if isinstance(layer, Names) for row in layer.data]
    made = []
    for layer, row in found:
        x, y = pixels(view, *row["position"], width=width, height=height)
        right, down = _moved(layer)
        made.append(labels.Label(row["name"], x + right, y + down, layer.get_size))
    for (layer, row), move in zip(found, labels.place(made, width=width, height=height), strict=True):
        right, down = _moved(layer)
        row["offset"] = None if move is None else [move[0] + right, move[1] + down]
    for layer in {id(layer): layer for layer, _ in found}.values():
        layer.data = [row for row in layer.data if row["offset"] is not None]
        layer.get_pixel_offset = "@@=offset"


def _moved(layer: Names) -> tuple[float, float]:
    """What a layer moves all of its names by."""
    given = layer.get_pixel_offset
    return (given[0], given[1]) if isinstance(given, list) else (0, 0)


def units(places: pd.DataFrame, language: str) -> list[pdk.Layer]:
    """Units as circles in the colour of their resumption, with a letter for their kind that appears on a closer look."""
    data = [
        {
            "position": _position(r.lon, r.lat),
            "code": r.code,
            "fill": palette.rgb(RESUMPTION[r.resumption], 245),
            "letter": t(language, f"map.letter.{r.kind}"),
            **tip(str(r.name), _unit_lines(r, language)),
        }
        for r in _rows(places, "lon", "lat", "code", "name", "kind", "industry", "resumption", "staff", "staff_back")
    ]
    circles = pdk.Layer(
        "ScatterplotLayer",
        data,
        id="units",
        pickable=True,
        auto_highlight=True,
        highlight_color=[255, 255, 255, 120],
        get_position="position",
        radius_units=METRES,
        get_radius=420,
        radius_min_pixels=4,
        radius_max_pixels=11,
        stroked=True,
        get_fill_color="fill",
        get_line_color=[255, 255, 255, 230],
        line_width_units=PIXELS,
        get_line_width=1,
    )
    letters = pdk.Layer(
        "TextLayer",
        data,
        id="unit_letters",
        pickable=False,
        get_position="position",
        get_text="letter",
        size_units=METRES,
        get_size=520,
        size_min_pixels=0,
        size_max_pixels=14,
        get_color=[255, 255, 255, 255],
        character_set=pdk.types.String("auto"),
        font_family=FONT,
        font_weight=600,
    )
    return [circles, letters]


def flows(moves: pd.DataFrame, places: pd.DataFrame, language: str) -> pdk.Layer:
    """Who of one place was seen in another: flat arcs from blue to purple, as wide as there are people."""
    where = {r.grid_id: (r.lon, r.lat) for r in _rows(places, "grid_id", "lon", "lat")}
    most = max(float(moves.people.max()), 1.0) if len(moves) else 1.0
    data = []
    for r in moves.itertuples():
        start, end = where.get(r.from_id, (r.from_lon, r.from_lat)), where.get(r.to_id, (r.to_lon, r.to_lat))
        if pd.isna([*start, *end]).any():
            continue
        people = [(t(language, "map.people"), format.number(language, r.people))]
        data.append(
            {
                "from": _position(*start),
                "to": _position(*end),
                "width": round(1 + 6 * math.sqrt(r.people / most), 1),
                **tip(f"{r.from_name} → {r.to_name}", people),
            }
        )
    return pdk.Layer(
        "ArcLayer",
        data,
        id="flows",
        pickable=True,
        auto_highlight=True,
        get_source_position="from",
        get_target_position="to",
        get_width="width",
        get_height=0.3,
        get_tilt=90,  # lies flat, so that names stay on top
        get_source_color=palette.rgb(FROM, 190),
        get_target_color=palette.rgb(TO, 190),
    )


def tip(name: str, lines: list[tuple[str, str]]) -> dict[str, str]:
    """What the tooltip's `{title}` and `{lines}` say. Plain text: the browser's side escapes it (a browser test holds that)."""
    return {"title": name, "lines": "\n".join(f"{label} {value}".strip() for label, value in lines)}


def _short(name: str) -> str:
    """Whole where it fits; the tooltip has the rest."""
    longest = LONGEST * 2 + 2 if name.isascii() else LONGEST
    return name if len(name) <= longest else name[: longest - 1] + "…"


def _unit_lines(row: object, language: str) -> list[tuple[str, str]]:
    staff = format.number(language, None if pd.isna(row.staff) else float(row.staff))
    back = format.number(language, None if pd.isna(row.staff_back) else float(row.staff_back))
    return [
        (t(language, f"unit_kind.{row.kind}"), "" if pd.isna(row.industry) else str(row.industry)),
        (t(language, f"resumption.{row.resumption}"), ""),
        (t(language, "map.staff_back"), f"{back} / {staff}"),
    ]


def feature(geometry: dict, **properties: object) -> dict:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(features: list[dict]) -> dict:
    return {"type": "FeatureCollection", "features": features}


def _position(lon: float, lat: float) -> list[float]:
    return [round(float(lon), 5), round(float(lat), 5)]


def _rows(frame: pd.DataFrame, *columns: str) -> list:
    """The named columns as tuples, leaving out what has no place."""
    found = frame[list(columns)]
    if "geometry" in columns:
        found = found[found.geometry.notna()]
    if "lon" in columns:
        found = found[found.lon.notna() & found.lat.notna()]
    return list(found.itertuples(index=False, name="Row"))
