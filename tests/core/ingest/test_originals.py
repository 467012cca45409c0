"""Uploaded files are kept encrypted, for a time, and come back to those who may have them."""

from __future__ import annotations

import hashlib
import stat
import sys
from datetime import timedelta

import pytest

from core import clock
from core.domain import Scope
from core.errors import UserError
from core.ingest.originals import CHUNK, has_original, keep_original, original, sweep_originals
from core.settings import load_settings
from core.store import open_store
from tests.core.ingest.files import GRIDS, store_file, workbook
from tests.county import NOW, WHOLE

ROWS = [
    GRIDS,
    ["990101", "甲县", "县"],
    ["990101100", "东镇", "乡镇", "990101"],
    ["990101101", "西镇", "乡镇", "990101"],
]


@pytest.fixture(params=["", "secret"])
def store(request, tmp_path):
    made = open_store(load_settings(db=str(tmp_path / "store" / "c.duckdb"), key=request.param))
    yield made
    made.close()


@pytest.fixture
def file(tmp_path):
    return workbook(tmp_path / "网格.xlsx", {"网格": ROWS})


def kept(store):
    folder = store.settings.folder / "originals"
    return sorted(f.name for f in folder.iterdir()) if folder.exists() else []


def test_kept_unreadable_and_given_back_with_a_record(store, file):
    batch = store_file(store, file)["batch"]
    assert kept(store) == [f"{batch}.bin"]
    stored = (store.settings.folder / "originals" / f"{batch}.bin").read_bytes()
    assert b"PK\x03\x04" not in stored
    assert b"xl/worksheets" not in stored
    assert has_original(store, WHOLE, batch, actor="t")
    assert original(store, WHOLE, batch, actor="t") == file.read_bytes()
    entries = store.run("select actor, fields from audit_entry where event = 'import.original_downloaded'").fetchall()
    assert entries == [("t", f'{{"batch": {batch}}}')]


@pytest.mark.skipif(sys.platform == "win32", reason="file modes of POSIX")
def test_key_and_file_are_private(store, file):
    batch = store_file(store, file)["batch"]
    paths = [store.settings.folder / "originals" / f"{batch}.bin"]
    if not store.settings.key:
        paths.append(store.settings.folder / "originals.key")
    assert [stat.S_IMODE(p.stat().st_mode) for p in paths] == [0o600] * len(paths)
    wrapped = (store.settings.folder / "originals.key").read_bytes().startswith(b"GCW1")
    assert wrapped == bool(store.settings.key)


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_every_size_comes_back_and_no_damage_goes_unseen(store, file, tmp_path, size):
    batch = store_file(store, file)["batch"]
    big = tmp_path / "big.bin"
    big.write_bytes(bytes(range(256)) * (size // 256) + b"x" * (size % 256))
    keep_original(store, big, batch)
    with store.write() as db:
        db.execute("update import_batch set sha256 = ?", [hashlib.sha256(big.read_bytes()).hexdigest()])
    assert original(store, WHOLE, batch, actor="t") == big.read_bytes()
    path = store.settings.folder / "originals" / f"{batch}.bin"
    whole = path.read_bytes()
    for damaged in (whole[:-1], whole[: 7 + CHUNK + 16], whole[:-1] + bytes([whole[-1] ^ 1]), b"", whole + b"x"):
        if damaged == whole:
            continue
        path.write_bytes(damaged)
        with pytest.raises(UserError, match="original_gone"):
            original(store, WHOLE, batch, actor="t")


def test_another_batchs_file_is_not_taken_for_it(store, file):
    first, second = store_file(store, file)["batch"], store_file(store, file)["batch"]
    folder = store.settings.folder / "originals"
    (folder / f"{first}.bin").replace(folder / f"{second}.bin")
    with pytest.raises(UserError, match="original_gone"):
        original(store, WHOLE, second, actor="t")


def test_only_within_scope(store, file):
    batch = store_file(store, file)["batch"]
    town = store.value("select grid_id from grid where name = '东镇'")
    assert not has_original(store, Scope((town,)), batch, actor="t")
    with pytest.raises(UserError, match="undo_outside_scope"):
        original(store, Scope((town,)), batch, actor="t")
    for scope, number in ((Scope(()), batch), (WHOLE, batch + 1)):
        assert not has_original(store, scope, number, actor="t")
        with pytest.raises(UserError, match="batch_unknown"):
            original(store, scope, number, actor="t")
    assert store.value("select count(*) from audit_entry where event = 'import.original_downloaded'") == 0


def test_removed_after_their_time(store, file):
    batch = store_file(store, file)["batch"]
    folder = store.settings.folder / "originals"
    (folder / "99.bin").write_bytes(b"of no batch")
    assert sweep_originals(store, now=NOW + timedelta(days=29)) == 1
    assert kept(store) == [f"{batch}.bin"]
    (folder / "5.part").write_bytes(b"half written")
    assert sweep_originals(store, now=clock.now() + timedelta(days=400)) == 1  # a clock that leapt
    assert sweep_originals(store, now=clock.now() + timedelta(days=36)) == 1
    assert kept(store) == []
    with pytest.raises(UserError, match="original_gone"):
        original(store, WHOLE, batch, actor="t")


def test_zero_days_keep_nothing(tmp_path, file):
    store = open_store(load_settings(db=str(tmp_path / "s" / "c.duckdb"), keep_originals_days=0))
    batch = store_file(store, file)["batch"]
    assert kept(store) == []
    assert not has_original(store, WHOLE, batch, actor="t")
    store.close()


def test_a_file_that_can_not_be_kept_does_not_fail_the_import(store, file, caplog):
    store.settings.folder.joinpath("originals").write_text("in the way")
    assert store_file(store, file)["batch"] == 1
    assert "网格" not in caplog.text
