"""Lists about people: tests, declarations, quarantine. Whom each row means, what of it is stored, what comes back, what is taken back."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest

from core.classify import classify
from core.classify.why import why
from core.domain import EVERYTHING, Scope
from core.duplicates.merge import merge
from core.errors import UserError
from core.ingest.doubtful import candidates
from core.ingest.meaning.answers import Answers
from core.ingest.plan import discard, prepare, remap
from core.ingest.storing import commit
from core.ingest.undo.undo import undo
from core.registry import person
from core.registry.reported import last_reports, reported
from core.workbooks.export import editable
from core.workbooks.templates import template
from tests.copied import copied
from tests.core.ingest.files import EXITS, PEOPLE, codes, counts, id_number, store_file, workbook
from tests.county import EAST, MASKED, NOW, WHOLE, county_alone
from tests.spec.classify.rows import pack

ONE, TWO = id_number(1), id_number(2, "20100505")
GRID = "990101100001001"
PHONES = {"韦一": "13977880001", "覃二": "13977880002", "李三": "13977880003", "李三乙": "13977880004"}
TESTS = ["姓名", "身份证号", "联系电话", "采样日期", "核酸结果", "试管编号"]
STAYS = ["姓名", "身份证号", "隔离方式", "隔离起始日期", "隔离截止日期", "解除日期"]
DAYS = ["姓名", "身份证号", "申报日期", "上午体温", "下午体温", "症状", "是否接触确诊病例"]


@pytest.fixture
def county():
    """With 韦一, 覃二 and two of the name 李三, who have no document; 王五 has neither document nor phone."""
    return copied(_county)


def _county():
    store = county_alone()
    known = [
        ("韦一", ONE, PHONES["韦一"]),
        ("覃二", TWO, PHONES["覃二"]),
        ("李三", None, PHONES["李三"]),
        ("李三", None, PHONES["李三乙"]),
    ]
    rows = [[n, None, i, None, None, phone, GRID, *[None] * 5] for n, i, phone in [*known, ("欧阳·五", None, None)]]
    with TemporaryDirectory() as folder:
        store_file(store, workbook(Path(folder) / "roster.xlsx", {"人员": [PEOPLE, *rows]}))
    return store


@pytest.fixture
def put(county, tmp_path):
    """Stores a list; its report."""
    made = []

    def stored(header: list, *rows: list, title: str | None = None, scope: Scope = WHOLE, **answers) -> dict:
        made.append(None)
        plan = prepare(
            county, scope, workbook(tmp_path / f"{len(made)}.xlsx", {"名单": [header, *rows]}, title), now=NOW
        )
        try:
            if answers:
                remap(plan, {"名单": Answers(kind=plan.sheets[0].kind, **answers)})
            return commit(county, plan, actor="tester", now=NOW)
        finally:
            discard(plan)

    return stored


def results_of(county, name: str) -> list[tuple]:
    found = county.run(
        "select cast(coalesce(t.sampled_at, t.reported_at) as date), t.result, t.tube_no from test_result t join person p using (person_id)"
        " where p.name = $name order by 1, t.test_id",
        name=name,
    ).fetchall()
    return [(day.isoformat(), result, tube) for day, result, tube in found]


def test_a_positive_tube_is_of_all_and_of_nobody_until_their_own_test(county, put):
    first = put(
        TESTS,
        ["韦一", ONE, None, "2026-01-20", "阳性", "A1"],
        ["覃二", TWO, None, "2026-01-20", None, "A1"],
        ["李三", None, PHONES["李三"], "2026.1.20 08:30", "阴", "B1"],
    )
    assert first["sheets"][0]["kind"] == "tests" and counts(first) == (3, 3, 0, 0, 0)
    assert [results_of(county, n) for n in ("韦一", "覃二")] == [[("2026-01-20", "pool_positive", "A1")]] * 2
    put(TESTS, ["覃二", TWO, None, "2026-01-21", "弱阳性", "C1"], ["韦一", ONE, None, "2026-01-21", "未检出", "C2"])
    assert [results_of(county, n)[-1][1] for n in ("韦一", "覃二")] == ["negative", "positive"]
    again = put(TESTS, ["韦一", ONE, None, "2026-01-20", "阳性", "A1"], ["覃二", TWO, None, "2026-01-20", None, "A1"])
    assert counts(again) == (2, 0, 0, 2, 0)


# one row → tests of the person, or codes of its issues
ROWS = [
    (["姓名", "身份证号", "第1次采样日期", "第1次结果", "第2次采样日期", "第2次结果"], ["韦一", ONE, "2026-01-22", "阴性", "2026-01-23", "阳"],
     [("2026-01-22", "negative", None), ("2026-01-23", "positive", None)]),
    (["姓名", "身份证号", "第一次", "第二次"], ["韦一", ONE, "1.22阴性", "阴性（2026-01-23）"],
     [("2026-01-22", "negative", None), ("2026-01-23", "negative", None)]),
    (["姓名", "身份证号", "检测结果", "报告时间"], ["韦一", ONE, "待检", "2026-01-24 10:00"], [("2026-01-24", "pending", None)]),
    (TESTS, ["韦一", ONE, None, "昨天下午", "阴性", None], {"time_bad"}),
    (TESTS, ["韦一", ONE, None, None, "阴性", None], {"test_undated"}),
    (TESTS, ["韦一", ONE, None, "2026-01-20", "蓝色", None], {"result_unknown"}),
    (TESTS, ["韦一", ONE, None, "2026-01-20", "-", None], {"result_unknown"}),
    (TESTS, ["韦一", ONE, None, "2027-01-20", "阴性", None], {"date_future"}),
    (TESTS, ["李三", None, None, "2026-01-20", "阴性", None], {"person_doubtful"}),
    (TESTS, ["没有此人", id_number(77), None, "2026-01-20", "阴性", None], {"person_unknown"}),
    (TESTS, ["韦一", ONE[:17] + "A", None, "2026-01-20", "阴性", None], {"person_unknown"}),
    ([*TESTS, "所在网格"], ["欧阳五", None, None, "2026-01-20", "阴", None, "东一村"], [("2026-01-20", "negative", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("header", "row", "meant"), ROWS)
def test_one_row(county, put, header, row, meant):
    report = put(header, row)
    name = "欧阳·五" if row[0] == "欧阳五" else row[0]
    assert results_of(county, name) == (meant if isinstance(meant, list) else [])
    if isinstance(meant, set):
        assert codes(report) == meant and counts(report)[4] == 1


def test_who_may_be_meant_is_shown_to_those_who_may_see_them(county, tmp_path):
    plan = prepare(
        county,
        WHOLE,
        workbook(tmp_path / "a.xlsx", {"名单": [TESTS, ["李三", None, None, "2026-01-20", "阴", None]]}),
        now=NOW,
    )
    found = candidates(plan.sheets[0], WHOLE, as_of=NOW.date())
    assert found["known_phone"].tolist() == [PHONES["李三"], PHONES["李三乙"]]
    assert candidates(plan.sheets[0], MASKED, as_of=NOW.date())["known_phone"].tolist() == [
        "139****0003",
        "139****0004",
    ]
    assert candidates(plan.sheets[0], Scope((8,)), as_of=NOW.date()).empty
    discard(plan)


@pytest.mark.parametrize("kind", ["tests", "quarantine", "declarations", "exit_applications", "cases", "contacts"])
def test_who_is_unknown_is_taken_in_with_the_batch_and_goes_with_it(county, put, kind):
    header, row = {
        "tests": ([*TESTS, "所在网格"], ["新人", None, "13977889999", "2026-01-20", "阴", "A1", "东一村"]),
        "quarantine": ([*STAYS, "联系电话", "责任社区"], ["新人", None, "居家", "2026-01-20", None, None, "13977889999", "东一村"]),
        "declarations": ([*DAYS, "联系电话", "网格"], ["新人", None, "2026-01-20", "36.5", None, "无", None, "13977889999", "东一村"]),
        "exit_applications": ([*EXITS, "联系电话"], ["2026-01-30 09:00:00", "新人", None, "南宁市", "就医", "2026-02-01", None, None, "13977889999"]),
        "cases": (["病例编号", "姓名", "联系电话", "确诊日期", "诊断分类", "网格"], ["HX0009", "新人", "13977889999", "2026-01-20", "确诊病例", "东一村"]),
        "contacts": (["病例编号", "姓名", "联系电话", "接触者类型", "末次接触日期", "隔离方式"], ["HX0009", "新人", "13977889999", "密接", "2026-01-20", "集中"]),
    }[kind]  # fmt: skip
    before = county.one("select count(*), (select count(*) from membership) from person")
    left = put(header, row)
    told = codes(left) - {"contact_waits"}  # for the case, which no list has told yet
    assert left["sheets"][0]["kind"] == kind and told == {"person_unknown"} and left["sheets"][0]["unknown"] == 1
    taken = put(header, row, unknown="take_in")
    assert counts(taken)[1] == 1 and "visitor_taken_in" in codes(taken)
    assert county.one("select name, phone, registered, home_grid_id from person order by person_id desc limit 1") == (
        "新人",
        "13977889999",
        False,
        None,
    )
    assert counts(put(header, row)) == (1, 0, 0, 1, 0), "found again, by phone and name"
    undo(county, WHOLE, taken["batch"], actor="t", now=NOW)
    assert county.one("select count(*), (select count(*) from membership) from person") == before
    assert (
        county.value(
            "select count(*) from (from test_result union all by name from quarantine union all by name from declaration"
            " union all by name from disease_case union all by name from case_contact)"
        )
        == 0
    )


def test_a_stay_is_extended_and_ended_by_later_lists(county, put):
    put(
        STAYS,
        ["韦一", ONE, "居家", "2026-01-10", "2026-01-24", None],
        ["覃二", TWO, "集中隔离", "2026-01-10", "长期", None],
    )
    longer = put(
        STAYS,
        ["韦一", ONE, "集中隔离", "2026-01-10", "2026-01-30", None],
        ["覃二", TWO, "集中隔离", "2026-01-10", "长期", None],
    )
    assert counts(longer) == (2, 0, 1, 1, 0)
    ended = put(["姓名", "身份证号", "解除隔离日期"], ["覃二", TWO, "2026-01-28"])
    assert counts(ended) == (1, 0, 1, 0, 0)
    kept = "select p.name, q.until, q.place, q.released_on from quarantine q join person p using (person_id) order by 1 desc"
    assert county.run(kept).fetchall() == [
        ("韦一", date(2026, 1, 30), "central", None), ("覃二", date(9999, 12, 31), "central", date(2026, 1, 28)),
    ]  # fmt: skip
    undo(county, WHOLE, longer["batch"], actor="t", now=NOW)
    assert county.run(kept).fetchall()[0] == ("韦一", date(2026, 1, 24), "home", None)
    wrong = put(STAYS, ["韦一", ONE, "飞船", "2026-01-10", "2026-01-01", None])
    assert codes(wrong) == {"value_unknown", "date_order"}


def declared(county, name: str) -> list[tuple]:
    rows = county.run(
        "select strftime(d.declared_at, '%m-%d'), d.half, cast(d.temperature as double), d.symptom, d.symptoms, d.place, d.transport, d.seat from declaration d"
        " join person p using (person_id) where p.name = $name order by d.declared_at, d.half desc nulls last",
        name=name,
    )
    return rows.fetchall()


def test_mornings_and_evenings_of_fourteen_days(county, put):
    header = [
        "姓名",
        "电话",
        "隔离地址",
        "监测开始日期",
        *(f"第{n}天{h}" for n in range(1, 15) for h in ("上午", "下午")),
    ]
    report = put(
        header,
        ["韦一", PHONES["韦一"], "某街1号", "2026-01-15", *["36.5", "37.4"] * 14],
        ["覃二", PHONES["覃二"], "某街2号", "2026-01-15", "36.5"],
    )
    assert report["sheets"][0]["kind"] == "declarations" and counts(report) == (2, 2, 0, 0, 0)
    told = declared(county, "韦一")
    assert len(told) == 28 and told[-2:] == [
        ("01-28", "morning", 36.5, None, None, None, None, None), ("01-28", "evening", 37.4, None, None, None, None, None),
    ]  # fmt: skip
    assert len(declared(county, "覃二")) == 1
    no_day = put(
        [h for h in header if h != "监测开始日期"], ["韦一", PHONES["韦一"], "某街1号", *["36.5", "37.4"] * 14]
    )
    assert codes(no_day) == {"first_day_missing"}


@pytest.mark.parametrize("merged", [True, False])
def test_halves_below_counted_days_are_of_one_row(county, tmp_path, merged):
    """第1天 above 上午 and 下午, 第2天 above 上午 and 下午 …: not lists side by side, each of the day of the import."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "电话", "监测开始日期", "第1天", None, "第2天", None, "第3天", None])
    sheet.append([*[None] * 3, *["上午", "下午"] * 3])
    sheet.append(["韦一", PHONES["韦一"], "2026-01-25", 36.5, 36.6, 36.7, 36.8, 37.4, None])
    for cells in ("A1:A2", "B1:B2", "C1:C2", *(("D1:E1", "F1:G1", "H1:I1") if merged else ())):
        sheet.merge_cells(cells)
    book.save(tmp_path / "days.xlsx")
    assert counts(store_file(county, tmp_path / "days.xlsx")) == (1, 1, 0, 0, 0)
    assert [row[:3] for row in declared(county, "韦一")] == [
        ("01-25", "morning", 36.5), ("01-25", "evening", 36.6), ("01-26", "morning", 36.7), ("01-26", "evening", 36.8), ("01-27", "morning", 37.4),
    ]  # fmt: skip


