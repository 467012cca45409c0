"""A large county for measuring: the demo county's people and scans multiplied inside the store, set by set.

Demo files are loaded through the importer; only the multiplication writes straight into the tables.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from core.commands.demo import load_folder
from core.settings import PROJECT, load_settings
from core.store import Store, load_sql, open_store

WORK = Path(__file__).parent / "work"


def demo(people: int, days: int) -> Store:
    """The demo county, generated and imported anew."""
    WORK.mkdir(exist_ok=True)
    folder = WORK / f"files-{people}-{days}"
    if not (folder / "truth.json").exists():
        subprocess.run(
            [sys.executable, "-m", "sample_data", "--people", str(people), "--days", str(days), "--out", str(folder)],
            cwd=PROJECT, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    store = empty(f"demo-{people}-{days}")
    load_folder(store, folder)
    return store


def empty(name: str) -> Store:
    WORK.mkdir(exist_ok=True)
    path = WORK / f"{name}.duckdb"
    for old in WORK.glob(f"{name}.duckdb*"):
        old.unlink()
    return open_store(load_settings(db=str(path)))


def multiply_people(store: Store, times: int) -> None:
    """Every person, household and membership `times` times, in the same grids."""
    with store.write() as db:
        size = db.execute("select max(person_id) from person").fetchone()[0]
        households = db.execute("select coalesce(max(household_id), 0) from household").fetchone()[0]
        for statement in load_sql(__file__, "multiply_people.sql").split(";"):
            if statement.strip():
                db.execute(
                    statement,
                    {
                        k: v
                        for k, v in {"size": size, "households": households, "times": times}.items()
                        if f"${k}" in statement
                    },
                )


def multiply_check_ins(store: Store, times: int) -> None:
    """The check-ins of every day for `times` copies of each person, in time order."""
    with store.write() as db:
        size = db.execute("select max(person_id) from person where batch_id >= 0").fetchone()[0]
        db.execute("create temp table original as select * from check_in")
        days = [
            d for (d,) in db.execute("select distinct scanned_at::date as day from original order by day").fetchall()
        ]
        db.execute("delete from check_in")
        for day in days:
            db.execute(load_sql(__file__, "multiply_check_ins.sql"), {"day": day, "size": size, "times": times})
        db.execute("drop table original")
    store.run("checkpoint store")
