"""A grid in the many ways in which rosters write it; a name that does not say which is asked, never guessed."""

from __future__ import annotations

import pytest

from core.domain import Scope
from core.ingest.plan import discard, prepare
from core.ingest.written import written_values
from tests.core.ingest.files import REAL, id_number, store_file, workbook
from tests.county import NOW, WHOLE, empty_store, make_county

LISTS = REAL / "grids"
OLD, NEW = LISTS / "hengxian_villages_2018.csv", LISTS / "hengxian_villages_2023.csv"
real = pytest.mark.skipif(not LISTS.exists(), reason="the shared real data are not here")
EAST_VILLAGE, SECTION = "450181100002", "450181100002001"


@pytest.fixture(scope="module")
def heng(tmp_path_factory):
    """Both national lists over each other, and two sections of one village."""
    store = empty_store()
    store_file(store, OLD)
    store_file(store, NEW)
    rows = [["网格编码", "网格名称", "层级", "上级编码"]] + [
        [f"{EAST_VILLAGE}00{n}", f"城东社区{n}组", "组", EAST_VILLAGE] for n in (1, 2)
    ]
    store_file(store, workbook(tmp_path_factory.mktemp("g") / "g.xlsx", {"组": rows}))
    return store


@pytest.fixture(scope="module")
def county():
    return make_county()


def resolved(store, tmp_path, cells: dict, scope: Scope = WHOLE) -> tuple:
    """(code of the grid, how) and the codes of the findings on one row."""
    (found,) = resolved_all(store, tmp_path, [cells], scope)
    return found


def resolved_all(store, tmp_path, rows: list[dict], scope: Scope = WHOLE) -> list[tuple]:
    """The same of each row of one list."""
    table = [["姓名", "身份证号", *rows[0]]]
    table += [[f"韦{chr(ord('安') + n)}", id_number(n), *cells.values()] for n, cells in enumerate(rows, 1)]
    plan = prepare(store, scope, workbook(tmp_path / "p.xlsx", {"表": table}), kind="people", now=NOW)
    try:
        found = (
            plan.works["people"]
            .run(
                "select p.row, g.code, k.how from plan.people p join plan.staged_people s using (sheet, row) left join grid g using (grid_id)"
                " left join plan.grid_text k on k.axis = 'area' and k.written is not distinct from s.grid and k.town is not distinct from s.town"
                " and k.section is not distinct from s.section order by p.row"
            )
            .fetchall()
        )
        issues = plan.sheets[0].issues
        return [((code, how), set(issues.loc[issues["row"] == row, "code"])) for row, code, how in found]
    finally:
        discard(plan)


WRITTEN = [
    ("450181100002", "code"),
    ("450127100002", "former_code"),
    ("450181100002000", "code"),
    ("城东社区居委会", "name"),
    ("横州镇城东社区居委会", "town_name"),
    ("城东社区", "ending"),
    ("城东社区居民委员会", "ending"),
    ("城东居委会", "ending"),
    ("城东", "ending"),
    ("城 东 社 区", "ending"),
    ("横州镇-城东社区居委会", "town_name"),
    ("横州镇/城东社区", "ending"),
    ("横州 · 城东社区居委会", "town_name"),
    ("横县横州镇城东社区居委会", "town_name"),
    ("横州市横州镇城东社区居委会", "town_name"),
    ("广西南宁市横州市横州镇城东社区居委会", "town_name"),
    ("广西壮族自治区南宁市横县横州镇城东社区居委会", "town_name"),
    ("南宁市横州镇城东社区居委会", "town_name"),
    ("橫縣橫州鎮城東社區居委會", "town_name"),
    ("广西横州市城东社区居委会", "town_name"),
    ("广西壮族自治区横州镇城东社区居委会", "town_name"),
    ("廣西壯族自治區南寧市橫縣橫州鎮城東社區居委會", "town_name"),
    ("南宁地区横县横州镇城东社区居委会", "town_name"),
    # code and name in one cell: the code decides
    ("450181100002 城东社区", "code"),
    ("450181100002城东社区", "code"),
    ("城东社区(450181100002)", "code"),
    ("城东社区（450181100002）", "code"),
    ("450181100002-城东社区", "code"),
    ("450181100002：城东社区居委会", "code"),
    ("城东 450181100002", "code"),
    ("横州镇城东社区[450181100002]", "code"),
    ("450127100002 横县横州镇城东社区居民委员会", "former_code"),
]


