"""A person's number in their unit (学号, 工号): kept with the membership, finds them again there, and nowhere else."""

from __future__ import annotations

import pytest

from core.domain import Scope
from core.duplicates.merge import merge, unmerge
from core.ingest.meaning.answers import Answers
from core.ingest.meaning.columns import kinds
from core.ingest.plan import discard, prepare, remap
from core.ingest.storing import commit
from core.ingest.undo.undo import undo
from core.workbooks.export import editable
from tests.core.ingest.files import codes, counts, id_number, store_file, text_file, workbook
from tests.county import NOW, WHOLE, make_county

CLASS, SCHOOL, MILL = "U001-1-1", "U001", "U002"
G = "990101100001001"
MEMBERS = (
    "select p.name, g.code, m.unit_no from membership m join person p using (person_id) join grid g using (grid_id)"
    " where m.unit_no is not null and m.until is null order by m.unit_no, p.name"
)


@pytest.fixture
def county():
    """With its own first batch on the books: numbers of imports begin at 2."""
    store = make_county()
    store.run("insert into import_batch values (1, $now, 'county', 'county', 'x', 1, 'committed', 0, false)", now=NOW)
    return store


def taken(county, path, scope=WHOLE, **fixed) -> dict:
    """Committed, with one value for a missing column."""
    plan = prepare(county, scope, path, now=NOW)
    try:
        if fixed:
            remap(plan, {s.sheet: Answers(kind=s.kind, fixed=fixed) for s in plan.sheets})
        return commit(county, plan, actor="tester", now=NOW)
    finally:
        discard(plan)


def listed(tmp_path, *rows, header=("姓名", "学号"), name="a.csv"):
    return text_file(tmp_path / name, [list(header), *map(list, rows)])


PUPILS = (("甲一", "20200001"), ("甲二", "20200002"), ("甲三", "20200003"))


def test_a_class_list_is_people_of_a_class(county, tmp_path):
    report = taken(county, listed(tmp_path, *PUPILS), block=CLASS)
    assert counts(report) == (3, 3, 0, 0, 0) and codes(report) == {"home_open"}
    assert county.run(MEMBERS).fetchall() == [(name, CLASS, number) for name, number in PUPILS]
    assert county.run("select distinct kind from membership where unit_no is not null").fetchall() == [("study",)]
    assert county.value("select count(*) from person where home_grid_id is null and registered") == 3


def test_a_later_list_finds_them_by_number_and_name(county, tmp_path):
    taken(county, listed(tmp_path, *PUPILS), block=CLASS)
    again = listed(tmp_path, *PUPILS, ("甲四", "20200004"), name="b.csv")
    assert counts(taken(county, again, block=CLASS)) == (4, 1, 0, 3, 0)
    whole = listed(tmp_path, *PUPILS, name="c.csv")
    assert counts(taken(county, whole, block=SCHOOL)) == (3, 0, 0, 3, 0), "who is in the class is in the school"
    phones = listed(
        tmp_path,
        *[(n, no, f"1390008000{i}") for i, (n, no) in enumerate(PUPILS)],
        header=("姓名", "学号", "手机号"),
        name="d.csv",
    )
    assert counts(taken(county, phones, block=CLASS)) == (3, 0, 3, 0, 0)
    assert county.value("select count(*) from person where phone like '1390008000%'") == 3


def test_a_number_means_nothing_in_another_unit(county, tmp_path):
    taken(county, listed(tmp_path, *PUPILS), block=CLASS)
    assert counts(taken(county, listed(tmp_path, *PUPILS, name="b.csv"), block=MILL)) == (3, 3, 0, 0, 0)


def test_zeros_and_letters_are_compared_as_written_by_machines(county, tmp_path):
    taken(county, listed(tmp_path, ("甲一", "007"), ("甲二", "b6001")), block=CLASS)
    again = workbook(tmp_path / "b.xlsx", {"甲": [["姓名", "学号"], ["甲一", 7], ["甲二", "B6001"]]})
    assert counts(taken(county, again, block=CLASS)) == (2, 0, 0, 2, 0)
    assert [number for *_, number in county.run(MEMBERS).fetchall()] == ["007", "b6001"], "kept as written first"


