"""Imports and undos killed at random moments: `python -m tests.faults.killing --rounds N --seed S` prints what was found as JSON.

Every store is opened in a fork of its own, as a server would: an encrypted file, killed with SIGKILL, then opened again. Afterwards
each table must be as before or as after, never between; and the same work, done again, must end as it would have.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from core.audit import verify
from core.ingest.plan import discard, prepare
from core.ingest.storing import commit
from core.ingest.undo.undo import undo
from core.settings import load_settings
from core.store import Store, open_store
from core.store.cipher import begin
from tests.core.ingest.files import CHECK_INS, GRIDS, PEOPLE, id_number, workbook
from tests.county import NOW, WHOLE

KEY = "a key for a store that is killed"
PATIENCE = 60  # seconds for any one fork
PEOPLE_ROWS = 600
WORKS = ("people", "scans", "undo")  # each begins with the store that the one before it left
FORGETFUL = ("audit_entry", "import_batch", "import_original")  # hold the moment or a random number: counted only
LATER = datetime(2026, 2, 1, 9, 0)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    outcomes: Counter[str] = Counter()
    broken: list[str] = []
    begin()[0].close()  # the library that enciphers is looked at once, not in each fork
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        seconds, states = _in_fork(lambda: _build(home))
        for number in range(args.rounds):
            dice, step = random.Random(f"{args.seed}/{number}"), number % len(WORKS)
            work = WORKS[step]
            try:
                outcome = _round(home, step, None if number % 5 == 4 else dice.uniform(0, 1.5 * seconds[step]), states)
                outcomes[f"{work}: {outcome}"] += 1
            except Exception as failure:
                broken.append(f"{args.seed}/{number} {work}: {type(failure).__name__} {failure}")
    sys.stdout.write(
        json.dumps({"outcomes": outcomes, "seconds": seconds, "broken": broken}, ensure_ascii=False) + "\n"
    )
    return 1 if broken else 0


def _build(home: Path) -> tuple[list[float], list[dict]]:
    """Stores in the folders 0 … 3, each one work further, how long each work takes, and their states."""
    section = "990101100001001"
    grids = [
        ["990101", "甲县", "县"],
        ["990101100", "东镇", "乡镇", "990101"],
        ["990101100001", "东一村", "村", "990101100"],
    ]
    workbook(home / "grids.xlsx", {"网格": [GRIDS, *grids, [section, "东一村1组", "屯", "990101100001"]]})
    people = [
        [f"韦{n}", None, id_number(n % 500, f"19{n // 500 + 60}0101"), None, None, None, section, f"H{n // 4}"]
        for n in range(PEOPLE_ROWS)
    ]
    workbook(home / "people.xlsx", {"人员": [PEOPLE, *people]})
    scans = [
        [p[2], p[0], section, f"2026-01-{day} 08:{n % 60:02d}:00", "出", 36.5]
        for n, p in enumerate(people)
        for day in (29, 30, 31)
    ]
    workbook(home / "scans.xlsx", {"登记": [CHECK_INS, *scans]})
    store = _open(home / "0")
    ready(store, home / "grids.xlsx")()
    states, seconds = [state(store)], []
    for step in range(len(WORKS)):
        store.close()
        copied(home, str(step), str(step + 1))
        store = _open(home / str(step + 1))
        work = _work(store, home, step)
        begin = time.monotonic()
        work()
        seconds.append(time.monotonic() - begin)
        states.append(state(store))
    store.close()
    return seconds, states


def copied(home: Path, name: str, to: str) -> None:
    """A store's folder, and with it the one of its audit log's key and heads, which lies beside it."""
    for part in ("", "-audit"):
        shutil.rmtree(home / f"{to}{part}", ignore_errors=True)
        if (home / f"{name}{part}").exists():  # nothing was noted yet
            shutil.copytree(home / f"{name}{part}", home / f"{to}{part}")


def _open(folder: Path) -> Store:
    return open_store(load_settings(db=str(folder / "command.duckdb"), key=KEY, threads=2))


def _work(store: Store, home: Path, step: int) -> Callable[[], object]:
    """The work, prepared: what is called then is a commit or an undo."""
    if WORKS[step] == "undo":
        return lambda: undo(store, WHOLE, 3, actor="tester", now=LATER)
    return ready(store, home / f"{WORKS[step]}.xlsx")


def ready(store: Store, file: Path) -> Callable[[], object]:
    plan = prepare(store, WHOLE, file, now=NOW)
    if plan.sheets[0].counts["new"] == 0:
        return lambda: discard(plan)
    return lambda: commit(store, plan, actor="tester", now=NOW)


def state(store: Store) -> dict:
    """Table → its rows, as a number and a digest; and whether the audit chain holds."""
    tables = [
        t
        for (t,) in store.run(
            "select table_name from duckdb_tables() where database_name = 'store' order by 1"
        ).fetchall()
    ]
    held: dict = {"audit faults": len(verify(store).faults)}
    for table in tables:
        digest = "0" if table in FORGETFUL else "coalesce(bit_xor(hash(t)), 0)"
        held[table] = list(map(str, store.one(f'select count(*), {digest} from "{table}" t')))
    return held


def _round(home: Path, step: int, wait: float | None, states: list[dict]) -> str:
    """'none' or 'all', as the store was found after the kill. Raises AssertionError when it held anything between."""
    folder = home / "round"
    copied(home, str(step), "round")
    before, after = states[step], states[step + 1]
    told = _kill_in_the_middle(folder, home, step, wait)
    found, ended = _in_fork(lambda: _look_again(folder, home, step, before))
    assert found["audit faults"] == 0, "audit chain"
    assert found in (before, after), f"between: {_differing(found, before)} / {_differing(found, after)}"
    assert found == after or not told, "a finished batch is gone"
    assert ended == after, f"done again: {_differing(ended, after)}"
    return "all" if found == after else "none"


def _differing(one: dict, other: dict) -> list[str]:
    return [table for table in other if one.get(table) != other[table]]


def _kill_in_the_middle(folder: Path, home: Path, step: int, wait: float | None) -> bool:
    """Whether the work had said that it was done before it was killed: after `wait` seconds, or as soon as it had."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work = _work(_open(folder), home, step)
            os.write(writing, b"r")
            work()
            os.write(writing, b"d")
            time.sleep(PATIENCE)
        finally:
            os._exit(1)
    os.close(writing)
    try:
        assert select.select([reading], [], [], PATIENCE)[0] and os.read(reading, 1) == b"r", "never began"
        if wait is None:
            select.select([reading], [], [], PATIENCE)
        else:
            time.sleep(wait)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return os.read(reading, 1) == b"d"
    finally:
        os.close(reading)


def _look_again(folder: Path, home: Path, step: int, before: dict) -> tuple[dict, dict]:
    """The store as it opens after the kill, and after the same work was done, where it was lost."""
    store = _open(folder)
    found = state(store)
    if found == before:
        _work(store, home, step)()
    return found, state(store)


def _in_fork(call: Callable[[], object]) -> object:
    """What `call` returns, as JSON, from a process of its own: a database lives badly through a fork."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with os.fdopen(writing, "w") as out:
                json.dump(call(), out)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, "the fork failed"
    return json.loads(text)


if __name__ == "__main__":
    sys.exit(main())
