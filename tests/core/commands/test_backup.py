"""`backup`: made, listed and tried again by command, in words and as JSON; what is not sound ends it with a sentence."""

from __future__ import annotations

import json

import pytest

from core.__main__ import main
from core.i18n import t


@pytest.fixture
def typed(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("GRID_COMMAND_BACKUPS", str(tmp_path / "usb"))
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    def run(*words: str) -> tuple[int, str]:
        code = main(["--db", str(tmp_path / "data" / "command.duckdb"), *words])
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def test_made_listed_and_tried_again(typed, tmp_path):
    assert t("zh", "backup.none_in", folder=str(tmp_path / "usb")) in typed("backup", "--list")[1]
    made = json.loads(typed("backup", "--json")[1])
    assert made["kind"] == "hand" and made["rows"] > 0 and not made["encrypted"] and made["outside"] == []
    (listed,) = json.loads(typed("backup", "--list", "--json")[1])
    assert listed == made
    assert "手动" in typed("backup", "--list")[1]
    assert "备份完好" in typed("backup", "--check", made["folder"])[1]
    elsewhere = json.loads(typed("backup", str(tmp_path / "disk"), "--json")[1])
    assert elsewhere["folder"].startswith(str(tmp_path / "disk"))
    (tmp_path / "usb" / made["folder"] / "command.duckdb").write_bytes(b"")
    code, said = typed("backup", "--check", made["folder"])
    assert code == 2 and "command.duckdb 与备份时记下的不一致" in said
