"""What the decoder does not tell of an OpenDocument spreadsheet: merged ranges, errors, formulas without result. Runs in the child
process."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from core.files.cells import NO_RESULT
from core.files.untold import MOST, SecondLook, Untold

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
MERGES = 100_000
SIGNS = (b"-spanned=", b'value-type="error"', b":formula=")  # where none is there is nothing to look for


def look_into_ods(path: Path) -> SecondLook:
    with zipfile.ZipFile(path) as book:
        content = book.read("content.xml")
    if not any(sign in content for sign in SIGNS) or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return SecondLook(merges={})
    merges: dict[str, list[tuple[int, int, int, int]]] = {}
    untold: dict[str, Untold] = {}
    ranges: list[tuple[int, int, int, int]] = []
    blanks: Untold = {}
    row = column = told = 0
    for event, element in ElementTree.iterparse(BytesIO(content), ("start", "end")):  # noqa: S314 - no document type, so no entities
        if event == "start":
            if element.tag == f"{TABLE}table":
                name = element.get(f"{TABLE}name", "")
                ranges, blanks = merges.setdefault(name, []), untold.setdefault(name, {})
                row = 0
            elif element.tag == f"{TABLE}table-row":
                column = 0
        elif element.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            down, across = (_number(element, f"number-{part}-spanned") - 1 for part in ("rows", "columns"))
            if (down or across) and len(ranges) < MERGES:
                ranges.append((row, column, row + down, column + across))
            stands = _stands(element)
            if stands and told < MOST:
                blanks.setdefault(row, {})[column] = stands
                told += 1
            column += _number(element, "number-columns-repeated")
            element.clear()
        elif element.tag == f"{TABLE}table-row":
            row += _number(element, "number-rows-repeated")
            element.clear()
    return SecondLook(untold=lambda name: untold.get(name, {}), merges=merges)


def _stands(cell: ElementTree.Element) -> str:
    """What a cell holds that the decoder gives as a blank; formulas are written cell by cell, not repeated."""
    if cell.get(f"{CALC}value-type") == "error":
        return "".join("".join(line.itertext()) for line in cell.iterfind(f"{TEXT}p")).strip() or NO_RESULT
    return NO_RESULT if cell.get(f"{TABLE}formula") and not cell.get(f"{OFFICE}value-type") else ""


def _number(element: ElementTree.Element, name: str) -> int:
    return max(int(element.get(f"{TABLE}{name}", 1)), 1)
