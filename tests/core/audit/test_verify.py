"""Whatever is done to the log behind the desk's back is found, and where."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from core.audit import record, verify
from core.audit.accept import accept
from core.audit.heads import FILE, append_head, heads
from core.audit.keep import cut
from core.audit.key import _kept
from core.backup import back_up
from core.errors import UserError
from core.settings import Settings
from core.store import Store, open_store
from core.store.mark import forget_mark

ENTRIES = 12


def desk(folder: Path, **given: object) -> Store:
    return open_store(Settings(db=str(folder / "data" / "command.duckdb"), threads=1, **given))


def act(store: Store, times: int = 1) -> None:
    for n in range(times):
        with store.write() as db:
            record(db, "zhao", "import.undone", batch=n, status="undone", kept=n)


@pytest.fixture
def store(tmp_path):
    made = desk(tmp_path)
    act(made, ENTRIES)
    append_head(made)
    yield made
    made.close()


def faults(store: Store) -> list[tuple]:
    return [(f.kind, f.first, f.last) for f in verify(store).faults]


def tamper(store: Store, sql: str) -> None:
    with store.write() as db:
        for statement in sql.split(";"):
            db.execute(statement)


def test_a_whole_log_is_whole_and_its_key_lies_outside_the_data(store):
    found = verify(store)
    assert (found.entries, found.first, found.last, found.heads, found.seen_entry) == (ENTRIES, 1, ENTRIES, 1, ENTRIES)
    assert found.whole
    folder = store.settings.audit_place
    assert folder == store.settings.folder.with_name("data-audit")
    assert {f.name for f in folder.iterdir()} == {"audit.key", FILE}
    assert (folder / "audit.key").stat().st_mode & 0o077 == 0
    assert append_head(store) is False, "nothing new: no line"


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("update audit_entry set fields = '{}' where entry_id = 3", [("changed", 3, 3)]),
        ("update audit_entry set actor = 'wang' where entry_id = 1", [("changed", 1, 1)]),
        ("update audit_entry set happened_at = happened_at + interval 1 second where entry_id = 12", [("changed", 12, 12)]),
        ("update audit_entry set event = 'import.seen' where entry_id = 2", [("changed", 2, 2)]),
        ("delete from audit_entry where entry_id = 5", [("missing", 5, 5)]),
        ("delete from audit_entry where entry_id between 3 and 6", [("missing", 3, 6)]),
        ("delete from audit_entry where entry_id < 3", [("missing", 1, 2)]),
        ("delete from audit_entry where entry_id > 9", [("cut", 10, 12)]),
        ("delete from audit_entry", [("cut", 1, 12)]),
        ("delete from audit_entry; delete from audit_anchor", [("cut", 1, 12)]),
        ("delete from audit_anchor", [("cut", 1, 12), ("anchor", 0, 0)]),
        ("update audit_anchor set hash = repeat('0', 64)", [("anchor", 0, 0), ("changed", 1, 1)]),
    ],
)  # fmt: skip
def test_tampering_is_found_where_it_was_done(store, tampering, found):
    tamper(store, tampering)
    assert [f for f in faults(store) if f[0] != "head"][: len(found)] == found


def test_a_tail_that_is_written_anew_is_found(store):
    """Somebody cuts the end, and the desk goes on: the numbers are all there."""
    tamper(store, "delete from audit_entry where entry_id > 9")
    act(store, 6)
    append_head(store)
    found = verify(store)
    assert [(f.kind, f.first) for f in found.faults] == [("replaced", 12)]
    assert found.faults[0].at is not None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    entry=st.integers(1, ENTRIES),
    column=st.sampled_from(["happened_at", "actor", "event", "fields", "hash"]),
    put=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
    minutes=st.integers(1, 10**6),
    kind=st.sampled_from(["edit", "delete", "swap", "copy"]),
)
def test_every_edit_is_found(store, entry, column, put, minutes, kind):
    db = store.cursor()
    kept = db.execute("select * from audit_entry order by entry_id").fetchall()
    with store.write() as db:
        if kind == "edit" and column == "happened_at":
            db.execute(
                "update audit_entry set happened_at = happened_at + to_minutes(?) where entry_id = ?", [minutes, entry]
            )
        elif kind == "edit":
            db.execute(f"update audit_entry set {column} = ? where entry_id = ?", [put, entry])
        elif kind == "delete":
            db.execute("delete from audit_entry where entry_id = ?", [entry])
        elif kind == "swap":  # two entries change places
            other = entry % ENTRIES + 1
            for to, row in ((entry, kept[other - 1]), (other, kept[entry - 1])):
                db.execute("update audit_entry set fields = ?, hash = ? where entry_id = ?", [row[4], row[5], to])
        else:  # one is put in again at the end
            db.execute("insert into audit_entry values (?, ?, ?, ?, ?, ?)", [ENTRIES + 1, *kept[entry - 1][1:]])
    found = verify(store)
    with store.write() as db:
        db.execute("delete from audit_entry")
        db.executemany("insert into audit_entry values (?, ?, ?, ?, ?, ?)", [list(row) for row in kept])
    assert not found.whole
    where = {"swap": {entry, entry % ENTRIES + 1}, "copy": {ENTRIES + 1}}.get(kind, {entry})
    assert found.faults[0].first in where
    assert verify(store).whole


def test_what_is_past_its_time_is_cut_and_the_rest_can_be_tested(store, monkeypatch):
    later = clock.now() + timedelta(days=201)
    assert cut(store, now=clock.now(), actor="system") == 0
    monkeypatch.setattr(clock, "now", lambda: later)
    act(store, 3)
    assert cut(store, now=later, actor="system") == ENTRIES
    found = verify(store)
    assert (found.whole, found.entries, found.first, found.last) == (True, 4, 13, 16), "three acts and the cut itself"
    assert [h.entry for h in heads(store.settings)] == [16]
    tamper(store, "delete from audit_entry where entry_id = 13")
    assert faults(store) == [("missing", 13, 13)]
    tamper(store, "update audit_anchor set after_entry = 13 where kind = 'cut'")
    assert ("anchor", 13, 13) in faults(store)


def test_a_log_that_is_not_whole_is_cut_by_nobody(store, monkeypatch):
    tamper(store, "update audit_entry set actor = 'wang' where entry_id = 4")
    later = clock.now() + timedelta(days=201)
    monkeypatch.setattr(clock, "now", lambda: later)
    act(store)
    with pytest.raises(UserError, match="audit_faults"):
        cut(store, now=later, actor="system")
    assert verify(store).entries == ENTRIES + 1


def test_half_a_year_is_the_least(store):
    store.settings = replace(store.settings, audit_days=30)
    with pytest.raises(UserError, match="audit_days"):
        cut(store, now=clock.now(), actor="system")


def restored(store: Store, folder: Path, **given: object) -> Store:
    """A backup of the store, opened from `folder`."""
    made = back_up(store, folder / "backups", actor="zhao", now=clock.now())
    store.close()
    made.rename(folder / "data")
    return desk(folder, **given)


def test_a_store_put_back_is_told_from_a_cut_one_by_whoever_says_so(store, tmp_path):
    """The store of an hour ago stands where today's stood."""
    backup = tmp_path / "backup.duckdb"
    store.cursor().execute("checkpoint")
    store.close()
    shutil.copy(store.settings.db, backup)
    now = desk(tmp_path)
    act(now, 5)
    append_head(now)
    now.close()
    shutil.copy(backup, store.settings.db)
    forget_mark(store.settings)
    back = desk(tmp_path)
    assert faults(back) == [("cut", 13, 17)]
    with pytest.raises(UserError, match="audit_reason"):
        accept(back, reason=" ", actor="zhao", now=clock.now())
    assert accept(back, reason="从备份恢复", actor="zhao", now=clock.now()) == 13
    assert faults(back) == []
    act(back, 3)
    append_head(back)
    assert faults(back) == []
    tamper(back, "delete from audit_entry where entry_id > 14")
    assert faults(back) == [("cut", 15, 16)], "and a cut after that is found again"
    back.close()


