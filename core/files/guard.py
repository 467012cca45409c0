"""A look at a file before anything reads it: what it is by its first bytes, and whether it is fit to be opened at all."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

from core.errors import UserError
from core.files.csv_text import utf16_of

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
MAX_ENTRIES = 5_000
MAX_INFLATED = 2 << 30
MAX_DOCUMENT = 64 << 20  # a template's parts are unpacked for each print
MAX_RATIO = 1_000  # real rosters stay below 100; a bomb has a thousand and more
# The part without which a zip is no such file.
BOOKS = frozenset({"xl/workbook.xml", "xl/workbook.bin", "content.xml"})
DOCUMENTS = frozenset({"word/document.xml", "ppt/presentation.xml"})
TEXT_SUFFIXES = (".csv", ".txt", ".tsv", ".tab")
# Other programs write text and web pages under these names.
BOOK_SUFFIXES = (".xls", ".xlsx", ".xlsm", ".et", ".ett", ".ods")


def look(path: Path, file_name: str) -> str:
    """By its first bytes, not by its name: 'workbook', 'csv', 'html' (a table of a web page, which many systems call .xls), 'xml'
    (Excel 2003), 'parquet' or 'geojson'. Raises UserError when the file must not be read."""
    size = path.stat().st_size
    if size == 0:
        raise UserError("file_empty", file=file_name)
    with path.open("rb") as file:
        start = file.read(4096)
    suffix = Path(file_name).suffix.lower()
    if start[:4] == b"PK\x03\x04":
        return _zip(path, file_name, size)
    if start[:8] == OLE:
        return _ole(path, file_name, start, size)
    if start[:4] == b"PAR1":
        return "parquet"
    if suffix in (".geojson", ".json"):
        return "geojson"
    form = _text(start, suffix) if suffix in (*TEXT_SUFFIXES, *BOOK_SUFFIXES, ".html", ".htm", ".xml") else None
    if form:
        return form
    raise UserError("file_not_spreadsheet", file=file_name)


def look_document(path: Path, file_name: str) -> None:
    """The same look at a Word document or slides (.docx, .pptx). Raises UserError when it must not be read."""
    size = path.stat().st_size
    if size == 0:
        raise UserError("file_empty", file=file_name)
    with path.open("rb") as file:
        start = file.read(8)
    if start == OLE and "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        raise UserError("file_password", file=file_name)
    if start[:4] != b"PK\x03\x04":
        raise UserError("file_not_document", file=file_name)
    _zip(path, file_name, size, DOCUMENTS, "file_not_document", MAX_DOCUMENT)


def _zip(
    path: Path,
    file_name: str,
    size: int,
    wanted: frozenset[str] = BOOKS,
    other: str = "file_not_spreadsheet",
    most: int = MAX_INFLATED,
) -> str:
    try:
        with zipfile.ZipFile(path) as book:
            entries = book.infolist()
            if len(entries) > MAX_ENTRIES or any(escapes(e.filename) for e in entries):
                raise UserError("file_hostile", file=file_name)
            inflated = sum(e.file_size for e in entries)
            if inflated > most or inflated > MAX_RATIO * max(size, 10_000):
                raise UserError("file_hostile", file=file_name)
            names = {e.filename for e in entries}
            if any(e.flag_bits & 1 for e in entries):
                raise UserError("file_password", file=file_name)
            if not wanted & names:
                raise UserError(other, file=file_name)
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")) and not entry.filename.startswith("META-INF/"):
                    with book.open(entry) as part:
                        _start_of_part(part.read(4096), file_name)
    # NotImplementedError: packed in a way that zipfile does not know
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as damage:
        raise UserError("file_unreadable", file=file_name) from damage
    return "workbook"


def escapes(name: str) -> bool:
    """Whether an entry's name points out of the folder it is unpacked to."""
    parts = name.replace("\\", "/").split("/")
    return not parts[0] or ".." in parts or parts[0][1:2] == ":"


def _start_of_part(start: bytes, file_name: str) -> None:
    """Refuse a part with a document type (entities).

    How many cells a sheet claims says nothing: formatting alone may reach to the last corner; a value there ends the child. Links
    to other workbooks stay unread: the decoder takes the values stored beside them.
    """
    plain = start.replace(b"\0", b"")  # UTF-16 too
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise UserError("file_hostile", file=file_name)


def _ole(path: Path, file_name: str, start: bytes, size: int) -> str:
    """An .xls, or a password-protected workbook in an OLE coat. The header's own figures must fit the file."""
    if len(start) < 512:
        raise UserError("file_unreadable", file=file_name)
    sector_shift, mini_shift = struct.unpack_from("<HH", start, 30)
    fat_sectors, directory = struct.unpack_from("<II", start, 44)
    sectors = size >> sector_shift if sector_shift in (9, 12) else 0
    if mini_shift != 6 or not sectors or fat_sectors > sectors + 1 or directory > sectors:
        raise UserError("file_unreadable", file=file_name)
    encrypted, workbook = "EncryptedPackage".encode("utf-16-le"), "Workbook".encode("utf-16-le")
    content = path.read_bytes()
    if encrypted in content:
        raise UserError("file_password", file=file_name)
    if workbook not in content and "Book".encode("utf-16-le") not in content:
        raise UserError("file_not_spreadsheet", file=file_name)
    return "workbook"


def _text(start: bytes, suffix: str) -> str | None:
    if _binary(start):
        return None
    plain = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if plain.startswith(b"<"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in plain and b"<html" not in plain:
            return "xml"
        return "html" if b"<html" in plain or b"<table" in plain else None
    if plain.startswith((b"mime-version:", b"{\\rtf", b"%pdf")) or suffix in (".html", ".htm", ".xml"):
        return None
    return "csv" if suffix in TEXT_SUFFIXES or (b"\n" in plain and (b"\t" in plain or b"," in plain)) else None


def _binary(start: bytes) -> bool:
    """NUL bytes outside UTF-16 mean that this is no text."""
    return b"\0" in start and utf16_of(start) is None