@real
def test_one_village_in_many_writings(heng, tmp_path):
    found = resolved_all(heng, tmp_path, [{"网格": text} for text, _ in WRITTEN])
    for (text, how), it in zip(WRITTEN, found, strict=True):
        assert it == ((EAST_VILLAGE, how), set()), text


WITH_SECTION = [
    "城东社区1组",
    "横州镇城东社区第一村民小组",
    "横州镇城东社区居委会一组",
    "城东1组",
    "城东社区/01小组",
    "城东社区居民委员会1组",
]


@real
def test_a_section_with_its_village(heng, tmp_path):
    found = resolved_all(heng, tmp_path, [{"网格": text} for text in WITH_SECTION])
    for text, ((code, _), issues) in zip(WITH_SECTION, found, strict=True):
        assert (code, issues) == (SECTION, set()), text


@real
def test_a_town_of_another_prefecture_is_not_ours(heng, tmp_path):
    """As one of another province: the village beside it is looked up without it, and the clerk is told."""
    towns = ("广东省横州镇", "柳州市横州镇", "长沙市横州镇")
    found = resolved_all(heng, tmp_path, [{"乡镇": town, "村": "城东社区居委会"} for town in towns])
    for town, ((code, _), issues) in zip(towns, found, strict=True):
        assert (code, issues) == (EAST_VILLAGE, {"town_unknown"}), town


def store_of(tmp_path, *counties: tuple[str, str]):
    """Each county has a 大桥镇 with a 新村."""
    rows = [["网格编码", "网格名称", "层级", "上级编码"]]
    for code, name in counties:
        rows += [[code, name, "县", None], [f"{code}100", "大桥镇", "乡镇", code]]
        rows += [[f"{code}100201", "新村", "村", f"{code}100"]]
    store = empty_store()
    store_file(store, workbook(tmp_path / "grids.xlsx", {"网格": rows}))
    return store


def test_prefectures_tell_counties_apart(tmp_path):
    two = store_of(tmp_path, ("450126", "宾阳县"), ("450206", "柳江区"))
    assert resolved(two, tmp_path, {"网格": "南宁市大桥镇新村"})[0][0] == "450126100201"
    assert resolved(two, tmp_path, {"网格": "广西柳州市大桥镇新村"})[0][0] == "450206100201"
    assert resolved(two, tmp_path, {"网格": "大桥镇新村"})[1] == {"grid_ambiguous"}
    assert resolved(two, tmp_path, {"网格": "桂林市大桥镇新村"}) == ((None, None), {"grid_unknown"})
    assert resolved(two, tmp_path, {"网格": "柳州市宾阳县大桥镇新村"}) == ((None, None), {"grid_unknown"})


def test_a_county_that_became_a_city(tmp_path):
    """Its list may be older than what people call it."""
    heng = store_of(tmp_path, ("450127", "横县"))
    bin_yang = store_of(tmp_path, ("450126", "宾阳县"))
    for store, text in ((heng, "横州市大桥镇新村"), (heng, "广西横州市大桥镇"), (bin_yang, "宾阳市大桥镇新村")):
        assert resolved(store, tmp_path, {"网格": text})[0][0], text
    assert resolved(heng, tmp_path, {"网格": "桂平市大桥镇新村"}) == ((None, None), {"grid_unknown"})


def test_of_prefectures_elsewhere_only_those_that_are_known_are_faults(tmp_path):
    guangdong = store_of(tmp_path, ("440224", "仁化县"))
    assert resolved(guangdong, tmp_path, {"网格": "柳州市大桥镇新村"}) == ((None, None), {"grid_unknown"})
    assert resolved(guangdong, tmp_path, {"网格": "韶关市大桥镇新村"})[0][0] == "440224100201"


def test_of_a_county_that_was_made_up_nothing_is_known(county, tmp_path):
    assert resolved(county, tmp_path, {"网格": "柳州市东镇东一村"})[0][0] == "990101100001"


@real
def test_a_name_that_two_towns_have_is_a_question(heng, tmp_path):
    assert resolved(heng, tmp_path, {"网格": "泮塘村委会"}) == ((None, None), {"grid_ambiguous"})
    assert resolved(heng, tmp_path, {"网格": "泮塘村"})[1] == {"grid_ambiguous"}


