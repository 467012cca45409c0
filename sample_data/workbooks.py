"""The workbooks, as a clerk has them: a merged title, a styled header, widths. Written row by row in constant memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

MADE_ON = datetime(2026, 1, 1)  # the same in every file, so that equal seeds give equal files
HEADER = {"bold": True, "bg_color": "#D9E5F1", "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}


class Workbook:
    """`with Workbook(path) as book: book.sheet(…)`."""

    def __init__(self, path: Path) -> None:
        self.book = xlsxwriter.Workbook(
            path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.book.set_properties(
            {"comments": "演示数据：纯属虚构，不含任何真实人员。Synthetic: nobody in it exists.", "created": MADE_ON}
        )
        self.title = self.book.add_format({"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"})
        self.header = self.book.add_format(HEADER)
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self.book.close()

    def sheet(self, name: str, title: str, columns: dict[str, int], rows: Iterable[Sequence]) -> int:
        """Write one sheet: `columns` are header and width, empty values leave the cell empty. Returns the number of rows."""
        sheet = self.book.add_worksheet(name)
        for at, width in enumerate(columns.values()):
            sheet.set_column(at, at, width)
        sheet.set_row(0, 26)
        sheet.merge_range(0, 0, 0, len(columns) - 1, title, self.title)
        for at, header in enumerate(columns):
            sheet.write_string(1, at, header, self.header)
        sheet.freeze_panes(2, 1)
        line = 1
        for line, row in enumerate(rows, start=2):
            for at, value in enumerate(row):
                self._cell(sheet, line, at, value)
        return line - 1

    def _cell(self, sheet: xlsxwriter.workbook.Worksheet, line: int, at: int, value: object) -> None:
        if isinstance(value, str):
            if value:
                sheet.write_string(line, at, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(line, at, value, self.moment)
        elif isinstance(value, date):
            sheet.write_datetime(line, at, value, self.day)
        elif value is not None:
            sheet.write_number(line, at, value)
