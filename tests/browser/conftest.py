"""A real server (app.py on a free port, a store of its own) and a real Chromium in front of it."""

from __future__ import annotations

import os
import pickle
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.server import PASSWORD, Server, filled_store, store_with_accounts
from tests.browser.visit import CHROMIUM, FLAGS, Visitor

PICTURES = Path(__file__).parent / "pictures"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Where tests are the gate (CI), a missing browser is a failure, not a skip.
    missing = not Path(CHROMIUM).exists() and not os.environ.get("CI")
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}: sh tests/browser/install.sh"))


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """The folder of a small synthetic county, loaded through the importer, and what tests know of it. Served by nobody: others copy it.

    It takes half a minute: of the workers that have a browser the first makes it, the other waits for it."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, told, failed = base / "made", base / "made.pickle", base / "made.failed"
    try:
        folder.mkdir()
    except FileExistsError:
        while not told.exists():
            assert not failed.exists(), "the other worker could not make it, and says why"
            time.sleep(0.2)
        return folder, pickle.loads(told.read_bytes())
    try:
        facts = filled_store(folder)
    except BaseException:
        failed.touch()
        raise
    half = base / "made.half"
    half.write_bytes(pickle.dumps(facts))
    half.replace(told)
    return folder, facts


@pytest.fixture(scope="package")
def filled(made: tuple[Path, dict[str, object]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """That county. Shared: only log in and look."""
    with Server(copied(made, tmp_path_factory.mktemp("filled")), made[1]) as server:
        yield server


@pytest.fixture
def own(made: tuple[Path, dict[str, object]], tmp_path: Path) -> Server:
    """That county for one test alone, which may change whatever it likes. Not running yet."""
    return Server(copied(made, tmp_path), made[1])


def copied(made: tuple[Path, dict[str, object]], folder: Path) -> Path:
    """The county and its audit folder: a store without its key starts a new chain, and the page of the log says so."""
    for part in ("", "-audit"):
        shutil.copytree(f"{made[0]}{part}", f"{folder}{part}", dirs_exist_ok=True)
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Server]:
    """A store with accounts and nothing else."""
    store_with_accounts(tmp_path).close()
    with Server(tmp_path, {}) as server:
        yield server


# Ended with this package: while it lives, Playwright keeps an event loop running, and other tests could not start theirs.
@pytest.fixture(scope="package")
def chromium() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium) -> Iterator:
    """visit(server, login="command", lang="zh", width=1440, height=900) → a Visitor, logged in unless login is None."""
    opened: list[Visitor] = []

    def visiting(server: Server, *, login: str | None = "command", **options) -> Visitor:
        visitor = Visitor(chromium, server, **options)
        opened.append(visitor)
        if login:
            visitor.log_in(login, PASSWORD)
        return visitor

    yield visiting
    for visitor in opened:
        visitor.close()


@pytest.fixture(scope="package")
def pictures() -> Path:
    PICTURES.mkdir(exist_ok=True)
    return PICTURES
