"""Rows of lists about people that nothing proves: who may be meant, what the clerk says of it, and that a list that comes in again does not ask again."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from core.domain import Scope
from core.ingest.doubtful import candidates, waiting
from core.ingest.meaning.answers import Answers
from core.ingest.plan import discard, prepare, remap
from core.ingest.storing import commit
from tests.core.ingest.files import EXITS, codes, counts, id_number, workbook
from tests.county import NOW, WHOLE, county_alone

# header, and a row about 韦小五 without more than the name; two of the register are called so (see `county`)
LISTS = {
    "cases": (["病例编号", "姓名", "性别", "年龄", "确诊日期", "诊断分类"], ["HX01", "韦小五", "男", 41, "2026-01-20", "确诊病例"]),
    "contacts": (["病例编号", "姓名", "接触者类型", "末次接触日期"], ["HX01", "韦小五", "密接", "2026-01-20"]),
    "quarantine": (["姓名", "隔离方式", "隔离地点", "隔离起始日期"], ["韦小五", "集中隔离", "县党校", "2026-01-20"]),
    "tests": (["姓名", "采样日期", "核酸结果", "试管编号"], ["韦小五", "2026-01-20", "阴性", "A1"]),
    "declarations": (["姓名", "申报日期", "上午体温", "症状"], ["韦小五", "2026-01-20", "36.5", "无"]),
    "exit_applications": (EXITS, ["2026-01-30 09:00:00", "韦小五", None, "南宁市", "就医", "2026-02-01", None, None]),
}  # fmt: skip
TABLES = {
    "cases": "disease_case", "contacts": "case_contact", "quarantine": "quarantine", "tests": "test_result", "declarations": "declaration",
    "exit_applications": "exit_application",
}  # fmt: skip
OLDER, YOUNGER = 14, 34  # 41 and 21 years old, a woman; 34 is a woman too and lives in the western town


@pytest.fixture
def county():
    made = county_alone()
    with made.write() as db:
        db.execute("update person set name = '韦小' || person_id")
        db.execute(
            f"update person set name = '韦小五', sex = 'male', birth_date = date '1984-03-05' where person_id = {OLDER}"
        )
        db.execute(f"update person set name = '韦小五', sex = 'female', birth_date = date '2004-03-05' where person_id = {YOUNGER}")  # fmt: skip
    return made


@pytest.fixture
def planned(county, tmp_path):
    @contextmanager
    def made(kind: str, *rows: list, scope: Scope = WHOLE, header: list | None = None, **said):
        plan = prepare(county, scope, workbook(tmp_path / f"{kind}.xlsx", {"名单": [header or LISTS[kind][0], *(rows or [LISTS[kind][1]])]}), now=NOW)  # fmt: skip
        if said:
            remap(plan, {"名单": Answers(kind=kind, **said)})
        try:
            yield plan
        finally:
            discard(plan)

    return made


def agreeing(part) -> dict[str, str]:
    return {row: person for row, person in waiting(part, WHOLE, as_of=NOW.date()).items() if person}


def of(county, kind: str) -> list[int]:
    return [p for (p,) in county.run(f"select distinct person_id from {TABLES[kind]}").fetchall()]


@pytest.mark.parametrize("kind", LISTS)
def test_who_the_clerk_says_it_is(county, planned, kind):
    with planned(kind) as plan:
        (part,) = plan.sheets
        assert (part.kind, part.counts["rejected"]) == (kind, 1)
        found = candidates(part, WHOLE, as_of=NOW.date())
        assert set(found["person_id"]) == {OLDER, YOUNGER} and set(found["verdict"]) == {"ask"}
        row = str(found["row"][0])
    with planned(kind, same={row: str(YOUNGER)}) as plan:
        found = candidates(plan.sheets[0], WHOLE, as_of=NOW.date()).set_index("person_id")["verdict"]
        assert found.to_dict() == {OLDER: "other", YOUNGER: "same"}, "still shown, so that it can be taken back"
        report = commit(county, plan, actor="t", now=NOW)
    assert counts(report)[1] == 1 and "person_doubtful" not in codes(report) and of(county, kind) == [YOUNGER]


@pytest.mark.parametrize("kind", LISTS)
def test_none_of_them_is_somebody_unknown_and_can_be_taken_in(county, planned, kind):
    with planned(kind, same={"2": "other"}) as plan:
        part = plan.sheets[0]
        assert part.unknown == 1 and part.counts["rejected"] == 1
        assert candidates(part, WHOLE, as_of=NOW.date())["verdict"].tolist() == ["other", "other"]
    with planned(kind, same={"2": "other"}, unknown="take_in") as plan:
        report = commit(county, plan, actor="t", now=NOW)
    assert counts(report)[1] == 1 and "visitor_taken_in" in codes(report)
    assert county.value("select max(person_id) from person") == of(county, kind)[0] == 41


@pytest.mark.parametrize(
    "said", [{"2": "1"}, {"2": "999999"}, {"2": "韦"}, {"2": ""}, {"3": str(OLDER)}, {"x": str(OLDER)}]
)
def test_whom_nobody_could_mean_is_no_answer(county, planned, said):
    with planned("cases", same=said) as plan:
        assert plan.sheets[0].issues["code"].tolist() == ["person_doubtful"]
        assert plan.sheets[0].counts["rejected"] == 1


def test_a_document_tells_whatever_was_said(county, planned):
    number = id_number(7)
    with county.write() as db:
        db.execute("update person set id_number = $1 where person_id = 20", [number])
    with planned("cases", [*LISTS["cases"][1], number], header=[*LISTS["cases"][0], "身份证号"], same={"2": str(OLDER)}) as plan:  # fmt: skip
        commit(county, plan, actor="t", now=NOW)
    assert of(county, "cases") == [20]


def test_sex_and_age_say_who_is_likely(county, planned):
    with planned("cases") as plan:
        found = candidates(plan.sheets[0], WHOLE, as_of=NOW.date())
    assert found["person_id"].tolist() == [OLDER, YOUNGER], "who agrees first"
    assert found["against"].tolist() == ["", "sex,age"] and found["alone"].tolist() == [True, False]
    assert (found["file_sex"][0], found["file_age"][0], found["known_age"].tolist()) == ("male", 41, [41, 21])


@pytest.mark.parametrize(
    ("sex", "age", "alone"),
    [
        ("男", 42, True),
        ("男", 43, False),
        ("女", 41, False),
        (None, 41, False),
        ("男", None, False),
        ("女", "22岁", True),
    ],
)
def test_one_agrees_within_a_year(planned, sex, age, alone):
    with planned("cases", ["HX01", "韦小五", sex, age, "2026-01-20", "确诊病例"]) as plan:
        assert candidates(plan.sheets[0], WHOLE, as_of=NOW.date())["alone"].any() == alone


def test_of_a_row_that_leads_to_nobody_who_is_as_old_is_shown(county, planned):
    """The list places the case in another village than the register: unknown, and yet it may be they."""
    header = [*LISTS["cases"][0], "网格"]
    with planned("cases", [*LISTS["cases"][1], "东二村"], header=header) as plan:
        part = plan.sheets[0]
        assert part.unknown == 1
        assert candidates(part, WHOLE, as_of=NOW.date())["person_id"].tolist() == [OLDER]
    with planned("cases", [*LISTS["cases"][1], "东二村"], header=header, same={"2": str(OLDER)}) as plan:
        commit(county, plan, actor="t", now=NOW)
    assert of(county, "cases") == [OLDER]


def test_who_sees_a_part_sees_and_names_its_people_alone(county, planned):
    west = Scope((8,), frozenset())
    with planned("tests", scope=west) as plan:
        found = candidates(plan.sheets[0], west, as_of=NOW.date())
        assert found["person_id"].tolist() == [YOUNGER] and found["known_name"].tolist() == ["韦**"]
    with planned("tests", scope=west, same={"2": str(OLDER)}) as plan:
        assert plan.sheets[0].counts["rejected"] == 1


@pytest.mark.parametrize("kind", ["cases", "contacts", "quarantine"])
def test_a_list_that_comes_in_again_does_not_ask_again(county, planned, kind):
    with planned(kind, same={"2": str(OLDER)}) as plan:
        commit(county, plan, actor="t", now=NOW)
    with planned(kind) as plan:
        report = commit(county, plan, actor="t", now=NOW)
    assert counts(report) == (1, 0, 0, 1, 0) and of(county, kind) == [OLDER]


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("cases", ["HX02", "韦小五", "男", 41, "2026-01-20", "确诊病例"]),
        ("contacts", ["HX02", "韦小五", "密接", "2026-01-20"]),
        ("quarantine", ["韦小五", "集中隔离", "县党校", "2026-01-21"]),
        ("quarantine", ["韦小五", "集中隔离", "县宾馆", "2026-01-20"]),
    ],
)
def test_another_case_or_stay_is_asked_about(county, planned, kind, row):
    with planned(kind, same={"2": str(OLDER)}) as plan:
        commit(county, plan, actor="t", now=NOW)
    with planned(kind, row) as plan:
        assert plan.sheets[0].counts["rejected"] == 1
        assert set(candidates(plan.sheets[0], WHOLE, as_of=NOW.date())["person_id"]) == {OLDER, YOUNGER}


def test_of_two_called_alike_the_phone_tells(county, planned):
    """Of one case both are contacts: who is stored already does not take the other's row."""
    with county.write() as db:
        db.execute(f"update person set phone = '1390000{OLDER:04d}' where person_id = {OLDER}")
        db.execute(f"update person set phone = '1390000{YOUNGER:04d}' where person_id = {YOUNGER}")
    header = [*LISTS["contacts"][0], "联系电话"]
    for person in (OLDER, YOUNGER):
        with planned("contacts", [*LISTS["contacts"][1], f"1390000{person:04d}"], header=header) as plan:
            commit(county, plan, actor="t", now=NOW)
    assert sorted(of(county, "contacts")) == [OLDER, YOUNGER]
    with planned("contacts") as plan:
        assert plan.sheets[0].counts["rejected"] == 1, "without the phone it may be either"


