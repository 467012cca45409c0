"""Files to take away: what a spreadsheet program would read in them."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from core.report.export import to_csv, to_xlsx
from core.report.native_chart import Chart

FRAME = pd.DataFrame(
    {
        "日期": [date(2026, 1, 30), date(2026, 1, 31), date(2026, 2, 1)],
        "=cmd|' /C calc'!A0": ["=1+1", "@SUM(A1)", "横州镇"],
        "扫码人次": [1204, 12.5, None],
        "覆盖率": [0.5, float("nan"), float("inf")],
    }
)


def test_csv_opens_in_excel_with_chinese_and_without_formulas():
    data = to_csv(FRAME)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == ["日期", "'=cmd|' /C calc'!A0", "扫码人次", "覆盖率"]
    assert rows[1] == ["2026-01-30", "'=1+1", "1204", "0.5"]
    assert rows[2] == ["2026-01-31", "'@SUM(A1)", "12.5", ""]
    assert rows[3] == ["2026-02-01", "横州镇", "", ""]


@pytest.mark.parametrize("risky", ["=1", "+1", "-1+2", "@x", "\tx", "\rx"])
def test_text_never_begins_a_formula(risky):
    frame = pd.DataFrame({"a": [risky]})
    cell = next(iter(list(csv.reader(io.StringIO(to_csv(frame).decode("utf-8-sig"), newline="")))[1:]))[0]
    assert cell == "'" + risky
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, sheet="a", notes={})))
    assert book.worksheets[0]["A2"].data_type == "s"


def test_a_negative_number_stays_a_number():
    assert to_csv(pd.DataFrame({"a": [-3]})).decode("utf-8-sig").split() == ["a", "-3"]


def test_workbook_keeps_kinds_and_says_where_it_comes_from():
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(FRAME, sheet="扫码/人次", notes={"网格": "=甲县"})))
    data, about = book.worksheets
    assert data.title == "扫码 人次"
    assert data["A2"].value.date() == date(2026, 1, 30) and data["A2"].is_date
    assert (data["B2"].value, data["B2"].data_type) == ("=1+1", "s")
    assert (data["C2"].value, data["C3"].value, data["C4"].value) == (1204, 12.5, None)
    assert data.freeze_panes == "B2" and data.auto_filter.ref == "A1:D4"
    assert (about["A1"].value, about["B1"].value, about["B1"].data_type) == ("网格", "=甲县", "s")


def test_an_empty_table_still_makes_a_file():
    empty = pd.DataFrame({"日期": []})
    assert to_csv(empty).decode("utf-8-sig").strip() == "日期"
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx(empty, sheet="", notes={}))).worksheets[0].max_row == 1


DAYS = pd.DataFrame({"日期": [date(2026, 1, 30), date(2026, 1, 31)], "扫码人次": [1204.0, None], "覆盖率": [0.5, 0.25]})


def charts_of(data: bytes) -> list:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]._charts


def title_of(chart) -> str:
    return "".join(run.t for p in chart.title.tx.rich.p for run in p.r or [])


@pytest.mark.parametrize("kind", ["line", "column", "bar"])
def test_a_chart_stands_beside_its_table_and_draws_it(kind):
    (made,) = charts_of(to_xlsx(DAYS, sheet="扫码 人次", notes={}, chart=Chart("扫码人次 1,204", kind)))
    assert title_of(made) == "扫码人次 1,204" and made.anchor._from.col == 4
    assert [s.val.numRef.f for s in made.series] == ["'扫码 人次'!$B$2:$B$3", "'扫码 人次'!$C$2:$C$3"]
    assert made.display_blanks == "gap"


def test_indicators_apart_have_a_chart_each():
    first, second = charts_of(to_xlsx(DAYS, sheet="a", notes={}, chart=Chart("=1+1", apart=True)))
    assert (title_of(first), title_of(second)) == ("＝1+1", "覆盖率") and len(first.series) == len(second.series) == 1


def test_shares_are_per_cent_and_nothing_to_draw_draws_nothing():
    data = to_xlsx(DAYS, sheet="a", notes={}, chart=Chart("x"), shares=["覆盖率"])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert (sheet["B2"].number_format, sheet["C2"].number_format, sheet["C2"].value) == ("#,##0.###", "0.0%", 0.5)
    assert not charts_of(to_xlsx(DAYS.head(0), sheet="a", notes={}, chart=Chart("x")))
    assert not charts_of(to_xlsx(DAYS[["日期"]], sheet="a", notes={}, chart=Chart("x")))
