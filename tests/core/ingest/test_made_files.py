"""Made-up files such as offices really have (../shared/data/made): what of each is read, asked, left out, refused."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from core.ingest.meaning.answers import Answers
from core.ingest.plan import Plan, discard, prepare, remap
from core.ingest.storing import commit
from core.ingest.undo.undo import undo
from core.settings import load_settings
from core.store import Store, open_store
from tests.core.ingest.files import REAL, workbook
from tests.county import NOW, WHOLE

MADE = REAL.parent / "made"
CLERK = datetime(2026, 11, 28, 9, 0)
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
    "lists/c20_blank_first_header.xlsx": ("tests", 1, 8, 0, "name result phone", ""),
    "lists/c21_one_label.xlsx": ("people", 1, 8, 0, "name", ""),
    "lists/c23_village_and_group_in_one_cell.xlsx": ("people", 1, 24, 0, "name id_number phone grid section address", ""),
    "lists/c24_quarantine_mode.csv": ("quarantine", 1, 4, 0, "name id_number phone place since until grid", ""),
    "lists/c25_returnees_without_contact.csv": ("people", 1, 4, 0, "name origin arrived_on", ""),
    "lists/c26_address_in_parts.csv": ("people", 1, 4, 0, "name id_number phone town grid section address", ""),
    "lists/c27_pupils_phone.csv": ("people", 1, 4, 0, "name id_number phone grid", ""),
    "lists/c28_fill_in_line_a.xlsx": ("people", 3, 4, 2, "name id_number phone grid", ""),
    "lists/c28_fill_in_line_b.xlsx": ("people", 3, 4, 2, "name id_number phone grid", ""),
    "lists/c36_category_of_other_words.csv": ("people", 1, 4, 0, "name sex grid", ""),
    "外派人员_两行表头.xlsx": ("people", 1, 4, 0, "name id_number birth_date phone unit_no", "address"),
    "学校名单_按乡镇分节.xlsx": ("units", 3, 3, 2, "code name area_code", ""),
    "密接名单_首列无表头.xlsx": ("contacts", 1, 5, 0, "name address phone relation last_contact_on place", ""),
    "病例个案一览表.xlsx": ("cases", 3, 6, 1, "case_no name sex age onset_on confirmed_on severity grid", ""),
    "linelist_en.csv": ("cases", 1, 12, 0, "case_no onset_on outcome outcome_on sex age infector_no hospital", ""),
    "核酸结果名单.xlsx": ("tests", 1, 3, 0, "name phone result sampled_at", ""),
    "班级名单_学号.xlsx": ("people", 1, 6, 0, "name unit_no", "block"),
    "考勤机导出.xlsx": ("check_ins", 1, 18, 0, "name unit_no scanned_at", ""),
    "lists/c39_morning_evening.csv": ("check_ins", 1, 4, 0, "name in_at out_at grid", ""),
    "关注截止_长期.csv": ("people", 1, 6, 0, "name id_number phone grid household_code attention attention_until", ""),
}  # fmt: skip


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


# ── to the end: answered as a clerk would, stored, compared with what is expected, taken back ──

VILLAGE, TURNS = "城司社区", "每人当天依次进出"
HERE = {"fixed": {"grid": VILLAGE}}
# file → what the clerk answers
SAID = {
    "外派人员_两行表头.xlsx": HERE | {"columns": {"国内信息/国内常住地址": "address"}},
    "考勤机导出.xlsx": {"fixed": {"grid": VILLAGE, "direction": TURNS}},
    "班级名单_学号.xlsx": {"fixed": {"block": "4145000001"}, "columns": {"班级": None}},
    "lists/c03_merged_remark.xlsx": {"columns": {"备注 #2": "attention"}},
    "lists/c09_no_header.xlsx": HERE,
    "lists/c20_blank_first_header.xlsx": {"fixed": {"sampled_at": "2020-02-16"}},
    "lists/c21_one_label.xlsx": HERE,
    "lists/c25_returnees_without_contact.csv": HERE,
    "lists/c27_pupils_phone.csv": {"columns": {"班级": None}},
}
SCANS = "select p.name, c.scanned_at, c.direction, c.temperature from check_in c join person p using (person_id) where c.batch_id = $batch order by 2, 1"
PEOPLE = (
    "select p.name, p.phone, g.name, p.address, p.attention, p.attention_until, p.arrived_on from person p left join grid g on g.grid_id = p.home_grid_id"
    " where p.batch_id = $batch order by p.person_id"
)
# file → (new, rejected, codes of findings)
ENDS = {
    "外派人员_两行表头.xlsx": (4, 0, "unit_no_alone"),
    "考勤机导出.xlsx": (18, 0, ""),
    "密接名单_首列无表头.xlsx": (0, 5, "contact_caseless person_unknown"),
    "病例个案一览表.xlsx": (0, 6, "date_year_today person_unknown row_total"),
    "linelist_en.csv": (12, 0, ""),
    "核酸结果名单.xlsx": (0, 3, "person_unknown"),
    "班级名单_学号.xlsx": (6, 0, "home_open"),
    "关注截止_长期.csv": (6, 0, ""),
    "lists/c01_merged_header_cell.xlsx": (8, 0, ""),
    "lists/c03_merged_remark.xlsx": (8, 0, ""),
    "lists/c04_namesakes_one_list.csv": (3, 0, "identity_weak"),
    "lists/c07_date_and_time_columns.csv": (4, 0, ""),
    "lists/c08_date_and_time_cells.xlsx": (4, 0, ""),
    "lists/c09_no_header.xlsx": (8, 0, "identity_weak"),
    "lists/c10_no_header_ids.csv": (8, 0, ""),
    "lists/c12_average_row.xlsx": (4, 0, "row_total"),
    "lists/c14_names_masked.csv": (0, 13, "name_masked name_nobody name_odd name_title"),
    "lists/c15_fever_with_unit.csv": (4, 0, ""),
    "lists/c16_dates_without_year.csv": (5, 0, "date_year_near"),
    "lists/c18_numbers_as_names_checkins.csv": (1, 3, "name_bad name_nobody"),
    "lists/c20_blank_first_header.xlsx": (0, 8, "person_unknown"),
    "lists/c21_one_label.xlsx": (8, 0, "identity_weak"),
    "lists/c23_village_and_group_in_one_cell.xlsx": (24, 0, "section_unknown"),
    "lists/c24_quarantine_mode.csv": (0, 4, "person_unknown"),
    "lists/c25_returnees_without_contact.csv": (4, 0, "identity_weak"),
    "lists/c26_address_in_parts.csv": (4, 0, "section_unknown"),
    "lists/c27_pupils_phone.csv": (4, 0, ""),
    "lists/c28_fill_in_line_a.xlsx": (4, 0, "row_note"),
    "lists/c28_fill_in_line_b.xlsx": (4, 0, "row_note"),
    "lists/c36_category_of_other_words.csv": (4, 0, "identity_weak"),
    "lists/c39_morning_evening.csv": (4, 0, ""),
    "lists/c40_phones_with_words.csv": (4, 0, "phone_words"),
}


@pytest.fixture(scope="module")
def schools(store) -> Store:
    """The schools stay: a class is put under one of them."""
    plan = prepare(store, WHOLE, MADE / "学校名单_按乡镇分节.xlsx", now=CLERK)
    commit(store, plan, actor="test", now=CLERK)
    discard(plan)
    return store


@pytest.fixture
def put(schools):
    """Stores a file under the clerk's answers; all is taken back afterwards."""
    batches = []

    def stored(name: str, **more) -> tuple[dict, int]:
        plan = prepare(schools, WHOLE, MADE / name, now=CLERK)
        if name in SAID or more:
            said = {s.sheet: Answers(kind=s.kind, **SAID.get(name, {}), **more) for s in plan.sheets}
            remap(plan, said)
        assert not plan.sheets[0].asked
        report = commit(schools, plan, actor="test", now=CLERK)
        discard(plan)
        batches.append(report["batch"])
        return report["sheets"][0], report["batch"]

    yield stored
    kept = {b for (b,) in schools.run("select batch_id from import_batch where status = 'committed'").fetchall()}
    for batch in (b for b in reversed(batches) if b in kept):
        undo(schools, WHOLE, batch, actor="test", now=CLERK)


