"""Cases and contacts: whose they are, found again, compared, waiting for each other, taken back, out for editing and in again."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from core.domain import EVERYTHING, Scope
from core.duplicates.merge import merge, unmerge
from core.errors import UserError
from core.ingest.plan import discard, prepare, remap
from core.ingest.undo.undo import undo, undo_check
from core.workbooks.export import editable
from core.workbooks.giveback import marked_workbook
from tests.core.ingest.files import REAL, codes, counts, store_file, workbook
from tests.county import EAST, NOW, WHOLE, county_alone

CASE = [
    "病例编号",
    "姓名",
    "联系电话",
    "发病日期",
    "确诊日期",
    "诊断分类",
    "临床分型",
    "转归",
    "出院日期",
    "感染来源编号",
]
CONTACT = [
    "姓名",
    "联系电话",
    "病例编号",
    "病例姓名",
    "接触者类型",
    "与病例关系",
    "末次接触日期",
    "隔离方式",
    "隔离开始日期",
    "解除隔离日期",
]
CASES = "select case_no, person_id, cast(onset_on as text), kind, severity, outcome, infector_no from disease_case order by case_id"
CONTACTS = "select person_id, case_no, case_name, kind, relation, cast(last_contact_on as text), place from case_contact order by contact_id"
LINELISTS = REAL / "linelists"


def who(person: int) -> tuple[str, str]:
    """Name and phone; no two are called alike."""
    return "韦" + "".join("零一二三四五六七八九"[int(digit)] for digit in f"{person:02d}"), f"139000000{person:02d}"


@pytest.fixture
def county():
    made = county_alone()
    with made.write() as db:
        db.execute(
            "insert into import_batch values (1, $1, 'clerk', '花名册.xlsx', 'x', 1, 'committed', 0, true)", [NOW]
        )
        db.executemany("update person set name = $1 where person_id = $2", [[who(p)[0], p] for p in range(1, 41)])
    return made


@pytest.fixture
def put(county, tmp_path):
    def stored(headers: list[str], *rows: list, name: str = "名单.xlsx", **options) -> dict:
        return store_file(county, workbook(tmp_path / name, {"表": [headers, *rows]}), **options)

    return stored


def faults(report: dict) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for issue in report["sheets"][0]["issues"]:
        found.setdefault(issue["row"], set()).add(issue["code"])
    return found


def test_each_row_is_somebody_s_or_nobody_s(county, put):
    report = put(
        CASE,
        ["A1", *who(1), "2026-01-20", "2026-01-22", None, "普通型", "治愈出院", "2026-01-30", None],
        ["A2", *who(2), "1月21日", None, "疑似病例", None, None, None, "A1"],
        ["A3", None, None, "2026-01-21", "2026-01-23", "确诊病例", "无症状", None, None, "A1"],
        ["A4", "张某某", None, "2026-01-21", None, "无症状感染者", None, None, None, None],
        [None, *who(5), "2026-01-22", None, "临床诊断病例", "重型", "在治", None, None],
        ["合计", "5例", *[None] * 8],
        ["A6", "无此人", "13911112222", "2026-01-22", *[None] * 6],
        ["A7", *who(6), "2026-01-22", None, "大概是", None, None, None, None],
        ["A8", *who(7), "2026-01-22", None, "确诊", None, "不明白", None, "A8"],
        ["A1", *who(8), "2026-01-22", *[None] * 6],
        [None, None, None, "2026-01-22", "2026-01-22", *[None] * 5],
        ["A9", *who(9), "去年", *[None] * 6],
        ["A10", *who(10), "2026-05-01", *[None] * 6],
    )  # fmt: skip
    assert counts(report) == (12, 6, 0, 0, 6)
    assert faults(report) == {
        5: {"case_unnamed"}, 7: {"row_total"}, 8: {"person_unknown"}, 9: {"case_kind_unknown"},
        10: {"case_outcome_unknown", "case_infector_self"}, 11: {"duplicate_row"}, 12: {"case_nobody"}, 13: {"date_bad"}, 14: {"date_future"},
    }  # fmt: skip
    assert county.run(CASES).fetchall() == [
        ("A1", 1, "2026-01-20", "confirmed", "moderate", "discharged", None),
        ("A2", 2, "2026-01-21", "suspected", None, None, "A1"),
        ("A3", None, "2026-01-21", "confirmed", None, None, "A1"),
        ("A4", None, "2026-01-21", "asymptomatic", None, None, None),
        ("GC-5", 5, "2026-01-22", "clinical", "severe", "in_care", None),
        ("A9", 9, None, None, None, None, None),
    ]
    assert not county.value("select count(*) from person where person_id > 40")


def test_a_case_is_found_again_by_its_number_or_by_whose_it_is_and_its_onset(county, put):
    put(
        CASE,
        ["B1", *who(1), "2026-01-20", *[None] * 6],
        [None, *who(2), "2026-01-21", *[None] * 6],
        ["B3", *[None] * 2, "2026-01-21", *[None] * 6],
    )
    again = put(
        CASE,
        [" b1 ", None, None, None, "2026-01-23", None, "重型", None, None, None],
        ["B2", *who(2), "2026-01-21", None, None, None, "死亡", None, None],
        ["B3", *who(3), *[None] * 7],
        name="二.xlsx",
    )
    assert counts(again) == (3, 0, 3, 0, 0)
    assert county.run("select case_no, own_no, person_id, cast(confirmed_on as text), severity, outcome from disease_case order by 3").fetchall() == [
        ("b1", False, 1, "2026-01-23", "severe", None), ("B2", False, 2, None, None, "died"), ("B3", False, 3, None, None, None),
    ]  # fmt: skip
    third = put(CASE, ["B1", *who(4), *[None] * 7], [None, *who(2), "2026-01-21", *[None] * 6], name="三.xlsx")
    assert (counts(third), codes(third)) == ((2, 0, 0, 1, 1), {"case_other_person"})
    undo(county, WHOLE, again["batch"], actor="test", now=NOW)
    assert county.run("select case_no, own_no, person_id, outcome from disease_case order by case_id").fetchall() == [
        ("B1", False, 1, None), ("GC-2", True, 2, None), ("B3", False, None, None),
    ]  # fmt: skip


def test_contacts_wait_for_their_cases(county, put):
    report = put(
        CONTACT,
        [*who(11), "C1", None, "密接", "夫妻", "2026-01-22", "集中隔离", "2026-01-23", "2026-02-06"],
        [*who(12), None, who(1)[0], "次密接", "表舅", "2026-01-22", "居家", None, None],
        [*who(13), None, None, None, None, "2026-01-22", None, None, None],
        ["无此人", "13911112222", "C1", *[None] * 7],
        [*who(14), "C1", None, "熟人", *[None] * 5],
        [*who(15), "C1", None, "密接", None, None, None, "2026-01-23", "2026-01-20"],
        [*who(11), "C1", *[None] * 7],
    )  # fmt: skip
    assert counts(report) == (7, 3, 0, 0, 4)
    assert faults(report) == {
        2: {"contact_waits"}, 3: {"contact_waits", "value_unknown"}, 4: {"contact_caseless"}, 5: {"person_unknown", "contact_waits"},
        6: {"contact_kind_unknown", "contact_waits"}, 7: {"contact_until_early", "contact_waits"}, 8: {"duplicate_row", "contact_waits"},
    }  # fmt: skip
    assert county.run(CONTACTS).fetchall() == [
        (11, "C1", None, "close", "family", "2026-01-22", "central"), (12, None, who(1)[0], "second", None, "2026-01-22", "home"),
        (13, None, None, None, None, "2026-01-22", None),
    ]  # fmt: skip
    sources = "select contact_id, case_id, level from contact_sources() order by 1"
    assert county.run(sources).fetchall() == [(1, None, "contact"), (2, None, "second_contact"), (3, None, "contact")]
    cases = put(CASE, ["c1", *who(1), "2026-01-20", *[None] * 6], name="病例.xlsx")
    assert county.run(sources).fetchall() == [(1, 1, "contact"), (2, 1, "second_contact"), (3, None, "contact")]
    later = put(CONTACT, [*who(13), "C1", None, "一般接触", *[None] * 6], name="补.xlsx")
    assert (counts(later), codes(later)) == ((1, 0, 1, 0, 0), set())
    undo(county, WHOLE, cases["batch"], actor="test", now=NOW)
    assert [row[1] for row in county.run(sources).fetchall()] == [None, None, None]


LEVELS = [
    # contacts (person, case number, case's name, kind), cases (person, number, outcome) → level of the last contact
    ("a contact of a case", [(11, "D1", None, "密接")], [(1, "D1", None)], "contact"),
    ("listed as a second one", [(11, "D1", None, "次密接")], [(1, "D1", None)], "second_contact"),
    ("of somebody who is a contact", [(11, "D1", None, "密接"), (12, None, who(11)[0], "密接")], [(1, "D1", None)], "second_contact"),
    ("whose contact turned out a case", [(11, "D1", None, "密接"), (12, None, who(11)[0], "次密接")], [(1, "D1", None), (11, "D2", None)], "contact"),
    ("whose contact's case was excluded", [(11, "D1", None, "密接"), (12, None, who(11)[0], "次密接")], [(1, "D1", None), (11, "D2", "排除")], "second_contact"),
    ("of nobody known", [(12, "D9", None, "密接")], [], "contact"),
]  # fmt: skip


SPANS = [
    ("2020.12.25-1.8", "2020-12-25", "2021-01-08"),
    ("2026年1月7日—2026年1月21日", "2026-01-07", "2026-01-21"),
    ("2026-01-07-2026-01-21", "2026-01-07", "2026-01-21"),
    ("1月7日起至1月21日止", "2026-01-07", "2026-01-21"),
    ("1/7~1/21", "2026-01-07", "2026-01-21"),
    ("待定", None, None),
    (None, None, None),
]


def test_a_contact_s_cells_as_they_are_written_by_hand(county, put):
    """Words beside the phone, a part of the day behind the date, both days of a quarantine in one cell, groups of headers above."""
    rows = [
        [f"C{n}", who(n)[0], f"{who(n)[1]}(父)", f"1月{n}日下午", "朋友", span] for n, (span, *_) in enumerate(SPANS, 1)
    ]
    report = put(
        ["病例", "密切接触者", None, "接触情况", None, "管控"],
        ["关联病例编号", "姓名", "联系方式", "末次接触时间", "与病例关系", "隔离起止时间"],
        *rows,
    )
    assert counts(report) == (7, 7, 0, 0, 0)
    found = "select person_id, cast(last_contact_on as text), cast(quarantine_from as text), cast(quarantine_until as text) from case_contact order by 1"
    assert county.run(found).fetchall() == [
        (n, f"2026-01-{n:02d}", first, last) for n, (_, first, last) in enumerate(SPANS, 1)
    ]
    assert [n - 2 for n, codes in faults(report).items() if "date_bad" in codes] == [6]


def test_who_is_a_second_contact(county, put):
    for said, contacts, cases, level in LEVELS:
        batches = (
            [
                put(
                    CASE,
                    *([no, *who(p), None, "2026-01-20", None, None, o, None, None] for p, no, o in cases),
                    name="d.xlsx",
                )["batch"]
            ]
            if cases
            else []
        )
        batches.append(
            put(CONTACT, *([*who(p), no, name, kind, *[None] * 5] for p, no, name, kind in contacts), name="k.xlsx")[
                "batch"
            ]
        )
        assert county.run("select level from contact_sources() order by contact_id desc").fetchone() == (level,), said
        for batch in reversed(batches):
            undo(county, WHOLE, batch, actor="test", now=NOW)


def test_a_merge_takes_cases_and_contacts_along_and_an_undo_keeps_whom_they_name(county, put):
    case, contact = (
        put(CASE, ["E1", *who(1), "2026-01-20", *[None] * 6]),
        put(CONTACT, [*who(2), "E1", *[None] * 7], name="k.xlsx"),
    )
    number = merge(county, WHOLE, keep=3, gone=1, actor="test", now=NOW)
    assert county.value("select person_id from disease_case") == 3
    unmerge(county, WHOLE, merge_id=number, actor="test", now=NOW)
    assert county.value("select person_id from disease_case") == 1
    assert undo_check(county, WHOLE, case["batch"], now=NOW).removed == {"disease_case": 1}
    for batch in (case["batch"], contact["batch"]):
        undo(county, WHOLE, batch, actor="test", now=NOW)
    assert not county.value("select count(*) from disease_case") and not county.value(
        "select count(*) from case_contact"
    )


def test_they_leave_for_editing_and_come_back(county, put, tmp_path):
    put(
        CASE,
        ["F1", *who(1), "2026-01-20", "2026-01-22", *[None] * 5],
        ["F2", None, None, "2026-01-21", *[None] * 5, "F1"],
        ["F3", *who(31), *[None] * 7],
    )
    put(
        CONTACT,
        [*who(2), "F1", None, "密接", None, "2026-01-22", *[None] * 3],
        [*who(32), "F3", *[None] * 7],
        name="k.xlsx",
    )
    seen = {}
    for kind, scope in (("cases", WHOLE), ("contacts", WHOLE), ("cases", EAST), ("contacts", EAST)):
        content = editable(county, scope, kind, "zh", conditions={}, actor="test", now=NOW)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        head = [cell.value for cell in sheet[1]]
        seen[kind, scope] = [
            dict(zip(head, row, strict=False))
            for row in sheet.iter_rows(min_row=2, values_only=True)
            if row[0] or row[1]
        ]
    assert [row["病例编号"] for row in seen["cases", WHOLE]] == ["F2", "F1", "F3"]
    assert [row["病例编号"] for row in seen["cases", EAST]] == ["F1"] and [
        row["姓名"] for row in seen["contacts", EAST]
    ] == [who(2)[0]]
    assert "*" in seen["cases", EAST][0]["证件号码"]
    book = openpyxl.load_workbook(
        io.BytesIO(editable(county, Scope((EVERYTHING,)), "cases", "zh", conditions={}, actor="test", now=NOW))
    )
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    sheet.cell(3, head.index("转归") + 1).value, sheet.cell(2, head.index("发病日期") + 1).value = (
        "治愈出院",
        "2026-01-19",
    )
    book.save(tmp_path / "back.xlsx")
    assert counts(store_file(county, tmp_path / "back.xlsx")) == (3, 0, 2, 1, 0)
    assert [(row[0], row[2], row[5]) for row in county.run(CASES).fetchall()] == [
        ("F1", "2026-01-20", "discharged"), ("F2", "2026-01-19", None), ("F3", None, None),
    ]  # fmt: skip
    with pytest.raises(UserError):
        editable(county, Scope(()), "contacts", "zh", conditions={}, actor="test", now=NOW)


def test_what_lies_outside_the_scope_stays(county, put):
    put(CASE, ["G1", *who(31), "2026-01-20", *[None] * 6], ["G2", *[None] * 2, "2026-01-20", *[None] * 6])
    report = put(
        CASE, ["G1", None, None, "2026-01-25", *[None] * 6], ["G2", None, None, "2026-01-25", *[None] * 6], ["G3", *[None] * 2, "2026-01-25", *[None] * 6],
        ["G4", *who(1), "2026-01-25", *[None] * 6], name="东镇.xlsx", scope=EAST,
    )  # fmt: skip
    assert counts(report) == (4, 1, 0, 0, 3) and codes(report) == {"case_outside_scope"}


def test_what_a_clerk_s_list_calls_otherwise_is_said_once_and_the_marked_workbook_tells_why(county, tmp_path):
    path = workbook(tmp_path / "f.xlsx", {"表": [CASE, ["H1", *who(1), "2026-01-20", None, "核酸复阳", *[None] * 4]]})
    plan = prepare(county, WHOLE, path, now=NOW)
    part = plan.sheets[0]
    assert part.counts["rejected"] == 1 and marked_workbook(plan, language="zh")
    remap(plan, {"表": part.answers.__class__(kind="cases", values={"kind": {"核酸复阳": "确诊病例"}})})
    assert plan.sheets[0].counts["new"] == 1
    discard(plan)


@pytest.mark.skipif(not LINELISTS.exists(), reason="the shared files are not here")
def test_line_lists_of_others_keep_their_chains(county):
    told = {p.name: store_file(county, p) for p in sorted(LINELISTS.glob("me*.csv"))}
    assert {n: counts(r)[:2] + counts(r)[4:] for n, r in told.items()} == {
        "measles_hagelloch_1861.csv": (188, 188, 0), "mers_korea_2015__contacts.csv": (98, 98, 0), "mers_korea_2015__linelist.csv": (162, 162, 0),
    }  # fmt: skip
    assert county.one("select person_id, onset_on, infector_no, age from disease_case where case_no = '3'") == (
        None,
        date(1861, 11, 28),
        "172",
        4.0,
    )
    assert county.value("select count(*) from disease_case where infector_no is not null") == 184 - 0
    joined = "select count(*) from contact_sources() where case_id is not null"
    assert county.value(joined) == 98, "each of the pairs has its case"
    assert county.one("select outcome, cast(outcome_on as text), sex from disease_case where case_no = 'SK_3'") == (
        "died",
        "2015-06-04",
        "male",
    )


def test_two_facts_in_a_cell_are_read_where_one_value_stands_in_it(county, put):
    """As a centre for disease control writes: whose case it is behind its number, where somebody stays behind how, sex and age together."""
    first = put(
        ["病例编号", "姓名", "性别/年龄", "联系电话", "发病日期", "确诊日期", "临床分型", "感染来源", "目前状态"],
        ["横县007", who(1)[0], "男/41", who(1)[1], "1.20", "1.22", "普通型", None, "住院治疗（县医院）"],
        [
            "横县008",
            who(2)[0],
            "女，65岁",
            who(2)[1],
            "1.20",
            "1.22",
            "疑似病例",
            f"横县007（{who(1)[0]}）",
            "隔离待排",
        ],
        ["横县009", who(3)[0], "男/女", who(3)[1], "1.20", "1.22", "轻型", None, "出院（待定）"],
    )
    assert counts(first) == (3, 2, 0, 0, 1) and faults(first)[4] >= {"value_unknown", "case_outcome_unknown"}
    assert county.run("select case_no, sex, age, kind, severity, outcome, infector_no from disease_case order by case_no").fetchall() == [
        ("横县007", "male", 41, "confirmed", "moderate", "in_care", None),
        ("横县008", "female", 65, "suspected", None, "in_care", "横县007"),
    ]  # fmt: skip
    second = put(
        ["关联病例", "姓名", "电话", "与病例关系及接触方式", "末次接触时间", "管控措施", "管控起止时间"],
        [f"横县007（{who(1)[0]}）", *who(4), "同事，同桌就餐", "1.20", "集中隔离（县党校）", "2026.1.22-2.5"],
        [f"{who(1)[0]}（横县007）", *who(5), "亲戚", "1.20", "居家", "1月22日起"],
        ["横县007", *who(6), "是/否", "1.20", "集中隔离（已解除）", "至2月5日"],
        name="密接.xlsx",
    )
    assert counts(second) == (3, 3, 0, 0, 0) and faults(second)[4] >= {"value_unknown"}
    assert county.run("select case_no, case_name, relation, place, cast(quarantine_from as text), cast(quarantine_until as text) from case_contact order by person_id").fetchall() == [
        ("横县007", who(1)[0], "colleague", "central", "2026-01-22", "2026-02-05"),
        ("横县007", who(1)[0], "family", "home", "2026-01-22", None),
        ("横县007", None, None, None, None, "2026-02-05"),
    ]  # fmt: skip


def test_a_sheet_of_a_laboratory_has_the_day_of_sampling_beside_that_of_testing(county, put):
    put(
        ["条码号", "姓名", "电话", "采样时间", "检测时间", "N基因/ORF1ab", "结果判定"],
        ["P1", *who(1), "2026-01-20 08:10", "2026-01-20 13:00", "未检出", "阴性（-）"],
        ["P2", *who(2), "2026-01-20 08:11", "2026-01-20 13:20", "CT34", "初筛阳性"],
        name="检测.xlsx",
    )
    put(["姓名", "电话", "检测时间", "结果"], [*who(3), "2026-01-21 09:00", "阳性"], name="只有检测.xlsx")
    assert county.run("select cast(sampled_at as text), result, cast(ct as text) from test_result order by person_id").fetchall() == [
        ("2026-01-20 08:10:00", "negative", None), ("2026-01-20 08:11:00", "pending", "34.00"), ("2026-01-21 09:00:00", "positive", None),
    ]  # fmt: skip


def test_days_in_no_order_of_another_time_and_ages_of_nobody_are_told(county, put):
    report = put(
        ["病例编号", "性别", "年龄", "发病日期", "确诊日期", "诊断分类", "出院日期"],
        ["HX1", "男", "41", "2026-01-20", "2026-01-22", "确诊病例", None],
        ["HX2", "男", "999", "2026-01-20", "2026-01-22", "确诊病例", None],
        ["HX3", "女", "130", "2026-01-20", "2025-01-22", "确诊病例", None],
        ["HX4", "女", "3月", "1926-01-20", "2026-01-22", "确诊病例", "2026-01-01"],
        ["HX5", "女", "30", "2026-01-21", "2026-01-20", "无症状感染者", None],
    )
    assert faults(report) == {3: {"age_range"}, 4: {"case_order"}, 5: {"date_far"}}
    assert counts(report)[1] == 5, "all of it may be so"
    assert county.run("select age from disease_case order by case_no").fetchall() == [
        (41,),
        (None,),
        (130,),
        (0.25,),
        (30,),
    ]


def test_a_list_of_long_ago_is_of_its_own_time(put):
    rows = [[f"HX{n}", f"1918-10-2{n}", "确诊病例"] for n in range(5)]
    assert faults(put(["病例编号", "发病日期", "诊断分类"], *rows)) == {}


def test_another_case_of_somebody_is_told(county, put):
    header = ["病例编号", "姓名", "联系电话", "发病日期", "诊断分类"]
    first = put(header, ["HX1", *who(3), "2026-01-20", "确诊病例"], ["HX2", *who(3), "2026-01-21", "确诊病例"])
    assert faults(first) == {2: {"case_again"}, 3: {"case_again"}} and counts(first)[1] == 2
    assert faults(put(header, ["HX1", *who(3), "2026-01-20", "确诊病例"])) == {}
    assert faults(put(header, ["HX3", *who(3), "2026-01-27", "确诊病例"])) == {2: {"case_again"}}
