"""What holds for every test, and for the processes that tests start."""

from __future__ import annotations

import gc
import importlib
import os
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings

from tests.measured import Meter, is_long, measured, name_of
from tests.patience import PATIENCE

BROWSER = "tests/browser/"
# Two desks and two browsers, each for half of the time that the tests of the browser take: those that walk through every page, and the others.
WALKS = BROWSER + "test_pages.py"

# No example has to end in so many milliseconds: a busy machine must pass too.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
# Tests' stores hold a handful of rows and run beside each other: threads that wait for work cost more than they do.
os.environ.setdefault("GRID_COMMAND_THREADS", "1")
# What is refused must be for what it is: never because the machine had other things to do. Tests of the limit set their own.
os.environ.setdefault("GRID_COMMAND_DECODE_SECONDS", str(PATIENCE))
# Nor is a button to go before a test has found it.
os.environ.setdefault("GRID_COMMAND_UNDO_SECONDS", str(PATIENCE))

# Memory that one test gives back serves the next; the desk gives it to the system at once (core/__init__.py), and so do processes begun here.
os.environ["DUCKDB_JE_MALLOC_CONF"] = "dirty_decay_ms:10000,muzzy_decay_ms:10000"
import duckdb  # noqa: E402, F401 - reads it while it loads

del os.environ["DUCKDB_JE_MALLOC_CONF"]
from argon2 import PasswordHasher  # noqa: E402

from core.access import accounts  # noqa: E402

# Hundreds of tests log in, each time for 0.3 s of work that is to keep guessers off. A hash names what it cost, so what is hashed here is
# checked as cheaply by servers that tests start. tests/core/access/test_accounts.py holds what the desk itself spends.
SPENT = accounts._hasher
accounts._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are cores: the workers that have a browser wait for it most of the time."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture
def full_price(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as the desk hashes them."""
    monkeypatch.setattr(accounts, "_hasher", SPENT)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--measure", action="store_true", help="write tests/long.txt anew (make measure)")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("measure"):
        config.pluginmanager.register(Meter(), "meter")


def pytest_itemcollected(item: pytest.Item) -> None:
    if is_long(item.nodeid):
        item.add_marker("long")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: at the end, one worker would be busy with them alone."""
    files: dict[str, float] = defaultdict(float)
    for item in items:
        files[item.nodeid.partition("::")[0]] += measured().get(name_of(item.nodeid), 0)

    def order(item: pytest.Item) -> tuple[bool, bool, float]:
        return (
            not item.nodeid.startswith(BROWSER),
            not item.nodeid.startswith(WALKS),
            -files[item.nodeid.partition("::")[0]],
        )

    items.sort(key=order)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Each worker begins with other files: what one of them compiles the others read, where all would compile everything after a fresh clone."""
    gc.disable()
    worker, workers = (
        os.environ.get("PYTEST_XDIST_WORKER", "gw0"),
        int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")),
    )
    if workers > 1:
        files = _files_of(session.config)
        first = len(files) * int(worker.removeprefix("gw")) // workers
        for file in files[first:] + files[:first]:
            with suppress(Exception, pytest.skip.Exception):  # told where it is collected
                importlib.import_module(".".join(file.relative_to(session.config.rootpath).with_suffix("").parts))


def _files_of(config: pytest.Config) -> list[Path]:
    named = [(config.invocation_params.dir / argument.partition("::")[0]).resolve() for argument in config.args]
    return sorted(file for path in named for file in ([path] if path.is_file() else path.rglob("test_*.py")))


def pytest_collection_finish() -> None:
    """Five thousand tests and what they import stay to the end: no search for garbage has to look through them."""
    gc.freeze()
    gc.enable()


def pytest_xdist_make_scheduler(config: object, log: object) -> object:
    """The tests of a file stay together, and each half of those of the browser: they share a server and wait for it most of their time."""
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            if nodeid.startswith(BROWSER):
                return f"{BROWSER}{nodeid.startswith(WALKS)}"
            return super()._split_scope(nodeid)

    return Together(config, log)