@real
def test_the_town_beside_it_answers(heng, tmp_path):
    towns = heng.df(
        "select p.name as town, g.code from grid g join grid p on p.grid_id = g.parent_id where g.name = '泮塘村委会'"
    )
    assert len(towns) == 2
    for town, code in towns.itertuples(index=False):
        writings = (town, f"横州市{town}", f"南宁市横县{town}", town.removesuffix("镇").removesuffix("乡"))
        found = resolved_all(heng, tmp_path, [{"乡镇": writing, "村": "泮塘村"} for writing in writings])
        assert found == [((code, "context"), set())] * len(writings), writings
        assert resolved(heng, tmp_path, {"网格": f"{town}泮塘村"})[0][0] == code


@real
def test_the_clerks_own_area_answers(heng, tmp_path):
    town, code = heng.one(
        "select p.grid_id, g.code from grid g join grid p on p.grid_id = g.parent_id where g.name = '泮塘村委会' order by g.code limit 1"
    )
    mine = Scope((town,), WHOLE.reveal)
    assert resolved(heng, tmp_path, {"网格": "泮塘村委会"}, mine) == ((code, "scope"), set())


@real
def test_a_town_that_does_not_have_it(heng, tmp_path):
    assert resolved(heng, tmp_path, {"乡镇": "校椅镇", "村": "城东社区"}) == ((None, "ending"), {"town_differs"})
    assert (
        resolved(heng, tmp_path, {"乡镇": "校椅镇", "网格": EAST_VILLAGE})[0][0] == EAST_VILLAGE
    )  # a code needs no town
    (code, _), issues = resolved(heng, tmp_path, {"乡镇": "无此镇", "村": "城东社区居委会"})
    assert (code, issues) == (EAST_VILLAGE, {"town_unknown"})


NO_GUESS = [
    "宾阳县城东社区",
    "城西社区某某路",
    "柳州市城东社区",
    "无此村",
    "广东省横州镇城东社区",
    "湖南省长沙市横州镇城东社区",
    "北京市横州镇",
    "廣東省橫州鎮城東社區",
    # another prefecture or county, with its province or without
    "柳州市横州镇",
    "柳州市横州镇城东社区",
    "广西柳州市横州镇城东社区",
    "广西壮族自治区百色市横州市横州镇城东社区",
    "欽州市橫州鎮",
    "长沙市横州镇城东社区",
    "阿克苏地区横州镇城东社区",
    "桂平市横州镇城东社区",
    "贵港市桂平市横州镇城东社区",
    "宾阳县横州镇城东社区",
    "南宁市宾阳县横州镇城东社区",
    "广西宾阳县横州镇",
    "南宁市青秀区横州镇城东社区",
]


@real
def test_no_guess_where_more_than_the_ending_differs(heng, tmp_path):
    found = resolved_all(heng, tmp_path, [{"网格": text} for text in NO_GUESS])
    for text, ((code, _), issues) in zip(NO_GUESS, found, strict=True):
        assert (code, issues) == (None, {"grid_unknown"}), text


@real
def test_a_code_with_the_name_of_another_grid_is_a_question(heng, tmp_path):
    other = heng.value("select name from grid where code = '450181100001'")
    written = {
        f"{EAST_VILLAGE} {other}": "grid_code_differs",
        f"{other}（{EAST_VILLAGE}）": "grid_code_differs",
        f"{EAST_VILLAGE}无此村": "grid_code_differs",
        f"{EAST_VILLAGE}横州镇": "grid_code_differs",
        # a code that is none: the name alone is no answer
        "450181100999 城东社区": "grid_unknown",
        "450181100999城东社区": "grid_unknown",
    }
    found = resolved_all(heng, tmp_path, [{"网格": text} for text in written])
    for (text, code), it in zip(written.items(), found, strict=True):
        assert it == ((None, None), {code}), text


COUNTY_WRITINGS = [
    ("990101100001 东一村", "990101100001"),
    ("东一村（990101100001）", "990101100001"),
    ("990101100001001东一村1组", "990101100001001"),
    ("990101100001001 1组", "990101100001001"),
    ("东镇/东一村/一组 990101100001001", "990101100001001"),
    ("990101100 东镇", "990101100"),
]


