"""A clerk's roster spoilt by hand in ten ways, each as it is met in practice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

ROSTER = Path(__file__).parents[1] / "sample_data/small/03_人员花名册_横县.xlsx"
HEADER = 2  # its row; people from the next one on


def damaged(folder: Path, *ways: str) -> Path:
    """The demo's roster with these damages, saved in `folder`."""
    book = openpyxl.load_workbook(ROSTER)
    sheet = book.active
    for way in ways:
        WAYS[way](sheet)
    path = folder / f"{'_'.join(ways)}.xlsx"
    book.save(path)
    return path


def column(sheet: Worksheet, header: str) -> int:
    return next(c.column for c in sheet[HEADER] if c.value == header)


def _notes_around(sheet: Worksheet) -> None:
    sheet.append(["合计", None, None, sheet.max_row - HEADER])
    sheet.append([])
    sheet.append(["填表人：韦某  审核：覃某"])


def _headers_renamed(sheet: Worksheet) -> None:
    for old, new in (
        ("姓名", "姓 名*"),
        ("证件号码", "身份证号码\n（18位）"),
        ("联系电话", "手机号码"),
        ("网格编码", "所属网格*"),
    ):
        sheet.cell(HEADER, column(sheet, old)).value = new


def _id_typo(sheet: Worksheet) -> None:
    cell = sheet.cell(5, column(sheet, "证件号码"))
    cell.value = cell.value[:10] + str((int(cell.value[10]) + 1) % 10) + cell.value[11:]


def _ids_as_numbers(sheet: Worksheet) -> None:
    for row in range(6, 9):
        cell = sheet.cell(row, column(sheet, "证件号码"))
        cell.value, cell.number_format = int(cell.value[:17] + "0"), "0"


def _grids_by_name(sheet: Worksheet) -> None:
    """Township, village and section, as the address begins."""
    for row in range(HEADER + 1, sheet.max_row + 1):
        address = sheet.cell(row, column(sheet, "住址")).value
        sheet.cell(row, column(sheet, "网格编码")).value = address.rstrip("0123456789号")


def _rows_twice(sheet: Worksheet) -> None:
    for row in (3, 4):
        sheet.append([c.value for c in sheet[row]])


def _digits_wide(sheet: Worksheet) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for row in range(HEADER + 1, 40):
        cell = sheet.cell(row, column(sheet, "联系电话"))
        cell.value = (
            f"\u200b{cell.value[:3].translate(wide)} {cell.value[3:7]}-{cell.value[7:]} " if cell.value else None
        )


def _dates_mixed(sheet: Worksheet) -> None:
    forms = ("{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日", "{0:%Y%m%d}", "{0.year}/{0.month}/{0.day}")
    for n, row in enumerate(range(HEADER + 1, 60)):
        cell = sheet.cell(row, column(sheet, "出生日期"))
        if isinstance(cell.value, dt.datetime):
            cell.value, cell.number_format = forms[n % 4].format(cell.value), "@"


def _sensitive_columns(sheet: Worksheet) -> None:
    sheet.insert_cols(2, 2)
    for at, header, value in ((2, "民族", "壮族"), (3, "政治面貌", "群众")):
        sheet.cell(HEADER, at).value = header
        for row in range(HEADER + 1, sheet.max_row + 1):
            sheet.cell(row, at).value = value


def _names_gone(sheet: Worksheet) -> None:
    sheet.cell(10, column(sheet, "姓名")).value = None
    sheet.cell(11, column(sheet, "网格编码")).value = "没有这个村"


WAYS: dict[str, Callable[[Worksheet], None]] = {
    "notes_around": _notes_around, "headers_renamed": _headers_renamed, "id_typo": _id_typo, "ids_as_numbers": _ids_as_numbers,
    "grids_by_name": _grids_by_name, "rows_twice": _rows_twice, "digits_wide": _digits_wide, "dates_mixed": _dates_mixed,
    "sensitive_columns": _sensitive_columns, "names_gone": _names_gone,
}  # fmt: skip