def test_symptoms_trips_and_what_is_not_told(county, put):
    put(
        DAYS,
        ["韦一", ONE, "2026-01-20", "36.5", "37.6", "咳嗽、乏力", "否"],
        ["覃二", TWO, "2026-01-20", "36.5", None, None, None],
    )
    assert declared(county, "韦一")[2][3:5] == (True, "咳嗽、乏力") and declared(county, "覃二") == [
        ("01-20", "morning", 36.5, None, None, None, None, None)
    ]
    ticks = ["姓名", "身份证号", "申报日期", "体温", "有症状", "无症状", "发热", "咳嗽"]
    put(
        ticks,
        ["韦一", ONE, "2026-01-21", "36.6", None, "√", None, None],
        ["覃二", TWO, "2026-01-21", "38度1", "√", None, "√", None],
    )
    assert declared(county, "韦一")[-1][2:5] == (36.6, False, None) and declared(county, "覃二")[-1][2:5] == (
        38.1,
        True,
        "发热",
    )
    trip = ["姓名", "身份证号", "申报时间", "到过何地", "车次及座位号", "到达日期", "离开日期"]
    put(trip, ["韦一", ONE, "2026-01-22 09:00", "武汉市", "G2941 05车12F", "2026-01-10", "2026-01-15"])
    assert declared(county, "韦一")[-1][5:] == ("武汉市", "G2941", "05车12F")
    assert codes(put(DAYS, ["韦一", ONE, "2026-01-23", "63.5", None, None, "可能"])) == {
        "temperature_left",
        "value_unknown",
    }


