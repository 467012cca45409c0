"""Names of a table that are the county's places get their squares; others none."""

from __future__ import annotations

import pytest

from core.domain import Scope
from core.geo.named import cells_of
from tests.county import WHOLE, county_alone


@pytest.fixture(scope="module")
def store():
    made = county_alone()
    with made.write() as db:
        for n, name in enumerate(("南镇", "北镇", "中镇")):
            db.execute("insert into grid (grid_id, code, name, axis, level, parent_id, lon, lat, updated_at) values (?, ?, ?, 'area', 'township', 1, 109.2, ?, now())", [90 + n, f"99010190{n}", name, 22.5 + n / 10])  # fmt: skip
        from core.registry.tree import rebuild_tree

        rebuild_tree(db)
    return made


TOWNS = ("东镇", "西镇", "南镇", "北镇", "中镇")


def test_towns_stand_by_compass_and_each_alone(store):
    found = cells_of(store, WHOLE, names=TOWNS)
    assert set(found) == set(TOWNS) and len(set(found.values())) == 5
    assert found["西镇"][1] < found["东镇"][1]


@pytest.mark.parametrize(
    ("names", "scope"),
    [
        (TOWNS[:3], WHOLE),  # too few for a map
        ((*TOWNS[:4], "甲", "乙", "丙"), WHOLE),  # most are none of the county's
        (TOWNS, Scope((2,))),  # out of the reader's scope
        ((), WHOLE),
    ],
)
def test_what_is_no_map(store, names, scope):
    assert cells_of(store, scope, names=names) == {}
