"""Marks on an existing .xlsx or .xlsm, whose formatting, formulas, widths, other sheets and macros stay as they are."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from core.colours import CELLS
from core.workbooks.marks import Sheet, sheets_of
from core.workbooks.rewriting import in_place

ERROR, WARNING = (f"FF{CELLS[c][1:]}" for c in ("error", "warning"))
LINE = "\n————\n"  # between a comment that was there and ours
WIDTH, HEIGHT = 280, 110  # of a comment, in pixels
STATUS_WIDTH = 42  # of the column, in characters


def write(path: Path, folder: Path, given: dict) -> None:
    """Raises whatever openpyxl raises on a workbook it cannot take, and ValueError when a sheet is not as it was read."""
    with in_place(path, folder) as book:
        done: set[str] = set()
        for marks in sheets_of(folder, given):
            sheet = book[marks.name]
            if marks.name not in done:
                _clean(sheet, given["authors"])
            _mark(sheet, marks, given, reuse=marks.name not in done)
            done.add(marks.name)


def _clean(sheet: Worksheet, authors: list[str]) -> None:
    """Take off the marks of an earlier time; what is right now must not stay marked."""
    for cells in sheet.iter_rows():
        for cell in cells:
            comment = None if isinstance(cell, MergedCell) else cell.comment
            if comment is not None and comment.author in authors:
                before, line, _ = comment.text.rpartition(LINE)
                cell.comment = Comment(before, "") if line else None
            if cell.has_style and cell.fill.fgColor.rgb in (ERROR, WARNING):
                cell.fill = PatternFill()


def _mark(sheet: Worksheet, marks: Sheet, given: dict, *, reuse: bool) -> None:
    header = {c.column - 1: c.value for c in sheet[marks.header_row]}
    if not any(_same(header.get(index), text) for index, text in marks.columns):
        raise ValueError("header not found")
    own = _own_column(sheet, marks, header, given, reuse=reuse)
    anchors = _anchors(sheet)
    for (row, column), (error, text) in marks.cells.items():
        at = (row, own + 1) if column < 0 else anchors.get((row, column + 1), (row, column + 1))
        cell = sheet.cell(*at)
        cell.fill = PatternFill("solid", fgColor=ERROR if error else WARNING)
        if text:
            cell.comment = _comment(cell.comment, text, given["words"]["author"])
    _status_column(sheet, marks, own + 1, given["words"]["own"])


def _same(cell: object, header: str) -> bool:
    """Of a header of several rows, which is read as “parent/child”, the last row holds the child."""
    text = "" if cell is None else str(cell).strip()
    return bool(text) and text in header


def _own_column(sheet: Worksheet, marks: Sheet, header: dict, given: dict, *, reuse: bool) -> int:
    """Index of the status column: the one of an earlier time, else the first free one right of the header."""
    if reuse:
        for index, value in header.items():
            if value in given["own"]:
                return index
    cells = sheet._cells  # looking with sheet.cell would create what it looks for
    index = marks.last + 1
    while any((row, index + 1) in cells and cells[row, index + 1].value for row in (marks.header_row, *marks.rows)):
        index += 1
    return index


def _anchors(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """(row, column) inside a merged range → its first cell, the only one that can be commented."""
    return {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _comment(there: Comment | None, text: str, author: str) -> Comment:
    if there is not None and there.author == author:
        text = f"{there.text}\n\n{text}"
    elif there is not None:
        text = there.text + LINE + text
    return Comment(text, author, width=WIDTH, height=HEIGHT)


def _status_column(sheet: Worksheet, marks: Sheet, column: int, title: str) -> None:
    _text(sheet, marks.header_row, column, title).font = Font(bold=True)
    for row, text in marks.rows.items():
        _text(sheet, row, column, text)
    letter = openpyxl.utils.get_column_letter(column)
    sheet.column_dimensions[letter].width = STATUS_WIDTH
    sheet.column_dimensions[letter].hidden = False


def _text(sheet: Worksheet, row: int, column: int, text: str):
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"  # never a formula, whatever it begins with
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="center")
    return cell
