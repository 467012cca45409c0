"""Cases and contacts as a script imports them, and what it reads of a person then."""

import json

import pytest

from core.__main__ import main
from tests.core.ingest.files import text_file

ROSTER = [
    ["姓名", "联系电话", "网格编码", "身份证号"],
    *([f"韦{n}", f"1390000000{i}", "990101100001", ""] for i, n in enumerate("甲乙丙")),
]
GRIDS = [
    ["网格编码", "网格名称", "层级", "上级编码"],
    ["990101", "甲县", "县", ""],
    ["990101100", "东镇", "乡镇", "990101"],
    ["990101100001", "东一村", "村", "990101100"],
]


@pytest.fixture
def db(tmp_path):
    path = str(tmp_path / "county.duckdb")
    for name, rows in (("1.csv", GRIDS), ("2.csv", ROSTER)):
        assert main(["--db", path, "import", str(text_file(tmp_path / name, rows))]) == 0
    return path


def test_cases_and_contacts_by_script(db, tmp_path, capsys, monkeypatch):
    near = [
        ["姓名", "联系电话", "病例编号", "与病例关系", "末次接触日期", "隔离方式"],
        ["韦乙", "13900000001", "A1", "同事", "2026-01-22", "集中隔离"],
        ["无此人", "13911112222", "A1", "同事", "2026-01-22", ""],
    ]
    ill = [
        ["病例编号", "姓名", "联系电话", "发病日期", "诊断分类"],
        ["A1", "韦甲", "13900000000", "2026-01-20", "确诊病例"],
    ]
    capsys.readouterr()
    for kind, rows, new, rejected in (("contacts", near, 1, 1), ("cases", ill, 1, 0)):
        assert (
            main(["--db", db, "import", "--kind", kind, "--json", str(text_file(tmp_path / f"{kind}.csv", rows))]) == 0
        )
        (sheet,) = json.loads(capsys.readouterr().out)["sheets"]
        assert (sheet["kind"], sheet["new"], sheet["rejected"]) == (kind, new, rejected)
    assert main(["--db", db, "person", "2", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["contacts"][0]["case_no"], told["contacts"][0]["waits"], told["cases"]) == ("A1", False, [])
    assert [(step["step"], step["number"], step["person_id"]) for step in told["spread"]] == [(-1, "A1", 1)]
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert main(["--db", db, "person", "1", "--why"]) == 0
    said = capsys.readouterr().out
    assert "A1 · 确诊病例" in said and "→ 韦*（密接 · 同事" in said


def test_where_every_row_was_kept_out_it_ends_with_1_and_says_so(db, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    head = ["姓名", "联系电话", "网格编码", "身份证号"]
    bad = text_file(tmp_path / "bad.csv", [head, ["韦丁", "13900000009", "990199999999", ""]])
    half = text_file(
        tmp_path / "half.csv",
        [head, ["韦丁", "13900000009", "990199999999", ""], ["韦戊", "13900000008", "990101100001", ""]],
    )
    for asked, code in (
        ([str(bad), "--json"], 1),
        ([str(bad), "--dry-run"], 1),
        ([str(half)], 0),
        ([str(half)], 0),  # unchanged beside kept out: what could be taken is there
    ):
        capsys.readouterr()
        assert main(["--db", db, "import", *asked]) == code, asked
        said = capsys.readouterr()
        assert ("nothing could be taken of 1 record;" in said.err) == (code == 1)
    assert main(["--db", db, "import", str(tmp_path / "absent.csv")]) == 2
