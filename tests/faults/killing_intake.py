"""Intake killed at random moments: `python -m tests.faults.killing_intake --rounds N --seed S` prints what was found as JSON.

A server takes scans in a fork of its own, on an encrypted file, many phones at once, with the minute's work beside it. Each record that is
answered is written down outside before the next is sent; after the kill every one of them must be there, and once; sent again, all are known.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

from core import clock
from core.audit import verify
from core.intake import Record, Visitor, follow_intake, submit, take
from core.registry.tree import rebuild_tree
from core.settings import load_settings
from core.store import Store, open_store, use_store
from core.store.cipher import begin
from tests.faults.killing import copied

KEY = "a key for a store that is killed"
PHONES = 30
PEOPLE = 300
GRID = 1


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    broken, answered = [], 0
    begin()[0].close()  # the library that enciphers is looked at once, not in each fork
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _in_fork(lambda: _build(home / "start"))
        copied(home, "start", "round")
        told = home / "answered.txt"
        told.touch()
        for number in range(args.rounds):  # one and the same store all along: what an earlier round was told must last
            wait = random.Random(f"{args.seed}/{number}").uniform(0.2, 1.5)
            _kill_while_taking(home / "round", told, number, wait)
            ids = [line for line in told.read_text("utf-8").split("\n")[:-1] if line]
            answered = len(ids)
            broken += [
                f"{args.seed}/{number}: {fault}" for fault in _in_fork(lambda ids=ids: _look(home / "round", ids))
            ]
    sys.stdout.write(json.dumps({"rounds": args.rounds, "answered": answered, "broken": broken}) + "\n")
    return 1 if broken else 0


def _open(folder: Path) -> Store:
    return open_store(load_settings(db=str(folder / "command.duckdb"), key=KEY, threads=2))


def _build(folder: Path) -> None:
    folder.mkdir()
    store = _open(folder)
    now = clock.now()
    store.run(
        "insert into grid (grid_id, code, name, axis, level, updated_at) values ($grid, '990101', '甲县', 'area', 'county', $now)",
        grid=GRID,
        now=now,
    )
    store.run(
        "insert into person (person_id, name, home_grid_id, updated_at) select i, '人' || i, $grid, $now from range(1, $people + 1) t(i)",
        grid=GRID,
        people=PEOPLE,
        now=now,
    )
    with store.write() as db:
        rebuild_tree(db)
    store.close()


def _record(number: str, nth: int) -> Record:
    """Each tenth is of a visitor, who takes the writer."""
    if nth % 10 == 9:
        return Record(number, GRID, clock.now(), visitor=Visitor(name=f"客{nth}", phone=f"139{nth:08d}"))
    return Record(number, GRID, clock.now(), 1 + nth % PEOPLE)


def _kill_while_taking(folder: Path, told: Path, round_: int, wait: float) -> None:
    child = os.fork()
    if child == 0:
        try:
            _serve(folder, told, round_)
        finally:
            os._exit(1)
    begun = folder / "begun"
    while not begun.exists():
        time.sleep(0.01)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    begun.unlink()


def _serve(folder: Path, told: Path, round_: int) -> None:
    store = _open(folder)
    use_store(store)

    def minute() -> None:
        while True:
            time.sleep(0.15)
            follow_intake(store, now=clock.now())

    threading.Thread(target=minute, daemon=True).start()
    out = os.open(told, os.O_WRONLY | os.O_APPEND)

    async def phone(number: int) -> None:
        for n in range(100_000):
            name = f"{round_}-{number}-{n}"
            answer = await submit(_record(name, number * 1_000 + n))
            assert answer.state == "stored", answer
            os.write(out, f"{name}\n".encode())

    async def all_of_them() -> None:
        (folder / "begun").touch()
        await asyncio.gather(*(phone(n) for n in range(PHONES)))

    asyncio.run(all_of_them())


def _look(folder: Path, ids: list[str]) -> list[str]:
    """What is wrong with the store after the kill."""
    store = _open(folder)
    found = []
    if not verify(store).whole:
        found.append("audit chain")
    scans, records = store.one("select (select count(*) from check_in), (select count(*) from intake_record)")
    if scans != records:
        found.append(f"{scans} scans of {records} records")
    before = scans
    # whoever was told “stored” sends it again all the same, as a phone does whose line broke
    for since in range(0, len(ids), 2_000):
        part = ids[since : since + 2_000]
        again = take(store, [Record(name, GRID, clock.now(), 1) for name in part], actor="test", now=clock.now())
        lost = sum(answer.state != "known" for answer in again)
        if lost:
            found.append(f"{lost} answered and not there")
    if store.value("select count(*) from check_in") != before:
        found.append("doubled")
    follow_intake(store, now=clock.now())
    counted = store.value("select coalesce(sum(check_ins), 0) from grid_day")
    if counted != store.value("select count(*) from check_in"):
        found.append(f"figures say {counted}")
    store.close()
    return found


def _in_fork(call: object) -> list[str]:
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
    return json.loads(text) or []


if __name__ == "__main__":
    sys.exit(main())
