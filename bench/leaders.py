"""What leaders look at in a county of 1.2 million people: the large screen made anew, the brief with its three files; and the charts of a table of 100,000 rows.

Both counties are made once and kept in bench/work (delete leaders-*.duckdb to make them anew): it takes minutes.
"""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pyarrow.csv

from bench.county import WORK, demo, multiply_check_ins, multiply_people
from bench.timing import Row
from core import clock
from core.act import keep_tasks
from core.act.moment import moment
from core.brief import FORMATS, file_of, make_brief
from core.charts import charts_of, read_tables, sheet_of
from core.classify import classify, classify_days, grade
from core.domain import EVERYTHING, Scope
from core.handling import tend_alerts
from core.registry.grids import start_grid
from core.rollup import judged_day, roll_up
from core.settings import load_settings
from core.store import Store, open_store
from core.watch import detect
from core.web.wall.wall import screen

TITLE = "For leaders (processor time; a plain loop beside it tells how fast the machine is just now)"
WHOLE = Scope((EVERYTHING,), frozenset())
ACTOR = "bench"
DAYS = 8  # that are classified: the last and the same of the week before
ROWS = 100_000
LOOP = 30_000_000


def measure(*, small: bool) -> list[Row]:
    people, times, scans = (2_000, 2, 1) if small else (20_000, 60, 6)
    few = _kept(f"leaders-{people}", lambda: demo(people, 60))
    many = _kept(f"leaders-{people * times}", lambda: _multiplied(few, times, scans))
    rows = [Row("a plain loop of 30 million additions", _used(lambda: sum(range(LOOP))))]
    rows += [*_screens(many, few), *_briefs(many, few), *_charts(small=small)]
    few.close()
    many.close()
    return rows


def _kept(name: str, make: Callable[[], Store]) -> Store:
    """Of the last run, or made and then kept."""
    path = WORK / f"{name}.duckdb"
    if not path.exists():
        made = make()
        _prepare(made)
        made.run("checkpoint store")
        made.close()
        Path(made.settings.db).rename(path)
    return open_store(load_settings(db=str(path)))


def _multiplied(few: Store, times: int, scans: int) -> Store:
    path = WORK / "leaders.building"
    path.unlink(missing_ok=True)
    few.run("checkpoint store")
    path.write_bytes(Path(few.settings.db).read_bytes())
    store = open_store(load_settings(db=str(path)))
    multiply_people(store, times)
    multiply_check_ins(store, scans)
    return store


def _prepare(store: Store) -> None:
    roll_up(store, days=None, actor=ACTOR)
    last = judged_day(store)
    classify_days(store, since=last - timedelta(days=DAYS), until=last, actor=ACTOR)
    classify(store, as_of=last, actor=ACTOR)
    grade(store, as_of=last, actor=ACTOR)
    detect(store, as_of=last, actor=ACTOR)
    keep_tasks(store, actor=ACTOR, at=moment(store))
    tend_alerts(store, at=clock.now(), owners=True)


def _used(function: Callable[[], object], rounds: int = 3) -> float:
    """The median seconds of processor that it takes: a machine that is shared tells nothing by its clock."""
    found = []
    for _ in range(rounds):
        started = time.process_time()
        function()
        found.append(time.process_time() - started)
    return sorted(found)[rounds // 2]


def _screen(store: Store) -> dict | None:
    return screen(store, WHOLE, None, None, "zh")


def _anew(store: Store) -> Callable[[], object]:
    def made() -> object:
        with store.write():  # something was written: nothing that was made is good for this one
            pass
        return _screen(store)

    return made


def _screens(many: Store, few: Store) -> list[Row]:
    size, before = (f"{store.value('select count(*) from person'):,} people" for store in (many, few))
    first, first_few = _used(_anew(many), 1), _used(_anew(few), 1)
    anew, anew_few = _used(_anew(many), 5), _used(_anew(few), 5)
    return [
        Row(f"screen of {size}, the first since the start", first, before, first_few, "≤ 2 s"),
        Row("again after something was written", anew, before, anew_few, "≤ 0.3 s"),
        Row("again when nothing was", _used(lambda: _screen(many)), before, _used(lambda: _screen(few)), "≤ 0.3 s"),
    ]


def _brief(store: Store) -> list[bytes]:
    made = make_brief(store, WHOLE, start_grid(store, WHOLE), "zh", at=moment(store))
    return [file_of(made, form) for form in FORMATS]


def _briefs(many: Store, few: Store) -> list[Row]:
    first = _used(lambda: _brief(many), 1)
    again, again_few = _used(lambda: _brief(many)), _used(lambda: _brief(few))
    return [
        Row("brief with docx, pptx and pdf, the first (libraries read)", first, aim="≤ 10 s"),
        Row("brief with docx, pptx and pdf", again, "the smaller county", again_few, "≤ 10 s"),
    ]


def _charts(*, small: bool) -> list[Row]:
    rows = ROWS // 100 if small else ROWS
    path = _table(rows)

    store = open_store(load_settings(db=":memory:"))
    charted = _used(lambda: [charts_of(sheet_of(given)) for given in read_tables(store, path, path.name)])
    read = _used(lambda: pyarrow.csv.read_csv(path).to_pandas())
    store.close()
    return [Row(f"charts of a table of {rows:,} rows, 7 columns", charted, "pyarrow reads it", read, "≤ 2 s")]


def _table(rows: int) -> Path:
    chance = random.Random(1)
    path = WORK / f"table-{rows}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        into = csv.writer(file)
        into.writerow(["编号", "登记日期", "乡镇", "类别", "金额（元）", "体温", "备注"])
        for n in range(rows):
            day = date(2025, 1, 1) + timedelta(days=n % 365)
            town, kind = f"{'东西南北中'[chance.randrange(5)]}镇", "甲乙丙丁"[chance.randrange(4)]
            into.writerow([f"DJ{n:07d}", f"{day:%Y-%m-%d}", town, kind, chance.randrange(10, 9000), f"{chance.gauss(36.5, 0.3):.1f}", "无"])  # fmt: skip
    return path
