"""`policy` and `person` as a script calls them."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta

import pytest

from core import clock
from core.__main__ import main
from core.policy.loader import FOLDER, load_policy
from core.settings import load_settings
from core.store import open_store
from tests.county import make_county


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FOLDER / "epidemic", tmp_path / "pack")


def spoil(folder) -> None:
    file = folder / "classes.toml"
    file.write_text(file.read_text("utf-8").replace("temperature >= fever", "temprature >= fever"), "utf-8")


def test_the_packs_are_listed(db, capsys):
    assert main(["--db", db, "policy", "list"]) == 0
    assert "epidemic" in capsys.readouterr().out
    assert main(["--db", db, "policy", "list", "--json"]) == 0
    (pack,) = [p for p in json.loads(capsys.readouterr().out) if p["pack"] == "epidemic"]
    assert pack["version"] == load_policy().version
    assert {c["code"]: c["when"] for c in pack["classes"]}["fever"] == "temperature >= fever"


def test_a_right_pack_is_right(folder, capsys):
    assert main(["policy", "check", str(folder)]) == 0
    assert load_policy().version.partition(":")[2] in capsys.readouterr().out


def test_each_edition_is_named_once(folder, capsys):
    assert main(["policy", "check", str(folder), "--json"]) == 0
    named = json.loads(capsys.readouterr().out)["editions"]
    assert len(named) == len(set(named)) == len(list((folder / "editions").glob("*.toml")))
    assert main(["policy", "check", str(folder)]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert str(len(named)) in last and last.count("pack@") == len(named)


def test_a_fault_ends_with_2_and_says_file_class_and_line(folder, capsys, monkeypatch):
    spoil(folder)
    line = (folder / "classes.toml").read_text("utf-8").splitlines().index('when = "temprature >= fever"') + 1
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["policy", "check", str(folder)]) == 2
    said = capsys.readouterr().err
    assert all(part in said for part in ("classes.toml", f"第 {line} 行", "fever", "temprature"))
    assert main(["policy", "check", str(folder), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert (told["right"], told["file"], told["line"], told["where"]) == (False, "classes.toml", line, "fever")
    assert told["fault"] == "policy.fault.unknown_term"


def test_what_is_no_pack_is_said(tmp_path, capsys):
    assert main(["policy", "check", str(tmp_path)]) == 2
    assert "classes.toml" in capsys.readouterr().err


@pytest.fixture
def db(tmp_path):
    made, path = make_county(), tmp_path / "county.duckdb"
    stored = open_store(load_settings(db=str(path)))
    with stored.write() as target:
        for name in ("grid", "grid_tree", "unit", "person", "membership", "emergency"):
            target.register("rows", made.df(f"select * from {name}"))
            target.execute(f"insert into {name} by name select * from rows")
            target.unregister("rows")
        target.execute("update person set origin = '湖北', arrived_on = current_date where person_id = 1")
        target.execute("update person set origin = '湖北' where person_id = 2")
    stored.close()
    return str(path)


def test_a_person_is_explained(db, capsys):
    assert main(["--db", db, "person", "1", "--why", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {c["code"]: c["state"] for c in told["classes"]}["inbound"] == "holds"
    assert told["name"].endswith("*")  # masked
    assert main(["--db", db, "person", "450127195201010" + "02X", "--why"]) == 0  # by document
    said = capsys.readouterr().out
    assert "Missing: Day from which it counts" in said
    assert len(said.splitlines()) > len(load_policy().classes)
    assert main(["--db", db, "person", "1"]) == 0
    assert "Fever" not in capsys.readouterr().out


def test_whom_nobody_knows_is_refused_without_the_number(db, capsys):
    for who in ("4711", "450127199901019999"):
        assert main(["--db", db, "person", who, "--why"]) == 2
        assert who not in capsys.readouterr().err


def test_an_edition_in_use_goes_by_its_name_in_the_readers_language(db, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert main(["--db", db, "policy", "use", "epidemic@9", "--from", "2026-01-31"]) == 0
    assert main(["--db", db, "policy", "list"]) == 0
    said = capsys.readouterr().out
    assert "9th edition" in said and "第" not in said
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["--db", db, "policy", "list"]) == 0
    assert "第九版" in capsys.readouterr().out


def told(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(("language", "said"), [("zh_CN.UTF-8", "不同的策略包"), ("en_US.UTF-8", "of two packs")])
def test_two_packs_are_not_compared(db, capsys, monkeypatch, language, said):
    monkeypatch.setenv("LC_ALL", language)
    assert main(["--db", db, "policy", "compare", "epidemic@8", "flood@base"]) == 2
    assert said in capsys.readouterr().err
    assert main(["--db", db, "policy", "compare", "epidemic@8", "plague@1", "--json"]) == 2
    assert told(capsys)["error"] == "pack_unknown"
    assert main(["--db", db, "policy", "compare", "epidemic@8", "epidemic@9"]) == 0


@pytest.mark.parametrize(
    ("which", "since", "note"),
    [
        ("flood@base", "2026-01-01", "There is no emergency"),  # none of that pack
        ("epidemic@9", "2018-12-31", "begins on 2019-01-01"),  # before the first
        ("epidemic@9", "2026-01-01", ""),
    ],
)
def test_a_version_that_has_no_effect_says_so_and_is_published_all_the_same(
    db, capsys, monkeypatch, which, since, note
):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert main(["--db", db, "policy", "use", which, "--from", since]) == 0
    said = capsys.readouterr().out
    assert len(said.splitlines()) == (2 if note else 1) and note in said
    assert main(["--db", db, "policy", "publish", "1", "--from", since, "--json"]) == 0
    assert note in told(capsys).get("no_effect", "")


def test_what_lies_ahead_is_withdrawn_and_what_has_begun_is_not(db, capsys):
    later = (clock.today() + timedelta(days=5)).isoformat()
    run = ["--db", db]
    assert main([*run, "policy", "use", "epidemic@9", "--from", later]) == 0
    assert main([*run, "policy", "use", "epidemic@8", "--from", "2026-01-01"]) == 0
    assert main([*run, "emergency", "declare", "防汛", "--pack", "flood", "--by", "县防指", "--from", later]) == 0
    capsys.readouterr()
    assert main([*run, "policy", "withdraw", "1", "--json"]) == 0
    assert told(capsys) == {"withdrawn": 1, "draft": False}
    assert main([*run, "policy", "withdraw", "2", "--json"]) == 2
    assert told(capsys)["error"] == "version_not_ahead"
    assert main([*run, "emergency", "withdraw", "2"]) == 0
    assert "防汛" in capsys.readouterr().out
    assert main([*run, "emergency", "withdraw", "1", "--json"]) == 2
    assert told(capsys)["error"] == "emergency_not_ahead"