def test_the_number_under_another_name_is_another_person_or_a_correction(county, tmp_path):
    taken(county, listed(tmp_path, *PUPILS), block=CLASS)
    path = listed(tmp_path, ("甲壹", "20200001"), name="b.csv")
    plan = prepare(county, WHOLE, path, now=NOW)
    remap(plan, {"b": Answers(kind="people", fixed={"block": CLASS})})
    assert plan.sheets[0].counts["new"] == 1 and "number_other" in set(plan.sheets[0].issues["code"])
    remap(plan, {"b": Answers(kind="people", fixed={"block": CLASS}, same={"number_other": "same"})})
    assert plan.sheets[0].counts["changed"] == 1
    assert plan.preview("b")["before"][0] == '[{"name":"甲一"}]'
    commit(county, plan, actor="t", now=NOW)
    discard(plan)
    assert [name for name, *_ in county.run(MEMBERS).fetchall()] == ["甲壹", "甲二", "甲三"]


def test_classes_that_number_their_own_contradict_nobody(county, tmp_path):
    county.run(
        "insert into grid (grid_id, code, name, axis, level, parent_id, updated_at) values (23, 'U001-1-2', '初一2班', 'block', 'class', 21, now())"
    )
    county.run(
        "insert into grid_tree select ancestor_id, 23 from grid_tree where grid_id = 22 and ancestor_id <> 22 union all select 23, 23"
    )
    taken(county, listed(tmp_path, ("甲一", "1"), ("甲二", "2")), block=CLASS)
    report = taken(county, listed(tmp_path, ("乙一", "1"), ("甲二", "1"), name="b.csv"), block="U001-1-2")
    assert counts(report) == (2, 2, 0, 0, 0) and codes(report) == {"home_open", "unit_no_twice"}


def test_two_of_one_name_with_two_numbers_are_two(county, tmp_path):
    report = taken(county, listed(tmp_path, ("甲一", "1"), ("甲一", "2")), block=CLASS)
    assert counts(report) == (2, 2, 0, 0, 0)
    assert counts(taken(county, listed(tmp_path, ("甲一", "2"), ("甲一", "1"), name="b.csv"), block=CLASS)) == (
        2,
        0,
        0,
        2,
        0,
    )
    third = taken(county, listed(tmp_path, ("甲一", "3"), name="c.csv"), block=CLASS)
    assert counts(third) == (1, 1, 0, 0, 0)


def test_a_list_with_documents_gives_the_number_to_whom_it_finds(county, tmp_path):
    header = ("姓名", "身份证号", "村", "单位编码", "工号")
    first = listed(tmp_path, ("甲一", id_number(1), "东一村", MILL, "B1"), header=header)
    assert counts(taken(county, first)) == (1, 1, 0, 0, 0)
    changed = listed(tmp_path, ("甲一", id_number(1), "东一村", MILL, "B2"), header=header, name="b.csv")
    plan = prepare(county, WHOLE, changed, now=NOW)
    assert plan.sheets[0].counts["changed"] == 1 and plan.preview("b")["before"][0] == '[{"unit_no":"B1"}]'
    batch = commit(county, plan, actor="t", now=NOW)["batch"]
    discard(plan)
    assert county.run(MEMBERS).fetchall() == [("甲一", MILL, "B2")]
    undo(county, WHOLE, batch, actor="t", now=NOW)
    assert county.run(MEMBERS).fetchall() == [("甲一", MILL, "B1")]
    emptied = listed(tmp_path, ("甲一", id_number(1), "东一村", MILL, "---"), header=header, name="c.csv")
    assert counts(taken(county, emptied)) == (1, 0, 1, 0, 0)
    assert county.run(MEMBERS).fetchall() == []


def test_undoing_the_list_takes_people_and_numbers_back(county, tmp_path):
    before = county.run("select * from membership order by all").fetchall()
    batch = taken(county, listed(tmp_path, *PUPILS), block=CLASS)["batch"]
    undo(county, WHOLE, batch, actor="t", now=NOW)
    assert county.run("select * from membership order by all").fetchall() == before
    assert county.value("select count(*) from person where name = '甲一'") == 0


