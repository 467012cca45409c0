"""A list older than the register brings its news, never its old codes, names and parents, unless the clerk says that it is the newer one."""

from __future__ import annotations

import json
from itertools import permutations

import pytest

from core.domain import Scope
from core.ingest.meaning.answers import Answers, find_saved, save_mapping
from core.ingest.plan import prepare, remap
from core.ingest.storing import commit
from core.ingest.undo.undo import undo
from tests.core.ingest.files import GRIDS, PEOPLE, codes, counts, id_number, store_file, text_file, workbook
from tests.county import NOW, WHOLE, empty_store

WIDE = ["village_code", "village_name", "town_code", "town_name", "county_code", "county_name"]
# One county before and after it became a city; 南乡 a town, a village renamed, another moved to the other town.
BEFORE = [
    ["450127100001", "东村委会", "450127100", "北镇", "450127", "横县"],
    ["450127100002", "湴塘村委会", "450127100", "北镇", "450127", "横县"],
    ["450127200201", "西村委会", "450127200", "南乡", "450127", "横县"],
    ["450127200202", "中村委会", "450127200", "南乡", "450127", "横县"],
    ["450127300001", "山村委会", "450127300", "山镇", "450127", "横县"],
]
AFTER = [
    ["450181100001", "东村委会", "450181100", "北镇", "450181", "横州市"],
    ["450181100002", "泮塘村委会", "450181100", "北镇", "450181", "横州市"],
    ["450181118201", "西村委会", "450181118", "南镇", "450181", "横州市"],
    ["450181118202", "中村委会", "450181118", "南镇", "450181", "横州市"],
    ["450181300001", "山村委会", "450181300", "山镇", "450181", "横州市"],
]
# The same as a row per grid, with a point and a village that only this list holds.
ROWS = [
    ["450127000000", "横县", "县", "", "109.26", "22.68"],
    ["450127100000", "北镇", "镇", "450127000000", "", ""],
    ["450127100001", "东村委会", "村", "450127100000", "109.3", "22.7"],
    ["450127100009", "场部社区", "村", "450127100000", "", ""],
    ["450127200000", "南乡", "乡", "450127000000", "", ""],
    ["450127200201", "西村委会", "村", "450127200000", "109.4", "22.6"],
    ["450127300000", "山镇", "镇", "450127000000", "", ""],
]


@pytest.fixture
def lists(tmp_path):
    """before, after: wide; rows: a row per grid, as old as before."""
    return {
        "before": text_file(tmp_path / "before.csv", [WIDE, *BEFORE]),
        "after": text_file(tmp_path / "after.csv", [WIDE, *AFTER]),
        "rows": text_file(tmp_path / "rows.csv", [GRIDS[:6], *ROWS]),
    }


def dated(path, rows: list[list[str]], year: str):
    return text_file(path, [["year", *WIDE], *([year, *row] for row in rows)])


def stored(*files, **options):
    store = empty_store()
    for file in files:
        store_file(store, file, **options)
    return store


def register(store) -> list[tuple]:
    sql = (
        "select g.code, g.name, g.level, p.code, g.lon, g.lat from grid g left join grid p on p.grid_id = g.parent_id"
        " order by g.code"
    )
    return store.run(sql).fetchall()


def names(store) -> list[tuple]:
    return store.run(
        "select g.code, n.kind, n.value from grid_name n join grid g using (grid_id) order by all"
    ).fetchall()


def years(store) -> list[tuple]:
    return store.run("select distinct max(list_year) from grid_list_year group by grid_id").fetchall()


def test_any_order_ends_in_the_same_register(lists):
    ends = [stored(*(lists[name] for name in order)) for order in permutations(lists)]
    first = register(ends[0])
    assert [row[0] for row in first if row[2] == "township"] == ["450181100", "450181118", "450181300"]
    assert ("450127100009", "场部社区", "village", "450181100", None, None) in first  # only an old list holds it
    assert sum(row[4] is not None for row in first) == 3
    assert all(register(end) == first and names(end) == names(ends[0]) for end in ends)
    assert len(set(names(ends[0]))) == len(names(ends[0]))


