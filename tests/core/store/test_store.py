"""The store: a cursor per thread, all or nothing, one writer, and what is kept when it is opened again."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from core.backup import back_up
from core.errors import UserError
from core.settings import PROJECT, load_settings
from core.store import load_sql, open_store
from core.store.anew import FRESH, copy_anew
from core.store.cipher import begin
from core.store.migrate import SCHEMA
from core.store.store import in_use
from tests.county import NOW, empty_store, make_county

PLANTED = "罗小青 13877012345 450127199001011234"


def file_store(folder, **changes):
    return open_store(load_settings(db=str(folder / "command.duckdb"), **changes))


def plant(store) -> None:
    with store.write() as db:
        db.execute("insert into duty values (1, 'responsible', ?, null, null, null, 1, null)", [PLANTED])


def test_each_thread_has_its_own_cursor_and_right_answers():
    store = make_county()
    cursors = set()

    def ask(i):
        cursors.add(id(store.cursor()))
        return store.value("select count(*) + $i from person", i=i)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(500))) == [40 + i for i in range(500)]
    assert len(cursors) > 1
    assert store.cursor() is store.cursor()


def test_a_failed_write_leaves_nothing():
    store = empty_store()
    version = store.version
    with pytest.raises(duckdb.Error), store.write() as db:
        db.execute("insert into grid_tree values (1, 1)")
        db.execute("insert into grid_tree values ('no number', 1)")
    assert store.value("select count(*) from grid_tree") == 0
    assert store.version == version
    plant(store)
    assert store.version == version + 1


def test_a_write_within_a_write_stands_or_falls_with_it():
    store = empty_store()
    with pytest.raises(RuntimeError), store.write():
        plant(store)
        raise RuntimeError
    assert store.value("select count(*) from duty") == 0


def test_others_do_not_see_what_is_not_committed():
    store = empty_store()
    with store.write() as db, ThreadPoolExecutor(1) as other:
        db.execute("insert into grid_tree values (1, 1)")
        assert other.submit(store.value, "select count(*) from grid_tree").result() == 0


def test_writers_wait_for_each_other_and_lose_nothing():
    store = empty_store()
    with store.write() as db:
        db.execute("insert into grid_tree values (0, 0)")

    def add(_):
        with store.write() as db:
            db.execute("update grid_tree set grid_id = grid_id + 1 where ancestor_id = 0")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(200)))
    assert store.value("select grid_id from grid_tree") == 200


def test_a_waiting_writer_gets_its_turn_after_a_failed_one():
    store = empty_store()
    begun = threading.Event()

    def fail():
        with pytest.raises(RuntimeError), store.write():
            begun.set()
            raise RuntimeError

    thread = threading.Thread(target=fail)
    thread.start()
    begun.wait(5)
    plant(store)
    thread.join()
    assert store.value("select count(*) from duty") == 1


def test_only_the_parameters_that_a_query_names_are_bound():
    assert empty_store().value("select $a + 1", a=1, b="not named") == 2


def test_a_file_keeps_its_data_and_its_migrations(tmp_path):
    store = file_store(tmp_path)
    plant(store)
    names = store.df("select name from migration order by name").name.tolist()
    store.close()
    again = file_store(tmp_path)
    assert again.value("select name from duty") == PLANTED
    assert again.df("select name from migration order by name").name.tolist() == names
    assert names == sorted(f.stem for f in SCHEMA.glob("*.sql"))
    again.close()


@pytest.mark.parametrize("closed", [True, False])
def test_an_encrypted_store_holds_no_plain_text(tmp_path, closed):
    store = file_store(tmp_path, key="a long secret key")
    plant(store)
    if closed:
        store.close()
    files = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert files
    for file in files:
        content = file.read_bytes()
        for word in PLANTED.split():
            assert word.encode() not in content, file
    store.close()
    again = file_store(tmp_path, key="a long secret key")
    assert again.value("select name from duty") == PLANTED
    again.close()


def test_without_encryption_the_text_is_there_so_that_the_test_above_can_fail(tmp_path):
    store = file_store(tmp_path)
    plant(store)
    store.close()
    assert PLANTED.split()[1].encode() in (tmp_path / "command.duckdb").read_bytes()


def written_as(file, key: str) -> str:
    db, _ = begin()
    with db:
        db.execute(f"attach '{file}' as looked_at (read_only{KEYED.format(key) if key else ''})")
        return db.execute(
            "select tags['storage_version'] from duckdb_databases() where database_name = 'looked_at'"
        ).fetchone()[0]


KEYED = ", encryption_key '{}'"


@pytest.mark.parametrize("key", ["", "a key of the county"])
def test_a_file_of_before_is_opened_and_written_as_a_new_one(tmp_path, key):
    """Plain ones were written in an older format, enciphered ones in the engine's own."""
    (tmp_path / "new").mkdir()
    new = file_store(tmp_path / "new", key=key)
    new.close()
    expected = written_as(tmp_path / "new" / "command.duckdb", key)
    file = tmp_path / "command.duckdb"
    db, _ = begin()
    with db:
        version = KEYED.format(key)[2:] if key else "storage_version 'v1.0.0'"
        db.execute(f"attach '{file}' as old ({version})")
    assert (written_as(file, key) == expected) == bool(key)
    store = file_store(tmp_path, key=key)
    plant(store)
    back_up(store, tmp_path / "usb", actor="tester", now=NOW)
    store.close()
    copy_anew(load_settings(db=str(file), key=key), key=key)
    copies = [*(tmp_path / "usb").rglob("*.duckdb"), file.with_name(file.name + FRESH)]
    assert [written_as(f, key) for f in [file, *copies]] == [expected] * 3


