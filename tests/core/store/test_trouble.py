"""A damaged store or log, a file that is gone, a log that was lost: named, and never older data in its place. A full disk: read only, and back by itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import UserError
from core.settings import PROJECT, Settings
from core.store import open_store

ROWS = 100
KILLED = """
import os, signal, sys
from core.settings import Settings
from core.store import open_store
store = open_store(Settings(db=sys.argv[1], key=sys.argv[2]))
for n in range(100):
    with (store.write() if n % 2 else store.add()) as db:
        db.execute("insert into household values ($1, 'H' || $1, 1, null, null, 1)", [n])
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module", params=["", "a key of the county's own"])
def killed(tmp_path_factory, request) -> Settings:
    """A store that was killed with all its rows in the log."""
    folder = tmp_path_factory.mktemp("killed")
    settings = Settings(db=str(folder / "command.duckdb"), key=request.param)
    open_store(settings).close()
    done = run(KILLED, settings.db, settings.key)
    assert done.returncode in (-9, 1), done.stderr
    return settings


@pytest.fixture
def store(killed, tmp_path) -> Settings:
    shutil.copytree(killed.folder, tmp_path / "data")
    return Settings(db=str(tmp_path / "data" / "command.duckdb"), key=killed.key)


def run(code: str, *given: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", code, *given], cwd=PROJECT, capture_output=True, text=True, check=False
    )


def flipped(at: int) -> Callable[[bytes], bytes]:
    return lambda found: found[:at] + bytes([found[at] ^ 255]) + found[at + 1 :]


def row_flipped(found: bytes) -> bytes:
    """A byte of what a row says; of an enciphered log one amid it, which may be the length of an entry: the log looks cut there then."""
    at = found.find(b"H50")
    return flipped(at if at > 0 else len(found) // 2)(found)


def test_unhurt_all_is_there(store):
    opened = open_store(store)
    assert opened.value("select count(*) from household") == ROWS
    opened.close()


@pytest.mark.parametrize(
    ("suffix", "damage", "code"),
    [
        (".wal", lambda f: f[: len(f) // 2], "store_older"),  # DuckDB alone opens it with half of the rows
        (".wal", lambda _: b"", "store_older"),  # … with none
        (".wal", flipped(0), "store_older"),
        (".wal", None, "store_older"),
        (".wal", row_flipped, "store_log_corrupt"),
        ("", flipped(0), "store_corrupt"),
        ("", flipped(4096), "store_corrupt"),
        ("", lambda f: f[: len(f) // 2], "store_corrupt"),
        ("", lambda _: b"not a store", "store_unreadable"),
        ("", None, "store_gone"),  # … as an empty store
    ],
)
def test_damage_is_named_and_nothing_older_is_opened(store, suffix, damage, code):
    file = Path(store.db + suffix)
    found = file.read_bytes()
    file.unlink()
    if damage:
        file.write_bytes(damage(found))
    left = Path(store.db).exists() and Path(store.db).read_bytes()
    if damage is row_flipped and store.key:
        code = "store_log_corrupt|store_older"
    for _ in range(2):  # the refusal changes nothing
        with pytest.raises(UserError, match=f"^({code})$"):
            open_store(store)
    assert left == (Path(store.db).exists() and Path(store.db).read_bytes())
    if suffix:  # the log found again, all is well
        file.write_bytes(found)
        opened = open_store(store)
        assert opened.value("select count(*) from household") == ROWS
        opened.close()


def test_an_older_file_put_in_its_place_is_refused_until_somebody_says_so(store, tmp_path):
    shutil.copy(store.db, tmp_path / "older")
    opened = open_store(store)
    opened.close()
    shutil.copy(tmp_path / "older", store.db)
    with pytest.raises(UserError, match="store_older") as told:
        open_store(store)
    assert told.value.fields["lost"] >= ROWS
    (store.folder / told.value.fields["mark"]).unlink()
    open_store(store).close()


def test_two_servers_on_one_store(store):
    opened = open_store(store)
    second = subprocess.run(
        [sys.executable, "-m", "core", "--db", store.db, "serve", "--port", "1"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"GRID_COMMAND_KEY": store.key, "LANG": "zh_CN.UTF-8", "LC_ALL": ""},
    )
    assert second.returncode == 2 and "一个数据库只能有一个服务" in second.stderr
    opened.close()


# On a disk of its own of 16 MB: fills it, twice over, as a writer who does not stop would.
FILLED = """
import sys
from dataclasses import replace
from pathlib import Path
import duckdb
from core.errors import UserError
from core.settings import Settings
from core.store import open_store
folder, spare = Path(sys.argv[1]), int(sys.argv[2])
settings = Settings(db=str(folder / "command.duckdb"), key="k", spare_megabytes=spare)
store = open_store(settings)
acknowledged, refused, number = 0, 0, 0
while refused < 5:
    try:
        with (store.write() if number % 2 else store.add()) as db:
            db.execute("insert into household select $1 * 500 + n, md5(($1 * 500 + n)::text), 1, null, null, 1 from range(500) r(n)", [number])
        acknowledged += 500
        number += 1
        if number % 40 == 0:
            store.run("checkpoint store").fetchall()
    except UserError as error:
        assert error.code == "store_full", error.code
        refused += 1
        number += 1
    except duckdb.Error as error:  # the checkpoint
        refused += 1
assert acknowledged > 5000, acknowledged
def count():
    return store.value("select count(*) from household")
assert store.full or spare == 0
assert count() == acknowledged, (count(), acknowledged)
try:  # the worst: the database gives up on its file
    store.run("checkpoint store").fetchall()
except duckdb.Error:
    pass
store.mend()
assert count() == acknowledged, (count(), acknowledged)
for file in folder.glob("filler*"):
    file.unlink()
store.mend()
with store.write() as db:
    db.execute("insert into household values (-1, 'x', 1, null, null, 1)")
with store.add() as db:
    db.execute("insert into household values (-2, 'x', 1, null, null, 1)")
assert count() == acknowledged + 2
store.close()
store = open_store(settings)
assert count() == acknowledged + 2
print("well", acknowledged)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting a small disk takes root")
@pytest.mark.parametrize("spare", [0, 2])
def test_a_disk_that_fills_up_loses_nothing_acknowledged_and_writing_goes_on_once_there_is_room(tmp_path, spare):
    """`spare`: 0 lets it run into the very end."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        (disk / "filler").write_bytes(bytes(24 << 20))
        done = run(FILLED, str(disk), str(spare))
        assert done.stdout.startswith("well"), done.stderr[-2000:]
    finally:
        subprocess.run(["umount", "-l", disk], check=False)
