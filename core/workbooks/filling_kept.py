"""An .xlsx or .xlsm form filled in place: titles, notes, formats, widths and lists of choices stay, notes move down."""

from __future__ import annotations

import re
from copy import copy
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.colours import CELLS
from core.workbooks.rewriting import in_place

NEW, CHANGED = (f"FF{CELLS[c][1:]}" for c in ("new", "changed"))


def write(path: Path, folder: Path, given: dict) -> None:
    """Raises whatever openpyxl raises on a workbook it cannot take."""
    with in_place(path, folder) as book:
        sheet = book[given["sheet"]]
        _empty(sheet, given)
        _make_room(sheet, given)
        _fill(book, sheet, given)
        if given["compared"]:
            last = sheet.max_row + 2
            sheet.cell(last, 1).value = given["words"]["legend"]
            sheet.cell(last, 1).font = Font(italic=True, color="FF666666")
            _since(book, given)


def _empty(sheet: Worksheet, given: dict) -> None:
    """Sample rows and placeholders make room; cells merged downwards in the body would swallow rows."""
    first, last = given["first"], (given["tail"] or sheet.max_row + 1) - 1
    for area in list(sheet.merged_cells.ranges):
        if first <= area.min_row and area.max_row <= last and area.min_row < area.max_row:
            sheet.unmerge_cells(str(area))
    for row in given["samples"]:
        for cell in sheet[row]:
            if not isinstance(cell, MergedCell):
                cell.value = None


def _make_room(sheet: Worksheet, given: dict) -> None:
    """Rows for everybody above the notes: what lies below moves down with its merged cells and heights."""
    first, tail, rows = given["first"], given["tail"], len(given["rows"])
    model = {c.column: copy(c._style) for c in sheet[first]}
    height = sheet.row_dimensions[first].height
    across = [a for a in sheet.merged_cells.ranges if a.min_row == a.max_row == first]
    spare = (tail - first) if tail else rows
    more = max(0, rows - spare)
    if more:
        _move_down(sheet, tail, more)
    known = first + spare if tail else sheet.max_row + 1
    for row in range(first, first + rows):
        if row >= known or (row > first and not sheet.cell(row, given["columns"][0]["index"] + 1).has_style):
            for column, style in model.items():
                if not isinstance(sheet.cell(row, column), MergedCell):
                    sheet.cell(row, column)._style = copy(style)
            sheet.row_dimensions[row].height = height
        if row >= known:
            for area in across:
                sheet.merge_cells(start_row=row, end_row=row, start_column=area.min_col, end_column=area.max_col)
    for rule in sheet.data_validations.dataValidation:
        for area in list(rule.sqref.ranges):
            if area.min_row <= first <= area.max_row and area.max_row < first + rows - 1:
                area.expand(down=first + rows - 1 - area.max_row)


def _move_down(sheet: Worksheet, tail: int, more: int) -> None:
    below = [a for a in sheet.merged_cells.ranges if a.min_row >= tail]
    places = [(a.min_row, a.min_col, a.max_row, a.max_col) for a in below]
    for area in below:
        sheet.unmerge_cells(str(area))
    heights = {row: sheet.row_dimensions[row].height for row in range(tail, sheet.max_row + 1)}
    columns = openpyxl.utils.get_column_letter(sheet.max_column)
    sheet.move_range(f"A{tail}:{columns}{sheet.max_row}", rows=more, translate=True)
    for row in sorted(heights, reverse=True):
        sheet.row_dimensions[row + more].height = heights[row]
    for top, left, bottom, right in places:
        sheet.merge_cells(start_row=top + more, start_column=left, end_row=bottom + more, end_column=right)


def _fill(book: Workbook, sheet: Worksheet, given: dict) -> None:
    lists = {c["index"]: _choices(book, sheet, given["first"], c) for c in given["columns"]}
    for number, (row, cells) in enumerate(zip(range(given["first"], 1 << 20), given["rows"], strict=False)):
        new, changed = given["marks"][number]
        for at, (column, text) in enumerate(zip(given["columns"], cells, strict=True)):
            cell = sheet.cell(row, column["index"] + 1)
            if isinstance(cell, MergedCell):
                continue
            _put(cell, column["form"], number + 1, lists[column["index"]].get(text, text))
            if new or at in changed:
                cell.fill = PatternFill("solid", fgColor=NEW if new else CHANGED)


def _put(cell: openpyxl.cell.Cell, form: str, number: int, text: str | None) -> None:
    if form == "serial":
        cell.value = number
    elif text is None:
        cell.value = None
    elif form == "number":
        cell.value = float(text) if "." in text else int(text)
    elif form == "date" and "*" not in text and is_date_format(cell.number_format or ""):
        cell.value = date.fromisoformat(text)
    else:
        cell.value = text
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.number_format = "@"


def _choices(book: Workbook, sheet: Worksheet, row: int, column: dict) -> dict[str, str]:
    """Our text → the form's own, where a list of choices wants another writing."""
    for rule in sheet.data_validations.dataValidation:
        inside = any(
            a.min_col <= column["index"] + 1 <= a.max_col and a.min_row <= row <= a.max_row for a in rule.sqref.ranges
        )
        if rule.type == "list" and inside and column["choices"]:
            wanted = {_plain(text): text for text in _listed(book, sheet, rule.formula1 or "")}
            found = {
                ours: next((wanted[_plain(w)] for w in (ours, *ways) if _plain(w) in wanted), ours)
                for ours, ways in column["choices"].items()
            }
            return found
    return {}


def _listed(book: Workbook, sheet: Worksheet, formula: str) -> list[str]:
    if formula.startswith('"'):
        return [text.strip() for text in formula.strip('"').split(",")]
    match = re.fullmatch(r"=?(?:'?([^'!]+)'?!)?(\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)", formula)
    if not match or (match[1] and match[1] not in book.sheetnames):
        return []
    left, top, right, bottom = range_boundaries(match[2].replace("$", ""))
    if (bottom - top + 1) * (right - left + 1) > 1_000:
        return []
    there = book[match[1]] if match[1] else sheet
    return [str(c.value) for line in there.iter_rows(top, bottom, left, right) for c in line if c.value is not None]


def _plain(text: str) -> str:
    return re.sub(r"[\s_*]+", "", text).lower()


def _since(book: Workbook, given: dict) -> None:
    """The second sheet: what changed since last time, and who is no longer on the list."""
    sheet = book.create_sheet(_free(book, given["words"]["sheet"]))
    for row, line in enumerate(given["since"], 1):
        for column, text in enumerate(line, 1):
            cell = sheet.cell(row, column)
            cell.value, cell.data_type, cell.number_format = text, "s", "@"
            cell.alignment = Alignment(vertical="center")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 36, 48


def _free(book: Workbook, name: str) -> str:
    number, title = 1, name
    while title in book.sheetnames:
        number += 1
        title = f"{name}{number}"
    return title
