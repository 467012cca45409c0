"""Dates as clerks write them: read, or refused and named; never guessed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ingest.plan import discard, prepare
from core.ingest.workspace import Workspace
from tests.core.ingest.files import EXITS, PEOPLE, id_number, store_file, workbook
from tests.county import NOW, WHOLE, empty_store, make_county

G = "990101100001001"
TODAY = date(2026, 2, 1)
MIDNIGHT, MORNING, EVENING = datetime(2020, 2, 1), datetime(2020, 2, 1, 8, 5), datetime(2020, 2, 1, 20, 5)
READ = {
    **dict.fromkeys(("2020-02-01", "2020-2-1", "2020/2/1", "2020.2.1", "2020. 2. 1", "2020年2月1日", "2020年 2月 1日", "2020年02月01号"), MIDNIGHT),
    **dict.fromkeys(("20200201", "43862", "２０２０年２月１日", "二〇二〇年二月一日", "2020。2。1", "20年2月1日", "1-Feb-2020", "Feb 1, 2020"), MIDNIGHT),
    **dict.fromkeys(("2020年2月1日 星期六", "2020/02/01 (周六)", "2020/02/01（周六）", "'2020-02-01", "\u202a2020-02-01\u202c", "2020-2-1\u200b"), MIDNIGHT),
    **dict.fromkeys(("2020-01-31T16:00:00.000Z", "2020-02-01T00:00:00+08:00", "2020-02-01 01:00:00+0900"), MIDNIGHT),
    **dict.fromkeys(("2020-02-01 08:05:00", "2020.2.1 8:5", "2020年2月1日 08时05分", "2020年2月1日8时5分0秒", "202002010805", "20200201080500"), MORNING),
    **dict.fromkeys(("2020年2月1日 上午8:05", "2020-02-01 8:05 AM", "2020/2/1 a.m. 8:05", "2020-02-01T00:05:00Z", "20200201 08:05"), MORNING),
    **dict.fromkeys(("2020/2/1 下午 8:05:00", "2020-02-01 8:05 PM", "2020年2月1日晚上8点05分", "2020-02-01 20:05"), EVENING),
    "2020-02-01 12:05 AM": datetime(2020, 2, 1, 0, 5),
    "2020-02-01 12:05 PM": datetime(2020, 2, 1, 12, 5),
    "2020-02-01 08:05:00.250": datetime(2020, 2, 1, 8, 5, 0, 250_000),
    "2020/02/01（周六） 08:05": MORNING,
    "二零二零年十二月二十五日": datetime(2020, 12, 25),
    "25/12/2020": datetime(2020, 12, 25), "12/25/2020": datetime(2020, 12, 25), "5/5/2020": datetime(2020, 5, 5),
    "98.5.12": datetime(1998, 5, 12),
    "18264": datetime(1950, 1, 1),
}  # fmt: skip
REFUSED = [
    "2022.11.29白", "2020-02-30", "1/2/2020", "20.2.1", "20-2-1", "25/12", "2020", "2020.02", "198503", "2020111", "2020年2月", "2月", "12:30", "无",
    "2020-02-01 25:00", "2020-02-01 8:65", "2020-02-01 晚上12:05", "2020年2月1日前", "2020-2-1至2020-2-5", "2020.2.1-5", "99999999", "0000-00-00",
    "1899-12-31", "1900-01-00", "9999-12-31", "infinity", "epoch", "2020-02-01 (BC)", "13800000000", "#N/A",
]  # fmt: skip
NEAREST = {
    "2/1": date(2026, 2, 1), "2.1": date(2026, 2, 1), "2-3": date(2026, 2, 3), "2月1日": date(2026, 2, 1), "二月三日": date(2026, 2, 3),
    "12/31": date(2025, 12, 31), "12月1日": date(2025, 12, 1), "3.10": date(2026, 3, 10), "7月31日": date(2026, 7, 31), "9月1日": date(2025, 9, 1),
}  # fmt: skip


@pytest.fixture(scope="module")
def work() -> Workspace:
    return Workspace(empty_store())


def moment(work: Workspace, text: str) -> datetime | None:
    return work.value("select plan.moment($x, $today)", x=text, today=TODAY)


@pytest.mark.parametrize("text", READ)
def test_read(work, text):
    assert moment(work, text) == READ[text]
    assert work.value("select plan.birth_day($x, $today)", x=text, today=TODAY) == (
        None if text == "20年2月1日" and TODAY.year - 1920 <= 105 else READ[text].date()
    )


@pytest.mark.parametrize("text", REFUSED)
def test_refused(work, text):
    assert moment(work, text) is None
    assert work.value("select plan.birth_day($x, $today)", x=text, today=TODAY) is None


@pytest.mark.parametrize("text", NEAREST)
def test_without_year_the_nearest_one_but_never_of_a_birth(work, text):
    assert work.value("select plan.day($x, $today)", x=text, today=TODAY) == NEAREST[text]
    assert work.value("select plan.birth_day($x, $today)", x=text, today=TODAY) is None


def test_births_with_two_figures_leave_no_choice_or_are_refused(work):
    told = {
        x: work.value("select plan.birth_day($x, $today)", x=x, today=TODAY)
        for x in ("85年3月4日", "05年3月4日", "23年3月4日")
    }
    assert told == {"85年3月4日": date(1985, 3, 4), "05年3月4日": date(2005, 3, 4), "23年3月4日": None}


FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y.%m.%d %H:%M:%S",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日%H时%M分%S秒",
    "%Y%m%d%H%M%S",
    "%Y%m%d %H:%M:%S",
)


@given(
    st.datetimes(datetime(1901, 1, 1), datetime(2199, 12, 31)).map(lambda d: d.replace(microsecond=0)),
    st.sampled_from(FORMS),
)
@settings(max_examples=150, deadline=None)
def test_any_moment_in_any_form(work, when, form):
    assert moment(work, when.strftime(form)) == when


@given(st.text("0123456789-/.: 年月日上下午时点分TZaAmMpP+十二", max_size=20))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_reader(work, text):
    found = moment(work, text)
    assert found is None or 1900 < found.year < 2200


@pytest.mark.parametrize("since_1904", [False, True])
def test_moments_of_a_workbook_to_the_second(tmp_path, since_1904):
    """Serials are fractions of a day: a second's fraction short of the second is that second."""
    begin = datetime(2026, 1, 31)
    times = [begin + timedelta(seconds=61 * n) for n in range(1400)]
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": since_1904})
    sheet, shown = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.write_row(0, 0, ["证件号码", "网格", "登记时间", "方向"])
    for n, when in enumerate(times, 1):
        sheet.write_row(n, 0, [id_number(1), G, None, "进"])
        serial = (when - (datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30))) / timedelta(days=1)
        sheet.write_number(n, 2, serial - 2e-9, shown)
    book.close()
    county = make_county()
    store_file(county, tmp_path / "a.xlsx")
    taken = county.run("select scanned_at from check_in where batch_id > 0 and scanned_at >= $b order by 1", b=begin)
    assert set(times) <= {t for (t,) in taken.fetchall()}


