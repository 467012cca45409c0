"""Check-ins at volume: the import of a CSV against DuckDB's own `read_csv` of the same file into a typed table.

By hand, once: `python -m bench check_ins --rows 10000000`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from bench.memory import Growth, in_fresh_process
from bench.roster import WHOLE, write_grids, write_people
from bench.timing import Row, alternated, timed
from core.ingest.plan import discard, prepare
from core.ingest.storing import commit
from core.settings import load_settings
from core.store import Store, open_store
from sample_data.ids import id_numbers

TITLE = "Import of check-ins from a CSV"
SEED = 20200210
SECTIONS = 500
UNKNOWN = 50  # one scan in so many is of somebody on no roster
TWICE = 200  # and one in so many stands in the file twice
COLUMNS = {
    "证件号码": "varchar", "姓名": "varchar", "联系电话": "varchar", "网格编码": "varchar", "扫码时间": "timestamp",
    "方向": "varchar", "体温": "decimal(3, 1)", "症状": "varchar",
}  # fmt: skip


def measure(*, small: bool, rows: int | None = None) -> list[Row]:
    rows = rows or (10_000 if small else 1_000_000)
    people = max(rows // 20, 100)
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        scans = write_check_ins(where / "check_ins.csv", rows, people)
        store = _county(where, people)

        def plan_only() -> None:
            discard(prepare(store, WHOLE, scans))

        bare, planned = alternated(lambda: _read_csv(scans), plan_only, rounds=3 if rows <= 1_000_000 else 1)
        whole = timed(lambda: _commit(store, scans))
        again = timed(lambda: _commit(store, scans))
        store.close()
        grown = in_fresh_process("bench.check_ins", "grown", [str(where), str(people)])
    size = f"{rows:,} × {len(COLUMNS)}"
    baseline = "DuckDB, read_csv into a typed table"
    return [
        Row(f"decode, map, check, duplicates ({size})", planned, baseline, bare, "≤ 4 ×"),
        Row("the same and commit, with rollup", whole, baseline, bare),
        Row("the same file again (all there already)", again, "the first import", whole, "≤ 1 ×"),
        *grown,
    ]


def grown(folder: str, people: str) -> list[Row]:
    """In a process of its own: how much memory one import takes."""
    where = Path(folder)
    store = _county(where, int(people))
    with Growth("server process while check-ins are imported") as growth:
        _commit(store, where / "check_ins.csv")
    store.close()
    return growth.rows()


def _commit(store: Store, path: Path) -> None:
    report = commit(store, prepare(store, WHOLE, path), actor="bench")
    counts = report["sheets"][0]
    if counts["rejected"] or not counts["unchanged"]:
        raise AssertionError(f"{counts}: the benchmark would measure something else")


def _read_csv(path: Path) -> None:
    with duckdb.connect() as db:
        db.execute("create table scans as select * from read_csv(?, header = true, columns = ?)", [str(path), COLUMNS])


def _county(folder: Path, people: int) -> Store:
    for old in folder.glob("bench.duckdb*"):
        old.unlink()
    store = open_store(load_settings(db=str(folder / "bench.duckdb")))
    for path in (write_grids(folder), write_people(folder, people)):
        commit(store, prepare(store, WHOLE, path), actor="bench")
    return store


def write_check_ins(path: Path, rows: int, people: int) -> Path:
    """A week of scans in time order: people of the roster, a few of nobody's, a few twice."""
    rng = np.random.default_rng(SEED)
    births = np.datetime64("1940-01-01") + np.arange(people) % 25_000
    numbers = np.concatenate([
        id_numbers(np.full(people, 450127), births, np.arange(people) % 2 == 0),
        id_numbers(np.full(people, 450128), births, np.arange(people) % 2 == 0),
    ])  # fmt: skip
    seconds = np.sort(rng.integers(0, 7 * 86_400, rows))
    header = True
    with path.open("wb") as out:
        for first in range(0, rows, 1_000_000):
            part = _scans(rng, seconds[first : first + 1_000_000], numbers, people)
            part = pa.concat_tables([part, part.take(np.arange(0, part.num_rows, TWICE))])
            pa.csv.write_csv(part, out, pa.csv.WriteOptions(include_header=header, quoting_style="none"))
            header = False
    return path


def _scans(rng: np.random.Generator, seconds: np.ndarray, numbers: np.ndarray, people: int) -> pa.Table:
    rows = len(seconds)
    who = rng.integers(0, people, rows)
    stranger = rng.integers(0, UNKNOWN, rows) == 0
    times = (np.datetime64("2026-02-02T00:00:00") + seconds).astype("datetime64[s]")
    columns = {
        "证件号码": pa.array(numbers[who + stranger * people].astype(str)),
        "姓名": pa.array(np.where(stranger, "访客", "居民")),
        "联系电话": pa.array(np.char.add("13", np.char.zfill(who.astype(str), 9))),
        "网格编码": pa.array(
            np.char.add("450127100001", np.char.zfill(rng.integers(0, SECTIONS, rows).astype(str), 3))
        ),
        "扫码时间": pc.strftime(pa.array(times), "%Y-%m-%d %H:%M:%S"),
        "方向": pa.array(np.where(rng.integers(0, 2, rows) == 0, "进", "出")),
        "体温": pa.array(np.round(rng.normal(36.5, 0.2, rows), 1).astype(str)),
        "症状": pa.array(np.where(rng.integers(0, 300, rows) == 0, "咳嗽", "")),
    }
    return pa.table(columns)
