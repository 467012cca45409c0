"""`audit` on the command line: tested, read, cut at its end behind the desk's back, accepted."""

from __future__ import annotations

import json

import duckdb
import pytest

from core.__main__ import main


@pytest.fixture
def ask(tmp_path, capsys):
    db = str(tmp_path / "data" / "c.duckdb")

    def asked(*args: str) -> tuple[int, str]:
        code = main(["--db", db, *args])
        said = capsys.readouterr()
        return code, said.out + said.err

    asked.db = db
    return asked


def test_a_cut_tail_is_found_by_the_next_command(ask):
    for name in ("a", "b", "c"):
        assert ask("device", "list")[0] == 0
        assert ask("emergency", "declare", name, "--by", "县政府", "--pack", "flood", "--from", "2026-03-01")[0] == 0
    code, text = ask("audit", "verify", "--json")
    found = json.loads(text)
    last = found["last"]
    assert (code, found["whole"], found["entries"], found["seen_entry"]) == (0, True, last, last)
    code, text = ask("audit", "list", "--event", "emergency.", "--json")
    assert [row["event"] for row in json.loads(text)] == ["emergency.declared"] * 3 and "县政府" not in text
    with duckdb.connect(ask.db) as store:
        store.execute("delete from audit_entry where entry_id > 2")
    code, text = ask("audit", "verify")
    assert code == 1 and f"3–{last + 1}" in text and "audit accept" in text
    assert ask("audit", "accept", "--reason", "")[0] == 2
    assert ask("audit", "accept", "--reason", "从备份恢复")[0] == 0
    assert ask("audit", "verify")[0] == 0
    assert json.loads(ask("audit", "cut", "--json")[1]) == {"entries": 0}


def test_a_folder_that_can_not_be_written_is_told_and_undoes_nothing(ask, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GRID_COMMAND_AUDIT_KEY", "a key that is given, long enough")
    monkeypatch.setenv("GRID_COMMAND_AUDIT_FOLDER", str(tmp_path / "file" / "x"))
    code, text = ask("emergency", "declare", "x", "--by", "县政府", "--pack", "flood", "--from", "2026-03-01")
    assert code == 0 and str(tmp_path / "file" / "x") in text
    monkeypatch.delenv("GRID_COMMAND_AUDIT_FOLDER")
    assert ask("audit", "verify")[0] == 0