def test_what_was_said_stays_said_where_the_list_gives_another_phone(county, planned):
    header, row = [*LISTS["cases"][0], "联系电话"], [*LISTS["cases"][1], "13977889900"]
    with county.write() as db:
        db.execute("update person set phone = null where name = '韦小五'")
    with planned("cases", row, header=header, same={"2": str(OLDER)}) as plan:
        commit(county, plan, actor="t", now=NOW)
    with planned("cases", row, header=header) as plan:
        assert counts(commit(county, plan, actor="t", now=NOW)) == (1, 0, 0, 1, 0)


@pytest.mark.parametrize("kind", ["contacts", "quarantine", "tests", "declarations"])
def test_sex_and_age_of_lists_that_do_not_keep_them_tell_as_well(county, planned, kind):
    header, row = LISTS[kind]
    with planned(kind, [*row, "男", "41岁"], header=[*header, "性别", "年龄"]) as plan:
        part = plan.sheets[0]
        assert part.kind == kind and not {"性别", "年龄"} & part.dropped.keys()
        found = candidates(part, WHOLE, as_of=NOW.date())
        assert found["alone"].tolist() == [True, False] and found["against"].tolist() == ["", "sex,age"]
        assert agreeing(part) == {"2": str(OLDER)}


def test_of_two_as_old_it_is_who_lives_where_the_row_says(county, planned):
    with county.write() as db:
        db.execute(f"update person set sex = 'male', birth_date = date '1984-06-01' where person_id = {YOUNGER}")
    header, row = LISTS["cases"]
    with planned("cases") as plan:
        assert agreeing(plan.sheets[0]) == {}
    with planned("cases", [*row, "东镇东一村2组18号"], header=[*header, "现住址"]) as plan:
        assert agreeing(plan.sheets[0]) == {"2": str(OLDER)}
        assert candidates(plan.sheets[0], WHOLE, as_of=NOW.date())["file_address"][0] == "东镇东一村2组18号"


