"""What is planted in the demo county is found, and how much else: the alerts of ten counties, each of another seed, against their truth.json.

For each seed the county is generated, imported, classified day by day and searched on each of its last days, as a desk in service does it;
an alert counts as planted where detector and subject are those of an incident. Episodes of
nobody's planning are counted over those days.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import pandas as pd

from bench.timing import Row
from core.classify import classify, classify_days
from core.commands.demo import declare_demo
from core.domain import EVERYTHING, Scope
from core.ingest.plan import prepare
from core.ingest.storing import commit
from core.registry.status import status
from core.rollup import judged_day
from core.settings import PROJECT, load_settings
from core.store import Store, open_store
from core.watch import detect

TITLE = "Planted incidents of ten counties (20,000 people, 60 days): found, and false episodes a day"
SEEDS, PEOPLE, DAYS = tuple(range(1, 11)), 20_000, 60
SEARCHED = 21  # last days, searched one after the other
FALSE_A_DAY = 2  # at most
# What is planted as one kind is kept under another detector: a cluster of fevers under `fever`, of a grid.
CLUSTER = "cluster_fever"
NOT_ALERTS = ("outbreak",)


def measure(*, small: bool = False, seeds: tuple[int, ...] = SEEDS) -> list[Row]:
    """Two rows per seed, and two for all: incidents found of those planted, and the episodes that nobody planned in the days searched."""
    chosen = seeds[:1] if small else seeds
    found = [_seed(seed, people=3000 if small else PEOPLE, days=35 if small else DAYS) for seed in chosen]
    whole = {name: sum(each[name] for each in found) for name in ("planted", "found", "others")}
    missed = ", ".join(dict.fromkeys(each["missed"] for each in found if each["missed"]))
    named = [
        *((f"seed {seed}", each, 1) for seed, each in zip(chosen, found, strict=True)),
        ("all", whole | {"missed": missed}, len(found)),
    ]
    return [row for name, each, counties in named for row in _rows(name, each, counties)]


def _rows(name: str, each: dict, counties: int) -> list[Row]:
    aim = f"≤ {FALSE_A_DAY * SEARCHED * counties}"
    told = f"{each['others'] / SEARCHED / counties:.2f} a day; {each.get('by_detector', '')}"
    return [
        Row(
            f"{name}: incidents found",
            each["found"],
            f"{each['planted']} planted {each['missed']}".strip(),
            None,
            "all",
            "incidents",
        ),
        Row(f"{name}: other episodes in {SEARCHED} days", each["others"], told.strip("; "), None, aim, "episodes"),
    ]


def _seed(seed: int, *, people: int, days: int) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "-m",
            "sample_data",
            "--people",
            str(people),
            "--days",
            str(days),
            "--seed",
            str(seed),
            "--out",
            folder,
        ]
        subprocess.run([sys.executable, *command], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
        store = _county(Path(folder))
        planted = pd.DataFrame(json.loads((Path(folder) / "truth.json").read_text("utf-8")))
    found = compared(planted, _alerts(store))
    store.close()
    print(seed, found, file=sys.stderr, flush=True)
    return found


def _county(folder: Path) -> Store:
    """Everything imported; each of the last days classified and searched in turn."""
    store = open_store(load_settings(db=":memory:"))
    scope = Scope((EVERYTHING,))
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".xlsx", ".csv", ".parquet")):
        commit(store, prepare(store, scope, path), actor="bench")
    last = judged_day(store)
    declare_demo(store, status(store, scope)["first_day"])
    first = last - timedelta(days=SEARCHED - 1)
    classify_days(store, since=first - timedelta(days=SEARCHED), until=first, actor="bench")
    for back in range(SEARCHED - 1, -1, -1):
        day = last - timedelta(days=back)
        classify(store, as_of=day, actor="bench")
        detect(store, as_of=day, actor="bench")
    return store


def _alerts(store: Store) -> pd.DataFrame:
    found = store.df(
        "select a.detector, coalesce(p.id_number, g.code) as subject, a.person_id is null as of_grid, a.first_day, a.last_day"
        " from alert a join grid g on g.grid_id = a.grid_id left join person p on p.person_id = a.person_id"
    )
    found.loc[(found["detector"] == "fever") & found["of_grid"], "detector"] = CLUSTER
    return found


def compared(planted: pd.DataFrame, found: pd.DataFrame) -> dict:
    """Recall of the planted incidents whose kind is a detector's, and the other episodes per day searched."""
    planted = planted[~planted["kind"].isin(NOT_ALERTS)]
    wanted = set(zip(planted["kind"], planted["id_number"].fillna(planted["grid_code"]), strict=True))
    pairs = list(zip(found["detector"], found["subject"], strict=True))
    missed = sorted({kind for kind, _ in wanted - set(pairs)})
    others = found[[pair not in wanted for pair in pairs]]
    by_detector = others.groupby("detector").size()
    return {
        "planted": len(wanted),
        "found": len(wanted & set(pairs)),
        "others": len(others),
        "missed": ", ".join(missed),
        "by_detector": ", ".join(f"{code} {count}" for code, count in by_detector.items()),
    }
