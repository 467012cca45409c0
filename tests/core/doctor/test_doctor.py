"""The doctor names each trouble, says what to do in both languages, and ends with 1; a well store ends with 0."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core import clock
from core.__main__ import main
from core.backup import back_up
from core.doctor import BAD, OK, WARN, examine, machine
from core.i18n import LANGUAGES
from core.report.doctor_words import do_text, sign_text
from core.settings import Settings
from core.store import Store, open_store
from tests.county import NOW

KEY = "a key of the county's own"


@pytest.fixture
def store(tmp_path) -> Store:
    made = open_store(Settings(db=str(tmp_path / "data" / "command.duckdb"), key=KEY, backups=str(tmp_path / "usb")))
    with made.write() as db:
        db.execute("update migration set applied_at = $1", [NOW - timedelta(days=9)])
    yield made
    made.close()


def settled(**changed: object) -> Callable[[Store, pytest.MonkeyPatch], None]:
    def change(store: Store, _: pytest.MonkeyPatch) -> None:
        store.settings = replace(store.settings, **changed)

    return change


def stated(sql: str, *values: object) -> Callable[[Store, pytest.MonkeyPatch], None]:
    def change(store: Store, _: pytest.MonkeyPatch) -> None:
        with store.write() as db:
            db.execute(sql, list(values))

    return change


def backed_up(days: int) -> Callable[[Store, pytest.MonkeyPatch], None]:
    return lambda store, _: back_up(store, store.settings.backup_folder, actor="t", now=NOW - timedelta(days=days))  # type: ignore[return-value]


def open_key(store: Store, _: pytest.MonkeyPatch) -> None:
    store.settings.folder.chmod(0o755)
    (store.settings.folder / "originals.key").write_bytes(b"k")
    (store.settings.folder / "originals.key").chmod(0o644)


def no_memory(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    told = store.settings.folder / "meminfo"
    told.write_text("MemTotal: 8000000 kB\nMemAvailable:   200000 kB\n")
    monkeypatch.setattr(machine, "MEMINFO", told)


AUDIT = "insert into audit_entry values (1, $1, 'x', 'y', '{}', 'z')"


@pytest.mark.parametrize(
    ("change", "check", "code", "level"),
    [
        (lambda *_: None, "backups", "none", BAD),
        (lambda *_: None, "store", "open", OK),
        (lambda *_: None, "schema", "right", OK),
        (backed_up(0), "backups", "fresh", OK),
        (backed_up(0), "backups", "same_disk", WARN),
        (backed_up(3), "backups", "old", BAD),
        (settled(backup_at=""), "backups", "by_hand", WARN),
        (settled(backup_at="noon"), "backups", "setting_backup_at", BAD),
        (lambda store, _: (store.settings.folder / "replaced-20251201-080000").mkdir(), "backups", "replaced", WARN),
        (settled(spare_megabytes=10**9), "disk", "full", BAD),
        (settled(key=""), "keys", "plain", WARN),
        (open_key, "keys", "readable", WARN),
        (no_memory, "memory", "low", WARN),
        (settled(host="0.0.0.0", demo=True), "addresses", "demo_open", BAD),
        (settled(host="0.0.0.0"), "addresses", "no_tls", WARN),
        (settled(hosts="*"), "addresses", "any_name", WARN),
        (settled(oidc_issuer="https://id.county", oidc_client="desk"), "provider", "half", BAD),
        (settled(oidc_issuer="http://id.county", oidc_client="desk", address="https://desk"), "provider", "provider_odd", BAD),
        (settled(oidc_issuer="http://127.0.0.1:9", oidc_client="desk", address="https://desk"), "provider", "provider_away", WARN),
        (stated("alter table person add column strange text"), "schema", "other", BAD),
        (stated("update migration set applied_at = $1", NOW + timedelta(days=1)), "clock", "back", BAD),
        (stated(AUDIT, NOW), "audit", "broken", BAD),
    ],
)  # fmt: skip
def test_each_trouble_is_named_with_what_to_do(store, monkeypatch, change, check, code, level):
    if code == "readable" and os.name == "nt":
        pytest.skip("file modes of POSIX")
    change(store, monkeypatch)
    found = {(one.check, one.code): one for one in examine(store.settings, store, now=NOW)}
    assert (check, code) in found, list(found)
    one = found[check, code]
    assert one.level == level
    for lang in LANGUAGES:
        said = sign_text(lang, one)
        assert said and "{" not in said and "doctor." not in said and "error." not in said
        if level != OK and not code.startswith("setting_"):  # an error's own sentence says it
            assert do_text(lang, one) and "{" not in do_text(lang, one)


def test_the_command_ends_with_one_where_there_is_trouble_and_a_broken_store_is_looked_at(
    tmp_path, monkeypatch, capsys
):
    db = str(tmp_path / "data" / "command.duckdb")
    for name, value in {"KEY": KEY, "BACKUPS": str(tmp_path / "usb")}.items():
        monkeypatch.setenv(f"GRID_COMMAND_{name}", value)
    store = open_store(Settings(db=db, key=KEY))
    back_up(store, tmp_path / "usb", actor="t", now=clock.now())
    store.close()
    assert main(["--db", db, "doctor"]) == 0
    assert main(["--db", db, "doctor", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["level"] == WARN and {row["check"] for row in told["signs"]} >= {"store", "disk", "audit", "backups"}
    with Path(db).open("r+b") as file:
        file.seek(4100)
        file.write(b"broken")
    assert main(["--db", db, "doctor"]) == 1
    assert "is damaged" in capsys.readouterr().out
