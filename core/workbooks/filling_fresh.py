"""A filled form as a new workbook: for .xls, .et, .ods and CSV, and for workbooks that can't be edited. The same rows in the same
order, word for word, without the form's own formats."""

from __future__ import annotations

import zipfile
from pathlib import Path

import xlsxwriter

from core.colours import CELLS
from core.files.csv_text import read_rows
from core.files.decode import workbook_sheets
from core.files.guard import OLE
from core.workbooks.rewriting import AS_TEXT


def write(path: Path, folder: Path, given: dict) -> None:
    written = _as_written(path, given["sheet"])
    book = xlsxwriter.Workbook(str(folder / "out.xlsx"), AS_TEXT)
    plain = book.add_format({"num_format": "@"})
    bold = book.add_format({"bold": True, "border": 1, "num_format": "@", "text_wrap": True, "align": "center"})
    title = book.add_format({"bold": True, "font_size": 14})
    grey = book.add_format({"italic": True, "font_color": CELLS["note"]})
    forms = {
        mark: book.add_format({"num_format": "@", "border": 1, **({"bg_color": colour} if colour else {})})
        for mark, colour in (("", None), ("new", CELLS["new"]), ("changed", CELLS["changed"]))
    }
    sheet = book.add_worksheet(given["safe_name"])
    sheet.set_column(0, max(c["index"] for c in given["columns"]), 16)
    for row, cells in enumerate(given["above"]):
        form = bold if row >= given["header"] else title
        for column, text in enumerate(cells):
            if text:
                sheet.write_string(row, column, written.get((row, column), text), form)
    row = given["first"] - 1
    for number, cells in enumerate(given["rows"]):
        new, changed = given["marks"][number]
        for at, (column, text) in enumerate(zip(given["columns"], cells, strict=True)):
            form = forms["new" if new else "changed" if at in changed else ""]
            _put(sheet, row, column, number + 1, text, form)
        row += 1
    for below, cells in enumerate(given["below"], (given["tail"] or 1) - 1):
        for column, text in enumerate(cells):
            if text:
                sheet.write_string(row, column, written.get((below, column), text), plain)
        row += 1
    if given["compared"]:
        sheet.write_string(row + 1, 0, given["words"]["legend"], grey)
        other = book.add_worksheet(given["words"]["sheet"])
        other.set_column(0, 1, 40)
        for number, line in enumerate(given["since"]):
            for column, text in enumerate(line):
                other.write_string(number, column, text, plain)
    book.close()


def _as_written(path: Path, name: str) -> dict[tuple[int, int], str]:
    """Row and column from 0 → a cell's own text: the reader made its brackets and figures half-width, to understand them."""
    first = left = 0
    if path.open("rb").read(len(OLE)) == OLE or zipfile.is_zipfile(path):
        sheet = next(s for s in workbook_sheets(path, name) if s.name == name)
        rows, (first, left) = sheet.rows, sheet.start
    else:
        rows = read_rows(path)
    return {
        (r, c): cell for r, row in enumerate(rows, first) for c, cell in enumerate(row, left) if isinstance(cell, str)
    }


def _put(sheet: object, row: int, column: dict, number: int, text: str | None, form: object) -> None:
    if column["form"] == "serial":
        sheet.write_number(row, column["index"], number, form)
    elif text is None:
        sheet.write_blank(row, column["index"], None, form)
    elif column["form"] == "number":
        sheet.write_number(row, column["index"], float(text), form)
    else:
        sheet.write_string(row, column["index"], text, form)
