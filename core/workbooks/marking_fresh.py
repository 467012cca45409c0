"""The same cells in a new workbook, with marks: for .xls, .ods and CSV, and for workbooks too large to be edited.

Text stays text, numbers numbers and dates dates: a number that has lost digits must not come back as if it were text. What was
merged stands in each of its cells; hidden sheets are left out. Rows go to disk as they are written.
"""

from __future__ import annotations

import contextlib
import csv
import gc
import itertools
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter

from core.colours import CELLS
from core.files.csv_text import decode_text, delimiter_of, read_rows
from core.files.decode import Decoded, workbook_sheets
from core.workbooks.marks import Sheet, sheets_of
from core.workbooks.rewriting import AS_TEXT

LONGEST = 32_767  # characters of a cell
STATUS_WIDTH = 42
WIDTH, HEIGHT = 280, 110


def write(path: Path, folder: Path, given: dict) -> None:
    sheets = sheets_of(folder, given)
    gc.disable()  # millions of cells, no circles
    book = xlsxwriter.Workbook(str(folder / "out.xlsx"), {**AS_TEXT, "constant_memory": True, "tmpdir": str(folder)})
    try:
        pen = _Pen(book, given)
        for sheet in _csv(path, sheets[0]) if given["form"] == "csv" else _visible(path, {s.name for s in sheets}):
            pen.sheet(sheet, [s for s in sheets if s.name == sheet.name])
    finally:
        book.close()


def _visible(path: Path, chosen: set[str]) -> Iterator[Decoded]:
    for sheet in workbook_sheets(path, None):
        if sheet.visible:
            yield sheet
        elif sheet.name in chosen:
            yield from (s for s in workbook_sheets(path, sheet.name) if s.name == sheet.name)


def _csv(path: Path, marks: Sheet) -> Iterator[Decoded]:
    yield Decoded(marks.name, True, _csv_rows(path))


def _csv_rows(path: Path) -> Iterable[list[str]]:
    """Streamed where it is UTF-8: such files can be larger than memory."""
    csv.field_size_limit(1 << 20)
    try:
        with path.open(encoding="utf-8-sig") as file:
            for _ in file:
                pass
    except UnicodeDecodeError:
        return read_rows(path)
    with path.open("rb") as file:
        start = decode_text(file.read(1 << 16).rpartition(b"\n")[0] or b"")
    if not start:
        return read_rows(path)
    return csv.reader(path.open(encoding="utf-8-sig", newline=""), delimiter=delimiter_of(start))