def test_what_cannot_be_read_is_named_and_the_row_kept(tmp_path):
    rows = [
        [*PEOPLE, "返乡日期"],
        ["甲", None, None, "男", "2.1", "13700000001", G, "N1", None, None, None, None, "1.30"],
        ["乙", None, None, "女", "98.5.12", "13700000002", G, "N1", None, None, None, None, "2022.11.29白"],
    ]
    county = make_county()
    report = store_file(county, workbook(tmp_path / "a.xlsx", {"一": rows}))
    found = [(i["row"], i["column"], i["code"]) for i in report["sheets"][0]["issues"] if i["code"].endswith("_bad")]
    assert found == [(2, "出生日期", "birth_bad"), (3, "返乡日期", "date_bad")]
    stored = county.run(
        "select name, birth_date, arrived_on from person where name in ('甲', '乙') order by name desc"
    ).fetchall()
    assert stored == [("甲", None, date(2026, 1, 30)), ("乙", date(1998, 5, 12), None)]


def test_leave_without_year_across_new_year(tmp_path):
    row = ["1月31日 9点", "王小二", None, "南宁", "就医", "2/2", "2月3日", "待审批"]
    plan = prepare(make_county(), WHOLE, workbook(tmp_path / "a.xlsx", {"外出": [EXITS, row]}), now=NOW)
    work = plan.works["exit_applications"]
    found = work.run("select applied, leaves, returns from plan.exits").fetchone()
    assert found == (datetime(2026, 1, 31, 9), date(2026, 2, 2), date(2026, 2, 3))
    discard(plan)


