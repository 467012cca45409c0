"""The store's key: given by a file, missing, wrong, changed; and nothing readable in any file of the folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core import rekey as room
from core.commands.key import change, make_one
from core.crypt import data_key
from core.errors import UserError
from core.rekey import make_key_file, rekey
from core.settings import Settings, load_settings
from core.store import open_store
from tests.county import declare_epidemic, fill

OLD, NEW = "the key that was used first", "another key, of enough letters"
NAME = "欧阳密钥测试"


def settings_in(folder: Path, key: str) -> Settings:
    return Settings(db=str(folder / "data" / "command.duckdb"), key=key)


def county(settings: Settings) -> None:
    store = open_store(settings)
    with store.write() as db:
        declare_epidemic(db)
        fill(db)
        db.execute("update person set name = $name where person_id = 1", {"name": NAME})
    data_key(settings)
    store.close()


def held(settings: Settings) -> list:
    store = open_store(settings)
    try:
        return store.run("select * from person order by person_id").fetchall()
    finally:
        store.close()


def plain(folder: Path) -> list[str]:
    """Files in which the name can be read."""
    return [file.name for file in folder.rglob("*") if file.is_file() and NAME.encode() in file.read_bytes()]


@pytest.mark.parametrize(("old", "new"), [("", NEW), (OLD, NEW), (OLD, "")])
def test_the_same_store_under_another_key(tmp_path, old, new):
    before = settings_in(tmp_path, old)
    county(before)
    people, files_key = held(before), data_key(before)
    assert rekey(before, new, actor="test").rows > len(people)
    after = replace(before, key=new)
    assert (held(after), data_key(after)) == (people, files_key)
    assert bool(plain(tmp_path)) == (not new)
    assert {f.name for f in (tmp_path / "data").iterdir() if f.is_file()} == {
        "command.duckdb",
        "command.duckdb.mark",
        "originals.key",
    }
    with pytest.raises(
        UserError, match="store_key_missing" if new and not old else "store_key_wrong" if new else "store_not_encrypted"
    ):
        open_store(before)


@pytest.mark.parametrize(("key", "code"), [("", "store_key_missing"), ("no", "store_key_wrong")])
def test_what_is_wrong_with_the_key_is_said(tmp_path, key, code):
    county(settings_in(tmp_path, OLD))
    with pytest.raises(UserError) as refused:
        open_store(settings_in(tmp_path, key))
    assert refused.value.code == code


def test_a_damaged_file_is_no_matter_of_keys(tmp_path):
    county(settings_in(tmp_path, ""))
    (tmp_path / "data" / "command.duckdb").write_bytes(b"damaged" * 3000)
    with pytest.raises(UserError, match="store_unreadable"):
        open_store(settings_in(tmp_path, ""))


def test_without_the_extension_nothing_is_encrypted_badly(tmp_path, monkeypatch):
    monkeypatch.setattr("core.store.cipher.extension", lambda: None)
    with pytest.raises(UserError, match="encryption_missing"):
        open_store(settings_in(tmp_path, OLD))
    open_store(settings_in(tmp_path, "")).close()


@pytest.mark.parametrize("moment", ["copied", "key kept", "swapped"])
def test_cut_off_at_any_moment_one_of_the_keys_opens_it(tmp_path, monkeypatch, moment):
    before = settings_in(tmp_path, OLD)
    county(before)
    people, files_key = held(before), data_key(before)

    def cut(*_):
        raise KeyboardInterrupt

    target = {"copied": "keep_new_key", "key kept": "take_place", "swapped": "take_new_key"}[moment]
    monkeypatch.setattr(room, target, cut)
    with pytest.raises(KeyboardInterrupt):
        rekey(before, NEW, actor="test")
    monkeypatch.undo()
    holds = replace(before, key=NEW) if moment == "swapped" else before
    assert (held(holds), data_key(holds)) == (people, files_key)


@pytest.mark.parametrize(("new", "code"), [(OLD, "key_same"), ("short", "key_short")])
def test_keys_that_are_none(tmp_path, new, code):
    county(settings_in(tmp_path, OLD))
    with pytest.raises(UserError, match=code):
        rekey(settings_in(tmp_path, OLD), new, actor="test")
    assert held(settings_in(tmp_path, OLD))


def test_the_key_in_a_file(tmp_path, monkeypatch, capsys):
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("GRID_COMMAND_DB", str(tmp_path / "data" / "command.duckdb"))
    file = tmp_path / "desk.key"
    make_key_file(file)
    with pytest.raises(UserError, match="key_exists"):
        make_key_file(file)
    monkeypatch.setenv("GRID_COMMAND_KEY_FILE", str(file))
    assert len(load_settings().key) > 40
    file.chmod(0o644)
    with pytest.raises(UserError, match="key_file_open"):
        load_settings()
    file.chmod(0o600)
    for where, code in ((tmp_path / "data" / "in.key", "key_file_inside"), (tmp_path / "none.key", "key_file_missing")):
        if code == "key_file_inside":
            make_key_file(where)
        monkeypatch.setenv("GRID_COMMAND_KEY_FILE", str(where))
        with pytest.raises(UserError, match=code):
            load_settings()


def test_by_command(tmp_path, monkeypatch, capsys):
    from core.commands.parser import make_parser

    county(settings_in(tmp_path, ""))
    db = str(tmp_path / "data" / "command.duckdb")
    for typed in (["key", "make", str(tmp_path / "k")], ["--db", db, "key", "rotate", "--to", str(tmp_path / "k")]):
        args = make_parser(typed).parse_args(typed)
        assert args.run in (make_one, change)
        assert args.run(args) == 0
    assert "GRID_COMMAND_KEY_FILE" in capsys.readouterr().out
    assert plain(tmp_path) == []