def test_an_older_list_says_row_by_row_what_stays(lists):
    store = stored(lists["before"], lists["after"])
    plan = prepare(store, WHOLE, lists["before"], now=NOW)
    sheet = plan.sheets[0]
    assert sheet.counts["unchanged"] == 5 and sheet.older == 9 and sheet.report(None)["older"] == 9
    found = sheet.issues[sheet.issues["code"] == "list_older"]
    assert set(found["row"]) == {2, 3, 4, 5, 6} and set(found["column"]) == {"village_code"}
    said = [json.loads(text) for text in found["fields"]]
    assert {"value": "450127200 南乡", "kept": "450181118 南镇"} in said
    assert {"value": "450127100002 湴塘村委会", "kept": "450181100002 泮塘村委会"} in said


def test_the_first_old_list_after_the_new_one_is_known_for_old_and_its_codes_are_learned(lists, tmp_path):
    store = stored(lists["after"])
    before = register(store)
    assert counts(store_file(store, lists["before"])) == (5, 0, 0, 5, 0)
    assert register(store) == before
    people = workbook(
        tmp_path / "p.xlsx", {"人": [PEOPLE, ["王小一", None, id_number(1), None, None, None, "450127200201"]]}
    )
    assert counts(store_file(store, people))[1] == 1
    assert store.value("select g.code from person p join grid g on g.grid_id = p.home_grid_id") == "450181118201"


def test_what_an_older_list_alone_knows_is_taken(lists):
    store = stored(lists["after"])
    report = store_file(store, lists["rows"])
    assert counts(report) == (7, 1, 3, 3, 0) and report["sheets"][0]["older"] == 6
    assert store.value("select lon is not null from grid where code = '450181118201'")
    assert counts(store_file(store, lists["rows"])) == (7, 0, 0, 7, 0)


def test_a_former_name_under_the_same_code_stays_former(tmp_path):
    header = [*GRIDS[:4], "责任人"]
    first = [["990101", "甲县", "县", "", ""], ["990101100", "东镇", "镇", "990101", ""]]
    renamed = [first[0], ["990101100", "城东镇", "镇", "990101", ""]]
    old = [first[0], ["990101100", "东镇", "镇", "990101", "陆一"]]
    files = [text_file(tmp_path / f"{n}.csv", [header, *rows]) for n, rows in enumerate((first, renamed, old))]
    store = stored(*files[:2])
    report = store_file(store, files[2])
    assert counts(report) == (2, 0, 1, 1, 0) and report["sheets"][0]["older"] == 1
    assert store.value("select name from grid where level = 'township'") == "城东镇"
    assert store.value("select name from duty") == "陆一"


def test_the_clerk_may_call_the_list_the_newer_one(lists):
    store = stored(lists["before"])
    then = register(store)
    store_file(store, lists["after"])
    plan = prepare(store, WHOLE, lists["before"], now=NOW)
    remap(plan, {plan.sheets[0].sheet: Answers(older="take")})
    assert plan.sheets[0].older == 0 and plan.sheets[0].counts["changed"] == 5
    commit(store, plan, actor="t", now=NOW)
    assert register(store) == then
    assert counts(store_file(store, lists["before"])) == (5, 0, 0, 5, 0)
    assert len(set(names(store))) == len(names(store))


def test_an_older_list_keeps_no_village_from_its_present_town(lists, tmp_path):
    moved = [*AFTER[:4], ["450127300001", "山村委会", "450181100", "北镇", "450181", "横州市"]]
    store = stored(lists["before"], lists["after"], text_file(tmp_path / "m.csv", [WIDE, *moved]))
    # by the moved list's own former code it lies below 山镇 still; only today's code moves it
    assert ("450181300001", "山村委会", "village", "450181300", None, None) in register(store)
    moved[4][0] = "450181300001"
    store_file(store, text_file(tmp_path / "m2.csv", [WIDE, *moved]))
    report = store_file(store, lists["before"])
    assert ("450181300001", "山村委会", "village", "450181100", None, None) in register(store)
    assert "parent_kept" in codes(report)