def test_of_many_temperatures_a_wrong_one_alone_is_left_out(county, put):
    report = put(
        DAYS,
        ["韦一", ONE, "2026-01-24", "36.5", "99", "咳嗽", None],
        ["覃二", TWO, "2026-01-24", "99", None, None, None],
    )
    assert codes(report) == {"temperature_left", "temperature_range"} and counts(report)[1::3] == (1, 1)
    assert [d[2] for d in declared(county, "韦一")] == [36.5, None, None], "both half days, and the cough"
    days = ["姓名", "身份证号", *[f"1月{n}日{half}体温" for n in range(20, 24) for half in "早晚"]]
    report = put(days, ["覃二", TWO, *["36.4"] * 5, "3.66", "36.5", "36.6"])
    assert codes(report) == {"temperature_left"} and len(declared(county, "覃二")) == 8


@pytest.mark.parametrize(
    ("title", "kind"), [("东镇集中隔离人员名单", "quarantine"), ("东镇值班人员名单", "people"), (None, "people")]
)
def test_a_title_says_of_what_bare_headers_speak(county, tmp_path, title, kind):
    """开始日期 and 地点 stand in any list: below a title of quarantine they are asked about as its own."""
    header, row = (
        ["姓名", "居住地", "开始日期", "结束日期", "地点"],
        ["韦一", "东一村", "2026-1-20", "2026-2-3", "县党校"],
    )
    plan = prepare(county, WHOLE, workbook(tmp_path / "a.xlsx", {"名单": [header, row, row]}, title), now=NOW)
    part = plan.sheets[0]
    assert part.kind == kind
    if kind == "quarantine":
        assert {c.header: c.field for c in part.asked} == {
            "开始日期": "since",
            "结束日期": "until",
            "地点": "place_name",
        }
    discard(plan)


