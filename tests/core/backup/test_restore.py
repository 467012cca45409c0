"""A backup comes back equal to what was acknowledged before it; what it replaces is kept; a damaged one is refused by name."""

from __future__ import annotations

import json
import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from core.__main__ import main
from core.backup import back_up, check, restore
from core.backup.manifest import FILE
from core.errors import UserError
from core.settings import Settings
from core.store import Store, open_store
from core.store.mark import RESTORING
from tests.county import NOW

KEY = "a key of the county's own"
WRITERS = 50
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(db=str(tmp_path / "data" / "command.duckdb"), key=KEY)


def put(store: Store, number: int) -> None:
    with store.write() as db:
        db.execute("insert into household values ($1, 'H' || $1, 1, null, null, 1)", [number])


def numbers(store: Store) -> set[int]:
    return {n for (n,) in store.run("select household_id from household").fetchall()}


def made(settings: Settings, folder: Path, rows: int = 3) -> Path:
    store = open_store(settings)
    for n in range(rows):
        put(store, n)
    (settings.folder / "originals").mkdir(exist_ok=True)
    (settings.folder / "originals" / "1.bin").write_bytes(b"ciphered")
    (settings.folder / "originals.key").write_bytes(b"a key")
    copy = back_up(store, folder, actor="tester", now=NOW)
    put(store, 1000)
    store.close()
    return copy


def test_under_fifty_writers_it_is_what_was_acknowledged_before(settings, tmp_path):
    store = open_store(settings)
    acknowledged, ending, begun = [], threading.Event(), threading.Barrier(WRITERS + 1)

    def writing(writer: int) -> None:
        begun.wait(60)
        for n in range(1000):
            if ending.is_set():
                return
            number = writer * 1000 + n
            put(store, number)
            acknowledged.append(number)

    threads = [threading.Thread(target=writing, args=(w,)) for w in range(WRITERS)]
    for thread in threads:
        thread.start()
    begun.wait(60)
    while len(acknowledged) < 100:
        pass
    before = set(acknowledged)
    copy = back_up(store, tmp_path / "usb", actor="tester", now=NOW)
    after = set(acknowledged)
    ending.set()
    for thread in threads:
        thread.join()
    held = numbers(store)
    assert set(acknowledged) == held  # nothing acknowledged is lost, nothing else is there
    store.close()
    done = restore(settings, copy, actor="tester", now=LATER)
    store = open_store(settings)
    found = numbers(store)
    assert before <= found <= held
    assert len(found - after) <= WRITERS  # what was under way at that moment
    assert done.standing.tables is not None and done.lost_entries == 1  # that a backup was made
    assert store.value("select count(*) from audit_entry where event = 'backup.restored'") == 1
    put(store, -1)
    store.close()
    open_store(settings).close()  # its mark is its own
    kept = Settings(db=str(Path(done.replaced) / "command.duckdb"), key=KEY)
    old = open_store(kept)
    assert numbers(old) == held
    old.close()


def test_files_and_keys_come_back_and_what_stood_there_is_kept(settings, tmp_path):
    copy = made(settings, tmp_path / "usb")
    (settings.folder / "originals" / "2.bin").write_bytes(b"of later")
    done = restore(settings, copy / "command.duckdb", actor="tester", now=LATER)
    assert [f.name for f in (settings.folder / "originals").iterdir()] == ["1.bin"]
    assert (settings.folder / "originals.key").read_bytes() == b"a key"
    assert sorted(f.name for f in (Path(done.replaced) / "originals").iterdir()) == ["1.bin", "2.bin"]
    assert done.outside == ["key"]
    assert not list(settings.folder.glob("restoring*"))


def test_onto_a_machine_that_has_nothing(settings, tmp_path):
    copy = made(settings, tmp_path / "usb")
    new = Settings(db=str(tmp_path / "new" / "county.duckdb"), key=KEY)
    assert restore(new, copy, actor="tester", now=LATER).replaced is None
    store = open_store(new)
    assert numbers(store) == {0, 1, 2}
    store.close()


