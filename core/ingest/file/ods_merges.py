"""Merged ranges of an OpenDocument spreadsheet, which the decoder does not tell. Runs in the child process."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
KEPT = 100_000


def ods_merges(path: Path) -> dict[str, list[tuple[int, int, int, int]]]:
    """Sheet → its ranges (row, column, last row, last column, from 0). Empty where none is several rows or columns large."""
    with zipfile.ZipFile(path) as book:
        content = book.read("content.xml")
    if b"-spanned=" not in content or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return {}
    found: dict[str, list[tuple[int, int, int, int]]] = {}
    ranges: list[tuple[int, int, int, int]] = []
    row = column = 0
    for event, element in ElementTree.iterparse(BytesIO(content), ("start", "end")):  # noqa: S314 - no document type, so no entities
        if event == "start":
            if element.tag == f"{TABLE}table":
                ranges = found.setdefault(element.get(f"{TABLE}name", ""), [])
                row = 0
            elif element.tag == f"{TABLE}table-row":
                column = 0
        elif element.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            down, across = (_number(element, f"number-{part}-spanned") - 1 for part in ("rows", "columns"))
            if (down or across) and len(ranges) < KEPT:
                ranges.append((row, column, row + down, column + across))
            column += _number(element, "number-columns-repeated")
            element.clear()
        elif element.tag == f"{TABLE}table-row":
            row += _number(element, "number-rows-repeated")
            element.clear()
    return found


def _number(element: ElementTree.Element, name: str) -> int:
    return max(int(element.get(f"{TABLE}{name}", 1)), 1)
