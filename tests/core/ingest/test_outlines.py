from __future__ import annotations

import json

import pytest

from tests.core.ingest.files import REAL, codes, counts, store_file
from tests.county import empty_store, make_county

SQUARE = [[[109.30, 22.70], [109.31, 22.70], [109.31, 22.71], [109.30, 22.70]]]


def test_the_outline_of_a_real_county():
    file = REAL / "boundaries" / "450127_vonng_fence_gcj02.geojson"
    if not file.exists():
        pytest.skip("the shared real data are not here")
    store = empty_store()
    assert codes(store_file(store, file)) == {"grid_unknown"}
    store_file(store, REAL / "grids" / "hengxian_villages_2018.csv")
    assert counts(store_file(store, file)) == (1, 1, 0, 0, 0)
    assert counts(store_file(store, file)) == (1, 0, 0, 1, 0)
    lon, lat = json.loads(store.value("select geometry from grid_outline"))["coordinates"][0][0][0]
    assert 0.003 < 109.265327 - lon < 0.006 and -0.004 < 22.484466 - lat < -0.002


def test_features_by_code_or_name(tmp_path):
    features = [
        {
            "type": "Feature",
            "properties": {"code": "990101100"},
            "geometry": {"type": "Polygon", "coordinates": SQUARE},
        },
        {
            "type": "Feature",
            "properties": {"name": "西镇"},
            "geometry": {"type": "MultiPolygon", "coordinates": [SQUARE]},
        },
        {"type": "Feature", "properties": {"name": "东一村"}, "geometry": {"type": "Point", "coordinates": [109, 22]}},
    ]
    file = tmp_path / "towns_wgs84.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    county = make_county()
    report = store_file(county, file)
    assert counts(report) == (3, 2, 0, 0, 1) and codes(report) == {"geometry_bad"}
    stored = dict(county.run("select grid_id, geometry from grid_outline").fetchall())
    assert set(stored) == {2, 8} and json.loads(stored[2])["coordinates"] == [SQUARE]
