"""`detect`: look for anomalies and keep them as alerts."""

from __future__ import annotations

import argparse
import json
from datetime import date

import pandas as pd

from core.as_json import records
from core.classify import grade
from core.commands.closing import opened
from core.errors import UserError
from core.rollup import judged_day
from core.settings import load_settings
from core.store import Store
from core.watch import detect


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("detect", help="look for anomalies / 检测异常")
    parser.add_argument(
        "--as-of", type=date.fromisoformat, help="YYYY-MM-DD; the last day that is really in when left out"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    with opened(load_settings(db=args.db)) as store:
        return _run(store, args)


def _run(store: Store, args: argparse.Namespace) -> int:
    as_of = args.as_of or judged_day(store)
    if as_of is None:
        raise UserError("nothing_to_judge")
    found = detect(store, as_of=as_of, actor="command line")
    if store.value("select 1 from class_day where day = $as_of limit 1", as_of=as_of):  # else `classify` grades
        grade(store, as_of=as_of, actor="command line")
    if args.json:
        print(json.dumps({"as_of": as_of.isoformat(), "alerts": plain(found)}, ensure_ascii=False))
    else:
        for (detector, new), alerts in found.groupby(["detector", "new"]):
            print(f"{detector:20} {'new' if new else 'continued':10} {len(alerts)}")
    return 0


def plain(found: pd.DataFrame) -> list[dict]:
    """The alerts as JSON has them: ISO days, whole ids, null for none."""
    return records(found.assign(fields=found["fields"].map(json.loads)).astype({"person_id": "object"}))
