"""Results of work orders as the line's workbook: every cell a text, so that nothing a caller wrote is ever run as a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pandas as pd
import xlsxwriter

from core.colours import CELLS

WIDTH = 20
# What the line wants back
COLUMNS = ("order_no", "received_at", "told", "grid_name", "state", "due_at", "answered_at", "answer", "check_note")


def order_results(rows: pd.DataFrame, headings: Mapping[str, str], sheet_name: str) -> bytes:
    """An .xlsx of one sheet: a row per order. `headings`: the column of `rows` → its heading; columns without one are left out."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"constant_memory": True})
    head, text = book.add_format({"bold": True, "bg_color": CELLS["head"]}), book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(sheet_name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, WIDTH, text)
    for column, heading in enumerate(headings.values()):
        sheet.write_string(0, column, heading, head)
    for number, row in enumerate(rows[list(headings)].itertuples(index=False), 1):
        for column, value in enumerate(row):
            if not pd.isna(value):
                sheet.write_string(number, column, _written(value), text)
    book.close()
    return sink.getvalue()


def _written(value: object) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, pd.Timestamp) else str(value)