def test_a_document_number_of_too_few_digits_is_nobody_s(county, put):
    row = ["新人", "45012719820627", None, "2026-01-20", "阴性", None]
    assert codes(put(TESTS, row, unknown="take_in")) == {"id_format"}
    assert county.value("select count(*) from person where name = '新人'") == 0


def test_a_column_for_yes_and_one_for_no(county, put):
    """Who ticks no has told it: it is not the same as saying nothing."""
    header = [
        "姓名",
        "身份证号",
        "申报日期",
        "是否发热/是",
        "是否发热/否",
        "咳嗽（是）",
        "咳嗽（否）",
        "是否接触确诊病例/是",
        "是否接触确诊病例/否",
    ]
    report = put(
        header,
        ["韦一", ONE, "2026-01-20", None, "√", "×", "√", None, "√"],
        ["覃二", TWO, "2026-01-20", "√", "×", None, None, "/", "/"],
    )
    assert codes(report) == set()
    told = "select p.name, d.symptom, d.symptoms, d.case_contact from declaration d join person p using (person_id) order by p.person_id"
    assert county.run(told).fetchall() == [("韦一", False, None, False), ("覃二", True, "发热", None)]
    put(
        ["姓名", "身份证号", "申报日期", "有无发热、咳嗽等症状/有", "有无发热、咳嗽等症状/无"],
        ["韦一", ONE, "2026-01-21", None, "√"],
        ["覃二", TWO, "2026-01-21", "√", None],
    )
    assert [symptom for _, symptom, *_ in county.run(f"select * from ({told}) limit all").fetchall()] == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("header", ["车次/航班及座位号", "航班、车次及座位", "车次（航班）/座位号"])
def test_route_and_seat_in_one_cell(county, put, header):
    put(
        ["姓名", "身份证号", "申报时间", "到过何地", header],
        ["韦一", ONE, "2026-01-22 09:00", "武汉市", "CZ3377 12F座"],
    )
    assert declared(county, "韦一")[-1][6:] == ("CZ3377", "12F座")


