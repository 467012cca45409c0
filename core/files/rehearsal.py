"""A workbook of two cells of our own, decoded once in the process that children are forked from: what libraries set up at their first use is
there for each of them then. A child that decodes one row takes two thirds of the time."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
PARTS = {
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SPREADSHEET}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c>'
    '<c r="B1"><v>1</v></c></row></sheetData></worksheet>',
}


def rehearse(decode: Callable[[Path, str, Path], int]) -> int:
    """`decode`: decoded of core/files/decode.py; its exit code."""
    with tempfile.TemporaryDirectory(prefix="grid-command-") as folder:
        book = Path(folder) / "book"
        with zipfile.ZipFile(book, "w") as parts:
            for name, text in PARTS.items():
                parts.writestr(name, text)
        return decode(book, "workbook", Path(folder))
