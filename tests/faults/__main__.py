"""kill -9 in the midst of work, again and again on the same store: what was acknowledged is there, once and whole; nothing is there in part.

`python -m tests.faults [--kills N] [--seed S] [KIND …]`; `make faults` kills a hundred of each. Imports and undos are killed by killing.py, intake by
killing_intake.py; nobody is killed in crowd.py, where fifty look and fifty send at once. Prints a line per kind; exit code 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from core.audit import verify
from core.store import Store, open_store
from tests.faults import crowd, killing, killing_intake, work
from tests.faults.work import KINDS
from tests.lake import county_in, settings_in

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.faults.__main__", "tests.faults.work"])
OF_THEIR_OWN = {"import": killing.main, "intake": killing_intake.main}
CROWD = "crowd"
LONGEST = 1.5  # seconds of work before the kill


@dataclass
class Told:
    """What one kind of work acknowledged, over all kills."""

    stored: set[str] = field(default_factory=set)  # ids of scans
    done: int = 0

    def hear(self, said: dict) -> None:
        self.done += 1
        self.stored.update(said.get("stored", ()))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("kinds", nargs="*", help=f"of {', '.join((CROWD, *OF_THEIR_OWN, *KINDS))} (all)")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    wrong = 0
    for kind in args.kinds or (CROWD, *OF_THEIR_OWN, *KINDS):
        if kind == CROWD:
            sys.stdout.write("crowd: ")
            sys.stdout.flush()
            wrong += crowd.main([])
            continue
        if kind in OF_THEIR_OWN:
            sys.stdout.write(f"{kind}: {args.kills} kills: ")
            sys.stdout.flush()
            wrong += OF_THEIR_OWN[kind](["--rounds", str(args.kills), "--seed", str(args.seed)])
            continue
        told, faults = killed(kind, args.kills, args.seed)
        wrong += len(faults)
        sys.stdout.write(f"{kind}: {args.kills} kills, {told.done} acknowledged, {len(faults)} faults {faults[:5]}\n")
        sys.stdout.flush()
    return 1 if wrong else 0


def killed(kind: str, kills: int, seed: int) -> tuple[Told, list[str]]:
    """Work of a kind killed so often; what it acknowledged, and each thing that then was not as it must be."""
    told, faults = Told(), []
    chance = random.Random(f"{kind}/{seed}")
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        _county(where)
        for number in range(kills):
            _work(kind, where, f"{seed}/{number}", chance.uniform(0, LONGEST), told)
            store = open_store(settings_in(where))
            try:
                faults += [f"after kill {number}: {fault}" for fault in _faults(store, kind, told)]
            finally:
                store.close()
    return told, faults


def _county(folder: Path) -> None:
    """The small county, whose check-ins came in one batch."""
    store = county_in(folder)
    with store.write() as db:
        db.execute("insert into import_batch values (1, '2026-01-01', 'tester', 'county', '', 0, 'committed', 0, true)")
    store.close()


def _work(kind: str, folder: Path, seed: str, seconds: float, told: Told) -> None:
    """Start it, let it acknowledge something, and so long after that end it as a power cut would. Its process comes from one that has loaded the code
    already: loading took most of the time."""
    hearing, telling = processes.Pipe(duplex=False)
    process = processes.Process(target=work.main, args=(kind, folder, seed, telling))
    process.start()
    telling.close()
    killing = None
    with suppress(EOFError, OSError):  # cut off while it was said: not acknowledged
        while True:
            told.hear(hearing.recv())
            if killing is None:
                killing = threading.Timer(seconds, process.kill)
                killing.start()
    process.join()
    if process.exitcode != -signal.SIGKILL:
        raise RuntimeError(f"{kind} ended by itself")


def _faults(store: Store, kind: str, told: Told) -> list[str]:
    return [fault for check in (*ALWAYS, *CHECKS.get(kind, ())) if (fault := check(store, told))]


def _chain(store: Store, _told: Told) -> str:
    found = verify(store)
    return "" if found.whole else f"the audit log: {found.faults[:3]}"


def _scans(store: Store, told: Told) -> str:
    kept = {number for (number,) in store.run("select cast(record_id as text) from intake_record").fetchall()}
    rows, records = store.one(
        "select (select count(*) from every_check_in where batch_id <> 1), (select count(*) from intake_record)"
    )
    if rows != records or len(kept) != records:
        return f"{records} records made {rows} check-ins"
    if records < len(told.stored):
        return f"{len(told.stored)} acknowledged, {records} kept"
    return ""


def _sums(store: Store, _told: Told) -> str:
    off = store.run(
        "select c.day from (select cast(scanned_at as date) as day, count(*) as n from check_in group by 1) c"
        " join (select distinct day from person_day) p on p.day = c.day"
        " left join (select day, sum(check_ins) as n from grid_day group by day) g on g.day = c.day where g.n is distinct from c.n"
    ).fetchall()
    return f"days whose sums are others than their scans: {off}" if off else ""


def _all_there(store: Store, _told: Told) -> str:
    rows, different = store.one("select count(*), count(distinct (person_id, grid_id, scanned_at)) from every_check_in")
    return "" if rows == different == COUNTY else f"{rows} check-ins, {different} different, of {COUNTY}"


def _made(store: Store, _told: Told) -> str:
    """Half a schema is none: what is opened next has all of it."""
    folder = store.settings.folder
    fresh = open_store(settings_in(folder, db=str(folder / "fresh.duckdb"), lake=""))
    tables = "select count(*) from duckdb_tables() where database_name = 'store'"
    try:
        here, there = store.value(tables), fresh.value(tables)
    finally:
        fresh.close()
    return "" if here == there else f"{there} tables of {here}"


COUNTY = 2610  # check-ins of the small county
Check = Callable[[Store, Told], str]
ALWAYS: tuple[Check, ...] = (_chain,)
CHECKS: dict[str, tuple[Check, ...]] = {
    "checkpoint": (_scans,), "rollup": (_sums,), "lake": (_all_there,),
    "migration": (_made,),
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
