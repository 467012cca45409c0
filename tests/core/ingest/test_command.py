"""`python -m core import`: the contract for automation."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from unittest import mock

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from core.__main__ import main
from core.settings import PROJECT
from tests.core.ingest.files import GRIDS, id_number, workbook

ROWS = [GRIDS, ["990101", "甲县", "县"], ["990101100", "东镇", "乡镇", "990101"], ["x", "y", "z"]]


def call(db, *args: str, lang: str = "en_US.UTF-8") -> subprocess.CompletedProcess:
    """The command in this process, which has loaded everything: as a process of its own it takes two seconds more."""
    command = ["--db", str(db), "import", *map(str, args)]
    out, said = io.StringIO(), io.StringIO()
    with mock.patch.dict(os.environ, LANG=lang, LC_ALL=""), redirect_stdout(out), redirect_stderr(said):
        code = main(command)
    return subprocess.CompletedProcess(command, code, out.getvalue(), said.getvalue())


def test_as_a_process_of_its_own(tmp_path):
    command = [sys.executable, "-m", "core", "--db", str(tmp_path / "c.duckdb"), "import", str(tmp_path / "absent.csv")]
    env = {**os.environ, "LANG": "zh_CN.UTF-8", "LC_ALL": "", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "absent.csv" in done.stderr and done.stdout == ""


def test_json_dry_run_store_and_repeat(tmp_path):
    db, file = tmp_path / "c.duckdb", workbook(tmp_path / "g.xlsx", {"网格": ROWS})
    tried = call(db, file, "--dry-run", "--json")
    assert tried.returncode == 0
    report = json.loads(tried.stdout)
    assert report == {
        "file": "g.xlsx",
        "batch": None,
        "sheets": [
            {
                "sheet": "网格", "kind": "grids", "header_row": 1,
                "mapping": {
                    "网格编码": "code", "网格名称": "name", "层级": "level", "上级编码": "parent_code", "经度": "lon", "纬度": "lat",
                    "责任人": "responsible", "联系电话": "phone", "替岗人": "deputy",
                },
                "read": 3, "left_out": 0, "rows": 3, "new": 2, "changed": 0, "unchanged": 0, "conflict": 0, "rejected": 1,
                "issues": [{"row": 4, "column": "层级", "code": "level_unknown"}],
            }
        ],
    }  # fmt: skip
    assert json.loads(call(db, file, "--json").stdout)["batch"] == 1
    again = call(db, file, lang="zh_CN.UTF-8").stdout
    assert "未变 2" in again and "不认识的层级" in again and "批次 1" in again


def test_refused_files_say_why_and_exit_with_2(tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_text("hello")
    for lang, words in (("zh_CN.UTF-8", "不是电子表格"), ("en_US.UTF-8", "is no spreadsheet")):
        refused = call(tmp_path / "c.duckdb", bad, lang=lang)
        assert refused.returncode == 2 and words in refused.stderr and refused.stdout == ""
    assert call(tmp_path / "c.duckdb", tmp_path / "absent.csv").returncode == 2


def test_the_file_is_written_back_with_marks(tmp_path):
    db, file = tmp_path / "c.duckdb", workbook(tmp_path / "g.xlsx", {"网格": ROWS})
    out = tmp_path / "new" / "marked.xlsx"
    done = call(db, file, "--dry-run", "--json", "--marked", out, lang="zh_CN.UTF-8")
    assert done.returncode == 0 and json.loads(done.stdout)["batch"] is None and str(out) in done.stderr
    sheet = openpyxl.load_workbook(out)["网格"]
    assert sheet["C4"].comment.text.startswith("【错误】不认识的层级")
    assert [sheet.cell(row, 10).value for row in (1, 2)] == ["导入结果", "新增"]
    folder = tmp_path / "in"
    folder.mkdir()
    file.rename(folder / "g.xlsx")
    call(db, folder, "--marked", tmp_path / "all")
    assert [f.name for f in (tmp_path / "all").iterdir()] == ["g_marked.xlsx"]
    table = tmp_path / "p.parquet"
    pq.write_table(pa.table({"网格编码": ["990101"], "网格名称": ["甲县"], "层级": ["县"]}), table)
    refused = call(db, table, "--marked", tmp_path / "p.xlsx")
    assert refused.returncode == 2 and "can't be marked" in refused.stderr


def test_doubtful_columns_are_said_and_remembered(tmp_path):
    db, file = tmp_path / "c.duckdb", tmp_path / "a.xlsx"
    call(db, workbook(tmp_path / "g.xlsx", {"网格": ROWS}))
    numbers = [id_number(n) for n in range(1, 5)]
    workbook(
        file,
        {
            "甲": [
                ["代号", "号码", "民族"],
                *[
                    [name, number, "壮族"]
                    for name, number in zip(["韦一", "覃二", "黄三", "李四"], numbers, strict=True)
                ],
            ]
        },
    )
    refused = call(db, file)
    assert refused.returncode == 2 and "号码" in refused.stderr and "--map" in refused.stderr
    tried = json.loads(call(db, file, "--dry-run", "--json").stdout)["sheets"][0]
    assert tried["asked"] == {"代号": "name", "号码": "id_number"} and tried["sensitive"] == {"民族": "ethnicity"}
    said = ("--map", "代号=name", "--map", "号码=id_number", "--fixed", "grid=990101100")
    report = call(db, file, *said, "--save-mapping", "派出所", lang="zh_CN.UTF-8")
    assert report.returncode == 0 and "不会存储的列：民族" in report.stdout
    again = json.loads(call(db, file, "--json").stdout)["sheets"][0]
    assert (again["unchanged"], again["mapping"]) == (4, {"代号": "name", "号码": "id_number"})
    wrong = call(db, file, "--map", "没有=name")
    assert wrong.returncode == 2 and "没有" in wrong.stderr


def test_an_older_list_is_said_and_taken_on_demand(tmp_path):
    db, files = tmp_path / "c.duckdb", {}
    for name in ("东镇", "城东镇"):
        files[name] = workbook(tmp_path / f"{name}.xlsx", {"网格": [*ROWS[:2], ["990101100", name, "乡镇", "990101"]]})
        call(db, files[name])
    for lang, words in (("zh_CN.UTF-8", "“990101100 城东镇”"), ("en_US.UTF-8", "--older take")):
        assert words in call(db, files["东镇"], "--dry-run", lang=lang).stdout
    said = json.loads(call(db, files["东镇"], "--json").stdout)["sheets"][0]
    assert (said["changed"], said["older"]) == (0, 1)
    assert {i["code"] for i in said["issues"]} == {"list_older"}
    taken = json.loads(call(db, files["东镇"], "--json", "--older", "take").stdout)["sheets"][0]
    assert taken["changed"] == 1 and "older" not in taken and taken["issues"] == []


def test_the_village_of_a_title_is_said_and_another_can_be_given(tmp_path):
    db, file = tmp_path / "c.duckdb", tmp_path / "a.xlsx"
    grids = [[*ROWS[0]], *ROWS[1:3], ["990101100001", "东一村", "村", "990101100"]]
    call(db, workbook(tmp_path / "g.xlsx", {"网格": grids}))
    workbook(file, {"甲": [["姓名", "证件号码"], ["韦一", id_number(1)]]}, "东镇东一村花名册")
    said = call(db, file, "--dry-run", lang="zh_CN.UTF-8").stdout
    assert "按表格标题" in said and "990101100001" in said and "--fixed grid=" in said
    tried = json.loads(call(db, file, "--dry-run", "--json", "--fixed", "grid=990101100").stdout)["sheets"][0]
    assert "read_in" not in tried and tried["new"] == 1
    stored = json.loads(call(db, file, "--json", "--save-mapping", "花名册").stdout)["sheets"][0]
    assert stored["read_in"] == {"grid": ["990101100001", "title"]} and stored["new"] == 1
    workbook(file, {"甲": [["姓名", "证件号码"], ["韦二", id_number(2)]]})
    other = json.loads(call(db, file, "--dry-run", "--json").stdout)["sheets"][0]
    assert other["rejected"] == 1, "the village is not kept for the next file"


def test_what_a_list_lacks_is_said_and_closed_by_an_option(tmp_path):
    db = tmp_path / "c.duckdb"
    towns = [["990101100", "东镇", "乡镇", "990101"], ["990101101", "西镇", "乡镇", "990101"]]
    call(db, workbook(tmp_path / "g.xlsx", {"网格": [*ROWS[:2], *towns]}))
    shorter = workbook(tmp_path / "h.xlsx", {"网格": [*ROWS[:2], towns[0]]})
    said = call(db, shorter, "--dry-run").stdout
    assert "not in this list" in said and "西镇" in said and "--absent close" in said
    assert json.loads(call(db, shorter, "--json").stdout)["sheets"][0]["closed"] == 0
    report = json.loads(call(db, shorter, "--json", "--absent", "close", "--absent-on", "2026-01-20").stdout)
    assert (report["sheets"][0]["absent"], report["sheets"][0]["closed"]) == (1, 1)
    assert "absent" not in json.loads(call(db, shorter, "--json").stdout)["sheets"][0]