def test_who_would_be_meant_by_two_rows_is_meant_by_neither_unasked(county, planned):
    row = LISTS["cases"][1]
    twice = [row, ["HX02", *row[1:]]]
    with planned("cases", *twice) as plan:
        assert agreeing(plan.sheets[0]) == {}
        assert len(waiting(plan.sheets[0], WHOLE, as_of=NOW.date())) == 2
    with planned("cases", *twice, same={"2": str(OLDER)}) as plan:
        assert agreeing(plan.sheets[0]) == {} and len(waiting(plan.sheets[0], WHOLE, as_of=NOW.date())) == 1


def test_of_many_rows_each_shown_has_all_who_may_be_meant(county, planned):
    rows = [[f"HX{n:02}", "韦小五", "男", 30 + n, "2026-01-20", "确诊病例"] for n in range(60)]
    with planned("cases", *rows) as plan:
        found = candidates(plan.sheets[0], WHOLE, as_of=NOW.date())
        assert (
            found.groupby("row").size().tolist() == [2] * 40
            and len(waiting(plan.sheets[0], WHOLE, as_of=NOW.date())) == 60
        )
        assert len(agreeing(plan.sheets[0])) == 0, "three of them are within a year of the one"


def test_somebody_taken_in_before_is_known_by_where_they_stay(county, planned):
    header, row = LISTS["tests"]
    with planned("tests", ["黄新来", *row[1:], "东二村"], header=[*header, "所在村"], unknown="take_in") as plan:
        commit(county, plan, actor="t", now=NOW)
    with planned("tests", ["黄新来", "2026-01-23", "阴性", "A9"]) as plan:
        found = candidates(plan.sheets[0], WHOLE, as_of=NOW.date())
    assert found[["registered", "known_place"]].values.tolist() == [[False, "东二村"]]