def test_every_made_file_has_an_end():
    names = {p.relative_to(MADE).as_posix() for p in MADE.rglob("*") if p.suffix in (".xlsx", ".csv")} - {
        "lists/cases.csv"
    }
    assert names == set(ENDS) | {"学校名单_按乡镇分节.xlsx"}


@pytest.mark.parametrize("name", ENDS)
def test_stored_as_a_clerk_expects(schools, put, name):
    before = schools.one(
        "select (select count(*) from person), (select count(*) from check_in), (select count(*) from membership), (select count(*) from disease_case)"
    )
    part, batch = put(name)
    new, rejected, codes = ENDS[name]
    assert (part["new"], part["rejected"]) == (new, rejected)
    assert {i["code"] for i in part["issues"]} == set(codes.split())
    assert part["read"] == part["rows"] + part["left_out"]
    undo(schools, WHOLE, batch, actor="test", now=CLERK)
    after = schools.one(
        "select (select count(*) from person), (select count(*) from check_in), (select count(*) from membership), (select count(*) from disease_case)"
    )
    assert after == before, "and taken back without a trace"


def test_schools_are_schools_in_their_towns(schools):
    found = schools.run(
        "select g.name, u.kind, a.name from unit u join grid g using (grid_id) join grid a on a.grid_id = g.area_id order by g.code"
    ).fetchall()
    assert found == [
        ("横县试验中学", "school", "横州镇"),
        ("横县试验小学", "school", "横州镇"),
        ("百合镇试验小学", "school", "百合镇"),
    ]