def hurt(copy: Path, what: str) -> None:
    manifest = json.loads((copy / FILE).read_text("utf-8"))
    store = copy / "command.duckdb"
    if what == "bit":
        with store.open("r+b") as file:
            file.seek(store.stat().st_size // 2)
            byte = file.read(1)
            file.seek(-1, 1)
            file.write(bytes([byte[0] ^ 1]))
    elif what == "gone":
        (copy / "originals.key").unlink()
    elif what == "count":
        manifest["tables"]["household"] = 4
    elif what == "newer":
        manifest["migrations"].append("0009_later")
    elif what == "none":
        (copy / FILE).unlink()
    elif what == "path":
        manifest["files"]["../../secret"] = {"bytes": 1, "sha256": "0"}
    if what in ("count", "newer", "path"):
        (copy / FILE).write_text(json.dumps(manifest), "utf-8")


@pytest.mark.parametrize(
    ("what", "code", "named"),
    [
        ("bit", "backup_damaged", "command.duckdb"),
        ("gone", "backup_damaged", "originals.key"),
        ("count", "backup_damaged", "household"),
        ("path", "backup_damaged", "../../secret"),
        ("newer", "restore_newer", "0009_later"),
        ("none", "backup_none", None),
    ],
)
def test_what_is_not_sound_is_refused_by_name_and_nothing_changes(settings, tmp_path, what, code, named):
    copy = made(settings, tmp_path / "usb")
    hurt(copy, what)
    with pytest.raises(UserError, match=code) as told:
        restore(settings, copy, actor="tester", now=LATER)
    assert told.value.fields.get("what") == named
    store = open_store(settings)
    assert numbers(store) == {0, 1, 2, 1000}
    store.close()


@pytest.mark.parametrize("key", ["", "another"])
def test_another_key_is_told_as_such(settings, tmp_path, key):
    copy = made(settings, tmp_path / "usb")
    with pytest.raises(UserError, match="backup_key"):
        check(copy, key=key)


def test_a_served_store_is_not_replaced(settings, tmp_path, capsys, monkeypatch):
    copy = made(settings, tmp_path / "usb")
    monkeypatch.setenv("GRID_COMMAND_KEY", KEY)
    served = open_store(settings)
    command = ["--db", settings.db, "restore", str(copy), "--yes"]
    assert main(command) == 2
    assert "in use by another process" in capsys.readouterr().err
    served.close()
    assert main([*command[:-1], "--json"]) == 2  # nobody said yes
    assert main([*command[:-1], "--dry-run"]) == 0
    assert "not in it" in capsys.readouterr().out
    assert main([*command, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["made_at"] == NOW.isoformat() and told["lost_entries"] == 1 and Path(told["replaced"]).is_dir()


@pytest.mark.parametrize("moves", [0, 1, 2, 3, 4, 5])
def test_cut_off_between_its_moves_nobody_opens_half_of_it_and_it_goes_on(settings, tmp_path, monkeypatch, moves):
    copy = made(settings, tmp_path / "usb")
    renamed, left = Path.rename, [moves]

    def cut_off(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return renamed(self, target)

    monkeypatch.setattr(Path, "rename", cut_off)
    with pytest.raises(KeyboardInterrupt):
        restore(settings, copy, actor="tester", now=LATER)
    monkeypatch.undo()
    assert (settings.folder / RESTORING).exists()
    with pytest.raises(UserError, match="restore_unfinished"):
        open_store(settings)
    done = restore(settings, copy, actor="tester", now=LATER + timedelta(hours=1))
    store = open_store(settings)
    assert numbers(store) == {0, 1, 2}
    store.close()
    kept = open_store(Settings(db=str(Path(done.replaced) / "command.duckdb"), key=KEY))
    assert numbers(kept) == {0, 1, 2, 1000}
    kept.close()
    assert not list(settings.folder.glob("restoring*"))
    shutil.rmtree(done.replaced)
