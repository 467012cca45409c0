"""Header or data is judged by what a row holds; columns without a label by their values; several columns make one value, one makes two."""

from __future__ import annotations

from datetime import datetime

import pytest
import xlsxwriter

from core.errors import UserError
from core.ingest.plan import Plan, discard, prepare
from core.ingest.storing import commit
from tests.core.ingest.files import id_number, text_file, workbook
from tests.county import NOW, WHOLE, make_county

NAMES = ["韦小明", "覃丽花", "黄建国", "陆桂英", "农志强", "甘秀英", "梁小妹", "施大海"]
SEXES = ["男", "女", "男", "女", "男", "女", "女", "男"]
IDS = [
    id_number(2 * n + (sex == "男"), birth)
    for n, (sex, birth) in enumerate(zip(SEXES, ["19880312"] * 8, strict=True), 10)
]
PHONES = [f"1397881000{n}" for n in range(1, 9)]
VILLAGE = "东一村"


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def planned(county, tmp_path):
    made: list[Plan] = []

    def plan(rows, name="名单.xlsx", **options) -> Plan:
        path = tmp_path / name
        made.append(
            prepare(county, WHOLE, text_file(path, rows) if path.suffix == ".csv" else rows(path), now=NOW, **options)
        )
        return made[-1]

    yield plan
    for each in made:
        discard(each)


def book(*rows, merges=()):
    def write(path):
        made = xlsxwriter.Workbook(str(path))
        sheet = made.add_worksheet("Sheet1")
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell is not None:
                    sheet.write(r, c, cell)
        for top, left, bottom, right, text in merges:
            sheet.merge_range(top, left, bottom, right, text)
        made.close()
        return path

    return write


def mapped(plan: Plan) -> dict[str, str]:
    return plan.sheets[0].mapping


def taken(plan: Plan) -> tuple[int, int, int]:
    """(new, rejected, left out)"""
    part = plan.sheets[0]
    return part.counts["new"], part.counts["rejected"], part.left_out


def test_a_header_cell_merged_over_two_columns_takes_no_person_for_a_header(planned):
    people = zip(NAMES, SEXES, IDS, ["幸福屯", "平安屯"] * 4, [f"{n}号" for n in range(1, 9)], PHONES, strict=True)
    rows = [["东镇东一村返乡人员花名册"], ["序号", "姓名", "性别", "身份证号", "家庭住址", None, "联系电话"]]
    rows += [[n, *person] for n, person in enumerate(people, 1)]
    plan = planned(book(*rows, merges=[(0, 0, 0, 6, rows[0][0]), (1, 4, 1, 5, "家庭住址")]))
    assert taken(plan) == (8, 0, 0) and plan.sheets[0].header_row == 2
    assert not plan.sheets[0].asked
    assert plan.preview("Sheet1")["address"][0] == "幸福屯1号"
    assert not any(number in header for number in IDS for header in mapped(plan)), "nobody's number in a mapping"


def test_a_remark_merged_over_two_columns_makes_no_form(planned):
    people = zip(NAMES, IDS, PHONES, [VILLAGE] * 8, ["深圳返乡"] * 8, ["已走访"] * 8, strict=True)
    rows = [["姓名", "身份证号", "联系电话", "村", "备注", None], *map(list, people)]
    plan = planned(book(*rows, merges=[(0, 4, 0, 5, "备注")]))
    assert taken(plan) == (8, 0, 0)
    assert plan.sheets[0].dropped == {"备注": "remark", "备注 #2": "remark"}


def test_a_second_header_row_of_parts_is_one_still(planned):
    rows = [
        ["姓名", "联系方式", None, "村"],
        [None, "电话", "微信", None],
        *([n, p, "x", VILLAGE] for n, p in zip(NAMES, PHONES, strict=True)),
    ]
    plan = planned(book(*rows, merges=[(0, 1, 0, 2, "联系方式"), (0, 0, 1, 0, "姓名"), (0, 3, 1, 3, "村")]))
    assert taken(plan) == (8, 0, 0) and mapped(plan)["联系方式/电话"] == "phone"