def test_an_empty_form_is_a_report_of_nobody(county, put):
    header = ["序号", "姓名", "身份证号", "申报日期", "体温", "症状"]
    report = put(header, title="东一村健康申报异常人员名单（2026年1月31日）")
    assert report["sheets"][0]["nil"] == "2026-01-31" and county.run(
        "select kind, grid_id, day from nil_report"
    ).fetchall() == [("declarations", 3, date(2026, 1, 31))]
    put(header, [None, "无"], title="东二村健康申报异常人员名单（2026年1月31日）")
    found = reported(county, WHOLE, day=date(2026, 1, 31)).set_index("grid_id")["state"].to_dict()
    assert (
        found == {3: "nil", 6: "nil", 9: "missing"}
        and 9 not in reported(county, EAST, day=date(2026, 1, 31))["grid_id"].tolist()
    )
    put(DAYS, ["韦一", ONE, "2026-01-31", "36.5", None, "无", None])
    assert reported(county, WHOLE, day=date(2026, 1, 31)).set_index("grid_id")["state"][3] == "listed"
    undo(county, WHOLE, report["batch"], actor="t", now=NOW)
    assert county.value("select count(*) from nil_report") == 1
    with pytest.raises(UserError) as refused:
        put(header, title="健康申报")
    assert refused.value.code == "no_rows", "of no place, it says nothing"


EMPTY = {
    "contacts": ["序号", "姓名", "身份证号", "与病例关系", "末次接触日期", "隔离方式"],
    "cases": ["病例编号", "姓名", "身份证号", "发病日期", "确诊日期", "诊断分类"],
    "tests": TESTS,
    "quarantine": STAYS,
}


def test_an_empty_form_of_any_kind_is_kept(county, put):
    for kind, header in EMPTY.items():
        for below in ([], [[None, "本村无此类人员"]]):
            report = put(header, *below, title="东一村名单（2026年1月31日）")
            assert (report["sheets"][0]["kind"], report["sheets"][0]["nil"]) == (kind, "2026-01-31")
        assert reported(county, WHOLE, day=date(2026, 1, 31), kind=kind).set_index("grid_id")["state"][3] == "nil"
    assert sorted(county.run("select kind, grid_id, day from nil_report").fetchall()) == [
        (kind, 3, date(2026, 1, 31)) for kind in sorted(EMPTY)
    ]
    undo(county, WHOLE, county.value("select min(batch_id) from nil_report"), actor="t", now=NOW)
    assert county.value("select count(*) from nil_report") == len(EMPTY) - 1


RETURNED = ["序号", "姓名", "身份证号码", "性别", "联系电话", "返乡时间", "从何地返回"]


def test_an_empty_list_of_those_who_came_back_is_a_report_and_an_empty_roster_is_none(county, put):
    for below in ([], [["1"], ["2"]], [[None, "本村今日无返乡人员"]]):
        report = put(RETURNED, *below, title="东一村返乡人员登记表（2026年2月1日）")
        assert (report["sheets"][0]["kind"], report["sheets"][0]["nil"]) == ("people", "2026-02-01")
    with pytest.raises(UserError) as refused:
        put(PEOPLE[:4], title="东一村人员花名册（2026年2月1日）")
    assert refused.value.code == "no_rows"
    put([*RETURNED, "村"], [1, "冯返", id_number(81), "男", "13977880081", "2026-01-31", "武汉市", "东二村"])
    assert last_reports(county, WHOLE, until=NOW.date()) == {"people": date(2026, 2, 1)}
    states = reported(county, WHOLE, day=date(2026, 2, 1), kind="people").set_index("grid_id")["state"].to_dict()
    assert states == {3: "nil", 6: "listed", 9: "missing"}, "a roster of the village is no report"


