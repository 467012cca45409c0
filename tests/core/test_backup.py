"""A copy of the running store: of one moment, whole or not at all."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from core import backup
from core.backup import back_up
from core.errors import UserError
from core.settings import Settings
from core.store import Store, open_store
from tests.county import NOW, empty_store


@pytest.fixture(params=["", "a key of the county"])
def store(tmp_path, request) -> Store:
    made = open_store(Settings(db=str(tmp_path / "data" / "command.duckdb"), key=request.param))
    with made.write() as db:
        db.execute("insert into household select n, 'H' || n, 1, null, null, 1 from range(1000) r(n)")
    originals = tmp_path / "data" / "originals"
    originals.mkdir()
    (originals / "7.bin").write_bytes(b"kept")
    (originals / "8.part").write_bytes(b"half written")
    yield made
    made.close()


def reopened(made: Path, key: str) -> Store:
    return open_store(Settings(db=str(made / "command.duckdb"), key=key))


def test_a_copy_made_while_others_write_is_of_one_moment(store, tmp_path):
    begun, ending = threading.Event(), threading.Event()

    def writing() -> None:
        number = 1000
        while not ending.is_set():
            with store.write() as db:  # two rows or none
                db.execute(
                    "insert into household select $1 + n, 'H' || ($1 + n), 1, null, null, 1 from range(2) r(n)",
                    [number],
                )
            number += 2
            begun.set()

    thread = threading.Thread(target=writing)
    thread.start()
    begun.wait(60)
    made = back_up(store, tmp_path / "usb", actor="tester", now=NOW)
    ending.set()
    thread.join()
    copy = reopened(made, store.settings.key)
    rows = copy.value("select count(*) from household")
    assert 1002 <= rows <= store.value("select count(*) from household")
    assert rows % 2 == 0
    assert copy.value("select mask_phone('13800000001')") == "138****0001"
    assert copy.run("select * from scope_grids([0])").fetchall() == []
    copy.close()
    assert [f.name for f in (made / "originals").iterdir()] == ["7.bin"]
    assert store.value("select count(*) from audit_entry where event = 'backup.made'") == 1
    if store.settings.key:
        with pytest.raises(UserError, match="store_unreadable"):
            reopened(made, "")


def test_what_fails_leaves_nothing_behind(store, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UserError, match="backup_folder"):
        back_up(store, tmp_path / "file", actor="tester", now=NOW)
    monkeypatch.setattr(backup, "ROOM", 1e9)
    with pytest.raises(UserError, match="backup_room"):
        back_up(store, tmp_path / "usb", actor="tester", now=NOW)
    monkeypatch.undo()
    monkeypatch.setattr(backup.shutil, "move", lambda *a: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(UserError, match="backup_folder"):
        back_up(store, tmp_path / "usb", actor="tester", now=NOW)
    assert list((tmp_path / "usb").iterdir()) == []
    assert sorted(f.name for f in store.settings.folder.iterdir() if "building" in f.name) == []
    monkeypatch.undo()
    assert back_up(store, tmp_path / "usb", actor="tester", now=NOW).is_dir()


def test_a_store_in_memory_has_nothing_to_copy(tmp_path):
    with pytest.raises(UserError, match="backup_memory"):
        back_up(empty_store(), tmp_path, actor="tester", now=NOW)
