"""The process that is killed: it opens the store and works without end, and says of each thing done, once it is durable, that it is."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from core.intake import Record, take
from core.lake import put, recall, sweep_lake
from core.rollup import roll_up
from core.store import Store, open_store
from tests.county import LAST_DAY
from tests.lake import settings_in

NOW = datetime(2026, 2, 1, 12, 0)


def main(kind: str, folder: Path, seed: str, tell: Connection) -> None:
    store = open_store(settings_in(folder))
    for acknowledged in KINDS[kind](store, folder, random.Random(seed)):
        tell.send(acknowledged)


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


def checkpoints(store: Store, _folder: Path, chance: random.Random) -> Iterator[dict]:
    """Scans of phones, some hundred in a transaction, and the log written into the file after each."""
    while True:
        records = [
            Record(
                f"f{uuid.UUID(int=chance.getrandbits(128)).hex}", chance.choice([4, 5, 7, 10]),
                NOW - timedelta(seconds=chance.randrange(80_000)), person_id=chance.randint(1, 40),
            )
            for _ in range(chance.randint(1, 200))
        ]  # fmt: skip
        answers = take(store, records, actor="test", now=NOW)
        yield {"stored": sorted({answer.id for answer in answers if answer.state == "stored"})}
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
        # The file goes last: alone it is a store, its mark alone says that one was lost.
        for old in sorted(folder.glob("fresh.duckdb*"), reverse=True):
            old.unlink()
        open_store(settings_in(folder, db=str(folder / "fresh.duckdb"), lake="")).close()
        yield {"made": number}


KINDS: dict[str, Callable[[Store, Path, random.Random], Iterator[dict]]] = {
    "rollup": rollups, "checkpoint": checkpoints, "lake": lake,
    "migration": migrations,
}  # fmt: skip
