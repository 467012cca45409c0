"""A name is no identity: nobody is changed by a row that merely resembles them, and namesakes are two people or a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.domain import Scope
from core.ingest.meaning.answers import LIKENESS
from core.ingest.plan import discard, prepare, remap
from core.ingest.storing import commit
from tests.core.ingest.files import codes, counts, id_number, store_file, text_file, workbook
from tests.county import NOW, WHOLE, make_county

G, OTHER = "990101100001001", "990101100001002"
HEADER = ["姓名", "证件号码", "性别", "出生日期", "联系电话", "网格编码", "户号", "住址", "与户主关系"]
MADE = Path(__file__).parents[3] / "../shared/data/made/lists"


def row(name="韦新", **cells):
    usual = {"姓名": name, "网格编码": G}
    return [{**usual, **cells}.get(h) for h in HEADER]


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def taken(county, tmp_path):
    """Store rows; the report. `same`: what the clerk says of those that resemble somebody."""

    def given_rows(*rows, same=None, header=HEADER):
        plan = prepare(county, WHOLE, workbook(tmp_path / "f.xlsx", {"人员": [header, *rows]}), now=NOW)
        try:
            if same:
                remap(plan, {s.sheet: replace(s.answers, same=same) for s in plan.sheets})
            return commit(county, plan, actor="t", now=NOW)
        finally:
            discard(plan)

    return given_rows


def people(county, name="韦新"):
    return county.run(
        "select sex, birth_date, phone, address from person where name = $name order by person_id", name=name
    ).fetchall()


BOY = {"性别": "男", "出生日期": "2019-05-06"}
WOMAN = {"性别": "女", "出生日期": "1988-03-02"}


def test_a_boy_stays_a_boy(county, taken):
    taken(row(**BOY))
    report = taken(row(**WOMAN, 住址="新居"))
    assert (counts(report), codes(report) - {"identity_weak"}) == ((1, 1, 0, 0, 0), {"namesake"})
    assert people(county) == [("male", date(2019, 5, 6), None, None), ("female", date(1988, 3, 2), None, "新居")]


def test_a_grandmother_is_no_child_by_name_and_phone(county, taken):
    taken(row(**WOMAN, 联系电话="13977112233"))
    for child in (BOY, {"性别": "男"}, {"出生日期": "2019-05-06"}):
        report = taken(row(**child, 联系电话="13977112233", 网格编码=OTHER))
        assert "namesake" in codes(report) or counts(report)[3] == 1
    assert people(county)[0] == ("female", date(1988, 3, 2), "13977112233", None)


@pytest.mark.parametrize(
    ("stored", "later"),
    [
        ({"证件号码": id_number(2, "19880302")}, {"出生日期": "2019-05-06", "联系电话": "13977112233"}),
        (
            {"证件号码": id_number(2, "19880302")},
            {"性别": "男", "联系电话": "13977112233"},
        ),  # an even 17th digit: a woman
        ({"联系电话": "13977112233"}, {"联系电话": "13977112244"}),
        (WOMAN, {"证件号码": id_number(3, "20190506")}),
        ({**WOMAN, "联系电话": "13977112233"}, {"证件号码": id_number(3, "20190506"), "联系电话": "13977112233"}),
    ],
)
def test_what_contradicts_is_another_person(county, taken, stored, later):
    taken(row(**{"联系电话": "13977112233"} | stored))
    before = people(county)
    report = taken(row(**later))
    assert counts(report)[1] == 1
    assert people(county)[:1] == before and len(people(county)) == 2


def test_a_birth_date_that_agrees_is_enough(county, taken):
    taken(row(**BOY))
    report = taken(row(**BOY, 住址="新居"))
    assert counts(report) == (1, 0, 1, 0, 0)
    assert people(county) == [("male", date(2019, 5, 6), None, "新居")]


@pytest.mark.parametrize(
    ("likeness", "first", "later"),
    [
        ("same_phone", {"联系电话": "13977112233"}, {"联系电话": "13977112233", "网格编码": OTHER}),
        ("same_phone", {"联系电话": "13977112233"}, {"联系电话": "13977112233", "证件号码": id_number(4)}),
        ("same_place", {}, {"住址": "新居"}),
        ("same_place", WOMAN, {"联系电话": "13977112233"}),
    ],
)
def test_a_likeness_waits_for_a_word(county, taken, likeness, first, later):
    taken(row(**first))
    before = people(county)
    report = taken(row(**later))
    assert counts(report) == (1, 0, 0, 0, 1) and likeness in codes(report)
    assert people(county) == before
    assert counts(taken(row(**later), same={likeness: "same"})) == (1, 0, 1, 0, 0)
    assert len(people(county)) == 1
    bare = {h: text for h, text in first.items() if h == "联系电话"}
    assert counts(taken(row(住址="他处", **bare), same=dict.fromkeys(LIKENESS, "other")))[1] == 1
    assert len(people(county)) == 2


def test_the_same_row_again_is_no_question(county, taken):
    for expected in ((1, 1, 0, 0, 0), (1, 0, 0, 1, 0), (1, 0, 0, 1, 0)):
        assert counts(taken(row(联系电话="13977112233"))) == expected


def test_a_word_for_one_row(county, taken):
    taken(row("韦一"), row("韦二"), row("韦三"))
    again = [row(name, 住址="新居") for name in ("韦一", "韦二", "韦三")]
    report = taken(*again, same={"same_place": "same", "3": "other", "4": "ask"})
    assert counts(report) == (3, 1, 1, 0, 1)
    assert [len(people(county, n)) for n in ("韦一", "韦二", "韦三")] == [1, 2, 1]


def test_a_correction_of_a_birth_date_takes_a_word(county, taken):
    taken(row(**WOMAN, 联系电话="13977112233"))
    report = taken(row(性别="女", 出生日期="1988-03-12", 联系电话="13977112233"), same={"namesake": "same"})
    assert counts(report) == (1, 0, 1, 0, 0)
    assert people(county) == [("female", date(1988, 3, 12), "13977112233", None)]


def test_namesakes_of_one_list(county, taken):
    report = store_file(county, MADE / "c04_namesakes_one_list.csv") if MADE.exists() else None
    if report:
        assert counts(report)[4] == 3  # its village is another county's
    three = [
        row(**WOMAN),
        row(**BOY),
        row(性别="女", 出生日期="1950-01-02"),
        row(联系电话="13977112233", **{"出生日期": "1970-01-01"}),
    ]
    assert counts(taken(*three)) == (4, 4, 0, 0, 0)
    assert counts(taken(*three)) == (4, 0, 0, 4, 0)
    assert counts(taken(*reversed(three))) == (4, 0, 0, 4, 0)


TWINS = [row(**BOY, 与户主关系="长子", 户号="H77"), row(**BOY, 与户主关系="次子", 户号="H77")]


def test_twins_without_names_of_their_own_are_a_question_and_then_two(county, taken):
    report = taken(*TWINS)
    assert counts(report) == (2, 1, 0, 0, 1)
    assert "same_row" in codes(report) and "duplicate_row" not in codes(report)
    assert county.value("select count(*) from person where name = '韦新'") == 1


def test_twins_said_to_be_two(county, taken):
    assert counts(taken(*TWINS, same={"same_row": "other"})) == (2, 2, 0, 0, 0)
    assert counts(taken(*TWINS)) == (2, 0, 0, 2, 0), "the list once more asks nothing"


def test_a_row_said_to_stand_twice(county, taken):
    report = taken(*TWINS, same={"same_row": "same"})
    assert counts(report) == (2, 1, 0, 0, 1) and "duplicate_row" in codes(report)


def test_a_row_without_number_beside_one_with(county, taken):
    with_number = row(证件号码=id_number(5), 联系电话="13977112233")
    report = taken(row(联系电话="13977112233", 住址="新居"), with_number)
    assert counts(report) == (2, 1, 0, 0, 1)
    assert report["sheets"][0]["issues"][0]["row"] == 2, "the one with a document is taken, the other is asked about"


def test_two_rows_never_take_one_person(county, taken):
    taken(row(**WOMAN))
    report = taken(row(住址="甲"), row(**WOMAN, 住址="乙"), row(住址="丙"), same={"same_place": "same"})
    assert len(people(county)) == 1
    assert people(county)[0][3] == "乙"
    assert counts(report)[4] == 2


def test_which_of_two_nobody_can_say(county, taken):
    taken(row(**WOMAN), row(**BOY))
    for same in (None, {"same_which": "same"}):
        report = taken(row(住址="新居"), same=same)
        assert counts(report) == (1, 0, 0, 0, 1) and "same_which" in codes(report)
    assert counts(taken(row(住址="新居"), same={"same_which": "other"})) == (1, 1, 0, 0, 0)
    assert len(people(county)) == 3


def test_whoever_is_out_of_reach_is_not_told(county, tmp_path, taken):
    taken(row(联系电话="13977112233"))
    west = Scope((8,), WHOLE.reveal)
    again = workbook(tmp_path / "w.xlsx", {"人员": [HEADER, row(联系电话="13977112233", 网格编码="990101101001001")]})
    report = store_file(county, again, west)
    assert counts(report) == (1, 1, 0, 0, 0)
    assert not codes(report) & set(LIKENESS)


def test_a_visitor_known_by_name_and_phone_is_registered(county, taken):
    with county.write() as db:
        db.execute(
            "insert into person (person_id, name, phone, registered, updated_at) values (99, '韦新', '13977112233', false, ?)",
            [NOW],
        )
    assert counts(taken(row(联系电话="13977112233", 证件号码=id_number(6)))) == (1, 0, 1, 0, 0)
    assert county.value("select registered from person where person_id = 99")


CELLS = {
    "证件号码": st.sampled_from([None, None, "woman", "boy", "passport"]),
    "性别": st.sampled_from([None, "男", "女"]),
    "出生日期": st.sampled_from([None, "1988-03-02", "2019-05-06"]),
    "联系电话": st.sampled_from([None, "1", "2"]),
    "网格编码": st.sampled_from([G, OTHER]),
    "户号": st.sampled_from([None, "H70", "H71"]),
    "住址": st.sampled_from([None, "甲", "乙"]),
}
CASES = st.lists(
    st.tuples(*[st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=4)] * 2), min_size=40, max_size=60
)


def written(cases, at):
    """Each case has a name, phones and documents of its own, so that one list tries all of them."""
    out = []
    for n, case in enumerate(cases):
        documents = {
            "woman": id_number(2 * n, "19880302"), "boy": id_number(2 * n + 1, "20190506"), "passport": f"E{12345000 + n}", None: None,
        }  # fmt: skip
        for way, cells in enumerate(case[at]):
            name = f"阿依{'·•・'[way % 3]}买{chr(0x5000 + n)}"
            phone = cells["联系电话"] and f"1397711{n:03d}{cells['联系电话']}"
            own = {"证件号码": documents[cells["证件号码"]], "联系电话": phone}
            out.append([str(c or "") for c in row(name, **{**cells, **own})])
    return out


@given(CASES)
@settings(
    max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
def test_no_identity_changes_without_its_document_or_a_word(tmp_path, cases):
    county = make_county()
    facts = "select person_id, id_number, sex, birth_date from person"
    store_file(county, text_file(tmp_path / "first.csv", [HEADER, *written(cases, 0)]))
    before = {number: (document, sex, born) for number, document, sex, born in county.run(facts).fetchall()}
    later = written(cases, 1)
    report = store_file(county, text_file(tmp_path / "later.csv", [HEADER, *later]))
    documents, wrong = {line[1] for line in later if line[1]}, []
    for number, document, sex, born in county.run(facts).fetchall():
        was = before.get(number)
        if was is None or was[0] in documents:
            continue
        kept = was[0] in (None, document) and was[1] in (None, sex) and was[2] in (None, born)
        if not kept or (
            was[0] != document and was[2] is None
        ):  # a document is given to whose birth date agrees, nobody else
            wrong.append((was, document, sex, born))
    assert wrong == []
    part = report["sheets"][0]
    assert part["rows"] == len(later) == sum(part[k] for k in ("new", "changed", "unchanged", "conflict", "rejected"))
