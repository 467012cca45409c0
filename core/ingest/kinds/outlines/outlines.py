"""Outlines of grids from GeoJSON: a county's, or its towns'."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from core.errors import UserError
from core.geo.datum import CHINA, to_wgs84

CODES = ("code", "adcode", "编码", "网格编码", "区划代码", "id")
NAMES = ("name", "名称", "网格名称")


def read_outlines(path: Path, file_name: str, datum: str) -> pd.DataFrame:
    """One row per polygon: row, code, name, geometry (GeoJSON text in WGS-84, None when it is no polygon).

    The code comes from the feature's properties, else from the file's name. A file name with wgs84 in it wins over `datum`.
    """
    try:
        data = json.loads(path.read_text("utf-8-sig"))
        features = data["features"] if data.get("type") == "FeatureCollection" else [data]
        parts = [(f.get("properties") or {}, f.get("geometry") if f.get("type") == "Feature" else f) for f in features]
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as damage:
        raise UserError("file_unreadable", file=file_name) from damage
    if "wgs84" in file_name.lower():
        datum = "wgs84"
    from_name = re.search(r"\d{6,12}", Path(file_name).stem)
    rows = [
        (
            n,
            _first(about, CODES) or (from_name[0] if from_name and len(parts) == 1 else None),
            _first(about, NAMES),
            _converted(shape, datum),
        )
        for n, (about, shape) in enumerate(parts, 1)
    ]
    if not any(row[3] for row in rows):
        raise UserError("geometry_unknown", file=file_name)
    return pd.DataFrame(rows, columns=["row", "code", "name", "geometry"])


def given_outlines(outlines: pd.DataFrame) -> pa.Table:
    """As `plan.given`, which the check reads."""
    columns = {
        c: pa.array([None if pd.isna(v) else v for v in outlines[c]], pa.int64() if c == "row" else pa.string())
        for c in outlines.columns
    }
    return pa.table(columns)


def _first(about: dict, names: tuple[str, ...]) -> str | None:
    return next((str(about[n]) for n in names if about.get(n) not in (None, "")), None)


def _converted(shape: object, datum: str) -> str | None:
    if not isinstance(shape, dict) or shape.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    try:
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        return json.dumps({"type": "MultiPolygon", "coordinates": [[_ring(r, datum) for r in p] for p in polygons]})
    except (KeyError, TypeError, ValueError, IndexError):
        return None


def _ring(ring: list, datum: str) -> list:
    """Raises ValueError where it encloses nothing, or lies outside China (longitude and latitude swapped)."""
    points = np.array([point[:2] for point in ring], dtype=float)
    lon, lat = points[:, 0], points[:, 1]
    west, east, south, north = CHINA
    inside = ((lon > west) & (lon < east) & (lat > south) & (lat < north)).all()
    if len(np.unique(points, axis=0)) < 3 or not inside:
        raise ValueError
    if datum == "gcj02":
        lon, lat = to_wgs84(lon, lat)
    return np.column_stack([lon, lat]).round(6).tolist()
