"""Records of an .xls or .et workbook (BIFF) that the decoder gives as blanks. Runs in the child process.

Source: [MS-XLS] 2.4.28 BoundSheet8, 2.4.24 BoolErr, 2.4.77 Date1904, 2.4.127 Formula, 2.5.10 Bes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

from core.files.untold import MOST, SecondLook, Untold

DATE_1904, BOUND_SHEET, BOOL_ERROR, FORMULA, END = 0x22, 0x85, 0x205, 0x6, 0xA
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def look_into_xls(path: Path) -> SecondLook:
    with olefile.OleFileIO(path) as file:
        stream = next((s for s in ("Workbook", "Book") if file.exists(s)), None)
        book = file.openstream(stream).read() if stream else b""
    sheets, since_1904 = {}, False
    for kind, record in _records(book, 0):
        if kind == DATE_1904:
            since_1904 = record[:1] == b"\x01"
        elif kind == BOUND_SHEET and len(record) > 8:
            sheets[_name(record)] = struct.unpack_from("<I", record)[0]
    return SecondLook(since_1904, lambda name: _errors(book, sheets[name]) if name in sheets else {})


def _name(record: bytes) -> str:
    """Of version 8: a byte for its length, one that tells whether a character takes two bytes."""
    wide = record[7] & 1
    return record[8 : 8 + record[6] * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _errors(book: bytes, start: int) -> Untold:
    found: Untold = {}
    number = 0
    for kind, record in _records(book, start):
        code = None
        if kind == BOOL_ERROR and len(record) >= 8 and record[7]:
            code = record[6]
        elif kind == FORMULA and len(record) >= 14 and record[12:14] == b"\xff\xff" and record[6] == 2:
            code = record[8]
        if code is not None and number < MOST:
            row, column = struct.unpack_from("<2H", record)
            found.setdefault(row, {})[column] = ERRORS.get(code, "#N/A")
            number += 1
    return found


def _records(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of the records of one part of the book, to its end."""
    while start + 4 <= len(book):
        kind, size = struct.unpack_from("<2H", book, start)
        if kind == END:
            return
        yield kind, book[start + 4 : start + 4 + size]
        start += 4 + size
