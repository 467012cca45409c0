"""The data behind a chart as a file to take away. Text never becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from datetime import date

import pandas as pd
import xlsxwriter

from core.report.native_chart import Chart, draw

# What a spreadsheet program would take for the start of a formula.
RISKY = ("=", "+", "-", "@", "\t", "\r")


def to_csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with the mark that Excel needs for Chinese. Column names become the header; text that looks like a formula gets a
    leading apostrophe; days as 2026-01-31; missing values are empty."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_text(str(name)) for name in frame.columns])
    for row in frame.itertuples(index=False):
        writer.writerow([_cell(value) for value in row])
    return buffer.getvalue().encode("utf-8-sig")


def to_xlsx(
    frame: pd.DataFrame,
    *,
    sheet: str,
    notes: dict[str, str],
    chart: Chart | None = None,
    shares: Collection[str] = (),
    notes_first: bool = False,
) -> bytes:
    """One sheet with the data (bold header, frozen, filter, numbers as numbers, `shares` in per cent, days as days) and the chart beside
    them, one with `notes` (name → text: grid, period, who, when), which stands first if asked so."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "number": book.add_format({"num_format": "#,##0.###"}),
        "share": book.add_format({"num_format": "0.0%"}),
    }
    first = book.add_worksheet("i") if notes_first else None
    data = book.add_worksheet(_sheet_name(sheet))
    for column, name in enumerate(frame.columns):
        data.write_string(0, column, str(name), bold)
        values = list(frame[name])
        for row, value in enumerate(values, start=1):
            _write(data, row, column, value, formats, "share" if name in shares else "number")
        data.set_column(column, column, _width(str(name), values))
    data.freeze_panes(1, 1)
    if len(frame) and len(frame.columns):
        data.autofilter(0, 0, len(frame), len(frame.columns) - 1)
    if chart:
        draw(book, data, frame, chart)
    about = first or book.add_worksheet("i")
    for row, (name, text) in enumerate(notes.items()):
        about.write_string(row, 0, name, bold)
        about.write_string(row, 1, text)
    about.set_column(0, 0, 14)
    about.set_column(1, 1, 60)
    book.close()
    return buffer.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object, formats: dict, number: str
) -> None:
    if _missing(value):
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, pd.Timestamp(value).to_pydatetime(), formats["day"])
    elif _is_number(value):
        sheet.write_number(row, column, float(value), formats[number])
    else:
        sheet.write_string(row, column, str(value))


def _cell(value: object) -> object:
    if _missing(value):
        return ""
    if isinstance(value, date):
        return pd.Timestamp(value).date().isoformat()
    if _is_number(value):
        return int(value) if float(value).is_integer() else round(float(value), 6)
    return _text(str(value))


def _text(value: str) -> str:
    return "'" + value if value.startswith(RISKY) else value


def _is_number(value: object) -> bool:
    return pd.api.types.is_number(value) and not isinstance(value, bool)


def _missing(value: object) -> bool:
    return value is None or value is pd.NaT or (isinstance(value, float) and not -float("inf") < value < float("inf"))


def _sheet_name(name: str) -> str:
    for mark in "[]:*?/\\'":
        name = name.replace(mark, " ")
    return name.strip()[:31] or "data"


def _width(name: str, values: list) -> float:
    """Wide enough for the longest of the first 200; a Chinese character counts double."""
    longest = max((sum(2 if ord(c) > 255 else 1 for c in str(v)) for v in [name, *values[:200]]), default=8)
    return min(max(longest + 2, 8), 40)
