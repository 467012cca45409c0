"""Small spreadsheets of every form, and ways of damaging them."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from pathlib import Path

from tests.core.ingest.files import PEOPLE, id_number, text_file, workbook

ROWS = [PEOPLE, *[[f"甲{n}", "居民身份证", id_number(n), "男", "1990-01-01", n, 36.5, "N1"] for n in range(1, 20)]]


def seeds(folder: Path) -> dict[str, bytes]:
    """File name → content of a sound file: xlsx, xls, ods, and text in three encodings."""
    texts = [[str(cell) for cell in row] for row in ROWS]
    return {
        "a.xlsx": workbook(folder / "seed.xlsx", {"人员": ROWS, "二": ROWS[:3]}, title="登记表").read_bytes(),
        "a.xls": xls(texts),
        "a.ods": ods(texts),
        "a.csv": text_file(folder / "seed.csv", texts).read_bytes(),
        "a.txt": text_file(folder / "seed.txt", texts, "gb18030", "\t").read_bytes(),
        "b.csv": text_file(folder / "seed16.csv", texts, "utf-16").read_bytes(),
    }


def damaged(made: dict[str, bytes], dice: random.Random) -> tuple[str, bytes]:
    name = dice.choice(list(made))
    content = made[name]
    if zipfile.is_zipfile(io.BytesIO(content)) and dice.random() < 0.6:
        return name, _part_damaged(content, dice)
    return name, _bytes_damaged(content, dice)


def _bytes_damaged(content: bytes, dice: random.Random) -> bytes:
    out = bytearray(content)
    way = dice.randrange(4)
    if way == 0:
        return bytes(out[: dice.randrange(len(out))])
    for _ in range(dice.choice((1, 3, 20, 200))):
        at = dice.randrange(len(out))
        if way == 1:
            out[at] = dice.randrange(256)
        elif way == 2:
            out[at : at + 4] = dice.choice((b"\xff" * 4, b"\0" * 4, b"\xff\xff\xff\x7f"))
        else:
            out[at:at] = out[dice.randrange(len(out)) :][: dice.randrange(1, 64)]
    return bytes(out)


def _part_damaged(content: bytes, dice: random.Random) -> bytes:
    """One part of a zip damaged inside, so that the zip itself stays sound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        hit = dice.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _bytes_damaged(part, dice) if name == hit and part else part)
    return out.getvalue()


def ods(rows: list[list[str]]) -> bytes:
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows)
    body = f'<office:body><office:spreadsheet><table:table table:name="人员">{lines}</table:table></office:spreadsheet></office:body>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "META-INF/manifest.xml", '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
        book.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return out.getvalue()


def xls(rows: list[list[str]]) -> bytes:
    """A workbook of the 97 form (BIFF8 in a compound file): one sheet of text cells."""
    labels = [
        _record(0x0204, struct.pack("<HHHHB", r, c, 0, len(text), 1) + text.encode("utf-16-le"))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    start, end = (
        (_record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0)) for kind in (5, 16)),
        _record(10, b""),
    )
    globals_start, sheet_start = start
    name = "人员".encode("utf-16-le")
    at = len(globals_start) + 4 + 8 + len(name) + len(end)
    sheet = _record(0x0085, struct.pack("<IBBBB", at, 0, 0, 2, 1) + name)
    return _compound("Workbook", globals_start + sheet + end + sheet_start + b"".join(labels) + end)


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def _compound(name: str, stream: bytes) -> bytes:
    """A compound file with one stream: header, one FAT sector, one directory sector, the stream from sector 2 on."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    free, last, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    fat = [fat_sector, last, *range(3, 2 + sectors), last]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, last, 0, last, 0) + struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", *fat, *[free] * (128 - len(fat)))
    folder = _entry("Root Entry", 5, last, 0, child=1) + _entry(name, 2, 2, len(stream)) + bytes(256)
    return header + table + folder + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le")
    none = 0xFFFFFFFF
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) + 2, kind, 1, none, none, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