def test_new_sections_below_a_former_code_stand_below_the_village_of_today(lists, tmp_path):
    store = stored(lists["before"], lists["after"])
    rows = [["450127200201001", "西村1组", "组", "450127200201"]]
    assert counts(store_file(store, text_file(tmp_path / "s.csv", [GRIDS[:4], *rows]))) == (1, 1, 0, 0, 0)
    assert ("450127200201001", "西村1组", "section", "450181118201", None, None) in register(store)


def test_a_year_that_the_list_states_outweighs_everything(tmp_path):
    other = [row[:] for row in BEFORE]
    other[0][1] = "旧东村委会"
    files = [
        dated(tmp_path / name, rows, year)
        for name, rows, year in (("a.csv", BEFORE, "2020年"), ("b.csv", other, "2018"), ("c.csv", AFTER, "2023"), ("d.csv", BEFORE, "2024"))
    ]  # fmt: skip
    store = stored(files[0])
    report = store_file(store, files[1])  # a name never heard of, under the same code: nothing but the year tells
    assert report["sheets"][0]["older"] == 1 and counts(report)[3] == 5
    assert store.value("select name from grid where code = '450127100001'") == "东村委会"
    assert years(store) == [(2020,)]
    assert codes(store_file(store, files[2])) == set() and years(store) == [(2023,)]
    back = store_file(store, files[3])  # renamed back: a list of the next year is believed
    assert codes(back) == set() and counts(back)[2] == 5 and years(store) == [(2024,)]
    assert ("450127200", "南乡", "township", "450127", None, None) in register(store)


def test_a_year_may_be_given_for_the_whole_list_and_is_not_kept_for_the_next(lists, tmp_path):
    store = stored(dated(tmp_path / "a.csv", BEFORE, "2020"))
    renamed = text_file(tmp_path / "r.csv", [WIDE, ["450127100001", "大东村委会", *BEFORE[0][2:]]])
    plan = prepare(store, WHOLE, renamed, now=NOW)
    assert plan.sheets[0].counts["changed"] == 1
    said = Answers(kind="grids", fixed={"list_year": "2019"})
    remap(plan, {plan.sheets[0].sheet: said})
    assert plan.sheets[0].counts["unchanged"] == 1 and plan.sheets[0].older == 1
    save_mapping(store, WHOLE, plan.sheets[0].fingerprint, said, name="村名单", actor="t", now=NOW)
    assert find_saved(store, plan.sheets[0].fingerprint).fixed == {}


def test_a_year_to_come_is_no_year_of_a_list(tmp_path):
    store = empty_store()
    report = store_file(store, dated(tmp_path / "a.csv", BEFORE, "2099"))
    assert counts(report)[1] == 5 and codes(report) == {"value_unknown"}
    assert store.value("select count(*) from grid_list_year") == 0


def test_undo_takes_back_what_an_older_list_taught(lists, tmp_path):
    store = stored(lists["after"])
    state = register(store), names(store)
    batch = store_file(store, dated(tmp_path / "b.csv", BEFORE, "2018"))["batch"]
    assert names(store) != state[1]
    assert undo(store, WHOLE, batch, actor="t", now=NOW)["status"] == "undone"
    assert (register(store), names(store)) == state and years(store) == []
    first = store_file(store, dated(tmp_path / "c.csv", AFTER, "2023"))["batch"]
    assert years(store) == [(2023,)]
    undo(store, WHOLE, first, actor="t", now=NOW)
    assert years(store) == []


def test_nothing_is_learned_about_grids_of_others(lists):
    store = stored(lists["after"])
    town = store.value("select grid_id from grid where code = '450181100'")
    store_file(store, lists["before"], Scope((town,)))
    learned = "select g.code from grid_name n join grid g using (grid_id) where n.kind = 'code' and n.value like '450127%' order by 1"
    assert store.run(learned).fetchall() == [("450181100",), ("450181100001",), ("450181100002",)]