def test_an_export_carries_the_number_and_brings_it_back(county, tmp_path):
    taken(county, listed(tmp_path, *PUPILS), block=CLASS)
    content = editable(county, WHOLE, "people", language="zh", actor="t", now=NOW, conditions={})
    path = tmp_path / "export.xlsx"
    path.write_bytes(content)
    report = store_file(county, path)
    assert report["sheets"][0]["mapping"]["学号或工号"] == "unit_no"
    assert counts(report) == (43, 0, 0, 43, 0), "also of those whose home is not known"


def test_merging_keeps_the_number_and_parting_gives_it_back(county):
    county.run("update membership set unit_no = '7' where person_id = 1 and kind = 'study'")
    before = county.run("select * from membership order by all").fetchall()
    done = merge(county, WHOLE, keep=2, gone=1, actor="t", now=NOW)
    assert county.value("select unit_no from membership where person_id = 2 and kind = 'study'") == "7"
    unmerge(county, WHOLE, merge_id=done, actor="t", now=NOW)
    assert county.run("select * from membership order by all").fetchall() == before


def test_a_list_of_known_people_moves_nobody_and_lists_the_others(county, tmp_path):
    number, home, household = county.one("select id_number, home_grid_id, household_id from person where person_id = 7")
    county.run("update person set id_number = $id where person_id = 7", id=id_number(7, "19570101"))
    rows = [("黄小七", id_number(7, "19570101"), "13700000007", "H77"), ("新人甲", id_number(8), "13700000008", "")]
    report = taken(county, listed(tmp_path, *rows, header=("姓名", "身份证号", "联系电话", "户号")))
    assert counts(report) == (2, 0, 1, 0, 1) and {"grid_missing", "household_alone"} <= codes(report)
    kept = county.one("select phone, home_grid_id, household_id from person where person_id = 7")
    assert number and kept == ("13700000007", home, household)
    assert county.value("select count(*) from household where code = 'H77'") == 0


def test_without_a_unit_the_numbers_are_not_kept_and_that_is_said(county, tmp_path):
    path = listed(tmp_path, ("甲一", "1", "东一村"), ("甲二", "2", "东一村"), header=("姓名", "学号", "村"))
    report = taken(county, path)
    assert "unit_no_alone" in codes(report) and counts(report) == (2, 2, 0, 0, 0)
    assert county.run(MEMBERS).fetchall() == []


def test_who_may_not_write_to_the_unit_is_refused(county, tmp_path):
    west = Scope((8,), WHOLE.reveal)
    report = taken(county, listed(tmp_path, *PUPILS), scope=west, block=CLASS)
    assert counts(report) == (3, 0, 0, 0, 3) and "unit_outside_scope" in codes(report)
    school = Scope((20,), WHOLE.reveal)
    assert counts(taken(county, listed(tmp_path, *PUPILS, name="b.csv"), scope=school, block=CLASS)) == (3, 3, 0, 0, 0)


@pytest.mark.parametrize(
    "header", ["学号", "工号", "登记号码", "学籍号", "员工编号", "考勤号码", "Employee ID", "Student no."]
)
def test_headers_of_numbers(header):
    assert kinds()["people"].field_of(header) == kinds()["check_ins"].field_of(header) == "unit_no"


def test_a_number_is_never_taken_for_a_document_a_phone_or_a_grid(county, tmp_path):
    rows = [
        ("甲一", "13900080001", "990101100001"),
        ("甲二", "13900080002", "990101100002"),
        ("甲三", "13900080003", "990101101001"),
    ]
    plan = prepare(county, WHOLE, listed(tmp_path, *rows, header=("姓名", "工号", "学籍号")), now=NOW)
    fields = plan.sheets[0].fields | {c.field for c in plan.sheets[0].asked}
    assert not fields & {"phone", "grid", "id_number"}
    discard(plan)


# ── machines ──


def machine(tmp_path, *scans, name="m.csv"):
    return text_file(tmp_path / name, [["登记号码", "姓名", "出勤时间"], *map(list, scans)])


