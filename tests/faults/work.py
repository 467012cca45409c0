"""The process that is killed: it opens the store and works without end, and says of each thing done, once it is durable, that it is.

`python -m tests.faults.work KIND FOLDER SEED`: one line of JSON on stdout per thing acknowledged.
"""

from __future__ import annotations

import json
import random
import sys
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from core.ingest.plan import prepare
from core.ingest.storing import commit
from core.intake import Record, take
from core.lake import put, recall, sweep_lake
from core.rollup import roll_up
from core.store import Store, open_store
from tests.county import LAST_DAY, WHOLE
from tests.lake import settings_in

NOW = datetime(2026, 2, 1, 12, 0)
ROWS = 200  # of an imported file
HEAD = "姓名,证件号码,联系电话,网格编码,扫码时间,方向,体温"


def main(kind: str, folder: str, seed: str) -> None:
    store = open_store(settings_in(Path(folder)))
    for acknowledged in KINDS[kind](store, Path(folder), random.Random(seed)):
        sys.stdout.write(json.dumps(acknowledged) + "\n")
        sys.stdout.flush()


def intake(store: Store, _folder: Path, chance: random.Random) -> Iterator[dict]:
    """Scans of phones, some hundred in a transaction, each with an id of its own; one in ten is sent twice."""
    while True:
        records = [
            Record(
                f"f{uuid.UUID(int=chance.getrandbits(128)).hex}", chance.choice([4, 5, 7, 10]),
                NOW - timedelta(seconds=chance.randrange(80_000)), person_id=chance.randint(1, 40),
            )
            for _ in range(chance.randint(1, 200))
        ]  # fmt: skip
        records += records[::10]
        answers = take(store, records, actor="test", now=NOW)
        yield {"stored": sorted({answer.id for answer in answers if answer.state in ("stored", "known")})}


def imports(store: Store, folder: Path, chance: random.Random) -> Iterator[dict]:
    """A file of check-ins after the other, each with rows of its own."""
    people = store.run("select name, id_number, phone, person_id from person where person_id <= 40").fetchall()
    for number in range(chance.randrange(10**6), 10**9):
        file = folder / f"scans-{number}.csv"
        start = datetime(2026, 1, 2) + timedelta(seconds=chance.randrange(80_000) + number % 28 * 86_400)
        lines = []
        for nth in range(ROWS):
            name, document, phone, _ = chance.choice(people)
            grid = {4: "990101100001001", 5: "990101100001002"}[chance.choice((4, 5))]
            lines.append(f"{name},{document or ''},{phone or ''},{grid},{start + timedelta(seconds=nth)},进,36.5")
        file.write_text("\n".join([HEAD, *lines]), "utf-8")
        report = commit(store, prepare(store, WHOLE, file), actor="test")
        file.unlink()
        yield {"batch": report["batch"], "rows": report["sheets"][0]["new"]}


def rollups(store: Store, _folder: Path, chance: random.Random) -> Iterator[dict]:
    """Scans, and the days made anew with them."""
    while True:
        day = LAST_DAY - timedelta(days=chance.randrange(28))
        with store.write() as db:
            db.execute(
                "insert into check_in select range % 40 + 1, 4, cast(? as timestamp) + interval 1 second * range, 'in', null, null, 1 from range(?)",
                [datetime.combine(day, datetime.min.time()), chance.randint(1, 300)],
            )
            roll_up(store, days=[day], actor="test")
        yield {"rolled": day.isoformat(), "check_ins": store.value("select count(*) from check_in")}


def checkpoints(store: Store, folder: Path, chance: random.Random) -> Iterator[dict]:
    """The same scans by phone, and the log written into the file again and again."""
    for acknowledged in intake(store, folder, chance):
        yield acknowledged
        store.run("checkpoint store")


def lake(store: Store, _folder: Path, chance: random.Random) -> Iterator[dict]:
    """Days into the lake and back."""
    while True:
        day = LAST_DAY - timedelta(days=chance.randrange(28))
        if chance.random() < 0.6:
            put(store, [day], actor="test", now=NOW)
        else:
            with store.write() as db:
                recall(db, store, [day])
            sweep_lake(store)
        yield {"moved": day.isoformat()}


def migrations(_store: Store, folder: Path, _chance: random.Random) -> Iterator[dict]:
    """A store made from nothing, again and again."""
    for number in range(10**9):
        for old in folder.glob("fresh.duckdb*"):
            old.unlink()
        open_store(settings_in(folder, db=str(folder / "fresh.duckdb"), lake="")).close()
        yield {"made": number}


KINDS: dict[str, Callable[[Store, Path, random.Random], Iterator[dict]]] = {
    "intake": intake, "import": imports, "rollup": rollups, "checkpoint": checkpoints, "lake": lake,
    "migration": migrations,
}  # fmt: skip

if __name__ == "__main__":
    main(*sys.argv[1:])
