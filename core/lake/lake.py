"""What the lake holds. A check-in lies either in the store or in a file, never in both: it is committed to the store first, where nothing is
lost, and moves when its day is summed. A file counts once `lake_file` names it, in the transaction that takes its rows out of the store: one
half written or left over by a crash is read by nobody, and swept away.

What changes check-ins that were moved (an undo, a merge) calls their days back first.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import duckdb

from core.audit import record
from core.errors import UserError
from core.store import Store, run
from core.store.outside import COLUMNS, quoted, show_outside

EVENTS = "check_in"  # folder below the lake's
FILES = 8  # of one day, from which they are made into one


def put(store: Store, days: Iterable[date], *, actor: str, now: datetime) -> int:
    """Move the store's check-ins of some days into the lake, a transaction per day. Returns their number.

    Raises UserError: lake_unset, lake_folder (it can't be written).
    """
    lake = _lake(store)
    moved = 0
    for day in days:
        with store.write() as db:
            rows = run(db, f"select count(*) from check_in where {_OF_DAY}", day=day).fetchone()[0]
            if not rows:
                continue
            name = _written(db, lake, day, f"select {COLUMNS} from check_in where {_OF_DAY}")
            run(db, f"delete from check_in where {_OF_DAY}", day=day)
            db.execute("insert into lake_file values (?, ?, ?, ?)", [name, day, rows, now])
            show_outside(db, lake)
            record(db, actor, "lake.put", day=day, rows=rows)
        moved += rows
        if store.value("select count(*) from lake_file where day = $day", day=day) >= FILES:
            compact(store, day, actor=actor, now=now)
    return moved


def put_all(store: Store, *, actor: str, now: datetime) -> int:
    """Move all check-ins into the lake: a county moves over. Returns their number."""
    days = store.run("select distinct cast(scanned_at as date) as day from check_in order by day").fetchall()
    return put(store, [day for (day,) in days], actor=actor, now=now)


def recall(db: duckdb.DuckDBPyConnection, store: Store, days: Iterable[date]) -> int:
    """Take days back into the store within the caller's transaction. Returns the number of check-ins. Their files stop counting, and are
    removed by the next sweep."""
    wanted = list(days)
    files = run(db, "select name, rows from lake_file where day in (select unnest($days))", days=wanted).fetchall()
    if not files:
        return 0
    lake = _lake(store)
    listed = ", ".join(quoted(lake / name) for name, _ in files)
    db.execute(f"insert into check_in ({COLUMNS}) select {COLUMNS} from read_parquet([{listed}]) order by scanned_at")
    run(db, "delete from lake_file where day in (select unnest($days))", days=wanted)
    show_outside(db, lake)
    return sum(rows for _, rows in files)


def recall_people(db: duckdb.DuckDBPyConnection, store: Store, people: str) -> int:
    """Take the days back on which any of these people (an SQL query of numbers) were scanned, as `recall` does."""
    days = db.execute(
        f"select distinct cast(scanned_at as date) from every_check_in where person_id in ({people})"
    ).fetchall()
    return recall(db, store, [day for (day,) in days])


def forget(db: duckdb.DuckDBPyConnection, store: Store, *, before: date | None) -> int:
    """Let go of days before one (None: of all) within the caller's transaction; the next sweep removes their files. Returns the number of check-ins."""
    gone = run(
        db, "delete from lake_file where $before is null or day < $before returning rows", before=before
    ).fetchall()
    if gone:
        show_outside(db, store.settings.lake_folder)
    return sum(rows for (rows,) in gone)


def recall_all(store: Store, *, actor: str) -> int:
    """Take all check-ins back into the store, a transaction per day. Returns their number."""
    moved = 0
    for (day,) in store.run("select distinct day from lake_file order by day").fetchall():
        with store.write() as db:
            rows = recall(db, store, [day])
            record(db, actor, "lake.recalled", day=day, rows=rows)
        moved += rows
    sweep_lake(store)
    return moved


def compact(store: Store, day: date, *, actor: str, now: datetime) -> None:
    """A day's files made into one: many small ones are slow to read."""
    lake = _lake(store)
    with store.write(shown=False) as db:
        names = [n for (n,) in run(db, "select name from lake_file where day = $day order by name", day=day).fetchall()]
        if len(names) < 2:
            return
        listed = ", ".join(quoted(lake / name) for name in names)
        made = _written(db, lake, day, f"select {COLUMNS} from read_parquet([{listed}])")
        rows = db.execute(f"select count(*) from read_parquet({quoted(lake / made)})").fetchone()[0]
        run(db, "delete from lake_file where day = $day", day=day)
        db.execute("insert into lake_file values (?, ?, ?, ?)", [made, day, rows, now])
        show_outside(db, lake)
        record(db, actor, "lake.compacted", day=day, files=len(names), rows=rows)
    sweep_lake(store)


def sweep_lake(store: Store) -> int:
    """Remove files that do not count: left by a crash, a rollback, a recall. Returns their number."""
    folder = store.settings.lake_folder
    if folder is None or not (folder / EVENTS).is_dir():
        return 0
    # the writer's turn: no file is being written whose row is not there yet
    with store.write(shown=False) as db:
        counts = {name for (name,) in db.execute("select name from lake_file").fetchall()}
        left = [f for f in (folder / EVENTS).rglob("*.parquet*") if f.relative_to(folder).as_posix() not in counts]
        for file in left:
            file.unlink(missing_ok=True)
    return len(left)


_OF_DAY = "scanned_at >= cast($day as date) and scanned_at < cast($day as date) + interval 1 day"


def _written(db: duckdb.DuckDBPyConnection, lake: Path, day: date, sql: str) -> str:
    """Write the rows into a file of its own, which is there whole or not at all. Returns its name below the lake's folder."""
    name = f"{EVENTS}/day={day.isoformat()}/{uuid.uuid4().hex}.parquet"
    file, half = lake / name, lake / f"{name}.partial"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # a person's scans side by side: a trail reads a few row groups of each file
        sql = f"copy ({sql} order by person_id, scanned_at) to {quoted(half)} (format parquet, compression zstd)"
        run(db, sql, day=day)
        with half.open("rb+") as written:
            os.fsync(written.fileno())
        half.rename(file)
    except (OSError, duckdb.IOException) as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise UserError("lake_folder", folder=str(lake)) from error
    return name


def _lake(store: Store) -> Path:
    if store.settings.lake_folder is None:
        raise UserError("lake_unset")
    return store.settings.lake_folder