def test_elsewhere_it_is_tested_with_the_key_that_is_brought_along(store, tmp_path):
    key = store.settings.audit_place / "audit.key"
    there = restored(store, tmp_path / "elsewhere")
    act(there, 2)  # a key of its own was made
    assert faults(there) == [("key", 1, ENTRIES)]
    shutil.copy(key, there.settings.audit_place / "former.key")
    assert faults(there) == []
    tamper(there, "update audit_entry set actor = 'wang' where entry_id = 4")
    assert faults(there) == [("changed", 4, 4)]
    there.close()


def test_without_it_what_was_before_counts_as_untested_once_somebody_says_why(store, tmp_path):
    there = restored(store, tmp_path / "elsewhere", audit_key="the key of the new machine")
    accept(there, reason="旧服务器损坏", actor="zhao", now=clock.now())
    act(there, 2)
    found = verify(there)
    assert (found.whole, found.untested, found.entries) == (True, ENTRIES, ENTRIES + 3)
    there.close()


def test_another_way_of_signing_goes_on_from_the_first(store, tmp_path):
    """A county is told to use SM3: what was written before is tested as it was made."""
    store.close()
    sm3 = desk(tmp_path, audit_mac="sm3")
    act(sm3, 3)
    append_head(sm3)
    found = verify(sm3)
    assert (found.whole, found.entries, found.untested) == (True, ENTRIES + 3, 0)
    tamper(sm3, "update audit_entry set actor = 'wang' where entry_id in (4, 14)")
    assert faults(sm3) == [("changed", 4, 4), ("changed", 14, 14)]
    sm3.settings = replace(sm3.settings, audit_mac="md5")
    with pytest.raises(UserError, match="audit_mac"):
        verify(sm3)
    sm3.close()


def test_heads_are_signed(store):
    file = store.settings.audit_place / FILE
    file.write_text(file.read_text("utf-8").replace('"entry": 12', '"entry": 11') + "half a li", "utf-8")
    assert faults(store) == [("head", 1, 1), ("head", 2, 2)]


def test_a_key_that_can_not_be_kept_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    store = desk(tmp_path, audit_folder=str(tmp_path / "file" / "below"))
    with pytest.raises(UserError, match="audit_folder"):
        act(store)
    store.close()
    _kept.cache_clear()


def test_moments_of_heads_are_told(store):
    assert datetime.fromisoformat(verify(store).seen_at) <= clock.now()