@pytest.mark.parametrize("title", [None, "东镇东一村人员名单"])
def test_a_list_without_a_header_keeps_its_first_person(planned, title):
    rows = [list(person) for person in zip(NAMES, SEXES, IDS, PHONES, [VILLAGE] * 8, strict=True)]
    plan = planned(book(*([[title]] if title else []), *rows))
    assert taken(plan) == (8, 0, 0) and plan.sheets[0].headless and plan.sheets[0].header_row == 0
    assert mapped(plan) == {"A": "name", "B": "sex", "C": "id_number", "D": "phone", "E": "grid"}
    assert plan.sheets[0].counts["rows"] == plan.sheets[0].read == 8


def test_names_and_sexes_alone_are_people_and_the_village_is_asked(planned):
    plan = planned([[n, s] for n, s in zip(NAMES, SEXES, strict=True)], "名单.csv")
    part = plan.sheets[0]
    assert (part.kind, part.headless, part.counts["rows"]) == ("people", True, 8)
    assert mapped(plan) == {"A": "name", "B": "sex"}


def test_two_columns_of_names_without_a_header_are_a_question(planned):
    rows = [list(person) for person in zip(NAMES, NAMES[::-1], IDS, [VILLAGE] * 8, strict=True)]
    plan = planned(rows, "名单.csv")
    assert [(c.header, c.field) for c in plan.sheets[0].asked] == [("A", "name")]


def test_headerless_check_ins_are_told_by_their_moments(planned):
    rows = [[n, p, VILLAGE, f"2026-01-0{d} 08:30", "进"] for d, (n, p) in enumerate(zip(NAMES, PHONES, strict=True), 1)]
    plan = planned(rows, "打卡.csv")
    assert plan.sheets[0].kind == "check_ins" and taken(plan)[:2] == (8, 0)


def test_a_blank_header_is_told_by_the_values_below(planned):
    rows = [[None, "电话", "村"], *([n, p, VILLAGE] for n, p in zip(NAMES, PHONES, strict=True))]
    plan = planned(book(*rows))
    assert mapped(plan) == {"A": "name", "电话": "phone", "村": "grid"} and taken(plan) == (8, 0, 0)


def test_one_label_is_a_list_of_people(planned):
    plan = planned(book([None, "姓名"], *([n, name] for n, name in enumerate(NAMES, 1))))
    part = plan.sheets[0]
    assert (part.kind, mapped(plan), part.counts["rows"], part.dropped) == ("people", {"姓名": "name"}, 8, {})


@pytest.mark.parametrize("subject", ["电工", "焊工"])
def test_a_line_to_fill_in_is_no_parent_of_the_header(planned, subject):
    rows = [
        ["东一村培训人员花名册"],
        ["培训机构（印章）", None, f"培训专业：{subject} 培训时间：2020年3月"],
        ["序号", "姓名", "身份证号", "电话号码"],
    ]
    rows += [[n, *p] for n, p in enumerate(zip(NAMES, IDS, PHONES, strict=True), 1)]
    rows += [[None, None, "联系人："], [None, None, "申报时间："]]
    plan = planned(book(*rows, merges=[(1, 0, 1, 1, rows[1][0]), (1, 2, 1, 3, rows[1][2])]))
    assert taken(plan) == (8, 0, 2)
    assert set(mapped(plan)) == {"姓名", "身份证号", "电话号码"}, "the same header each month"


OTHERS = [
    "家属姓名",
    "家属电话",
    "与本人关系",
    "同住人电话",
    "监护人姓名",
    "紧急联系人电话",
    "代理人身份证号",
    "房东电话",
    "家长姓名",
]


def test_columns_of_another_person_are_left_out_by_name(planned):
    head = [
        ["总序", "基础信息", None, "国内信息", None, *[None] * len(OTHERS)],
        [None, "序号", "中文名", "身份证号", "村", *OTHERS],
    ]
    rows = [
        [n, n, name, number, VILLAGE, *["13900000000"] * len(OTHERS)]
        for n, (name, number) in enumerate(zip(NAMES, IDS, strict=True), 1)
    ]
    plan = planned(book(*head, *rows))
    assert sorted(mapped(plan).values()) == ["grid", "id_number", "name"] and not plan.sheets[0].asked
    said = {header.rpartition("/")[2]: why for header, why in plan.sheets[0].dropped.items()}
    assert {o: said[o] for o in OTHERS} == dict.fromkeys(OTHERS, "other_person")