def test_the_machine_s_scans_go_in_and_out_by_turns(schools, put):
    _, batch = put("考勤机导出.xlsx")
    rows = schools.run(SCANS, batch=batch).fetchall()
    assert [(name, f"{at:%m-%d %H:%M:%S}", way) for name, at, way, _ in rows[:6]] == [
        ("陈试一", "03-02 07:50:02", "in"), ("李试二", "03-02 07:51:02", "in"), ("韦试三", "03-02 07:52:02", "in"),
        ("陈试一", "03-02 17:30:42", "out"), ("李试二", "03-02 17:31:42", "out"), ("韦试三", "03-02 17:32:42", "out"),
    ]  # fmt: skip
    assert schools.value("select count(distinct person_id) from check_in where batch_id = $b", b=batch) == 3


def test_the_class_keeps_its_numbers_and_finds_its_pupils_again(schools, put):
    _, batch = put("班级名单_学号.xlsx")
    kept = "select p.name, m.kind, m.unit_no from membership m join person p using (person_id) where m.batch_id = $batch order by 3"
    assert schools.run(kept, batch=batch).fetchall()[::5] == [
        ("学生一", "study", "20200000"),
        ("学生六", "study", "20200005"),
    ]
    again, _ = put("班级名单_学号.xlsx")
    assert (again["new"], again["unchanged"]) == (0, 6)


def test_coming_and_going_in_one_row(schools, put):
    part, batch = put("lists/c39_morning_evening.csv")
    rows = schools.run(SCANS, batch=batch).fetchall()
    assert part["scans"] == len(rows) == 8
    assert [(name, f"{at:%m-%d %H:%M}", way) for name, at, way, _ in rows[:2]] == [
        ("韦小明", "02-01 08:00", "in"),
        ("韦小明", "02-01 17:30", "out"),
    ]


def test_fevers_are_those_of_the_file(schools, put):
    _, batch = put("lists/c15_fever_with_unit.csv")
    assert [float(t) for *_, t in schools.run(SCANS, batch=batch).fetchall()] == [36.5, 38.6, 39.0, 37.8]


@pytest.mark.parametrize(
    ("name", "first"), [("c07_date_and_time_columns.csv", "08:30"), ("c08_date_and_time_cells.xlsx", "08:00")]
)
def test_days_and_times_of_two_columns(schools, put, name, first):
    _, batch = put(f"lists/{name}")
    assert f"{schools.run(SCANS, batch=batch).fetchone()[1]:%m-%d %H:%M}" == f"02-01 {first}"


def people(schools, put, name: str) -> list[tuple]:
    return schools.run(PEOPLE, batch=put(name)[1]).fetchall()


def test_people_are_stored_with_what_is_theirs(schools, put):
    posted = people(schools, put, "外派人员_两行表头.xlsx")
    assert posted[0][:4] == ("陈试一", "13877120001", "城司社区居委会", "横州镇城东社区第1小区")
    assert not {"黄芳", "梁秀英", "蒙丽", "甘美玲"} & {name for name, *_ in posted}
    assert {p[1] for p in people(schools, put, "lists/c40_phones_with_words.csv")} == {
        f"1397788123{n}" for n in (4, 5, 6, 7)
    }
    assert [p[3] for p in people(schools, put, "lists/c23_village_and_group_in_one_cell.xlsx")[:2]] == ["1组", "2组"]


