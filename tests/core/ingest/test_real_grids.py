"""The national lists import as they are, over each other, and nothing is doubled."""

from __future__ import annotations

from itertools import permutations

import pytest

from core.geo.datum import to_gcj02
from tests.core.ingest.files import REAL, counts, store_file, text_file
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


@pytest.mark.parametrize("years", [True, False], ids=["dated", "undated"])
def test_any_order_of_the_three_lists_ends_in_the_same_register(tmp_path, years):
    """The register of 2023, with the points of 2016 and what only one list holds; also where no list says its year."""
    lists = [OLD, NEW, POINTS]
    if not years:
        rows = [[line.split(",") for line in file.read_text("utf-8").splitlines()] for file in lists[:2]]
        lists[:2] = [text_file(tmp_path / f"{n}.csv", [r[1:] for r in table]) for n, table in enumerate(rows)]
    ends = []
    for order in permutations(lists):
        store = empty_store()
        for file in order:
            store_file(store, file)
        ends.append(
            [
                store.run(sql).fetchall()
                for sql in (
                    "select g.code, g.name, g.level, p.code, g.lon, g.lat from grid g left join grid p on p.grid_id = g.parent_id order by 1",
                    "select g.code, n.kind, n.value from grid_name n join grid g using (grid_id) order by all",
                )
            ]
        )
        again = [counts(store_file(store, file)) for file in order]
        assert all(rows == unchanged for rows, _, _, unchanged, _ in again)
    register, names = ends[0]
    assert all(end == ends[0] for end in ends)
    assert len(names) == len(set(names))
    assert {code for code, *_ in register if code.startswith("450127")} == {"450127450", "450127108499"} | {
        code for code, *_ in register if code.startswith("450127450")
    }
    towns = {code: name for code, name, level, *_ in register if level == "township"}
    assert towns["450181118"] == "马山镇" and towns["450181119"] == "平朗镇" and len(towns) == 19
    assert sum(lon is not None for *_, lon, _ in register) == 68


def test_the_neighbour_lists_in_the_wrong_order():
    """A village renamed under its code, and three that the older list does not know yet."""
    store = empty_store()
    for year in (2023, 2018):
        report = store_file(store, LISTS / f"binyang_450126_villages_{year}.csv")
    assert counts(report) == (235, 0, 0, 235, 0) and report["sheets"][0]["older"] == 1
    assert store.value("select name from grid where code = '450126101001'") == "永安东社区居委会"


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
