"""Made-up files such as offices really have (../shared/data/made): what of each is read, asked, left out, refused."""

from __future__ import annotations

import pytest

from core.errors import UserError
from core.ingest.plan import Plan, discard, prepare
from core.ingest.storing import commit
from core.settings import load_settings
from core.store import Store, open_store
from tests.core.ingest.files import REAL
from tests.county import NOW, WHOLE

MADE = REAL.parent / "made"
GRIDS = REAL / "grids/hengxian_villages_2018.csv"
pytestmark = pytest.mark.skipif(not (MADE.exists() and GRIDS.exists()), reason="the shared files are not here")

# file → (kind, header row, rows that are records, rows left out, fields that are read, fields that are asked or read)
READ = {
    "lists/c01_merged_header_cell.xlsx": ("people", 2, 8, 0, "name sex id_number address phone grid", ""),
    "lists/c03_merged_remark.xlsx": ("people", 1, 8, 0, "name sex id_number phone grid", "attention"),
    "lists/c07_date_and_time_columns.csv": ("check_ins", 1, 4, 0, "grid name phone scanned_at direction", ""),
    "lists/c08_date_and_time_cells.xlsx": ("check_ins", 1, 4, 0, "grid name phone scanned_at direction temperature", ""),
    "lists/c09_no_header.xlsx": ("people", 0, 8, 0, "name sex", ""),
    "lists/c10_no_header_ids.csv": ("people", 0, 8, 0, "name sex id_number phone grid", ""),
    "lists/c12_average_row.xlsx": ("people", 2, 4, 4, "name sex id_number grid", ""),
    "lists/c20_blank_first_header.xlsx": ("people", 1, 8, 0, "name address phone", ""),
    "lists/c21_one_label.xlsx": ("people", 1, 8, 0, "name", ""),
    "lists/c23_village_and_group_in_one_cell.xlsx": ("people", 1, 24, 0, "name id_number phone grid section address", ""),
    "lists/c24_quarantine_mode.csv": ("people", 1, 4, 0, "name id_number phone attention_until grid", "attention"),
    "lists/c25_returnees_without_contact.csv": ("people", 1, 4, 0, "name origin arrived_on", ""),
    "lists/c26_address_in_parts.csv": ("people", 1, 4, 0, "name id_number phone town grid section address", ""),
    "lists/c27_pupils_phone.csv": ("people", 1, 4, 0, "name id_number phone grid", ""),
    "lists/c28_fill_in_line_a.xlsx": ("people", 3, 4, 2, "name id_number phone grid", ""),
    "lists/c28_fill_in_line_b.xlsx": ("people", 3, 4, 2, "name id_number phone grid", ""),
    "lists/c36_category_of_other_words.csv": ("people", 1, 4, 0, "name sex grid", ""),
    "外派人员_两行表头.xlsx": ("people", 1, 4, 0, "name id_number birth_date phone", "address"),
    "学校名单_按乡镇分节.xlsx": ("units", 3, 3, 2, "code name area_code", ""),
    "密接名单_首列无表头.xlsx": ("people", 1, 5, 0, "name address phone", "attention"),
    "核酸结果名单.xlsx": ("people", 1, 3, 0, "name address phone", ""),
    "病例个案一览表.xlsx": ("people", 3, 6, 1, "name sex grid", ""),
    "班级名单_学号.xlsx": ("people", 1, 6, 0, "name", ""),
    "考勤机导出.xlsx": ("check_ins", 1, 18, 0, "name scanned_at", ""),
    "关注截止_长期.csv": ("people", 1, 6, 0, "name id_number phone grid household_code attention attention_until", ""),
}  # fmt: skip
LATER = {"核酸结果名单.xlsx": "tests", "病例个案一览表.xlsx": "cases", "密接名单_首列无表头.xlsx": "contacts"}


@pytest.fixture(scope="module")
def store() -> Store:
    made = open_store(load_settings(db=":memory:"))
    plan = prepare(made, WHOLE, GRIDS, now=NOW)
    commit(made, plan, actor="test", now=NOW)
    discard(plan)
    return made


@pytest.fixture
def planned(store):
    plans: list[Plan] = []

    def plan(name: str, **options) -> Plan:
        plans.append(prepare(store, WHOLE, MADE / name, now=NOW, **options))
        return plans[-1]

    yield plan
    for each in plans:
        discard(each)


@pytest.mark.parametrize("name", READ)
def test_read_as_a_clerk_expects(planned, name):
    kind, header, rows, out, read, asked = READ[name]
    (part,) = planned(name).sheets
    assert (part.kind, part.header_row, part.counts["rows"], part.left_out) == (kind, header, rows, out)
    assert set(read.split()) <= part.fields
    assert set(asked.split()) <= part.fields | {c.field for c in part.asked}
    assert part.read == rows + out
    assert not any(character.isdecimal() for header in part.mapping for character in header.partition(" #")[0]), (
        "no value of a row"
    )


@pytest.mark.parametrize("name", LATER)
def test_what_comes_later_is_said_where_its_people_are_taken(planned, name):
    (part,) = planned(name).sheets
    assert part.later == LATER[name] or (part.later is None and not part.dropped)


def test_a_line_list_without_names_is_refused_with_what_it_seems_to_be(planned):
    with pytest.raises(UserError) as refused:
        planned("linelist_en.csv")
    assert refused.value.code == "header_unknown" and refused.value.fields["seems"] == "seems.later_cases"


def test_the_families_of_the_posted_are_left_out_by_name(planned):
    (part,) = planned("外派人员_两行表头.xlsx").sheets
    said = {header.rpartition("/")[2]: why for header, why in part.dropped.items()}
    assert {said[h] for h in ("家属姓名", "家属电话", "与本人关系")} == {"other_person"}
    assert planned("外派人员_两行表头.xlsx").preview(part.sheet)["name"].tolist() == [
        "陈试一",
        "李试二",
        "韦试三",
        "覃试四",
    ]


def test_schools_lie_in_the_town_above_them(planned):
    plan = planned("学校名单_按乡镇分节.xlsx")
    assert plan.sheets[0].read_in["area_code"][1] == "rows" and plan.sheets[0].counts["new"] == 3


def test_addresses_are_put_together(planned):
    assert planned("密接名单_首列无表头.xlsx").preview("Sheet1")["address"][0] == "2栋1单元201"
    assert planned("lists/c26_address_in_parts.csv").preview("c26_address_in_parts")["address"][0] == "第3组2栋1单元300"
    assert planned("lists/c01_merged_header_cell.xlsx").preview("Sheet1")["address"][0] == "幸福屯1号"
