"""The national lists import as they are, over each other, and nothing is doubled."""

from __future__ import annotations

import pytest

from core.ingest.datum import to_gcj02
from tests.core.ingest.files import REAL, counts, store_file
from tests.county import empty_store

LISTS = REAL / "grids"
pytestmark = pytest.mark.skipif(not LISTS.exists(), reason="the shared real data are not here")
OLD, NEW, POINTS = (
    LISTS / f
    for f in ("hengxian_villages_2018.csv", "hengxian_villages_2023.csv", "hengxian_450127_vonng2016_with_coords.csv")
)


def levels(store) -> dict[str, int]:
    return dict(store.run("select level, count(*) from grid group by level").fetchall())


def test_2018_gives_the_whole_tree():
    store = empty_store()
    assert counts(store_file(store, OLD)) == (311, 311, 0, 0, 0)
    assert levels(store) == {"county": 1, "township": 18, "village": 311}
    assert store.value("select count(*) from grid_tree where ancestor_id = 0") == 330


def test_the_same_file_again_changes_nothing():
    store = empty_store()
    store_file(store, OLD)
    before = store.df("select * from grid order by grid_id")
    assert counts(store_file(store, OLD)) == (311, 0, 0, 311, 0)
    assert before.equals(store.df("select * from grid order by grid_id"))


def test_2023_recognises_every_village_under_its_new_code():
    store = empty_store()
    store_file(store, OLD)
    assert counts(store_file(store, NEW)) == (311, 0, 311, 0, 0)
    assert levels(store) == {"county": 1, "township": 18, "village": 311}
    assert store.one("select code, name from grid where level = 'county'") == ("450181", "横州市")
    moved = (
        "select g.name from grid g join grid_name n on n.grid_id = g.grid_id where n.value = $code and g.code = $now"
    )
    assert store.value(moved, code="450127200", now="450181118") == "马山镇"
    assert store.value(moved, code="450127203", now="450181119") == "平朗镇"
    assert store.value("select count(*) from grid where name = '泮塘村委会'") == 2


def test_2016_brings_its_points_to_the_villages_of_today():
    store = empty_store()
    for file in (OLD, NEW):
        store_file(store, file)
    rows, new, changed, unchanged, rejected = counts(store_file(store, POINTS))
    assert (rows, new, rejected) == (343, 16, 0)  # a farm with its 14 quarters, and one quarter of an industrial park
    assert changed + unchanged == 327
    county = store.one("select code, name, lon, lat from grid where level = 'county'")
    assert county[:2] == ("450181", "横州市")  # an old list brings no old name back
    assert [round(float(v), 5) for v in to_gcj02(county[2], county[3])] == [109.26138, 22.67993]
    assert store.value("select count(*) from grid where level = 'village' and lon is not null") == 50
    assert store.value("select count(*) from (select parent_id, name from grid group by all having count(*) > 1)") == 0


@pytest.mark.parametrize("first", [(NEW, OLD), (POINTS, NEW), (POINTS, OLD), (NEW, POINTS)])
def test_no_order_doubles_a_village(first):
    store = empty_store()
    for file in first:
        store_file(store, file)
    doubled = store.df("select parent_id, name, count(*) as n from grid group by parent_id, name having count(*) > 1")
    assert len(doubled) == 0
    assert levels(store)["village"] <= 311 + 17
    assert levels(store)["county"] == 1


def test_a_whole_city_leaves_out_what_is_above_the_county():
    store = empty_store()
    report = store_file(store, LISTS / "nanning_4501_vonng2016_with_coords.csv")
    codes = [i["code"] for i in report["sheets"][0]["issues"]]
    assert "above_county" in codes and "grid_virtual" in codes
    assert levels(store)["county"] >= 12
    assert (
        store.value("select count(*) from grid where code like '4501%' and level = 'county' and parent_id is not null")
        == 0
    )
