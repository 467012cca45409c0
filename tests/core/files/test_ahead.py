"""What a command begins to read before it has loaded is what it reads later on, and is told as ever where it can't be read."""

from __future__ import annotations

import pytest

from core.errors import UserError
from core.files import ahead
from core.files.read import read_in_child
from core.settings import load_settings
from tests.core.ingest.files import workbook

SETTINGS = load_settings(db=":memory:")


@pytest.fixture(autouse=True)
def nothing_begun():
    yield
    for begun in ahead._begun.values():
        begun.code.result()
        begun.folder.cleanup()
    ahead._begun.clear()


def heads(path, sheet=None) -> list:
    return [raw.head for raw in read_in_child(path, "workbook", path.name, SETTINGS, sheet)]


def test_what_was_begun_is_taken_once(tmp_path):
    path = workbook(tmp_path / "people.xlsx", {"人员": [["姓名"], ["王小花"]]})
    ahead.begin(["--kind", "people", str(path), "--json"])
    (begun,) = ahead._begun.values()
    assert begun.code.result() == 0
    workbook(path, {"人员": [["姓名"], ["李小明"]]})
    assert heads(path) == [[["姓名"], ["王小花"]]]  # as it was when it was begun
    assert heads(path) == [[["姓名"], ["李小明"]]]


def test_another_file_or_sheet_is_read_anew(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"人员": [["姓名"], ["王小花"]], "网格": [["网格"], ["东一村"]]})
    other = workbook(tmp_path / "b.xlsx", {"人员": [["姓名"], ["李小明"]]})
    ahead.begin([str(path)])
    assert heads(other) == [[["姓名"], ["李小明"]]]
    assert heads(path, "网格")[-1] == [["网格"], ["东一村"]]
    ahead.begin([str(other), "--sheet", "人员"])
    assert len(ahead._begun) == 1


@pytest.mark.parametrize("words", [[], ["absent.xlsx"], ["x" * 400], ["--json"], [""]])
def test_no_file_no_beginning(words):
    ahead.begin(words)
    assert not ahead._begun


def test_what_is_no_spreadsheet_is_not_begun(tmp_path):
    for name, content in {"a.xlsx": b"", "b.xlsx": b"PK\x03\x04", "c.csv": "姓名\n王小花\n".encode()}.items():
        (tmp_path / name).write_bytes(content)
        ahead.begin([str(tmp_path / name)])
    assert not ahead._begun


def test_a_damaged_one_is_told_by_who_reads_it(tmp_path):
    path = workbook(tmp_path / "people.xlsx", {"人员": [["姓名"], ["王小花"]]})
    whole = path.read_bytes()
    at = whole.index(b"xl/worksheets/sheet1.xml")
    path.write_bytes(whole[: at + 60] + bytes(40) + whole[at + 100 :])
    ahead.begin([str(path)])
    with pytest.raises(UserError, match="file_unreadable"):
        read_in_child(path, "workbook", path.name, SETTINGS)