# header rows, the cells of one row → the days and halves that are told; the last column of any is the last half
HEADED_BY_DATES = {
    "one row": ([["姓名", "电话", "1月25日 上午", "1月25日 下午", "1月26日 上午", "1月26日 下午"]], 4),
    "short": ([["姓名", "电话", "1.25早", "1.25晚", "1.26早", "1.26晚体温"]], 4),
    "days alone": ([["姓名", "电话", "1/25", "1/27"]], ["01-25", "01-27"]),
    "real dates": ([["姓名", "电话", datetime(2026, 1, 25), datetime(2026, 1, 26)]], ["01-25", "01-26"]),
    "figures": ([["姓名", "电话", 1.29, 1.3]], ["01-29", "01-30"]),
    "two rows": ([["姓名", "电话", "1月25日", None, "1月26日", None], [None, None, "上午", "下午", "上午", "下午"]], 4),
    "three rows": (
        [["姓名", "电话", "体温监测", None, None, None], [None, None, "2026-01-25", None, "2026-01-26", None],
         [None, None, "早", "晚", "早", "晚"]], 4,
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", HEADED_BY_DATES)
def test_columns_headed_by_dates(county, put, tmp_path, form):
    header, days = HEADED_BY_DATES[form]
    wide = ["36.5", "37.4", "36.6", "36.7"][: len(header[0]) - 2]
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [*header, ["韦一", PHONES["韦一"], *wide]]:
        sheet.append(row)
    if len(header) > 1:
        for column in "AB":
            sheet.merge_cells(f"{column}1:{column}{len(header)}")
        at = len(header) - 1
        sheet.merge_cells(f"C{at}:D{at}")
        sheet.merge_cells(f"E{at}:F{at}")
    if len(header) == 3:
        sheet.merge_cells("C1:F1")
    book.save(tmp_path / "days.xlsx")
    report = store_file(county, tmp_path / "days.xlsx")
    assert report["sheets"][0]["kind"] == "declarations" and not codes(report)
    assert report["sheets"][0]["read_in"]["first_day"][1] == "header"
    halves = ("morning", "evening")
    meant = (
        [(d, None) for d in days]
        if isinstance(days, list)
        else [(f"01-{25 + n // 2}", halves[n % 2]) for n in range(4)]
    )
    assert [row[:3] for row in declared(county, "韦一")] == [
        (*told, float(value)) for told, value in zip(meant, wide, strict=True)
    ]


@pytest.mark.parametrize(
    ("kind", "header", "row", "column", "value", "check"),
    [
        (
            "tests",
            TESTS,
            ["韦一", ONE, None, "2026-01-20", "阴", "A1"],
            "检测结果",
            "阳性",
            "select result from test_result",
        ),
        (
            "quarantine",
            STAYS,
            ["韦一", ONE, "居家", "2026-01-20", "2026-02-03", None],
            "隔离方式",
            "集中隔离",
            "select place from quarantine",
        ),
        (
            "declarations",
            DAYS,
            ["韦一", ONE, "2026-01-20", None, None, "咳嗽", None],
            "症状",
            "无",
            "select symptom from declaration",
        ),
    ],
)
def test_it_leaves_for_editing_and_comes_back(county, put, tmp_path, kind, header, row, column, value, check):
    put(header, row)
    was = county.value(check)
    reader = Scope((EVERYTHING,), frozenset({"name", "id_number", "address"}))
    book = openpyxl.load_workbook(io.BytesIO(editable(county, reader, kind, "zh", conditions={}, actor="t", now=NOW)))
    book.save(tmp_path / "same.xlsx")
    assert counts(store_file(county, tmp_path / "same.xlsx")) == (1, 0, 0, 1, 0)
    sheet = book.worksheets[0]
    sheet.cell(2, [c.value for c in sheet[1]].index(column) + 1).value = value
    book.save(tmp_path / "back.xlsx")
    back = store_file(county, tmp_path / "back.xlsx")
    assert counts(back) == (1, 0, 1, 0, 0) and county.value(check) != was
    undo(county, WHOLE, back["batch"], actor="t", now=NOW)
    assert county.value(check) == was
    hidden = openpyxl.load_workbook(io.BytesIO(editable(county, MASKED, kind, "zh", conditions={}, actor="t", now=NOW)))
    shown = [c.value for c in hidden.worksheets[0][2]]
    assert ONE not in shown and "阴性" not in shown and "咳嗽" not in shown


@pytest.mark.parametrize("kind", ["tests", "quarantine", "declarations"])
def test_its_template_is_read_as_what_it_is(county, tmp_path, kind):
    for language in ("zh", "en"):
        book = openpyxl.load_workbook(io.BytesIO(template(kind, language)))
        sheet = book.worksheets[0]
        sheet.cell(2, 1).value, sheet.cell(2, 2).value = "韦一", ONE
        book.save(tmp_path / f"{language}.xlsx")
        report = store_file(county, tmp_path / f"{language}.xlsx")
        assert report["sheets"][0]["kind"] == kind and counts(report)[4] == 0


RULES = [
    ("test", "sample_result = 'positive' and last_test = 'positive' and not no_phone", "days = 7"),
    (
        "quarantine",
        "quarantine_place = 'home' and tests_negative >= 1 and quarantine_until > '2026-02-01'",
        'ends = "event"',
    ),
    ("reading", "temperature >= fever and reported_today", "days = 3"),
    ("declaration", "declared_temperature > 37 and last_temperature > 37 and symptom_days = 0", "days = 2"),
]


def test_classes_stand_on_them_and_say_in_which_file_it_stood(county, put, tmp_path):
    put(TESTS, ["韦一", ONE, None, "2026-01-30", "阳性", None], ["覃二", TWO, None, "2026-01-30", "阴性", None])
    put(STAYS, ["覃二", TWO, "居家", "2026-01-20", "2026-02-10", None])
    put(DAYS, ["韦一", ONE, "2026-02-01", "36.5", "37.9", "无", None])
    entries = (
        f'code = "c{n}"\nevent = "{event}"\nwhen = "{when}"\n{more}' for n, (event, when, more) in enumerate(RULES, 1)
    )
    policy = pack(tmp_path, *entries)
    classify(county, as_of=NOW.date(), actor="t", policy=policy)
    held = county.run(
        "select p.name, c.class from person_class c join person p using (person_id) where c.class like 'c%' order by 1 desc, 2"
    ).fetchall()
    assert held == [("韦一", "c1"), ("韦一", "c3"), ("韦一", "c4"), ("覃二", "c2")]
    who = county.value("select person_id from person where id_number = $id", id=ONE)
    because = {
        w.code: {k.term: (k.value, k.file) for k in w.known}
        for w in why(county, WHOLE, person_id=who, as_of=NOW.date(), policy=policy)
    }
    assert because["c1"]["sample_result"] == ("positive", "1.xlsx") and because["c3"]["temperature"] == (37.9, "3.xlsx")
    assert person.tests(county, WHOLE, person_id=who)["result"].tolist() == ["positive"]
    assert person.tests(county, MASKED, person_id=who)["result"].tolist() == ["hidden"]


def test_a_merge_takes_them_along(county, put):
    put(TESTS, ["覃二", TWO, None, "2026-01-30", "阴性", None])
    put(STAYS, ["覃二", TWO, "居家", "2026-01-20", "2026-02-10", None])
    keep, gone = (county.value("select person_id from person where id_number = $id", id=i) for i in (ONE, TWO))
    merge(county, WHOLE, keep=keep, gone=gone, actor="t", now=NOW)
    assert county.run(
        "select distinct person_id from (from test_result union all by name from quarantine)"
    ).fetchall() == [(keep,)]
    assert person.stays(county, WHOLE, person_id=keep)["place"].tolist() == ["home"]


def test_days_are_the_county_s(county, put):
    put(TESTS, ["韦一", ONE, None, "2026-01-20 08:30", "阴性", None])
    assert county.value("select sampled_at from test_result") == datetime(2026, 1, 20, 8, 30)


def test_who_can_not_be_taken_in_is_said_and_left_out(county, put):
    """A reader of some grids would never see again whom they take in without a place of theirs."""
    header = ["姓名", "身份证号", "采样日期", "核酸结果", "网格"]
    there, elsewhere = (
        ["何新", id_number(71), "2026-01-20", "阴性", "东一村1组"],
        ["何远", id_number(72), "2026-01-20", "阴性", "西一村1组"],
    )
    nowhere = ["何无", id_number(73), "2026-01-20", "阴性", None]
    report = put(header, there, elsewhere, nowhere, scope=EAST, unknown="take_in")
    sheet = report["sheets"][0]
    assert (sheet["new"], sheet["rejected"]) == (1, 2)
    assert [i["code"] for i in sheet["issues"]].count("visitor_not") == 2
    assert county.run("select name from person where not registered").fetchall() == [("何新",)]


def test_a_column_of_pools_is_one_of_tubes(county, put):
    """Else each of its people would be positive alone."""
    rows = [["H001", "韦一", ONE, "2026-01-30", "阳性"], ["H001", "覃二", TWO, "2026-01-30", "阳性"]]
    put(["混检管号", "姓名", "身份证号", "采样时间", "检测结果"], *rows)
    assert county.run("select distinct result from test_result").fetchall() == [("pool_positive",)]


def test_a_release_that_lies_ahead_is_no_bad_date(put):
    report = put(
        ["姓名", "身份证号", "隔离酒店", "隔离开始日期", "解除日期"],
        ["韦一", ONE, "城东宾馆", "2026-01-30", "2026-02-12"],
    )
    assert not [i for i in report["sheets"][0]["issues"] if i["code"] == "date_bad"]


@pytest.mark.parametrize("where", ["title", "file"])
def test_a_school_s_sheet_of_one_day_is_of_those_who_go_there(county, tmp_path, where):
    """No village, no document, no date but that of the title: names are told by the school, one of two of a name too."""
    with county.write() as db:
        db.execute("update person set home_grid_id = 4 where name in ('韦一', '李三')")
        db.execute(
            "insert into membership (person_id, grid_id, kind) select min(person_id), 22, 'study' from person where name in ('韦一', '李三') group by name"
        )
    name = "东镇中学" if where == "title" else ""
    rows = [
        ["初一1班", "韦一", 36.5, 36.7, "无"],
        ["初一1班", "李三", 37.6, 37.4, "咳嗽"],
        ["初一1班", "覃二", 36.5, 36.6, "无"],
        ["初一1班", "查无人", 36.5, 36.6, "无"],
    ]
    header = ["班级", "姓名", "晨检体温", "午检体温", "有无症状"]
    path = workbook(
        tmp_path / f"{'东镇中学' if where == 'file' else ''}晨午检.xlsx",
        {"表": [[f"{name}2026年1月31日晨午检记录表"], header, *rows]},
    )
    report = store_file(county, path)
    sheet = report["sheets"][0]
    assert (
        sheet["kind"] == "declarations"
        and sheet["read_in"] == {"block": ["U001", where]}
        and counts(report) == (4, 2, 0, 0, 2)
    )
    told = "select p.name, cast(d.declared_at as date)::text, count(*) from declaration d join person p using (person_id) group by all order by 1"
    assert [row[:2] for row in county.run(told).fetchall()] == [("李三", "2026-01-31"), ("韦一", "2026-01-31")]
    assert "asked" not in sheet and not [i for i in sheet["issues"] if i["column"] == "班级"]
    each = "select p.name, d.temperature::double, d.symptom from declaration d join person p using (person_id) where d.temperature is not null order by 1, 2"
    assert county.run(each).fetchall() == [
        ("李三", 37.4, True), ("李三", 37.6, True), ("韦一", 36.5, False), ("韦一", 36.7, False),
    ]  # fmt: skip


def test_a_class_tells_two_pupils_of_one_name_apart(county, put):
    """As the school writes it; one that the school does not have is left out by name, and one of no school with a word of what is missing."""
    other = 23
    with county.write() as db:
        db.execute(
            f"insert into grid (grid_id, code, name, axis, level, parent_id, updated_at) values ({other}, 'U001-1-2', '初一2班', 'block', 'class', 21, now())"
        )
        db.execute(
            f"insert into grid_tree select ancestor_id, {other} from grid_tree where grid_id = 21 union all select {other}, {other}"
        )
        db.execute("update person set name = '李三', id_number = null where person_id in (1, 2)")
        db.execute("delete from membership where kind = 'study' and person_id in (1, 2)")
        db.execute(f"insert into membership (person_id, grid_id, kind) values (1, 22, 'study'), (2, {other}, 'study')")
    header = ["学校", "班级", "姓名", "晨检体温", "午检体温", "有无症状", "日期"]
    rows = [
        ["东镇中学", written, "李三", 36.5, 36.6, "无", day]
        for written, day in (("七年级（二）班", "2026-01-29"), ("初一1班", "2026-01-30"), ("初二3班", "2026-01-31"))
    ]
    (sheet,) = put(header, *rows)["sheets"]
    assert (sheet["kind"], sheet["new"], sheet["rejected"]) == ("declarations", 2, 1)
    assert [(i["row"], i["code"]) for i in sheet["issues"]] == [(4, "person_doubtful"), (4, "part_unknown")]
    told = "select person_id, cast(declared_at as date)::text from declaration group by all order by 1"
    assert county.run(told).fetchall() == [(1, "2026-01-30"), (2, "2026-01-29")]
    (sheet,) = put(header[1:], rows[0][1:])["sheets"]
    assert [i["code"] for i in sheet["issues"]] == ["person_doubtful", "part_alone"]


def test_a_class_is_known_in_any_writing(county, put):
    """Registered as 高一 / 13班 and 七年级 / 十一班; what is no number stays as it is."""
    rows = [(91, "A", "高一", "grade", 20), (92, "A13", "十三班", "class", 91), (93, "B", "七年级", "grade", 20), (94, "B11", "11班", "class", 93), (95, "A3", "高一（3）班", "class", 91)]  # fmt: skip
    with county.write() as db:
        for grid, code, name, level, above in rows:
            db.execute(
                "insert into grid (grid_id, code, name, axis, level, parent_id, updated_at) values (?, ?, ?, 'block', ?, ?, now())",
                [grid, code, name, level, above],
            )
            db.execute(
                "insert into grid_tree select ancestor_id, ? from grid_tree where grid_id = ? union all select ?, ?",
                [grid, above, grid, grid],
            )
    unit = county.value("select name from grid where grid_id = 20")
    given = [
        (["高一13班", "高一（十三）班", "初一十一班", "七年级（11）班", "高一3班", "高一三班"], []),
        (["高13班", "初一十班", "优秀班"], ["part_unknown"] * 3),
    ]
    for written, expected in given:
        (sheet,) = put(
            ["学校", "班级", "姓名", "晨检体温", "日期"],
            *[[unit, each, "查无人", 36.5, "2026-01-29"] for each in written],
        )["sheets"]
        assert [i["code"] for i in sheet["issues"] if i["code"] == "part_unknown"] == expected, written


def test_short_english_headers_are_dates_and_types(county, put):
    (sheet,) = put(
        ["Name", "ID number", "Sampled", "Reported", "Result"], ["韦一", ONE, "2026-01-29", "2026-01-30", "negative"]
    )["sheets"]
    assert (sheet["kind"], sheet["new"]) == ("tests", 1) and set(sheet["mapping"].values()) >= {
        "sampled_at",
        "reported_at",
        "result",
    }
    (sheet,) = put(
        ["Case no", "Name", "ID number", "Onset", "Confirmed", "Type"],
        ["A1", "韦一", ONE, "2026-01-28", "2026-01-30", "confirmed case"],
    )["sheets"]
    assert (sheet["kind"], sheet["new"]) == ("cases", 1) and set(sheet["mapping"].values()) >= {"confirmed_on", "kind"}
