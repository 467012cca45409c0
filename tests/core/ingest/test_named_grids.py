"""Lists of grids without the codes of towns: who answers for which village, by name, or by the village's code alone."""

from __future__ import annotations

import pytest

from core.errors import UserError
from core.ingest.meaning.answers import Answers
from core.ingest.meaning.locate import locate
from core.ingest.plan import discard, prepare, remap
from core.ingest.storing import commit
from core.ingest.undo.undo import undo
from tests.core.ingest.files import codes, counts, store_file, text_file, workbook
from tests.county import EAST, NOW, WHOLE, make_county

HEAD = ["乡镇", "村（社区）", "网格员/责任人", "职务", "联系电话"]
CODED = ["乡镇", "村编码", "村名称", "责任人"]


@pytest.fixture
def county():
    return make_county()


def found(report: dict) -> list[tuple]:
    return [(i["row"], i["column"], i["code"]) for i in report["sheets"][0]["issues"]]


def duty(county, grid: int, role: str = "responsible") -> tuple | None:
    return county.one(
        "select name, position, phone from duty where grid_id = $grid and role = $role", grid=grid, role=role
    )


def registers(county) -> list[tuple]:
    return county.run("select grid_id, code, name, level, parent_id, lon, lat from grid order by 1").fetchall()


def test_who_answers_for_which_village(county, take):
    before = registers(county)
    report = take(
        HEAD,
        ["东镇", "东一村委会", "韦明", "支书", "13700000001"],
        ["东镇", "东镇东二村", "覃强", "主任", "13700000002"],
        ["", "西一村村民委员会", "黄勇", "网格员", "13700000003"],
        ["东镇", "", "陆一", "书记", "13800000001"],
    )
    assert report["sheets"][0]["kind"] == "grids" and report["sheets"][0]["mapping"]["网格员/责任人"] == "responsible"
    assert counts(report) == (4, 0, 4, 0, 0) and codes(report) == set()
    assert duty(county, 3) == ("韦明", "支书", "13700000001")
    assert duty(county, 6) == ("覃强", "主任", "13700000002") and duty(county, 9) == ("黄勇", "网格员", "13700000003")
    assert duty(county, 2) == ("陆一", "书记", "13800000001")
    assert registers(county) == before, "nothing is renamed, moved or added"


def test_what_stands_already_is_unchanged_and_an_undo_takes_it_back(county, take):
    rows = ["东镇", "东一村", "韦明", "支书", "13700000001"], ["东镇", "东二村", "覃强", "主任", "13700000002"]
    first = take(HEAD, *rows)
    assert counts(take(HEAD, *rows)) == (2, 0, 0, 2, 0)
    undo(county, WHOLE, first["batch"], actor="tester", now=NOW)
    assert not (duty(county, 3) or (None,))[0]


def test_a_cell_can_be_emptied(county, take):
    report = take([*HEAD, "替岗人"], ["东镇", "", "", "---", "", "---"])
    assert counts(report) == (1, 0, 1, 0, 0)
    assert duty(county, 2) == ("陆一", None, "13800000001") and duty(county, 2, "deputy")[0] is None


def test_names_that_say_no_grid_are_told_and_add_none(county, take):
    before = registers(county)
    report = take(
        HEAD,
        ["东镇", "东九村", "甲", "", ""],
        ["西镇", "东一村", "乙", "", ""],
        ["南镇", "", "丙", "", ""],
        ["南镇", "东二村", "丁", "", ""],
        ["", "", "戊", "", ""],
        ["", "东九村", "己", "", ""],
    )
    assert found(report) == [
        (2, "村(社区)", "town_differs"),
        (3, "村(社区)", "town_differs"),
        (4, "乡镇", "grid_unknown"),
        (5, "乡镇", "town_unknown"),
        (6, "村(社区)", "grid_missing"),
        (7, "村(社区)", "grid_unknown"),
    ]
    assert counts(report) == (6, 0, 1, 0, 5) and registers(county) == before
    assert duty(county, 6)[0] == "丁" and duty(county, 3) is None


def test_a_name_borne_twice_needs_its_town(county, take):
    with county.write() as db:
        db.execute("update grid set name = '新村' where grid_id in (6, 9)")
    report = take(HEAD[1:], ["新村", "甲", "", ""], ["东一村", "乙", "", ""])
    assert found(report) == [(2, "村(社区)", "grid_ambiguous")] and counts(report) == (2, 0, 1, 0, 1)
    report = take(HEAD, ["西镇", "新村", "甲", "", ""])
    assert counts(report) == (1, 0, 1, 0, 0) and duty(county, 9)[0] == "甲"