@pytest.mark.parametrize(("text", "code"), COUNTY_WRITINGS, ids=[t for t, _ in COUNTY_WRITINGS])
def test_code_and_name_in_lists_of_every_kind(county, tmp_path, text, code):
    wrong = "990101100002 东一村"
    assert resolved(county, tmp_path, {"网格": text})[0] == (code, "code")
    scans = [["证件号码", "姓名", "网格", "扫码时间", "方向"]]
    scans += [[id_number(n), f"韦{n}", grid, "2026-01-31 08:00:00", "进"] for n, grid in ((1, text), (2, wrong))]
    units = [["单位编码", "单位名称", "层级", "单位类型", "所在网格"]]
    units += [[f"U90{n}", f"新厂{n}", "单位", "企业", grid] for n, grid in ((1, text), (2, wrong))]
    plan = prepare(county, WHOLE, workbook(tmp_path / "a.xlsx", {"卡点": scans, "单位": units}), now=NOW)
    for part in plan.sheets:
        found = part.issues[part.issues["column"].isin(["网格", "所在网格"])]
        assert found[["row", "code"]].to_numpy().tolist() == [[3, "grid_code_differs"]], part.kind
        assert part.counts["new"] == 1 and part.counts["rejected"] == 1
    known = "select code from grid where grid_id = (select {} from {} where row = 2)"
    assert plan.works["check_ins"].value(known.format("grid_id", "plan.check_ins")) == code
    assert plan.works["units"].value(known.format("area_id", "plan.node")) == code
    discard(plan)


def test_code_and_name_of_a_unit(county, tmp_path):
    header = ["姓名", "身份证号", "网格", "工作单位"]
    rows = [
        ["韦一", id_number(1), "990101100001", "U001 东镇中学"],
        ["韦二", id_number(2), "990101100001", "U002 东镇中学"],
    ]
    plan = prepare(county, WHOLE, workbook(tmp_path / "p.xlsx", {"表": [header, *rows]}), now=NOW)
    issues = plan.sheets[0].issues
    assert issues[["row", "code"]].to_numpy().tolist() == [[3, "unit_unknown"]], plan.sheets[0].mapping
    discard(plan)


def test_both_grids_are_offered_where_code_and_name_differ(county, tmp_path):
    header = ["姓名", "身份证号", "网格"]
    row = ["韦一", id_number(1), "990101100002 东一村"]
    plan = prepare(county, WHOLE, workbook(tmp_path / "p.xlsx", {"表": [header, row]}), now=NOW)
    (asked,) = written_values(plan.works["people"], 0, "people").query("field == 'grid'").to_dict("records")
    assert (asked["meaning"], asked["how"], asked["rows"]) == (None, None, 1)
    assert [c["code"] for c in asked["candidates"]] == ["990101100001", "990101100002"]
    discard(plan)


def test_sections_in_a_column_of_their_own(county, tmp_path):
    sections = ("东一村1组", "1组", "第一村民小组", "一组", "东镇东一村一组")
    for cells in ({"乡镇": "东镇", "村": "东一村"}, {"村": "东一"}):
        found = resolved_all(county, tmp_path, [{**cells, "组": section} for section in sections])
        assert [code for (code, _), _ in found] == ["990101100001001"] * len(sections), cells
    (code, _), issues = resolved(county, tmp_path, {"村": "东一村", "组": "9组"})
    assert (code, issues) == ("990101100001", {"section_unknown"})
    (code, _), issues = resolved(county, tmp_path, {"村": "990101100001001", "组": "无此组"})
    assert (code, issues) == ("990101100001001", set())


def test_a_village_is_needed(county, tmp_path):
    assert resolved(county, tmp_path, {"乡镇": "东镇"})[1] == {"village_missing"}
    assert resolved(county, tmp_path, {"乡镇": "东镇", "组": "9组"})[1] == {"village_missing"}
    assert resolved(county, tmp_path, {"乡镇": "东镇", "组": "东一村1组"})[0][0] == "990101100001001"
    assert resolved(county, tmp_path, {"村": "东镇"})[0][0] == "990101100"


def test_sections_by_their_number_alone(county, tmp_path):
    sections = ["1", "一", "第1", 1, "1组"]
    found = resolved_all(county, tmp_path, [{"村": "东一村", "村民小组": section} for section in sections])
    assert [(code, issues) for (code, _), issues in found] == [("990101100001001", set())] * len(sections), found


def test_no_section_is_none(county, tmp_path):
    (code, _), issues = resolved(county, tmp_path, {"村": "东一村", "组": "无"})
    assert (code, issues) == ("990101100001", set())
