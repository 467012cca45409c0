"""Files that are refused: a code that the edge has words for, and a store that stays as it was."""

from __future__ import annotations

import struct
import zipfile

import pytest

from core.errors import UserError
from core.i18n import has, t
from core.ingest.plan import prepare
from core.settings import load_settings
from core.store import open_store
from tests.core.ingest.files import PEOPLE, text_file, workbook
from tests.county import NOW, WHOLE, make_county


@pytest.fixture(scope="module")
def county():
    return make_county()


def ole(extra: bytes = b"") -> bytes:
    head = bytearray(512)
    head[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<HH", head, 30, 9, 6)
    struct.pack_into("<II", head, 44, 1, 1)
    return bytes(head) + extra + bytes(4096)


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<x/>")
        book.writestr("xl/worksheets/sheet1.xml", b"0" * (60 << 20))


def many_entries(path):
    with zipfile.ZipFile(path, "w") as book:
        for n in range(6000):
            book.writestr(f"{n}", "")


def zip_slip(path):
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/workbook.xml", "<x/>")
        book.writestr("../../evil", "x")


def truncated(path):
    workbook(path, {"表": [PEOPLE, ["甲"] * 5]})
    path.write_bytes(path.read_bytes()[:-400])


CASES = {
    "text called xlsx": ("a.xlsx", lambda p: p.write_text("hello"), "file_not_spreadsheet"),
    "a picture": ("a.csv", lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0"), "file_not_spreadsheet"),
    "some zip": ("a.xlsx", lambda p: zipfile.ZipFile(p, "w").writestr("a.txt", "x"), "file_not_spreadsheet"),
    "empty": ("a.xlsx", lambda p: p.write_bytes(b""), "file_empty"),
    "empty sheet": ("a.xlsx", lambda p: workbook(p, {"表": []}), "file_empty"),
    "blank csv": ("a.csv", lambda p: p.write_text("\n\n"), "file_empty"),
    "header only": ("a.xlsx", lambda p: workbook(p, {"表": [PEOPLE]}), "no_rows"),
    "no known header": ("a.csv", lambda p: text_file(p, [["甲", "乙"], ["1", "2"]]), "header_unknown"),
    "password": ("a.xlsx", lambda p: p.write_bytes(ole("EncryptedPackage".encode("utf-16-le"))), "file_password"),
    "bogus ole": ("a.xls", lambda p: p.write_bytes(ole()[:44] + b"\xff" * 8 + ole()[52:]), "file_unreadable"),
    "ole that is a document": (
        "a.xls",
        lambda p: p.write_bytes(ole("WordDocument".encode("utf-16-le"))),
        "file_not_spreadsheet",
    ),
    "ole with no content": ("a.xls", lambda p: p.write_bytes(ole("Workbook".encode("utf-16-le"))), "file_hostile"),
    "zip bomb": ("a.xlsx", bomb, "file_hostile"),
    "entries": ("a.xlsx", many_entries, "file_hostile"),
    "zip slip": ("a.xlsx", zip_slip, "file_hostile"),
    "truncated": ("a.xlsx", truncated, "file_unreadable"),
    "broken parquet": ("a.parquet", lambda p: p.write_bytes(b"PAR1 no"), "file_unreadable"),
    "broken geojson": ("a.geojson", lambda p: p.write_text("{"), "file_unreadable"),
    "geojson of points": (
        "a.geojson",
        lambda p: p.write_text('{"type": "Point", "coordinates": [1, 2]}'),
        "geometry_unknown",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_refused_with_words_and_nothing_stored(county, tmp_path, case):
    name, make, code = CASES[case]
    make(tmp_path / name)
    version = county.version
    with pytest.raises(UserError) as refused:
        prepare(county, WHOLE, tmp_path / name, now=NOW)
    assert refused.value.code == code
    assert has(f"error.{code}")
    for language in ("zh", "en"):
        assert name in t(language, f"error.{code}", **refused.value.fields)
    assert county.version == version
    assert (
        county.value(
            "select count(*) from duckdb_schemas() where database_name = $scratch and schema_name like 'plan_%'",
            scratch=county.scratch,
        )
        == 0
    )


def test_sheet_that_is_not_there(county, tmp_path):
    with pytest.raises(UserError, match="sheet_unknown"):
        prepare(county, WHOLE, workbook(tmp_path / "a.xlsx", {"表": [PEOPLE]}), sheet="别的", now=NOW)


def test_child_out_of_time_and_memory(tmp_path):
    rows = [[f"{r}-{c}" for c in range(12)] for r in range(20_000)]
    file = workbook(tmp_path / "a.xlsx", {"表": [PEOPLE, *rows]})
    for settings, code in (({"decode_seconds": 0.01}, "file_slow"), ({"decode_megabytes": 64}, "file_unreadable")):
        store = open_store(load_settings(db=":memory:", **{k: v for k, v in settings.items() if k != "decode_seconds"}))
        if "decode_seconds" in settings:
            object.__setattr__(store.settings, "decode_seconds", settings["decode_seconds"])
        with pytest.raises(UserError, match=code):
            prepare(store, WHOLE, file, now=NOW)