def test_sections_of_villages(county, take):
    head = ["乡镇", "村", "组", "负责人", "电话"]
    report = take(
        head,
        ["东镇", "东一村", "1组", "甲", "13700000001"],
        ["东镇", "东一村", "第二村民小组", "乙", "13700000002"],
        ["东镇", "东一村", "9组", "丙", ""],
        ["东镇", "东一村", "", "丁", ""],
    )
    assert found(report) == [(4, "组", "grid_unknown")] and counts(report) == (4, 0, 3, 0, 1)
    assert [duty(county, grid)[0] for grid in (4, 5, 3)] == ["甲", "乙", "丁"]


def test_one_grid_twice_is_told(county, take):
    report = take(HEAD, ["东镇", "东一村", "甲", "", ""], ["东镇", "东一村委会", "乙", "", ""])
    assert [(row, code) for row, _, code in found(report)] == [(3, "duplicate_row")] and duty(county, 3)[0] == "甲"


def test_nobody_writes_outside_the_own_area(county, take):
    report = take(HEAD, ["西镇", "西一村", "甲", "", ""], ["东镇", "东一村", "乙", "", ""], scope=EAST)
    assert [(row, code) for row, _, code in found(report)] == [(2, "grid_outside_scope")]
    assert counts(report) == (2, 0, 1, 0, 1) and duty(county, 9) is None


def test_closed_grids_are_told(county, take):
    with county.write() as db:
        db.execute("update grid set closed_on = date '2026-01-01' where grid_id = 6")
    assert [code for _, _, code in found(take(HEAD, ["东镇", "东二村", "甲", "", ""]))] == ["closed_listed"]


def test_a_villages_code_tells_its_town(county, take):
    report = take(
        CODED,
        ["东镇", "990101100001", "东一村", "甲"],
        ["东镇", "990101100008", "泮塘村", "乙"],
        ["西镇", "990101100002", "东二村", "丙"],
        ["西镇", "", "西一村", "丁"],
    )
    assert found(report) == [(4, "乡镇", "town_differs")] and counts(report) == (4, 1, 2, 0, 1)
    assert county.one(
        "select g.name, p.code from grid g join grid p on p.grid_id = g.parent_id where g.code = '990101100008'"
    ) == ("泮塘村", "990101100")
    assert duty(county, 3)[0] == "甲" and duty(county, 9)[0] == "丁"


def test_a_village_that_moved_may_stand_beside_its_town_of_today(county, take):
    with county.write() as db:
        db.execute("update grid set parent_id = 8 where grid_id = 6")
    report = take(CODED, ["西镇", "990101100002", "东二村", "甲"], ["东镇", "990101100001", "东一村", "乙"])
    assert codes(report) == set() and counts(report) == (2, 0, 2, 0, 0)
    assert county.value("select parent_id from grid where grid_id = 6") == 8


def test_villages_by_code_without_anybody_who_answers_for_them(county, take):
    report = take(CODED[:3], ["东镇", "990101100001", "东一新村"], ["", "990101101009", "西九村"])
    assert counts(report) == (2, 1, 1, 0, 0) and county.value("select name from grid where grid_id = 3") == "东一新村"


def test_a_coded_list_still_asks_for_the_codes(take):
    report = take(["乡镇编码", "乡镇", "村编码", "村名称", "责任人"], ["", "东镇", "", "东一村", "甲"])
    assert "code_missing" in codes(report) and counts(report)[4] == 1


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (["村", "责任人", "联系电话"], "grids"),
        (["网格名称", "网格长", "电话"], "grids"),
        (["乡镇", "村委会", "包村干部", "单位", "职务", "电话"], "grids"),
        (["乡镇", "村", "姓名", "职务", "联系电话"], "people"),
        (["村", "户主", "责任人", "联系电话"], "people"),
        (["村", "网格员", "姓名", "身份证号"], "people"),
        (["村", "网格员/姓名", "网格员/电话"], "grids"),
        (["村", "姓名", "网格员/姓名", "网格员/电话"], "people"),
        (["村", "身份证号", "责任人"], None),
        (["企业名称", "村", "负责人", "联系电话"], "units"),
        (["名称", "负责人", "电话"], None),
        (["乡镇", "村", "联系电话"], None),
        (["乡镇编码", "乡镇", "村编码", "村名称", "责任人"], "grids"),
    ],
)
def test_what_a_header_is_the_header_of(header, kind):
    found = locate([header, ["甲"] * len(header)])
    assert (found and found.kind) == kind


