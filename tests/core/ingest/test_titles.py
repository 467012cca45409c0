"""The village of a roster that stands only in its title, the sheet's name or the file's."""

from __future__ import annotations

import pytest

from core.ingest.meaning.answers import Answers, find_saved, save_mapping
from core.ingest.plan import discard, prepare, remap
from tests.core.ingest.files import codes, counts, id_number, store_file, text_file, workbook
from tests.county import NOW, WHOLE, make_county

HEAD = ["姓名", "身份证号"]
EAST_1, EAST_2, WEST_1 = "990101100001", "990101100002", "990101101001"


@pytest.fixture
def county():
    return make_county()


def roster(*numbers: int, header: list[str] = HEAD, more: tuple = ()) -> list[list]:
    return [header, *[["韦新", id_number(n), *more] for n in numbers]]


@pytest.fixture
def planned(county, tmp_path):
    """(fixed values, where each was read) of the sheets of a file."""

    def plans(sheets: dict[str, list[list]], title: str | None = None, file: str = "f.xlsx", **options) -> list[tuple]:
        plan = prepare(county, WHOLE, workbook(tmp_path / file, sheets, title), now=NOW, **options)
        discard(plan)
        return [(part.answers.fixed, part.answers.read_in) for part in plan.sheets]

    return plans


def home(county, number: int) -> str:
    sql = "select g.code from person p join grid g on g.grid_id = p.home_grid_id where p.id_number = $number"
    return county.value(sql, number=id_number(number))


def test_everybody_lives_where_the_title_says(county, tmp_path):
    path = workbook(tmp_path / "f.xlsx", {"Sheet1": roster(1, 2)}, "甲县东镇东一村返乡人员花名册")
    report = store_file(county, path)
    assert counts(report) == (2, 2, 0, 0, 0) and "grid_missing" not in codes(report)
    assert report["sheets"][0]["read_in"] == {"grid": [EAST_1, "title"]}
    assert [home(county, n) for n in (1, 2)] == [EAST_1, EAST_1]


def test_sheets_named_by_village_and_a_file_named_by_village(county, planned, tmp_path):
    both = planned({"东一村": roster(1), "西一村委会": roster(2), "汇总": roster(3)})
    assert both[:2] == [({"grid": EAST_1}, {"grid": "sheet"}), ({"grid": WEST_1}, {"grid": "sheet"})]
    assert both[2] == ({}, {})
    assert planned({"Sheet1": roster(1)}, file="2026年东二村花名册.xlsx") == [({"grid": EAST_2}, {"grid": "file"})]
    plan = prepare(county, WHOLE, text_file(tmp_path / "东二村.csv", roster(1)), now=NOW)
    discard(plan)
    assert plan.sheets[0].answers.read_in == {"grid": "file"}


def test_the_title_counts_before_the_names_of_sheet_and_file(planned):
    assert planned({"东二村": roster(1)}, "东一村人员", "东二村.xlsx") == [({"grid": EAST_1}, {"grid": "title"})]


READ = [
    ("东镇东一村人员花名册", EAST_1),
    ("东 一 村 人 员 花 名 册", EAST_1),
    ("东镇（东一村民委员会）常住人口", EAST_1),
    ("甲县东镇东一村委会2026年", EAST_1),
    ("2026年东一村登记表", EAST_1),
    ("附件1：东一村", EAST_1),
    ("东東一村人员", None),
    ("東一村人员", EAST_1),
    ("大东一村人员", None),
    ("东一村小学学生花名册", None),
    ("东一村、西一村人员", None),
    ("东一村和东九村人员", None),
    ("东一村等3个村人员", None),
    ("西镇东一村人员", None),
    ("东镇人员花名册", None),
    ("东镇中学东一村学生", None),
    ("填写说明：如东一村", None),
    ("人员花名册", None),
]


@pytest.mark.parametrize(("title", "village"), READ)
def test_what_a_title_says(planned, title, village):
    assert planned({"Sheet1": roster(1)}, title)[0][0].get("grid") == village


def test_a_village_of_two_towns_needs_its_town(county, planned):
    with county.write() as db:
        db.execute("update grid set name = '新村' where grid_id in (6, 9)")
        db.execute("update grid_name set value = '新村' where kind = 'name' and grid_id in (6, 9)")
    assert planned({"Sheet1": roster(1)}, "新村人员") == [({}, {})]
    assert planned({"Sheet1": roster(1)}, "西镇新村人员") == [({"grid": WEST_1}, {"grid": "title"})]
    assert planned({"新村": roster(1)}, "西镇人员", "甲县.xlsx") == [({"grid": WEST_1}, {"grid": "sheet"})]
    rows = roster(1, header=[*HEAD, "村"], more=("新村",))
    assert planned({"Sheet1": rows}, "西镇人员花名册") == [({"town": "西镇"}, {"town": "title"})]


def test_the_town_of_the_title_tells_villages_of_one_name_apart(county, tmp_path):
    with county.write() as db:
        db.execute("update grid set name = '新村' where grid_id in (6, 9)")
        db.execute("update grid_name set value = '新村' where kind = 'name' and grid_id in (6, 9)")
    rows = roster(1, 2, header=[*HEAD, "村"], more=("新村",))
    assert "grid_ambiguous" in codes(store_file(county, workbook(tmp_path / "a.xlsx", {"Sheet1": rows})))
    report = store_file(county, workbook(tmp_path / "b.xlsx", {"Sheet1": rows}, "西镇人员花名册"))
    assert counts(report)[1] == 2 and home(county, 1) == WEST_1


