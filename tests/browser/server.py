"""The server process of the browser tests, and the stores it serves."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

from core import clock
from core.access.accounts import create_account
from core.classify import classify
from core.commands.demo import load_folder
from core.domain import EVERYTHING
from core.rollup import judged_day
from core.settings import load_settings
from core.store import Store, open_store, run
from tests.county import declare_epidemic
from tests.patience import PATIENCE

PROJECT = Path(__file__).parents[2]
PASSWORD = "a long enough phrase"
ROLES = ("leader", "command", "clerk", "admin", "department", "auditor", "security")


def store_with_accounts(folder: Path) -> Store:
    """A new store in that folder with one account per role over the whole store."""
    store = open_store(load_settings(db=str(folder / "command.duckdb")))
    with store.write() as db:
        declare_epidemic(db)
    for role in ROLES:
        account(store, role, role, EVERYTHING)
    return store


def account(store: Store, login: str, role: str, grid: int) -> None:
    create_account(
        store, login=login, name=login, role=role, grids=[grid], password=PASSWORD, actor="test", now=clock.now()
    )


def filled_store(folder: Path) -> dict[str, object]:
    """A county of 1,500 invented people and 35 days, and an officer of one town. Returns what the tests know about it."""
    source = folder / "lists"
    command = [
        sys.executable,
        "-m",
        "sample_data",
        "--people",
        "1500",
        "--days",
        "35",
        "--seed",
        "1",
        "--out",
        str(source),
    ]
    subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    store = store_with_accounts(folder)
    load_folder(store, source)
    towns = store.run("select grid_id, code, name from grid where level = 'township' order by code").fetchall()
    own, other = towns[0], towns[1]
    account(store, "officer", "officer", own[0])
    _arrive(store, own[0])
    stranger = store.one(
        "select p.person_id, p.name from person p join grid_tree t on t.grid_id = p.home_grid_id where t.ancestor_id = $town"
        " and not exists (from membership m join grid_tree t on t.grid_id = m.grid_id"
        "   where m.person_id = p.person_id and t.ancestor_id = $own) order by length(p.name) desc, p.person_id limit 1",
        town=other[0],
        own=own[0],
    )
    facts = {
        "own": own,
        "other": other,
        "stranger": stranger,
        "arrivals": (
            own[1],
            own[2],
            store.value(
                "select count(*) from person p join grid_tree t on t.grid_id = p.home_grid_id"
                " where t.ancestor_id = $town and p.arrived_on between $day - 2 and $day",
                town=own[0],
                day=judged_day(store),
            ),
        ),
        "resident": store.one(
            "select name, phone from person where phone is not null and home_grid_id is not null order by person_id limit 1"
        ),
        "people": store.value("select count(*) from person where registered"),
        "alert": store.value("select min(alert_id) from alert where status = 'open'"),
    }
    store.close()
    return facts


def _arrive(store: Store, town: int) -> None:
    """Three people of the town came home yesterday: of so small a county, nobody else may have."""
    with store.write() as db:
        run(
            db,
            "update person set arrived_on = $day, origin = '广东深圳' where person_id in (select p.person_id from person p"
            " join grid_tree t on t.grid_id = p.home_grid_id where t.ancestor_id = $town and p.arrived_on is null"
            " and p.attention is null order by p.person_id limit 3)",
            town=town,
            day=judged_day(store) - timedelta(days=1),
        )
    classify(store, as_of=judged_day(store), actor="test")


class Server:
    """`app.py` on a free port, over the store in `folder`. Ends with the `with` block, and may begin again; `zone`: by whose clock."""

    def __init__(self, folder: Path, facts: dict[str, object]) -> None:
        self.folder, self.facts = folder, facts
        self.zone = "Asia/Shanghai"
        self.port = _free_port()
        self.address = f"http://localhost:{self.port}"
        self.log = folder / "server.log"

    @property
    def env(self) -> dict[str, str]:
        return {"GRID_COMMAND_DB": str(self.folder / "command.duckdb"), "GRID_COMMAND_TIMEZONE": self.zone}

    def command(self, *words: str) -> dict:
        """What a command of the command line answers, run by the serving process."""
        done = subprocess.run(
            [sys.executable, "-m", "core", *words, "--json"], cwd=PROJECT, env={**os.environ, **self.env}, capture_output=True, text=True, check=True, timeout=PATIENCE
        )  # fmt: skip
        return json.loads(done.stdout)

    def __enter__(self) -> Server:
        env = {**os.environ, **self.env}
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, "--server.address", "localhost"], cwd=PROJECT, env=env, stdout=log, stderr=subprocess.STDOUT
            )
        self._wait_until_it_answers()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _wait_until_it_answers(self) -> None:
        while self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=PATIENCE) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        self.__exit__()
        raise RuntimeError(f"the server did not start:\n{self.log.read_text('utf-8', 'replace')[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