@pytest.mark.parametrize("key", ["", "another key"])
def test_an_encrypted_store_opens_with_its_own_key_only(tmp_path, key):
    file_store(tmp_path, key="a long secret key").close()
    with pytest.raises(Exception, match=r"(?i)encrypt|key|store_"):
        file_store(tmp_path, key=key)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "copy (select 1) to '/tmp/out.csv'",
        "attach '/tmp/other.duckdb' as other",
        "select * from read_csv('https://example.org/x.csv')",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "install httpfs",
    ],
)
def test_sql_reaches_no_file_or_network_and_no_setting(tmp_path, sql):
    store = file_store(tmp_path / "inner")
    with pytest.raises(duckdb.Error):
        store.run(sql)
    store.close()


def test_what_does_not_fit_in_memory_is_spilled_unreadably(tmp_path):
    store = file_store(tmp_path, memory_limit="100MB")
    with store.write() as db:
        db.execute(
            "create temp table large as select i, 'geheim' || i || repeat('x', 200) as t from range(1_500_000) r(i)"
        )
        spilled = list((tmp_path / "spill").iterdir())
        assert spilled
        assert not any(b"geheim" in file.read_bytes() for file in spilled)
    store.close()


def test_a_second_process_is_kept_out(tmp_path):
    store = file_store(tmp_path)
    plant(store)
    code = "from core.store import open_store; from core.settings import load_settings; open_store(load_settings())"
    env = {"GRID_COMMAND_DB": str(tmp_path / "command.duckdb"), "PATH": ""}
    second = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, env=env, capture_output=True, check=False)
    assert second.returncode != 0
    assert store.value("select count(*) from duty") == 1
    store.close()


def test_queries_are_read_from_beside_the_module():
    from core.registry import tree

    assert load_sql(tree.__file__, "tree.sql").startswith("--")


@pytest.mark.parametrize(
    "said",
    [
        'IO Error: Could not set lock on file "/srv/command.duckdb": Conflicting lock is held in /usr/bin/python3.11 (PID 7)',
        # Windows, in its own language
        'IO Error: Cannot open file "D:\\desk\\command.duckdb": 另一个程序正在使用此文件，进程无法访问。\r\n\n\nFile is already open in \nC:\\py.exe (PID 7)',
        'IO Error: Cannot open file "D:\\desk\\command.duckdb": The process cannot access the file because it is being used by another'
        " process.\r\n\n\nFile is already open in \nC:\\py.exe (PID 7)",
    ],
)
def test_a_store_in_use_is_known_on_every_system(said, tmp_path):
    assert in_use(duckdb.IOException(said), str(tmp_path / "command.duckdb"))


def test_a_folders_name_is_not_taken_for_a_lock(tmp_path):
    (tmp_path / "clock").mkdir()
    (tmp_path / "clock" / "command.duckdb").write_bytes(b"no store at all" * 1000)
    with pytest.raises(UserError, match="store_unreadable"):
        file_store(tmp_path / "clock")


def test_a_store_that_nobody_holds_has_ended(tmp_path):
    """Commands of one process follow upon each other: the file is free without `close`, and without a search for circles."""
    gc.disable()
    try:
        file_store(tmp_path)
        assert file_store(tmp_path).value("select 1") == 1
    finally:
        gc.enable()
