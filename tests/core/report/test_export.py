"""Files to take away: what a spreadsheet program would read in them."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from core.report.export import to_csv, to_xlsx

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
