"""`demo`: make the synthetic county and load it, through the importer, as a clerk would."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from datetime import time as hour
from pathlib import Path

from core import clock
from core.access.demo import ensure_demo_accounts
from core.act import done, keep_tasks, tasks
from core.classify import classify, classify_days, grade
from core.codes import grids_below, make_codes
from core.commands.closing import opened
from core.commands.demo_staffed import work
from core.commands.demo_told import report_up, tell_and_ask
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.follow import follow
from core.ingest.plan import prepare
from core.ingest.storing import commit
from core.policy.emergency import declare, emergencies
from core.policy.measures import TICK
from core.policy.running import running
from core.registry.status import status
from core.rollup import judged_day
from core.settings import PROJECT, Settings, load_settings
from core.store import Store
from core.store.mark import forget_mark

ACTOR = "demo"
WHOLE = Scope((EVERYTHING,))
WORKED = 7  # days of which the demo has tasks
STANDS = datetime(2026, 3, 8, 15)  # the last day of its data: the Spring Festival lies inside its 60 days


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("demo", help="make and load a synthetic county / 生成并导入演示县")
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--if-missing", action="store_true", help="do nothing when there is a store already")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = load_settings(db=args.db)
    if Path(settings.db).exists():
        if args.if_missing:
            return 0
        raise UserError("demo_into_new_only", file=settings.db)
    # Built beside its final place and moved there when whole, so that an interrupted start leaves no half county behind.
    building = Path(settings.db).with_suffix(".building")
    building.unlink(missing_ok=True)
    behind = _behind()
    forget_mark(made := load_settings(db=str(building), demo=True, clock_behind=behind))
    _build(made, args)
    forget_mark(made)
    building.rename(settings.db)
    _mark_as_demo(settings, behind)
    return 0


def _behind() -> int:
    """Minutes by which the demo's clock is behind: it is made in the afternoon of the last day of its data, and runs on from there."""
    return int((clock.now() - STANDS).total_seconds() // 60)


def _build(settings: Settings, args: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        print("Generating a county in which nobody exists … / 正在生成虚构的演示县 …", flush=True)
        subprocess.run(
            [sys.executable, "-m", "sample_data", *_options(args), "--out", folder],
            cwd=PROJECT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with opened(settings) as store:
            load_folder(store, Path(folder), worked=WORKED, known_to=datetime.combine(STANDS, hour.max))
            ensure_demo_accounts(store, now=clock.now())
            work(store, clock.now())


def _options(args: argparse.Namespace) -> list[str]:
    return [
        "--people",
        str(args.people),
        "--days",
        str(args.days),
        "--seed",
        str(args.seed),
        "--last-day",
        STANDS.date().isoformat(),
    ]


def load_folder(store: Store, folder: Path, *, worked: int = 0, known_to: datetime | None = None) -> None:
    """Import every file of a generated county in its order, then classify all its days and look for anomalies. `worked`: make the tasks of so many days.
    `known_to`: the files are those of a time that is over then and came in then, though the clock may not be there (None: it is); scans that came in before
    they happened would tell of clocks that are ahead, and nothing else of their grids."""
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".xlsx", ".csv", ".parquet")):
        started = time.perf_counter()
        report = commit(store, prepare(store, WHOLE, path, now=known_to), actor=ACTOR, now=known_to)
        taken = sum(sheet["new"] + sheet["changed"] for sheet in report["sheets"])
        print(f"  {path.name}  {taken:,}  {time.perf_counter() - started:.1f} s", flush=True)
    found = status(store, WHOLE)
    last = judged_day(store)
    if last is not None:
        declare_demo(store, found["first_day"])
        classify_days(store, since=max(found["first_day"], last - timedelta(days=365)), until=last, actor=ACTOR)
        _work(store, last, worked)
        tell_and_ask(store, datetime.combine(last, hour(14, 30)))
    _codes(store)
    follow(store, actor=ACTOR)
    if last is not None:
        report_up(store, clock.now())


def _codes(store: Store) -> None:
    """Codes to try: of each village and unit one for the wall, of the first unit one for a screen as well."""
    whole = store.value("select grid_id from grid where level = 'county' and axis = 'area' limit 1")
    if whole is None:
        return
    grids = grids_below(store, WHOLE, whole, ("village", "unit"), itself=False)
    make_codes(store, WHOLE, grids=grids, actor=ACTOR, now=clock.now())
    first = grids_below(store, WHOLE, whole, ("unit",), itself=False)[:1]
    make_codes(store, WHOLE, grids=first, kind="rotating", label="大门", actor=ACTOR, now=clock.now())


def declare_demo(store: Store, first: date) -> None:
    """The emergency in which the demo county's epidemic is fought: without one no pack runs."""
    if not emergencies(store):
        declare(
            store,
            pack="epidemic",
            name="新冠肺炎疫情防控",
            ordered_by="县疫情防控指挥部",
            order_no="横疫防指〔2026〕1号",
            since=first - timedelta(days=30),
            actor=ACTOR,
        )


def _work(store: Store, last: date, days: int) -> None:
    """As if the desk had run all the while: each day's tasks are made in its first hour and looked at in its last; the last day is not over."""
    for day in (last - timedelta(days=n) for n in reversed(range(days))):
        classify(store, as_of=day, actor=ACTOR)
        grade(store, as_of=day, actor=ACTOR)
        keep_tasks(store, actor=ACTOR, at=datetime.combine(day, hour(0, 30)))
        _ticks(store, datetime.combine(day, hour(16) if day < last else hour(8, 50)), share=9 if day < last else 2)
        if day < last:
            keep_tasks(store, actor=ACTOR, at=datetime.combine(day, hour(23, 50)))


def _ticks(store: Store, at: datetime, *, share: int) -> None:
    """Those who are responsible tick most of what they were asked for, so many of ten."""
    asked = [m.code for m in running(store).measures.values() if m.done_by == (TICK,)]
    open_now = tasks(store, WHOLE, at=at, statuses=["open", "overdue"], measures=asked, now_only=True, limit=1_000_000)
    done(store, WHOLE, [int(n) for n in open_now.task_id if n * 7 % 10 < share], actor=ACTOR, at=at)


def _mark_as_demo(settings: Settings, behind: int) -> None:
    """The server offers “enter as …” only where this file says so (and only for the demo's own accounts)."""
    (settings.folder / "settings.toml").write_text(
        "# Written by `python -m core demo`: nobody in this store exists.\n"
        f'demo = true\ncounty = "横县"\ncounty_en = "Hengxian"\nclock_behind = {behind}\n',
        "utf-8",
    )
