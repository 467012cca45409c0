"""The full rollup, everybody's classes and the pairs of people by the store's own database and by a Spark engine beside it (Sail, on this computer), at sizes that grow: how it scales."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.county import WORK, demo, multiply_check_ins, multiply_people
from bench.timing import Row, timed
from core import clock
from core.classify import classify
from core.duplicates.find import find_duplicates
from core.lake import put_all
from core.rollup import roll_up
from core.settings import Settings
from core.store import Store, open_store

TITLE = "Engines: rollup by Spark Connect"
PORT = 15842
BILLION = 10**9
TABLES = ("grid_day", "person_day", "flow_day", "coverage_day", "person_class", "class_day")
PAIRS = "(select person_a, person_b, rule, score from duplicate_pair)"


def measure(*, small: bool) -> list[Row]:
    people, steps = (2_000, (1, 3)) if small else (20_000, (6, 18, 60))
    server = subprocess.Popen(
        [str(Path(sys.executable).with_name("sail")), "spark", "server", "--port", str(PORT)], stderr=subprocess.DEVNULL
    )
    try:
        sizes = [_size(people, times) for times in steps]
    finally:
        server.terminate()
    return [row for _, rows in sizes for row in rows] + [_planned(sizes)]


def _planned(sizes: list[tuple[int, list[Row]]]) -> Row:
    """What a province's month would take on this computer: the straight line through the logarithms of the sizes measured."""
    events, seconds = [size for size, _ in sizes], [rows[0].seconds for _, rows in sizes]
    slope, start = np.polyfit(np.log(events), np.log(seconds), 1)
    planned = float(np.exp(start + slope * np.log(BILLION)))
    return Row(f"1,000 million by extrapolation (time grows with the events to the power of {slope:.2f})", planned)


def _size(people: int, times: int) -> tuple[int, list[Row]]:
    """Check-ins, and what was measured with them; the desk's own database first, on check-ins that lie in the store."""
    lake = WORK / "lake"
    shutil.rmtree(lake, ignore_errors=True)
    store = demo(people, 60)
    multiply_people(store, times)
    multiply_check_ins(store, times)
    rows = store.value("select count(*) from check_in")
    own, own_classes, own_pairs = _worked(store)
    ours = _sums(store)
    settings = store.settings
    store.close()
    store = open_store(_on_spark(settings, lake))
    moved = timed(lambda: put_all(store, actor="bench", now=clock.now()))
    spark, classes, pairs = _worked(store)
    if _sums(store) != ours:
        raise SystemExit("the engines do not agree")
    everybody = f"{store.value('select count(*) from person'):,} people"
    store.close()
    millions = f"{rows / 1e6:.1f} million check-ins"
    return rows, [
        Row(f"full rollup by Spark Connect, {millions}", spark, "by the store's own database", own, "≤ 2 ×"),
        Row(f"everybody's classes, {everybody}", classes, "by the store's own database", own_classes),
        Row(f"pairs of people, {everybody}", pairs, "by the store's own database", own_pairs),
        Row(f"moving {millions} into the lake", moved),
    ]


def _worked(store: Store) -> tuple[float, float, float]:
    """Seconds of the full rollup, of everybody's classes on the last day, of the search for pairs."""
    rolled = timed(lambda: roll_up(store, days=None, actor="bench"))
    day = store.value("select max(day) from grid_day where check_ins > 0")
    classed = timed(lambda: classify(store, as_of=day, actor="bench"))
    store.run("delete from duplicate_pair")
    return rolled, classed, timed(lambda: find_duplicates(store, people=None, actor="bench"))


def _on_spark(settings: Settings, lake: Path) -> Settings:
    return replace(settings, engine="spark", spark=f"sc://127.0.0.1:{PORT}", lake=str(lake))


def _sums(store: Store) -> list[tuple]:
    """Rows and a hash of each rollup, whatever their order."""
    sql = "select count(*), bit_xor(hash(t)) from {} t"
    return [store.one(sql.format(table)) for table in (*TABLES, PAIRS)]
