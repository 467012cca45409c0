"""`python -m core user …`, on a file as the administrator has it."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys

import pytest

from core import clock
from core.__main__ import main
from core.access.accounts import load_user, password_matches
from core.access.links import use_password_link
from core.settings import PROJECT, load_settings
from core.store import open_store

PASSWORD = "correct horse"


@pytest.fixture
def db(tmp_path, monkeypatch):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    path = str(tmp_path / "command.duckdb")
    store = open_store(load_settings(db=path))
    with store.write() as cursor:
        cursor.execute(
            "insert into grid (grid_id, code, name, axis, level, updated_at) values (7, '990101', '甲县', 'area', 'county', ?)",
            [clock.now()],
        )
        cursor.execute("insert into grid_tree values (0, 7), (7, 7)")
    store.close()
    return path


def opened(db):
    return open_store(load_settings(db=db))


def test_an_account_with_a_password_from_the_input(db, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert main(["--db", db, "user", "add", "Zhao", "--role", "clerk", "--password-stdin"]) == 0
    assert PASSWORD not in capsys.readouterr().out
    store = opened(db)
    account = password_matches(store, login="zhao", password=PASSWORD)
    assert load_user(store, account).scope.grids == (0,)
    store.close()


def test_an_officer_gets_a_scope_and_a_link_when_there_is_nobody_to_ask(db, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert main(["--db", db, "user", "add", "qian", "--role", "officer", "--scope", "990101"]) == 0
    token = re.search(r"/setup\?token=(\S+)", capsys.readouterr().out).group(1)
    store = opened(db)
    use_password_link(store, token, account_id=1, password=PASSWORD, now=clock.now())
    assert load_user(store, password_matches(store, login="qian", password=PASSWORD)).scope.grids == (7,)
    store.close()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--role", "officer"], "add --scope"),
        (["--role", "officer", "--scope", "990101", "77"], "no grid with the code “77”"),
        (["--role", "clerk", "--password-stdin"], "too common"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(db, monkeypatch, capsys, arguments, sentence):
    monkeypatch.setattr(sys, "stdin", io.StringIO("12345678\n"))
    assert main(["--db", db, "user", "add", "zhao", *arguments]) == 2
    assert sentence in capsys.readouterr().err
    store = opened(db)
    assert store.value("select count(*) from account") == 0
    store.close()


def test_list_and_disable(db, monkeypatch, capsys):
    assert main(["--db", db, "user", "list"]) == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    main(["--db", db, "user", "add", "zhao", "--role", "clerk", "--password-stdin"])
    assert main(["--db", db, "user", "disable", "ZHAO"]) == 0
    assert main(["--db", db, "user", "disable", "nobody"]) == 2
    capsys.readouterr()
    assert main(["--db", db, "user", "list"]) == 0
    shown = capsys.readouterr().out
    assert "zhao" in shown and "False" in shown and "argon2" not in shown


def test_a_store_in_use_and_a_wrong_key_are_sentences(db, monkeypatch, capsys):
    code = "import sys, core.store as s, core.settings as c; x = s.open_store(c.load_settings()); print('open', flush=True); sys.stdin.read()"
    environment = os.environ | {"GRID_COMMAND_DB": db}
    other = subprocess.Popen(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    assert other.stdout.readline() == "open\n"
    for command in (["user", "list"], ["serve", "--port", "1"]):
        monkeypatch.setenv("GRID_COMMAND_DB", db)
        assert main(["--db", db, *command]) == 2
        assert "in use by another process" in capsys.readouterr().err
    other.communicate()
    monkeypatch.setenv("GRID_COMMAND_KEY", "some key")
    assert main(["--db", db, "user", "list"]) == 2
    assert "is not encrypted" in capsys.readouterr().err