def test_days_and_classes_are_those_of_the_file(schools, put):
    untils = [p[5] for p in people(schools, put, "关注截止_长期.csv")]
    assert [u for u in untils if u].count(date(9999, 12, 31)) == 4
    days = [p[6] for p in people(schools, put, "lists/c16_dates_without_year.csv")]
    assert days == [date(2020, 1, 21), date(2020, 1, 22), date(2020, 1, 23), date(2020, 2, 2), date(2019, 11, 20)]


def test_who_is_unknown_is_taken_in_where_the_clerk_says_so(schools, put):
    part, batch = put("lists/c24_quarantine_mode.csv", unknown="take_in")
    assert (part["new"], part["rejected"]) == (4, 0)
    stays = "select p.name, p.registered, q.place, q.since, q.until from quarantine q join person p using (person_id) where q.batch_id = $b order by 1"
    assert schools.run(stays, b=batch).fetchall() == [
        (name, False, place, date(2020, 2, 1), date(2020, 2, 15))
        for name, place in (("覃丽花", "home"), ("陆桂英", "home"), ("韦小明", "home"), ("黄建国", "central"))
    ]
    there = "select count(*) from membership m join grid g using (grid_id) where m.kind = 'temporary' and m.batch_id = $b and g.name like '%城司%'"
    assert schools.value(there, b=batch) == 4


@pytest.fixture
def residents(schools, tmp_path):
    """Those whom the lists of cases and contacts name are on the roster."""
    rows = [["姓名", "联系电话", "村/社区"]]
    rows += [
        [f"{name}", f"1387713000{n}", VILLAGE]
        for n, name in enumerate(("吕试一", "汪试二", "张试三", "覃试四", "农试五"))
    ]
    rows += [
        [f"病例{c}", f"1387714000{n}", VILLAGE if n % 2 == 0 else "城东社区"] for n, c in enumerate("甲乙丙丁戊己")
    ]
    plan = prepare(schools, WHOLE, workbook(tmp_path / "花名册.xlsx", {"人员": rows}), now=CLERK)
    batch = commit(schools, plan, actor="test", now=CLERK)["batch"]
    discard(plan)
    yield schools
    undo(schools, WHOLE, batch, actor="test", now=CLERK)
    assert not schools.value("select count(*) from disease_case") and not schools.value(
        "select count(*) from case_contact"
    )


def test_cases_and_contacts_are_those_of_the_file(residents, put):
    part, _ = put("病例个案一览表.xlsx")
    assert (part["new"], part["rejected"]) == (6, 0)
    found = residents.run(
        "select case_no, p.name, onset_on, confirmed_on, d.kind, severity, d.age from disease_case d join person p using (person_id)"
    )
    assert found.fetchone() == ("HX001", "病例甲", date(2026, 2, 5), date(2026, 2, 9), "confirmed", "moderate", 30.0)
    part, _ = put("密接名单_首列无表头.xlsx")
    assert (part["new"], part["rejected"]) == (5, 0)
    found = residents.run(
        "select p.name, c.address, c.relation, last_contact_on, c.kind, place from case_contact c join person p using (person_id) order by contact_id"
    ).fetchall()
    assert found[0] == ("吕试一", "2栋1单元201", "family", date(2020, 2, 10), "close", "central")
    assert [(f[2], f[5]) for f in found[1:4]] == [("colleague", "home"), ("transport", "home"), ("meal", "central")]


def test_a_chain_of_infections_is_kept(schools, put):
    put("linelist_en.csv")
    chain = "select case_no, infector_no, outcome, person_id from disease_case where infector_no is not null order by case_id limit 2"
    assert schools.run(chain).fetchall() == [("c0002", "c0000", None, None), ("c0003", "c0001", "discharged", None)]


def test_results_of_known_people_need_no_village_and_the_others_are_listed(residents, put):
    schools = residents
    plan = prepare(schools, WHOLE, MADE / "核酸结果名单.xlsx", now=CLERK)
    part = plan.sheets[0]
    shown = plan.preview("Sheet1").set_index("name")
    assert part.counts["new"] >= 1 and part.counts["new"] + part.counts["rejected"] == 3
    assert (shown.loc[shown["status"] == "rejected", "why"].str.contains("person_unknown")).all()
    discard(plan)
