"""The full rollup, everybody's classes and the pairs of people by the store's own database and by a Spark engine beside it (Sail, on this computer), at sizes that grow: how it scales.

What was measured stands in work/engines.json: broken off, it goes on where it was when it is started again; `--rows` ends it at a size.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.county import WORK, demo, multiply_check_ins, multiply_people
from bench.timing import Row, timed
from core import clock
from core.classify import classify
from core.duplicates.find import find_duplicates
from core.lake import put_all, recall_all
from core.rollup import roll_up
from core.settings import load_settings
from core.store import Store, open_store

TITLE = "Engines: rollup by Spark Connect"
PORT = 15842
BILLION = 10**9
STEPS = (6, 18, 60)  # times the demo county of 20,000 people: 10, 31, 104 million check-ins
EACH = 1_740_000  # of its check-ins, about
BY_TABLE = 11_000_000  # check-ins up to which the lake is tried as a table too
TABLES = ("grid_day", "person_day", "flow_day", "coverage_day", "person_class", "class_day")
PAIRS = "(select person_a, person_b, rule, score from duplicate_pair)"


def measure(*, small: bool, rows: int | None = None) -> list[Row]:
    people, steps = (2_000, (1, 3)) if small else (20_000, [n for n in STEPS if rows is None or n * EACH <= rows])
    server = subprocess.Popen(
        [str(Path(sys.executable).with_name("sail")), "spark", "server", "--port", str(PORT)],
        stderr=subprocess.DEVNULL, cwd=_folder(),
    )  # fmt: skip
    try:
        sizes = [_Size(people, times).measured() for times in steps]
    finally:
        server.terminate()
    told = [row for size in sizes for row in _rows(size)]
    return told + ([_planned(sizes)] if len(sizes) > 1 and not small else [])


def _folder() -> Path:
    WORK.mkdir(exist_ok=True)
    return WORK


def _planned(sizes: list[dict]) -> Row:
    """What a province's month would take on this computer: the straight line through the logarithms of the sizes measured."""
    events, seconds = [size["check_ins"] for size in sizes], [size["spark"][0] for size in sizes]
    slope, start = np.polyfit(np.log(events), np.log(seconds), 1)
    planned = float(np.exp(start + slope * np.log(BILLION)))
    return Row(f"1,000 million by extrapolation (time grows with the events to the power of {slope:.2f})", planned)


def _rows(size: dict) -> list[Row]:
    millions, everybody = f"{size['check_ins'] / 1e6:.1f} million check-ins", f"{size['people']:,} people"
    spark, own, what = size["spark"], size["own"], "by the store's own database"
    found = [
        Row(f"full rollup by Spark Connect, {millions}", spark[0], what, own[0], "≤ 2 ×"),
        Row(f"everybody's classes, {everybody}", spark[1], what, own[1]),
        Row(f"pairs of people, {everybody}", spark[2], what, own[2]),
        Row(f"moving {millions} into the lake", size["moved"]),
    ]
    if "by_table" in size:
        sent, summed, back = size["by_table"]
        found += [
            Row(
                f"sending {millions} into a table (Delta), through the connection", sent, "into a folder", size["moved"]
            ),
            Row("full rollup through the connection", summed, "through a folder", spark[0]),
            Row("asking for all of them back, through the connection", back),
        ]
    return [*found, Row("store and lake on disk", size["bytes"] / 1e6, unit="MB")]


