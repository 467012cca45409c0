"""The closure of the tree: who lies in whom."""

from __future__ import annotations

import pytest

from core.registry.tree import rebuild_tree
from tests.county import GRIDS, make_county


@pytest.fixture(scope="module")
def store():
    return make_county()


def ancestors(store, grid_id: int) -> list[int]:
    rows = store.run("select ancestor_id from grid_tree where grid_id = $g order by ancestor_id", g=grid_id).fetchall()
    return [a for (a,) in rows]


def test_an_area_grid_lies_in_itself_its_parents_and_the_whole(store):
    assert ancestors(store, 4) == [0, 1, 2, 3, 4]


def test_a_part_of_a_unit_lies_in_its_unit_and_in_the_area_around_the_unit(store):
    assert ancestors(store, 22) == [0, 1, 2, 3, 20, 21, 22]


def test_every_grid_lies_in_the_whole_once(store):
    assert store.value("select count(*) from grid_tree where ancestor_id = 0") == len(GRIDS)
    assert store.value("select count(*) - count(distinct (ancestor_id, grid_id)) from grid_tree") == 0


def test_a_moved_grid_takes_its_subtree_along():
    store = make_county()
    with store.write() as db:
        db.execute("update grid set parent_id = 8 where grid_id = 6")
        rebuild_tree(db)
    assert ancestors(store, 7) == [0, 1, 6, 7, 8]


def test_a_circle_of_parents_does_not_hang():
    store = make_county()
    with store.write() as db:
        db.execute("update grid set parent_id = 4 where grid_id = 2")
        assert rebuild_tree(db) > 0