def test_a_list_of_pupils_has_their_own_phones_and_not_their_parents(planned):
    rows = [["学生姓名", "学生身份证号", "学生手机号", "家长电话", "所在村委"]]
    rows += [[n, i, p, "13600000000", VILLAGE] for n, i, p in zip(NAMES, IDS, PHONES, strict=True)]
    plan = planned(rows, "学生.csv")
    assert mapped(plan)["学生手机号"] == "phone" and plan.sheets[0].dropped == {"家长电话": "other_person"}


def test_owners_are_the_people_of_a_list_that_names_nobody_else(planned):
    rows = [["家属姓名", "身份证号", "村"], *([n, i, VILLAGE] for n, i in zip(NAMES, IDS, strict=True))]
    plan = planned(rows, "家属.csv", kind="people")
    assert {c.header: (c.field, c.why) for c in plan.sheets[0].asked} == {"家属姓名": ("name", "other_person")}


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize(("day", "clock"), [("打卡日期", "打卡时间"), ("日期", "时间")])
def test_date_and_time_in_two_columns_are_one_moment(county, planned, day, clock, order):
    pair = [day, clock] if order else [clock, day]
    cells = [[f"2026-01-0{n}", f"08:3{n}:00"][:: 1 if order else -1] for n in range(1, 9)]
    rows = [["村", "姓名", "手机号", *pair, "进出"]]
    rows += [[VILLAGE, n, p, *c, "进"] for n, p, c in zip(NAMES, PHONES, cells, strict=True)]
    plan = planned(rows, "打卡.csv")
    assert taken(plan)[:2] == (8, 0)
    commit(county, plan, actor="t", now=NOW)
    assert county.value("select min(scanned_at) from check_in where scanned_at < '2026-01-02'") == datetime(
        2026, 1, 1, 8, 31
    )


def test_date_and_time_cells_of_a_workbook_are_one_moment(planned, tmp_path):
    def write(path):
        made = xlsxwriter.Workbook(str(path))
        sheet, day, clock = (
            made.add_worksheet("Sheet1"),
            made.add_format({"num_format": "yyyy-mm-dd"}),
            made.add_format({"num_format": "hh:mm"}),
        )
        for c, label in enumerate(["村", "姓名", "手机号", "日期", "时间", "进出"]):
            sheet.write(0, c, label)
        for r, (name, phone) in enumerate(zip(NAMES, PHONES, strict=True), 1):
            for c, cell in enumerate([VILLAGE, name, phone, None, None, "进"]):
                if cell:
                    sheet.write(r, c, cell)
            sheet.write_datetime(r, 3, datetime(2026, 1, r), day)
            sheet.write_number(r, 4, (8 * 60 + r) / 1440, clock)
        made.close()
        return path

    plan = planned(write)
    assert taken(plan)[:2] == (8, 0)
    assert plan.preview("Sheet1")["scanned_at"][1] == "2026-01-02 08:02:00"


def test_village_and_group_of_one_cell(planned):
    rows = [
        ["姓名", "身份证号", "村组"],
        *([n, i, f"{VILLAGE}{g}组"] for g, (n, i) in enumerate(zip(NAMES, IDS, strict=True), 51)),
    ]
    plan = planned(rows, "村组.csv")
    assert mapped(plan)["村组"] == "grid+section+address" and taken(plan) == (8, 0, 0)
    shown = plan.preview("村组")
    assert (shown["grid"][0], shown["section"][0], shown["address"][0]) == (VILLAGE, "51组", "51组")


def test_building_unit_and_room_make_the_address(planned):
    rows = [["姓名", "身份证号", "村", "村民小组", "单元", "楼栋", "房号"]]
    rows += [
        [n, i, VILLAGE, "第53组", "1单元", "2", f"30{r}"] for r, (n, i) in enumerate(zip(NAMES, IDS, strict=True), 1)
    ]
    plan = planned(rows, "住址.csv")
    assert plan.preview("住址")["address"][0] == "第53组2栋1单元301"
    assert not plan.sheets[0].dropped


def test_an_address_goes_on_in_building_and_room_and_says_nothing_twice(planned):
    rows = [["姓名", "身份证号", "村", "住址", "楼栋", "房号"]]
    rows += [
        [n, i, VILLAGE, "东街1号2栋" if r == 1 else "东街1号", "2栋", f"30{r}"]
        for r, (n, i) in enumerate(zip(NAMES, IDS, strict=True), 1)
    ]
    plan = planned(rows, "住址.csv")
    assert plan.preview("住址")["address"][:2].tolist() == ["东街1号2栋301", "东街1号2栋302"]