class _Size:
    """One size, a stage after the other; what a stage found is written down when it is over, and a stage that broke off is done anew."""

    def __init__(self, people: int, times: int) -> None:
        self.people, self.times = people, times
        self.key = f"{people}x{times}"
        self.file, self.store = WORK / "engines.json", WORK / f"engines-{self.key}.duckdb"
        self.lake, self.table = WORK / f"lake-{self.key}", WORK / f"table-{self.key}"
        self.known: dict = json.loads(self.file.read_text()) if self.file.exists() else {}
        self.found: dict = self.known.get(self.key, {})

    def measured(self) -> dict:
        if "done" in self.found:
            return self.found
        if not self.store.exists():
            self.found = {}
        self._stage("check_ins", self._made)
        self._stage("own", self._own)
        self._stage("moved", self._moved)
        self._stage("bytes", self._bytes)
        self._stage("spark", self._spark)
        if self.found["check_ins"] <= BY_TABLE:
            self._stage("by_table", self._by_table)
        self._stage("done", lambda: True)
        for left in (*WORK.glob(f"{self.store.name}*"), self.lake, self.table):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        return self.found

    def _stage(self, name: str, work: Callable[[], object]) -> None:
        if name in self.found:
            return
        self.found[name] = work()
        print(f"… {self.key} {name}: {self.found[name]}", file=sys.stderr, flush=True)
        self.known[self.key] = self.found
        self.file.write_text(json.dumps(self.known, indent=1))

    def _opened(self, **settings: str) -> Store:
        return open_store(replace(load_settings(db=str(self.store)), **settings))

    def _made(self) -> int:
        store = demo(self.people, 60)
        multiply_people(store, self.times)
        multiply_check_ins(store, self.times)
        rows, self.found["people"] = (store.value(f"select count(*) from {table}") for table in ("check_in", "person"))
        file = Path(store.settings.db)
        store.close()
        for part in WORK.glob(f"{file.name}*"):
            part.rename(WORK / part.name.replace(file.name, self.store.name, 1))
        return rows

    def _own(self) -> tuple:
        """The desk's own database first, on check-ins that lie in the store."""
        store = self._opened()
        seconds = _worked(store)
        self.found["sums"] = _sums(store)
        store.close()
        return seconds

    def _moved(self) -> float:
        store = self._opened(**_on_spark(str(self.lake)))
        recall_all(store, actor="bench")  # of a try that broke off
        seconds = timed(lambda: put_all(store, actor="bench", now=clock.now()))
        store.close()
        return seconds

    def _bytes(self) -> int:
        return sum(file.stat().st_size for file in (self.store, *self.lake.rglob("*.parquet")))

    def _spark(self) -> tuple:
        store = self._opened(**_on_spark(str(self.lake)))
        seconds = _worked(store)
        self._agree(store)
        store.close()
        return seconds

    def _by_table(self) -> tuple:
        """Seconds of sending, of the full rollup, of asking for everything back."""
        store = self._opened(**_on_spark(str(self.lake)))
        recall_all(store, actor="bench")
        store.close()
        shutil.rmtree(self.table, ignore_errors=True)
        store = self._opened(**_on_spark("table:check_in"), spark_lake=str(self.table), lake_near=0)
        sent = timed(lambda: put_all(store, actor="bench", now=clock.now()))
        summed = timed(lambda: roll_up(store, days=None, actor="bench"))
        self._agree(store)
        back = timed(lambda: recall_all(store, actor="bench"))
        store.close()
        return sent, summed, back

    def _agree(self, store: Store) -> None:
        if [list(row) for row in _sums(store)] != [list(row) for row in self.found["sums"]]:
            raise SystemExit("the engines do not agree")


def _worked(store: Store) -> tuple[float, float, float]:
    """Seconds of the full rollup, of everybody's classes on the last day, of the search for pairs."""
    rolled = timed(lambda: roll_up(store, days=None, actor="bench"))
    day = store.value("select max(day) from grid_day where check_ins > 0")
    classed = timed(lambda: classify(store, as_of=day, actor="bench"))
    store.run("delete from duplicate_pair")
    return rolled, classed, timed(lambda: find_duplicates(store, people=None, actor="bench"))


def _on_spark(lake: str) -> dict[str, str]:
    return {"engine": "spark", "spark": f"sc://127.0.0.1:{PORT}", "lake": lake}


def _sums(store: Store) -> list[tuple]:
    """Rows and a hash of each rollup, whatever their order."""
    sql = "select count(*), bit_xor(hash(t)) from {} t"
    return [store.one(sql.format(table)) for table in (*TABLES, PAIRS)]
