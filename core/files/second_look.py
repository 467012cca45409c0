"""A second look at a workbook, for what its decoder does not tell: cells that it gives as blank although something stands there, and from when days are
counted. Runs in the child process, beside the decoder."""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from core.files.cells import NO_RESULT
from core.files.untold import MOST, SecondLook, Untold

OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PIECE = 1 << 17  # bytes of a sheet at once
LONGEST_ROW = 64 << 20
TAG = 64  # bytes that the end of a row takes at most
FAR = 1_000  # rows

CELL = rb"<(?:\w+:)?c(?=[\s>])"
ROW = re.compile(rb"<(?:\w+:)?row(?=[\s>])")
FORMULA = rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
ERROR = re.compile(
    CELL + rb"(?=[^>]*\st=[\"']e[\"'])([^>]*)>\s*(?:" + FORMULA + rb")?<(?:\w+:)?v(?:\s[^>]*)?>\s*([^<]*?)\s*<"
)
# a formula that gave an empty text says so: t="str"
UNSOLVED = re.compile(
    CELL
    + rb"(?![^>]*\st=[\"'](?:str|e)[\"'])([^>]*)>\s*"
    + FORMULA
    + rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
PLACE = re.compile(rb"\sr=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")


def second_look(path: Path) -> SecondLook:
    if not zipfile.is_zipfile(path):
        from core.files.xls_records import look_into_xls  # noqa: PLC0415 - each form loads its own

        return look_into_xls(path)
    with zipfile.ZipFile(path) as book:
        names = set(book.namelist())
    if "content.xml" in names:
        from core.files.ods_cells import look_into_ods  # noqa: PLC0415

        return look_into_ods(path)
    return _look_into_xlsx(path) if "xl/workbook.xml" in names else SecondLook()


def _look_into_xlsx(path: Path) -> SecondLook:
    with zipfile.ZipFile(path) as book:
        about = ElementTree.fromstring(book.read("xl/workbook.xml"))  # noqa: S314 - the guard let no document type through
        targets = _targets(book)
    dates = next((e.get("date1904", "") for e in about.iter() if e.tag.endswith("}workbookPr")), "")
    parts = {e.get("name"): targets.get(e.get(f"{OFFICE}id")) for e in about.iter() if e.tag.endswith("}sheet")}

    def untold(name: str) -> Untold:
        part = parts.get(name)
        return _gathered(_blanks_of_part(path, part)) if part else {}

    return SecondLook(dates.lower() in ("1", "true", "on"), untold)


def _targets(book: zipfile.ZipFile) -> dict[str, str]:
    names = set(book.namelist())
    if "xl/_rels/workbook.xml.rels" not in names:
        return {}
    links = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    found = {e.get("Id", ""): e.get("Target", "") for e in links.iter() if e.tag.endswith("}Relationship")}
    parts = {key: t.removeprefix("/") if t.startswith("/") else f"xl/{t}" for key, t in found.items()}
    return {key: part for key, part in parts.items() if part in names}


def _blanks_of_part(path: Path, part: str) -> Iterator[tuple[int, int, str]]:
    """Row, column and what stands there, from the text of a sheet, whole rows at once."""
    rows = 0
    with zipfile.ZipFile(path) as book, book.open(part) as file:
        held: list[bytes] = []  # since the last row that ended
        size, tail = 0, b""
        while piece := file.read(PIECE):
            held.append(piece)
            size += len(piece)
            # only what came is looked at: a cell of megabytes has no end of a row in it
            near = tail + piece
            if end := _end_of_rows(near):
                text = b"".join(held)
                end += len(text) - len(near)
                starts = _starts(text, end)
                yield from _blanks_of_rows(text[:end], rows, starts)
                rows += len(starts)
                held = [text[end:]]
                size = len(held[0])
                near = held[0]
            elif size > LONGEST_ROW:
                raise MemoryError
            tail = near[-TAG:]
        rest = b"".join(held)
        yield from _blanks_of_rows(rest, rows, _starts(rest, len(rest)))


def _end_of_rows(text: bytes) -> int:
    """Behind the last row that is there whole; 0 where none is. A row may begin with `<row>` alone, which ends alike."""
    end = len(text)
    while (end := text.rfind(b"row>", 0, end)) >= 0:
        tag = text.rfind(b"<", 0, end)
        if tag >= 0 and text[tag + 1 : tag + 2] == b"/":
            return end + 4
    return 0


def _starts(text: bytes, end: int) -> list[int]:
    """Where the rows begin in a text whose cells do not say where they are; all but a few programs have them say so."""
    first = re.search(CELL + rb"([^>]*)>", text)
    return [] if not first or PLACE.search(first[1]) else [m.start() for m in ROW.finditer(text, 0, end)]


def _blanks_of_rows(text: bytes, rows: int, starts: list[int]) -> Iterator[tuple[int, int, str]]:
    """A single letter is sought ten times as fast as two, and most sheets have neither: numbers, and strings that stand elsewhere."""
    if b"#" in text and (b't="e"' in text or b"t='e'" in text):
        for cell in ERROR.finditer(text):
            yield *_place(cell, text, rows, starts), cell[2].decode("ascii", "replace")
    if b"f" in text and (b"<f" in text or b":f" in text):
        for cell in UNSOLVED.finditer(text):
            yield *_place(cell, text, rows, starts), NO_RESULT


def _place(cell: re.Match[bytes], text: bytes, rows: int, starts: list[int]) -> tuple[int, int]:
    if at := PLACE.search(cell[1]):
        column = 0
        for letter in at[1]:
            column = column * 26 + letter - 64
        return int(at[2]) - 1, column - 1
    row = max(bisect_right(starts, cell.start()) - 1, 0)
    return rows + row, len(re.findall(CELL, text[starts[row] if starts else 0 : cell.start()]))


def _gathered(cells: Iterable[tuple[int, int, str]]) -> Untold:
    found: Untold = {}
    for number, (row, column, text) in enumerate(cells):
        if number == MOST:
            break
        found.setdefault(row, {})[column] = text
    return found


def with_untold(rows: Iterable[list], untold: Untold, first: int, left: int) -> Iterator[list]:
    """`rows`, which begin at row `first` and column `left`, with what stands in their blanks; and those below that hold nothing else,
    unless they stand far down: a stray formula is no end of a list."""
    row, width = first, 0
    for cells in rows:
        yield _filled(cells, untold.get(row), left)
        row, width = row + 1, len(cells)
    for told in sorted(below for below in untold if below >= row):
        if told - row > FAR:
            return
        for below in range(row, told + 1):
            yield _filled([""] * width, untold.get(below), left)
        row = told + 1


def _filled(cells: list, here: dict[int, str] | None, left: int) -> list:
    # a program that writes its file in lines leaves white space where no value is
    for column, text in (here or {}).items():
        if left <= column < left + len(cells) and not str(cells[column - left]).strip():
            cells[column - left] = text
    return cells
