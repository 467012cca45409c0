"""`python -m core undo`."""

import json

from core.__main__ import main
from tests.core.ingest.files import GRIDS, workbook


def test_dry_run_undo_and_refusal(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    db = str(tmp_path / "c.duckdb")
    rows = [GRIDS, ["990101", "甲县", "县"], ["990101100", "东镇", "乡镇", "990101"]]
    assert main(["--db", db, "import", str(workbook(tmp_path / "g.xlsx", {"网格": rows}))]) == 0
    capsys.readouterr()
    assert main(["--db", db, "undo", "1", "--dry-run"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"batch": 1, "removed": {"grid": 2}, "restored": 0, "kept": 0, "blocks": []}
    assert main(["--db", db, "undo", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "undone"
    assert main(["--db", db, "undo", "1"]) == 2
    assert "undone already" in json.loads(capsys.readouterr().out)["text"]