def test_a_column_is_never_overridden(planned):
    title = "东镇东一村人员"
    for header, cell in (("网格编码", WEST_1), ("乡镇", "西镇"), ("组", "西一村1组")):
        assert "grid" not in planned({"东一村": roster(1, header=[*HEAD, header], more=(cell,))}, title)[0][0], header
    assert planned({"Sheet1": roster(1, header=[*HEAD, "村"], more=("西一村",))}, title) == [({}, {})]
    given = {"Sheet1": Answers(fixed={"grid": WEST_1})}
    assert planned({"Sheet1": roster(1)}, title, answers=given) == [({"grid": WEST_1}, {})]


def test_numbers_of_sections_are_of_the_village_that_the_title_names(county, tmp_path):
    rows = [[*HEAD, "组"], ["韦新", id_number(1), "1组"], ["韦二", id_number(2), "2"], ["韦三", id_number(3), None]]
    report = store_file(county, workbook(tmp_path / "f.xlsx", {"表": rows}, "东镇东一村常住人口"))
    assert counts(report) == (3, 3, 0, 0, 0) and report["sheets"][0]["read_in"] == {"grid": [EAST_1, "title"]}
    assert [home(county, n) for n in (1, 2, 3)] == [f"{EAST_1}001", f"{EAST_1}002", EAST_1]


def test_the_clerk_takes_it_out_or_changes_it(county, tmp_path):
    plan = prepare(county, WHOLE, workbook(tmp_path / "f.xlsx", {"表": roster(1)}, "东一村人员"), now=NOW)
    try:
        part = plan.sheets[0]
        remap(plan, {"表": part.answers.give({"grid": WEST_1})})
        assert plan.sheets[0].answers.fixed == {"grid": WEST_1} and not plan.sheets[0].answers.read_in
        remap(plan, {"表": part.answers.drop("grid")})
        assert plan.sheets[0].counts["rejected"] == 1 and not plan.sheets[0].answers.fixed
        remap(plan, {"表": Answers(kind="check_ins")})
        assert not plan.sheets[0].answers.fixed
        remap(plan, {"表": Answers(kind="people")})
        assert plan.sheets[0].counts["new"] == 1
    finally:
        discard(plan)


def test_it_is_not_kept_for_another_file_with_the_same_header(county, planned, tmp_path):
    plan = prepare(county, WHOLE, workbook(tmp_path / "f.xlsx", {"表": roster(1)}, "东一村人员"), now=NOW)
    part = plan.sheets[0]
    columns = {c.header: c.field for c in part.columns}
    answers = Answers(kind="people", columns=columns, fixed=part.answers.fixed, read_in=part.answers.read_in)
    save_mapping(county, WHOLE, part.fingerprint, answers, name="花名册", actor="tester", now=NOW)
    discard(plan)
    assert find_saved(county, part.fingerprint).fixed == {}
    assert planned({"表": roster(2)}, "西一村人员") == [({"grid": WEST_1}, {"grid": "title"})]
    assert planned({"表": roster(2)}) == [({}, {})]


def test_closed_villages_are_not_read(county, planned):
    with county.write() as db:
        db.execute("update grid set closed_on = date '2026-01-01' where grid_id = 3")
    assert planned({"Sheet1": roster(1)}, "东一村人员") == [({}, {})]


def test_headings_within_the_table_hold_for_the_rows_below_them(county, tmp_path):
    head = [*HEAD, "联系电话", "住址"]
    rows = [head, ["韦一", id_number(1), "", ""], ["西一村"], ["韦二", id_number(2), "", ""], ["一、东二村（2人）：", None, None, None],
            ["韦三", id_number(3), "", ""], ["韦四", id_number(4), "", ""], ["大新村"], ["韦五", id_number(5), "", ""]]  # fmt: skip
    path = workbook(tmp_path / "f.xlsx", {"表": rows}, "甲县东一村等村人员")
    report = store_file(county, path)
    assert [home(county, n) for n in (2, 3, 4)] == [WEST_1, EAST_2, EAST_2]
    assert report["sheets"][0]["read_in"] == {"grid": [f"{WEST_1}、{EAST_2}", "rows"]}
    assert home(county, 5) is None, "a village that nobody knows is not the one above it"
    assert (3, "grid_missing") in [(i["row"], i["code"]) for i in report["sheets"][0]["issues"]]


def test_a_second_table_below_its_own_title_is_of_its_own_village(county, tmp_path):
    rows = [*roster(1), ["西一村人员花名册"], *roster(2), ["东一村、东二村人员花名册"], *roster(3)]
    report = store_file(county, workbook(tmp_path / "f.xlsx", {"表": rows}, "东一村人员花名册"))
    assert [home(county, n) for n in (1, 2)] == [EAST_1, WEST_1] and home(county, 3) is None
    assert report["sheets"][0]["read_in"] == {"grid": [f"{EAST_1}、{WEST_1}", "rows"]}
