"""Sheets that other programs write as mark-up and call .xls: tables of a web page, and the XML form of Excel 2003.

Runs in the child process. Nothing outside the file is looked at: no links, no document types, no scripts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from core.files.cells import NO_RESULT
from core.files.csv_text import decode_text

OFFICE = "{urn:schemas-microsoft-com:office:spreadsheet}"
EXCEL = "{urn:schemas-microsoft-com:office:excel}"
WIDEST, TALLEST = 512, 1_100_000  # columns and rows
Ranges = list[tuple[int, int, int, int]]


@dataclass
class Written:
    """A table: its rows, and its merged ranges (row, column, last row, last column, from 0)."""

    name: str
    visible: bool = True
    rows: list[list] = field(default_factory=list)
    merges: Ranges = field(default_factory=list)
    since_1904: bool = False

    def put(self, row: int, column: int, value: object, down: int = 0, across: int = 0) -> None:
        if not (0 <= column < WIDEST and 0 <= row < TALLEST):
            return
        while len(self.rows) <= row:
            self.rows.append([])
        cells = self.rows[row]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = value
        if down or across:
            self.merges.append((row, column, min(row + down, TALLEST), min(column + across, WIDEST)))


def html_tables(path: Path) -> Iterator[Written]:
    """The tables of a page that have more than one cell, in their order, called 1, 2 …"""
    reader = _Page()
    reader.feed(decode_text(path.read_bytes()))
    reader.close()
    kept = [table for table in reader.done if sum(map(len, table.rows)) > 1]
    for number, table in enumerate(kept, 1):
        table.name = str(number)
        yield table


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[Written] = []
        self._open: list[_Table] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append(_Table(Written("")))
            self.done.append(self._open[-1].written)
        elif tag in ("script", "style"):
            self._silent += 1
        elif self._open:
            table = self._open[-1]
            if tag == "tr":
                table.next_row()
            elif tag in ("td", "th"):
                about = dict(attrs)
                table.begin(_span(about.get("rowspan")), _span(about.get("colspan")))
            elif tag in ("br", "p", "div"):
                table.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)
        elif self._open:
            if tag in ("td", "th", "tr", "table"):
                self._open[-1].end()
            if tag == "table":
                self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent:
            self._open[-1].text.append(data)


class _Table:
    def __init__(self, written: Written) -> None:
        self.written, self.text = written, []
        self._row, self._column = -1, 0
        self._spans: tuple[int, int] | None = None
        self._taken: dict[int, set[int]] = {}  # row → columns that a cell above reaches into

    def next_row(self) -> None:
        self.end()
        self._taken.pop(self._row, None)
        self._row, self._column = self._row + 1, 0

    def begin(self, down: int, across: int) -> None:
        self.end()
        self._row = max(self._row, 0)
        while self._column in self._taken.get(self._row, ()):
            self._column += 1
        self._spans, self.text = (down, across), []

    def end(self) -> None:
        if self._spans is None:
            return
        down, across = self._spans
        lines = (" ".join(line.split()) for line in "".join(self.text).split("\n"))
        self.written.put(self._row, self._column, "\n".join(line for line in lines if line), down, across)
        for below in range(1, down + 1):
            self._taken.setdefault(self._row + below, set()).update(range(self._column, self._column + across + 1))
        self._column += across + 1
        self._spans = None


def _span(text: str | None) -> int:
    """Cells beyond the first that one reaches over; few enough to be filled one by one."""
    return min(max(int(text) - 1, 0), WIDEST) if text and text.strip().isdecimal() and len(text) < 6 else 0


def xml_sheets(path: Path) -> Iterator[Written]:
    """The sheets of an Excel 2003 XML file. Raises ValueError when it has a document type."""
    content = path.read_bytes()
    if b"<!DOCTYPE" in content.replace(b"\0", b"") or b"<!ENTITY" in content.replace(b"\0", b""):
        raise ValueError("document type")
    since_1904 = False
    for _, element in ElementTree.iterparse(BytesIO(content)):  # noqa: S314 - no document type, so no entities
        if element.tag == f"{EXCEL}Date1904":  # stands above the sheets
            since_1904 = True
        elif element.tag == f"{OFFICE}Worksheet":
            yield _sheet(element, since_1904)
            element.clear()


def _sheet(element: ElementTree.Element, since_1904: bool) -> Written:
    hidden = (element.findtext(f"{EXCEL}WorksheetOptions/{EXCEL}Visible") or "").startswith("SheetHidden")
    sheet = Written(element.get(f"{OFFICE}Name", ""), not hidden, since_1904=since_1904)
    row = -1
    for line in element.iterfind(f"{OFFICE}Table/{OFFICE}Row"):
        row = _number(line, "Index", row + 2) - 1
        column = -1
        for cell in line.iterfind(f"{OFFICE}Cell"):
            column = _number(cell, "Index", column + 2) - 1
            across = _number(cell, "MergeAcross", 0)
            sheet.put(row, column, _value(cell), _number(cell, "MergeDown", 0), across)
            column += across
    return sheet


def _number(element: ElementTree.Element, name: str, otherwise: int) -> int:
    return int(element.get(f"{OFFICE}{name}", otherwise))


def _value(cell: ElementTree.Element) -> object:
    data = cell.find(f"{OFFICE}Data")
    if data is None:
        return NO_RESULT if cell.get(f"{OFFICE}Formula") else ""
    text, kind = "".join(data.itertext()), data.get(f"{OFFICE}Type")
    if not text:
        return ""
    if kind == "Number":
        return float(text)
    if kind == "Boolean":
        return text == "1"
    return datetime.fromisoformat(text) if kind == "DateTime" else text