def test_a_machine_finds_its_people_by_number(county, tmp_path):
    taken(county, listed(tmp_path, *PUPILS), block=CLASS)
    scans = [(no, n, f"2026/1/5 星期一 7:5{i}:02") for i, (n, no) in enumerate(PUPILS)]
    report = taken(county, machine(tmp_path, *scans), grid=SCHOOL, direction="进")
    assert counts(report) == (3, 3, 0, 0, 0) and codes(report) == set()
    people = (
        "select p.name, p.registered from check_in c join person p using (person_id) where c.grid_id = 20 order by 1"
    )
    assert county.run(people).fetchall() == [("甲一", True), ("甲三", True), ("甲二", True)]


@pytest.mark.parametrize(
    ("numbers", "asked"), [(("1", "2", "1", "2"), {"编号": "unit_no"}), (("1", "2", "3", "4"), {})]
)
def test_a_number_that_comes_again_with_its_name_is_asked_about(county, tmp_path, numbers, asked):
    rows = [(no, "甲一" if n % 2 else "甲二", f"2026-01-0{n} 07:50") for n, no in enumerate(numbers, 1)]
    path = text_file(tmp_path / "m.csv", [["编号", "姓名", "打卡时间"], *map(list, rows)])
    plan = prepare(county, WHOLE, path, now=NOW)
    assert {c.header: c.field for c in plan.sheets[0].asked} == asked
    assert not plan.sheets[0].dropped
    discard(plan)


def test_at_the_gate_of_the_village_where_the_unit_lies(county, tmp_path):
    taken(county, listed(tmp_path, *PUPILS), block=CLASS)
    report = taken(county, machine(tmp_path, ("20200001", "甲一", "2026-01-05 07:50")), grid="东一村", direction="进")
    assert counts(report) == (1, 1, 0, 0, 0)
    assert county.value("select count(*) from person where name = '甲一'") == 1


def test_a_number_alone_is_enough_where_it_is_known_and_named_where_not(county, tmp_path):
    taken(county, listed(tmp_path, *PUPILS), block=CLASS)
    rows = [["学号", "打卡时间"], ["20200001", "2026-01-05 07:50"], ["20209999", "2026-01-05 07:50"]]
    report = taken(county, text_file(tmp_path / "m.csv", rows), grid=SCHOOL, direction="进")
    assert counts(report) == (2, 1, 0, 0, 1) and codes(report) == {"number_unknown"}


def test_the_number_under_another_name_is_another_person_of_the_scan(county, tmp_path):
    taken(county, listed(tmp_path, *PUPILS), block=CLASS)
    report = taken(
        county, machine(tmp_path, ("20200001", "乙某某"[:1] + "一", "2026-01-05 07:50")), grid=SCHOOL, direction="进"
    )
    assert counts(report) == (1, 1, 0, 0, 0) and codes(report) == {"scan_number_other"}
    assert county.value("select count(*) from person where not registered") == 1


def test_two_visitors_of_one_name_are_told_apart_and_registered_later(county, tmp_path):
    scans = [("1", "甲一", "2026-01-05 07:50"), ("2", "甲一", "2026-01-05 07:50"), ("1", "甲一", "2026-01-06 07:50")]
    taken(county, machine(tmp_path, *scans), grid=SCHOOL, direction="进")
    assert county.value("select count(*) from person where not registered") == 2
    assert counts(
        taken(county, machine(tmp_path, ("2", "甲一", "2026-01-07 07:50"), name="n.csv"), grid=SCHOOL, direction="进")
    ) == (1, 1, 0, 0, 0)
    assert county.value("select count(*) from person where not registered") == 2
    assert counts(taken(county, listed(tmp_path, ("甲一", "1"), ("甲一", "2")), block=CLASS)) == (2, 0, 2, 0, 0)
    assert county.value("select count(*) from person where not registered") == 0


def test_a_name_with_another_number_is_not_whoever_is_called_so(county, tmp_path):
    county.run("update membership set grid_id = 20, unit_no = '5' where person_id = 1 and kind = 'study'")
    name = county.value("select name from person where person_id = 1")
    taken(
        county,
        machine(tmp_path, ("5", name, "2026-02-01 07:50"), ("6", name, "2026-02-01 07:51")),
        grid=SCHOOL,
        direction="进",
    )
    assert county.value("select count(*) from person where name = $name and not registered", name=name) == 1