def test_a_column_of_categories_that_are_none_is_left_alone_and_said(planned):
    rows = [["姓名", "性别", "人员类型", "村"], *([n, s, "护士", VILLAGE] for n, s in zip(NAMES, SEXES, strict=True))]
    plan = planned(rows, "职工.csv")
    assert plan.sheets[0].dropped == {"人员类型": "no_category"}
    assert "attention_unknown" not in set(plan.sheets[0].issues["code"])


def test_returnees_without_numbers_are_people(planned):
    rows = [
        ["姓名", "从何地返乡", "返乡时间", "返乡方式"],
        *([n, "广东深圳", f"2026.1.{20 + d}", "动车"] for d, n in enumerate(NAMES)),
    ]
    part = planned(rows, "返乡.csv").sheets[0]
    assert part.kind == "people" and {"name", "origin", "arrived_on"} <= part.fields


def test_a_machines_export_of_numbers_names_and_times_is_check_ins_of_one_place(planned):
    rows = [
        ["登记号码", "姓名", "出勤时间"],
        *([1000 + d, n, f"2026/3/{d} 星期一 7:50:02"] for d, n in enumerate(NAMES, 1)),
    ]
    part = planned([[str(c) for c in row] for row in rows], "考勤.csv").sheets[0]
    assert (part.kind, part.counts["rows"], part.fields) == ("check_ins", 8, {"name", "scanned_at", "unit_no"})


def test_lines_of_towns_and_counts_head_the_units_below_them(county, planned):
    rows = [["附件1："], ["全市普通学校名单"], ["序号", "学校名称", "学校标识码", "备注"]]
    rows += [
        ["东镇（2所）"],
        [1, "试验中学", "4145000001"],
        [2, "试验小学", "4145000002", "民办"],
        ["西镇（1所）"],
        [3, "西镇试验小学", "4145000003"],
    ]
    plan = planned(book(*rows, merges=[(1, 0, 1, 3, rows[1][0])]))
    part = plan.sheets[0]
    assert (part.kind, taken(plan)) == ("units", (3, 0, 2))
    commit(county, plan, actor="t", now=NOW)
    found = county.run(
        "select u.name, a.name from grid u left join grid a on a.grid_id = u.area_id where u.code like '4145%' order by u.code"
    ).fetchall()
    assert found == [("试验中学", "东镇"), ("试验小学", "东镇"), ("西镇试验小学", "西镇")]


SEEMS = {
    "later_vaccinations": [["接种日期", "疫苗名称", "剂次"], ["2021-02-01", "x", "1"], ["2021-02-01", "x", "2"]],
    "counts": [["村", "总人数", "返乡人数"], ["东一村", "100", "10"], ["东二村", "90", "9"]],
    "strange": [["甲", "乙"], ["左", "右"], ["上", "下"]],
    "text": [["通知"], ["各村（社区）："], ["现将有关事项通知如下："], ["一、做好登记。"]],
}  # fmt: skip


@pytest.mark.parametrize("seems", SEEMS)
def test_a_refusal_says_what_the_table_seems_to_be_and_what_to_do(planned, seems):
    with pytest.raises(UserError) as refused:
        planned(book(*SEEMS[seems]))
    fields = refused.value.fields
    assert refused.value.code == "header_unknown"
    assert (fields["seems"], fields["todo"]) == (f"seems.{seems}", f"seems_do.{seems}")


def test_a_list_that_begins_with_words_of_labels_is_no_form(planned):
    rows = [["关系", "姓名", "身份证号", "联系电话", "村"]]
    firsts = ["户主", "配偶", "学生", "屯", "关系", "村", "组", "姓名"]
    rows += [[f, n, i, p, VILLAGE] for f, n, i, p in zip(firsts, NAMES, IDS, PHONES, strict=True)]
    assert taken(planned(rows, "户.csv"))[:2] == (8, 0)


def test_workbooks_of_the_fixture_still_read(county, tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"甲": [["姓名", "身份证号", "村"], [NAMES[0], IDS[0], VILLAGE]]})
    plan = prepare(county, WHOLE, path, now=NOW)
    assert taken(plan) == (1, 0, 0)
    discard(plan)