def test_a_header_of_another_kind_is_no_list_of_grids_until_the_clerk_says_so(county, tmp_path):
    path = text_file(tmp_path / "l.csv", [["村", "身份证号", "责任人"], ["东一村", "无", "甲"]])
    with pytest.raises(UserError, match="header_unknown"):
        prepare(county, WHOLE, path, now=NOW)
    assert counts(store_file(county, path, kind="grids")) == (1, 0, 1, 0, 0)


def test_a_list_with_a_title_in_a_workbook_can_be_read_as_something_else(county, tmp_path):
    rows = [HEAD, ["东镇", "东一村", "韦明", "支书", "13700000001"]]
    path = workbook(tmp_path / "l.xlsx", {"表": rows}, title="甲县网格员名单")
    plan = prepare(county, WHOLE, path, now=NOW)
    try:
        assert plan.sheets[0].kind == "grids" and plan.sheets[0].ready
        assert plan.preview("表")["before"].notna().all()
        remap(plan, {"表": Answers(kind="people", columns={"网格员/责任人": "name"})})
        assert plan.sheets[0].kind == "people" and plan.sheets[0].counts["new"] == 1
        remap(plan, {"表": Answers(kind="grids")})
        assert counts(commit(county, plan, actor="tester", now=NOW)) == (1, 0, 1, 0, 0)
    finally:
        discard(plan)


def test_an_official_sent_to_a_village_need_not_be_who_answers_for_it(county, tmp_path):
    """包村干部 is often, but not always, the person responsible: asked, and nothing is taken before the answer."""
    rows = [["乡镇", "村", "包村干部", "包村干部电话"], ["东镇", "东一村", "韦明", "13700000001"]]
    plan = prepare(county, WHOLE, text_file(tmp_path / "l.csv", rows), now=NOW)
    try:
        part = plan.sheets[0]
        assert [(c.header, c.field, c.why) for c in part.asked] == [
            ("包村干部", "responsible", "maybe"), ("包村干部电话", "phone", "maybe"),
        ]  # fmt: skip
        assert not part.ready and part.counts["changed"] == 0
        remap(plan, {"l": Answers(columns={"包村干部": "responsible", "包村干部电话": "phone"})})
        assert plan.sheets[0].ready and plan.sheets[0].counts["changed"] == 1
    finally:
        discard(plan)


def test_beside_the_person_responsible_an_official_is_not_asked_about(county, tmp_path):
    rows = [["乡镇", "村", "包村干部", "责任人"], ["东镇", "东一村", "韦明", "覃强"]]
    plan = prepare(county, WHOLE, text_file(tmp_path / "l.csv", rows), now=NOW)
    assert plan.sheets[0].mapping["责任人"] == "responsible" and plan.sheets[0].asked == []
    discard(plan)


def test_two_rows_of_header_and_two_columns_below_a_title(county, tmp_path):
    rows = [["乡镇", "村", "网格员", None], [None, None, "姓名", "电话"], ["东镇", "东一村", "韦明", "13700000001"]]
    assert counts(store_file(county, workbook(tmp_path / "a.xlsx", {"表": rows}, "甲县名单"))) == (1, 0, 1, 0, 0)
    assert duty(county, 3) == ("韦明", None, "13700000001")
    rows = [["村", "网格员"], ["东二村", "覃强"], ["西一村", "黄勇"]]
    assert counts(store_file(county, workbook(tmp_path / "b.xlsx", {"表": rows}, "甲县名单"))) == (2, 0, 2, 0, 0)
    assert duty(county, 9)[0] == "黄勇"


def test_a_code_and_a_name_of_two_grids_or_a_rounded_code_change_nothing(county, tmp_path):
    rows = [
        ["村", "责任人"], ["990101100001 东一村", "甲一"], ["990101100001 东二村", "甲二"], [990101100001001001, "甲三"],
    ]  # fmt: skip
    report = store_file(county, workbook(tmp_path / "l.xlsx", {"表": rows}))
    assert counts(report) == (3, 0, 1, 0, 2)
    assert found(report) == [(3, "村", "grid_code_differs"), (4, "村", "code_rounded")]
    assert duty(county, 3)[0] == "甲一"
