"""Looking grids up within a scope."""

from __future__ import annotations

import pytest

from core.registry.grids import block_choices, children, find_grid, path, scope_roots, start_grid
from tests.county import EAST, NOBODY, WHOLE, make_county


@pytest.fixture(scope="module")
def store():
    return make_county()


def test_a_grid_is_found_by_id_and_by_code(store):
    assert find_grid(store, WHOLE, grid_id=3).name == "东一村"
    assert find_grid(store, WHOLE, code="990101101").grid_id == 8


def test_a_foreign_grid_is_as_good_as_absent(store):
    assert find_grid(store, EAST, grid_id=8) is None
    assert find_grid(store, NOBODY, grid_id=1) is None
    assert children(store, NOBODY, grid_id=1).empty
    assert path(store, EAST, grid_id=10) == []


def test_a_path_begins_at_the_top_of_the_scope(store):
    assert [g.grid_id for g in path(store, WHOLE, grid_id=4)] == [1, 2, 3, 4]
    assert [g.grid_id for g in path(store, EAST, grid_id=4)] == [2, 3, 4]


def test_a_unit_hangs_in_the_area_around_it(store):
    assert [g.grid_id for g in path(store, WHOLE, grid_id=22)] == [1, 2, 3, 20, 21, 22]
    assert children(store, WHOLE, grid_id=2, axis="block").grid_id.tolist() == [20]
    assert children(store, WHOLE, grid_id=20, axis="block").grid_id.tolist() == [21]


def test_units_are_named_by_their_way_down_within_the_scope(store):
    everywhere = dict(block_choices(store, WHOLE).to_numpy().tolist())
    assert everywhere["U001-1-1"] == "东镇中学 / 初一 / 初一1班" and everywhere["U002"] == "西镇糖厂"
    assert block_choices(store, EAST)["code"].tolist() == ["U001", "U001-1", "U001-1-1"]
    assert block_choices(store, NOBODY).empty


def test_a_reader_starts_at_the_top_of_what_they_may_see(store):
    assert start_grid(store, WHOLE).grid_id == 1
    assert start_grid(store, EAST).grid_id == 2
    assert start_grid(store, NOBODY) is None
    assert scope_roots(store, EAST).grid_id.tolist() == [2]
