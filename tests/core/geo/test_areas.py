"""Where grids lie on the map: imported outlines, cells derived from points, schematic places, plans."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from shapely.geometry import Point, box, shape

from core.geo.areas import areas, frame, unit_places
from core.registry.tree import rebuild_tree
from tests.county import EAST, NOBODY, WHOLE, empty_store, make_county

NOW = datetime(2026, 1, 1)


def county_of(towns: int, villages: int, *, outline: bool = False, points: tuple[str, ...] = ()):
    """A county 1 with towns (points in a row) and villages; `points` names the levels that have coordinates."""
    store = empty_store()
    rows = [(1, "1", "县", "county", None, None, None)]
    for t in range(towns):
        town = 100 * (t + 1)
        place = (109 + 0.2 * t, 22.5) if "township" in points else (None, None)
        rows.append((town, str(town), f"镇{t}", "township", 1, *place))
        for v in range(villages):
            place = (109 + 0.2 * t + 0.02 * v, 22.52 + 0.01 * (v % 3)) if "village" in points else (None, None)
            rows.append((town + v + 1, str(town + v + 1), f"村{v}", "village", town, *place))
    with store.write() as db:
        db.executemany(
            "insert into grid (grid_id, code, name, axis, level, parent_id, lon, lat, updated_at)"
            " values (?, ?, ?, 'area', ?, ?, ?, ?, timestamp '2026-01-01')",
            rows,
        )
        if outline:
            db.execute(
                "insert into grid_outline values (1, ?, 'test', 1)",
                [json.dumps(box(108.8, 22.3, 109.8, 22.7).__geo_interface__)],
            )
        rebuild_tree(db)
    return store


def total(found) -> float:
    return sum(shape(g).area for g in found.geometry)


def test_an_imported_outline_is_not_derived_and_its_towns_fill_it():
    store = county_of(4, 5, outline=True, points=("township", "village"))
    own = frame(store, WHOLE, grid=1)
    assert own["kind"] == "imported"
    towns = areas(store, WHOLE, grid=1)
    assert towns.kind.tolist() == ["derived"] * 4 and towns.derived.all()
    assert total(towns) == pytest.approx(shape(own["geometry"]).area, rel=1e-3)


def test_cells_nest_and_hold_their_points():
    store = county_of(4, 5, outline=True, points=("township", "village"))
    for town in areas(store, WHOLE, grid=1).itertuples():
        villages = areas(store, WHOLE, grid=town.grid_id)
        around = shape(town.geometry).buffer(1e-4)
        assert total(villages) == pytest.approx(shape(town.geometry).area, rel=1e-3)
        for village in villages.itertuples():
            assert around.contains(shape(village.geometry))
            assert shape(village.geometry).buffer(1e-5).contains(Point(village.lon, village.lat))


def test_a_town_without_a_point_stands_in_the_middle_of_its_villages():
    store = county_of(3, 5, points=("village",))
    towns = areas(store, WHOLE, grid=1)
    villages = areas(store, WHOLE, grid=int(towns.grid_id[0]))
    assert towns.kind.tolist() == ["derived"] * 3
    assert towns.lon[0] == pytest.approx(villages.lon.mean(), abs=1e-4)


def test_villages_without_points_get_schematic_places_inside_their_town_always_the_same():
    store = county_of(3, 20, points=("township",))
    town = areas(store, WHOLE, grid=1).iloc[1]
    villages = areas(store, WHOLE, grid=int(town.grid_id))
    assert set(villages.kind) == {"schematic"}
    assert all(shape(town.geometry).contains(Point(v.lon, v.lat)) for v in villages.itertuples())
    again = areas(county_of(3, 20, points=("township",)), WHOLE, grid=int(town.grid_id))
    assert again.geometry.tolist() == villages.geometry.tolist()


def test_without_any_coordinates_every_grid_is_a_tile_of_a_plan():
    store = county_of(18, 17)
    towns, villages = areas(store, WHOLE, grid=1), areas(store, WHOLE, grid=1, depth=2)
    assert set(towns.kind) == {"plan"} and len(villages) == 18 * 17
    assert villages.geometry.notna().all()
    tiles = [shape(g) for g in towns.geometry]
    assert all(a.intersection(b).area == 0 for i, a in enumerate(tiles) for b in tiles[:i])
    parents = {t.grid_id: shape(t.geometry) for t in towns.itertuples()}
    assert all(parents[v.grid_id // 100 * 100].contains(shape(v.geometry)) for v in villages.itertuples())


def test_a_point_outside_the_outline_is_kept_as_a_point_without_an_area():
    store = county_of(3, 2, outline=True, points=("township", "village"))
    with store.write() as db:
        db.execute("update grid set lon = 120.0, lat = 30.0 where grid_id in (300, 301, 302)")
    lost = areas(store, WHOLE, grid=1).set_index("grid_id").loc[300]
    assert lost.geometry is None and lost.lon == pytest.approx(120.0)


def test_the_layout_follows_a_change():
    store = county_of(2, 2, points=("township",))
    before = areas(store, WHOLE, grid=1).lon[0]
    with store.write() as db:
        db.execute("update grid set lon = lon + 0.1 where grid_id = 100")
    assert areas(store, WHOLE, grid=1).lon[0] == pytest.approx(before + 0.1, abs=1e-4)


def test_an_outline_that_encloses_nothing_is_left_out():
    store = county_of(2, 2, points=("township",))
    with store.write() as db:
        db.execute(
            """insert into grid_outline values (1, '{"type":"LineString","coordinates":[[109,22],[110,23]]}', 'x', 1)"""
        )
    assert frame(store, WHOLE, grid=1)["kind"] == "derived"


def test_a_scope_sees_only_its_own():
    store = make_county()
    assert areas(store, EAST, grid=1).code.tolist() == ["990101100"]
    assert areas(store, EAST, grid=8).empty
    assert areas(store, NOBODY, grid=1).empty and frame(store, NOBODY, grid=1) is None
    assert unit_places(store, EAST, grid=0).code.tolist() == ["U001"]


def test_a_unit_without_a_point_stands_beside_the_middle_of_its_village():
    store = make_county()
    with store.write() as db:
        db.execute("update grid set lon = null, lat = null where grid_id = 20")
    found = unit_places(store, WHOLE, grid=0).set_index("code")
    assert found.approximate.to_dict() == {"U001": True, "U002": False}
    village = areas(store, WHOLE, grid=3, depth=0).iloc[0]
    assert abs(found.lon["U001"] - village.lon) < 0.05
