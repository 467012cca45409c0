"""A copy of the running store: of one moment, whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from core.backup import back_up, sweep_backups
from core.backup import copy as backup
from core.errors import UserError
from core.ingest.originals import original
from core.settings import PROJECT, Settings
from core.store import Store, open_store
from tests.core.ingest.files import GRIDS, store_file, workbook
from tests.county import NOW, WHOLE, empty_store

ROWS = [GRIDS, ["990101", "甲县", "县"]]


@pytest.fixture(params=["", "a key of the county's own"])
def store(tmp_path, request) -> Store:
    made = open_store(Settings(db=str(tmp_path / "data" / "command.duckdb"), key=request.param))
    with made.write() as db:
        db.execute("insert into household select n, 'H' || n, 1, null, null, 1 from range(1000) r(n)")
    yield made
    made.close()


def reopened(made: Path, key: str) -> Store:
    return open_store(Settings(db=str(made / "command.duckdb"), key=key))


def left_over(*folders: Path) -> list[str]:
    return [f.name for folder in folders for f in folder.iterdir() if backup.NAME in f.name]


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
    assert left_over(store.settings.folder) == []
    assert store.value("select count(*) from audit_entry where event = 'backup.made'") == 1
    if store.settings.key:
        with pytest.raises(UserError, match="store_key_missing"):
            reopened(made, "")


def test_every_table_comes_back_and_originals_can_be_read(store, tmp_path):
    file = workbook(tmp_path / "网格.xlsx", {"网格": ROWS})
    batch = store_file(store, file)["batch"]
    (store.settings.folder / "originals" / "8.part").write_bytes(b"half written")
    made = back_up(store, tmp_path / "usb", actor="tester", now=NOW)
    assert [f.name for f in (made / "originals").iterdir()] == [f"{batch}.bin"]
    copy = reopened(made, store.settings.key)
    listed = (
        "select table_name, column_count, index_count from duckdb_tables() where database_name = 'store' order by 1"
    )
    assert copy.run(listed).fetchall() == store.run(listed).fetchall()
    for table, *_ in copy.run(listed).fetchall():
        # What is copied is what stood there before the copy was recorded.
        also = 1 if table == "audit_entry" else 0
        assert copy.value(f"select count(*) from {table}") == store.value(f"select count(*) from {table}") - also, table
    assert original(copy, WHOLE, batch, actor="t") == file.read_bytes()
    copy.close()


def test_what_fails_leaves_nothing_behind(store, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UserError, match="backup_folder"):
        back_up(store, tmp_path / "file", actor="tester", now=NOW)
    monkeypatch.setattr(backup, "ROOM", 1e9)
    with pytest.raises(UserError, match="backup_room"):
        back_up(store, tmp_path / "usb", actor="tester", now=NOW)
    monkeypatch.undo()
    (tmp_path / "usb" / "grid-command-20260201-080000").mkdir()  # the name is taken, by something else
    (tmp_path / "usb" / "grid-command-20260201-080000" / "other").write_text("of somebody")
    with pytest.raises(UserError, match="backup_folder"):
        back_up(store, tmp_path / "usb", actor="tester", now=NOW)
    assert left_over(store.settings.folder, tmp_path / "usb") == ["grid-command-20260201-080000"]
    assert store.value("select count(*) from audit_entry where event = 'backup.made'") == 0
    shutil.rmtree(tmp_path / "usb")
    assert back_up(store, tmp_path / "usb", actor="tester", now=NOW).is_dir()


def test_one_at_a_time(store, tmp_path):
    with backup._one_at_a_time, pytest.raises(UserError, match="backup_running"):
        back_up(store, tmp_path / "usb", actor="tester", now=NOW)


# A file may not grow beyond a limit: the same to the writer as a full disk.
FULL = """
import resource, signal, sys
from pathlib import Path
from core.backup import back_up
from core.errors import UserError
from core.settings import Settings
from core.store import open_store
from tests.county import NOW
store = open_store(Settings(db=sys.argv[1]))
with store.write() as db:
    db.execute("insert into household select n, md5(n::text), 1, null, null, 1 from range(200000) r(n)")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, resource.RLIM_INFINITY))
try:
    back_up(store, Path(sys.argv[2]), actor="tester", now=NOW)
except UserError as error:
    print(error.code)
print(store.value("select count(*) from household"))
with store.write() as db:
    db.execute("insert into household values (999999, 'x', 1, null, null, 1)")
print(store.value("select count(*) from household"))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(back_up(store, Path(sys.argv[2]), actor="tester", now=NOW).name)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_disk_that_fills_up_spares_the_store(tmp_path):
    done = run(FULL, tmp_path)
    assert done.stdout.split() == ["backup_folder", "200000", "200001", "grid-command-20260201-080000"], done.stderr
    assert left_over(tmp_path / "data") == []


KILLED = """
import os, signal, sys
from pathlib import Path
from core.backup import copy as backup
from core.settings import Settings
from core.store import open_store
from tests.county import NOW
copied = backup._copy_beside
backup._copy_beside = lambda *a: (copied(*a), os.kill(os.getpid(), signal.SIGKILL))
backup.back_up(open_store(Settings(db=sys.argv[1])), Path(sys.argv[2]), actor="tester", now=NOW)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_killed_just_before_the_end_it_is_no_backup_and_is_swept(tmp_path):
    assert run(KILLED, tmp_path).returncode == -9
    assert left_over(tmp_path / "usb") == [".grid-command-20260201-080000.partial"]
    settings = Settings(db=str(tmp_path / "data" / "command.duckdb"))
    assert left_over(settings.folder) == ["grid-command-20260201-080000.building"]
    sweep_backups(settings, tmp_path / "usb")
    assert left_over(settings.folder) == []
    assert len(left_over(tmp_path / "usb")) == 1  # perhaps another desk's, at work
    os.utime(tmp_path / "usb" / ".grid-command-20260201-080000.partial", (0, 0))
    sweep_backups(settings, tmp_path / "usb")
    assert left_over(tmp_path / "usb") == []


def run(code: str, folder: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", code, str(folder / "data" / "command.duckdb"), str(folder / "usb")]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="file modes of POSIX")
def test_nobody_else_can_read_it(store, tmp_path):
    assert back_up(store, tmp_path / "usb", actor="tester", now=NOW).stat().st_mode & 0o077 == 0


def test_a_store_in_memory_has_nothing_to_copy(tmp_path):
    with pytest.raises(UserError, match="backup_memory"):
        back_up(empty_store(), tmp_path, actor="tester", now=NOW)


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="a second disk")
def test_onto_another_disk(store, tmp_path):
    with tempfile.TemporaryDirectory(dir="/dev/shm") as usb:
        made = back_up(store, Path(usb), actor="tester", now=NOW)
        copy = reopened(made, store.settings.key)
        assert copy.value("select count(*) from household") == 1000
        copy.close()
        assert left_over(store.settings.folder, Path(usb)) == [made.name]
