"""`classify`: give every person a class and every grid a grade."""

from __future__ import annotations

import argparse
import json
from datetime import date, timedelta

from core.classify import classify, classify_days, grade
from core.errors import UserError
from core.rollup import judged_day
from core.settings import load_settings
from core.store import open_store


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("classify", help="classes of people, grades of grids / 人员分类与网格定级")
    parser.add_argument(
        "--as-of", type=date.fromisoformat, help="YYYY-MM-DD; the last day that is really in when left out"
    )
    parser.add_argument(
        "--days", type=int, default=1, help="count the classes of that many days up to it / 连同此前若干天"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    store = open_store(load_settings(db=args.db))
    as_of = args.as_of or judged_day(store)
    if as_of is None:
        raise UserError("nothing_to_judge")
    if args.days > 1:
        classify_days(store, since=as_of - timedelta(days=args.days - 1), until=as_of, actor="command line")
    counts = classify(store, as_of=as_of, actor="command line")
    grades = grade(store, as_of=as_of, actor="command line")
    print(json.dumps({"as_of": as_of.isoformat(), "classes": counts, "grades": grades}, ensure_ascii=False))
    return 0