def test_a_number_that_may_have_been_the_tenth_is_no_date(tmp_path):
    county = make_county()
    rows = [["姓名", "网格编码", "返乡日期"], ["韦一", "990101100001001", 2.1], ["覃二", "990101100001001", "1.15"]]
    plan = prepare(county, WHOLE, workbook(tmp_path / "a.xlsx", {"甲": rows}), now=NOW)
    found = plan.sheets[0].issues
    assert found.loc[found["code"] == "date_bad", "row"].tolist() == [2]


SHIFTED = {
    # as a spreadsheet library counts days from before 1901
    "1990-01-03 23:59:17": date(1990, 1, 4), "2020-01-30 23:59:17": date(2020, 1, 31), "2020-01-30T15:59:17.000Z": date(2020, 1, 31),
    "2020-01-30 23:59:16.999": date(2020, 1, 31), "1990-01-03 23:59:17.001": date(1990, 1, 4),
    # and in the summers of 1986 to 1991, when China's clocks were an hour ahead
    "1988-07-01T14:59:17Z": date(1988, 7, 2), "1988-07-01T15:00:00.000Z": date(1988, 7, 2), "1988-07-01 23:00:00": date(1988, 7, 2),
    # real times of the day stay
    "2020-01-30 23:59:18": date(2020, 1, 30), "2020-07-01 23:00:00": date(2020, 7, 1), "1992-07-01 23:00:00": date(1992, 7, 1),
    "1988-01-05 23:00:00": date(1988, 1, 5), "2020-01-30 23:59:00": date(2020, 1, 30), "2020-01-30T16:00:00.000Z": date(2020, 1, 31),
}  # fmt: skip


@pytest.mark.parametrize("text", SHIFTED)
def test_midnight_as_other_programs_shift_it(work, text):
    assert work.value("select plan.day($x, $today)", x=text, today=TODAY) == SHIFTED[text]
    assert work.value("select plan.birth_day($x, $today)", x=text, today=TODAY) == SHIFTED[text]


def test_a_birth_in_a_shifted_cell_of_a_workbook(tmp_path):
    """Midnight of 4 January 1990, 43 seconds too early, as a number that the spreadsheet shows as a day."""
    book = xlsxwriter.Workbook(str(tmp_path / "f.xlsx"))
    sheet, day = book.add_worksheet("表"), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["姓名", "网格", "联系电话", "出生日期"])
    sheet.write_row(1, 0, ["韦新", G, "13700000001"])
    sheet.write_number(1, 3, 32877 - 43 / 86400, day)
    book.close()
    county = make_county()
    store_file(county, tmp_path / "f.xlsx")
    assert county.value("select birth_date from person where name = '韦新'") == date(1990, 1, 4)


def test_a_scan_a_minute_before_midnight_stays(work):
    assert moment(work, "2020-01-30 23:59:17") == datetime(2020, 1, 30, 23, 59, 17)


@pytest.mark.parametrize(
    "text",
    [
        "长期",
        "永久",
        "9999-12-31",
        "9999.12.31",
        "9999年12月31日",
        "99991231",
        "长期有效",
        "无期限",
        "Permanent",
        "2999-12-31",
    ],
)
def test_an_end_that_is_none(work, text):
    assert work.value("select plan.end_day($x, $today)", x=text, today=TODAY) == date(9999, 12, 31)


def test_attention_without_an_end(tmp_path):
    county = make_county()
    rows = [["姓名", "网格", "身份证号", "人员类别", "关注截止日期"]]
    rows += [["韦新", G, id_number(1), "重点关注", "长期"], ["韦甲", G, id_number(2), "重点关注", "2026-03-01"]]
    report = store_file(county, workbook(tmp_path / "f.xlsx", {"表": rows}))
    assert report["sheets"][0]["issues"] == []
    assert county.run("select attention_until from person where person_id > 40 order by person_id").fetchall() == [
        (date(9999, 12, 31),), (date(2026, 3, 1),),
    ]  # fmt: skip
