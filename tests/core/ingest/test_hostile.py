"""Files made to do harm: each ends in a sentence, soon, in a child of bounded memory; damaged ones by the hundred."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest

from core.errors import UserError
from core.files import second_look
from core.files.cells import NO_RESULT
from core.i18n import has
from core.ingest.plan import discard, prepare
from core.settings import PROJECT
from tests.core.ingest.files import PEOPLE, id_number, workbook
from tests.county import NOW, WHOLE, make_county

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ROW = ["韦新", None, id_number(1), None, None, None, "990101100001001"]


def rewritten(path, change):
    """A sound workbook with parts changed: `change(name, content) -> content`."""
    sound = workbook(path.with_name("sound.xlsx"), {"一": [PEOPLE, ROW]})
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return path


def sheet(path, cells: str):
    content = f"<worksheet {SPACE}><sheetData>{cells}</sheetData></worksheet>".encode()
    return rewritten(path, lambda n, c: content if n == "xl/worksheets/sheet1.xml" else c)


def corner(path):
    return sheet(path, '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def corner_told(path):
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    content = f'<worksheet {SPACE}><dimension ref="A1:XFD1048576"/><sheetData>{cells}</sheetData></worksheet>'.encode()
    return rewritten(path, lambda n, c: content if n == "xl/worksheets/sheet1.xml" else c)


def long_cell(path):
    return sheet(path, f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"ab" * (25 << 20)}</t></is></c></row>')


def entities(path):
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return rewritten(path, lambda n, c: evil + c if n == "xl/sharedStrings.xml" else c)


def entities_utf16(path):
    evil = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><sst/>'.encode("utf-16")
    return rewritten(path, lambda n, c: evil if n == "xl/sharedStrings.xml" else c)


def many_entries(path):
    with zipfile.ZipFile(path, "w") as book:
        for n in range(70_000):
            book.writestr(f"{n}", "")
    return path


CASES = {
    "far corner": (corner_told, {"file_hostile"}),
    "far corner without dimension": (corner, {"file_hostile"}),
    "cell of 50 MB": (long_cell, {"file_hostile", "file_unreadable"}),
    "external entity": (entities, {"file_hostile"}),
    "entity in UTF-16": (entities_utf16, {"file_hostile"}),
    "70,000 entries": (many_entries, {"file_hostile"}),
}


@pytest.mark.parametrize("case", CASES)
def test_refused_for_what_it_is(tmp_path, case):
    make, codes = CASES[case]
    file = make(tmp_path / "a.xlsx")
    with pytest.raises(UserError) as refused:
        prepare(make_county(), WHOLE, file, now=NOW)
    assert refused.value.code in codes and has(f"error.{refused.value.code}")


def test_a_row_of_megabytes_is_looked_at_once(tmp_path, monkeypatch):
    """Each look at all of it again, from piece to piece, took longer than a file may."""
    looked, end_of_rows = [], second_look._end_of_rows

    def counted(text: bytes) -> int:
        looked.append(len(text))
        return end_of_rows(text)

    monkeypatch.setattr(second_look, "_end_of_rows", counted)
    assert second_look.second_look(long_cell(tmp_path / "a.xlsx")).untold("一") == {}
    assert len(looked) > 100 and sum(looked) < 1.1 * (50 << 20)


@pytest.mark.parametrize("piece", [1, 7, 64, 1000])
def test_what_no_formula_gave_is_found_wherever_the_pieces_end(tmp_path, monkeypatch, piece):
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c><c r="B{r}"><f>A{r}</f></c></row>' for r in range(1, 40))
    monkeypatch.setattr(second_look, "PIECE", piece)
    untold = second_look.second_look(sheet(tmp_path / "a.xlsx", rows)).untold("一")
    assert untold == {r: {1: NO_RESULT} for r in range(39)}


def test_links_to_other_workbooks_are_not_followed(tmp_path):
    link = b'<externalLink><externalBook r:id="rId1"/></externalLink>'
    file = rewritten(tmp_path / "a.xlsx", lambda n, c: c)
    with zipfile.ZipFile(file, "a") as book:
        book.writestr("xl/externalLinks/externalLink1.xml", link)
        book.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels", b'<Relationships Target="http://127.0.0.1:9/x"/>'
        )
    plan = prepare(make_county(), WHOLE, file, now=NOW)
    assert plan.sheets[0].counts["new"] == 1
    discard(plan)


def test_240_damaged_files_break_nothing():
    done = subprocess.run(
        [sys.executable, "-m", "tests.core.ingest.fuzz", "--count", "240", "--seed", "1"],
        cwd=PROJECT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    outcomes = json.loads(done.stdout)["outcomes"]
    assert sum(outcomes.values()) == 240 and outcomes["read"] > 20 and outcomes["refused"] > 20