class _Pen:
    """Writes sheets into one new workbook."""

    def __init__(self, book: xlsxwriter.Workbook, given: dict) -> None:
        self.book, self.words, self.own, self.only_wrong = book, given["words"], given["own"], given["only_wrong"]
        self.forms = {
            (wrong, day): book.add_format(
                ({"bg_color": {1: CELLS["warning"], 2: CELLS["error"]}[wrong]} if wrong else {})
                | {
                    "num_format": {"d": "yyyy-mm-dd", "m": "yyyy-mm-dd hh:mm:ss", "t": "hh:mm:ss", "@": "@"}.get(
                        day, "General"
                    )
                }
            )
            for wrong in (0, 1, 2)
            for day in ("d", "m", "t", "@", "n")
        }
        self.bold = book.add_format({"bold": True, "num_format": "@"})

    def sheet(self, sheet: Decoded, marks: list[Sheet]) -> None:
        self.to = self.book.add_worksheet(self._name(sheet.name))
        top = max((m.header_row for m in marks), default=0)
        first, left = sheet.start
        rows = iter(sheet.rows)
        head = list(itertools.islice(rows, max(0, top - first)))
        width = max(map(len, head), default=0) + left
        places = self._places(head, sheet.start, width, marks)
        own = set(itertools.chain.from_iterable(places)) - {None}
        self.to.set_column(0, max(width, 1), 16)
        for column in own:
            self.to.set_column(column, column, STATUS_WIDTH)
        out = first
        for number, row in enumerate(itertools.chain(head, rows), first + 1):
            if self.only_wrong and number > top and not any(number in m.rows for m in marks):
                continue
            self._row(out, number, left, row, list(zip(marks, places, strict=True)), own)
            out += 1

    def _places(self, head: list[list], start: tuple[int, int], width: int, marks: list[Sheet]) -> list[tuple]:
        """Of each table: the status column, and the column of the original row number where only wrong rows are given."""
        places = []
        for m in marks:
            at = m.header_row - 1 - start[0]
            header = enumerate(head[at], start[1]) if 0 <= at < len(head) else ()
            there = [i for i, text in header if text in self.own] if len(marks) == 1 else []
            status = there[0] if there else width
            width = max(width, status + 1)
            number = None
            if self.only_wrong:
                number = there[1] if len(there) > 1 else width
                width = max(width, number + 1)
            places.append((status, number))
        return places

    def _row(self, out: int, number: int, left: int, row: list, tables: list[tuple], own: set[int]) -> None:
        wrong: dict[int, tuple[bool, str | None]] = {}
        for m, (status, _) in tables:
            for column in (-1, *(i for i, _ in m.columns)):
                mark = m.cells.get((number, column))
                if mark:
                    wrong[status if column < 0 else column] = mark
        for column, value in enumerate(row, left):
            if column not in own:
                self._value(out, column, value, _level(wrong.get(column)))
        for m, (status, original) in tables:
            self._status(out, number, m, status, original, _level(wrong.get(status)))
        for column, (error, text) in wrong.items():
            if column not in own and (column < left or column >= left + len(row)):
                self.to.write_blank(out, column, None, self.forms[_level((error, text)), "n"])
            if text:
                self.to.write_comment(
                    out, column, text, {"author": self.words["author"], "x_scale": 2.2, "y_scale": 1.5}
                )

    def _status(self, out: int, number: int, m: Sheet, status: int, original: int | None, level: int) -> None:
        if number == m.header_row:
            self.to.write_string(out, status, self.words["own"], self.bold)
            if original is not None:
                self.to.write_string(out, original, self.words["own_row"], self.bold)
        elif number in m.rows:
            self.to.write_string(out, status, m.rows[number][:LONGEST], self.forms[level, "@"])
            if original is not None:
                self.to.write_number(out, original, number)

    def _value(self, row: int, column: int, value: object, level: int) -> None:
        to, forms = self.to, self.forms
        if isinstance(value, str):
            if value:
                to.write_string(row, column, value[:LONGEST], forms[level, "@"])
            elif level:
                to.write_blank(row, column, None, forms[level, "n"])
        elif isinstance(value, bool):
            to.write_boolean(row, column, value, forms[level, "n"])
        elif isinstance(value, int | float):
            to.write_number(row, column, value, forms[level, "n"])
        elif isinstance(value, datetime | date | time | timedelta):
            with contextlib.suppress(ValueError, OverflowError):
                to.write_datetime(row, column, value, forms[level, _day_form(value)])
                return
            to.write_string(row, column, str(value), forms[level, "@"])

    def _name(self, name: str) -> str:
        clean = "".join("_" if c in r"[]:*?/\'" else c for c in name)[:31] or "1"
        used = {s.get_name().lower() for s in self.book.worksheets()}
        number = 1
        while clean.lower() in used:
            number += 1
            clean = f"{clean[:26]}_{number}"
        return clean


def _level(mark: tuple[bool, str | None] | None) -> int:
    """0 not marked, 1 warning, 2 error."""
    return 0 if mark is None else 2 if mark[0] else 1


def _day_form(value: object) -> str:
    if isinstance(value, datetime):
        return "d" if value.time() == time() else "m"
    return "d" if isinstance(value, date) else "t"
