"""`classify`: give every person a class and every grid a grade."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, timedelta

from core.classify import classes_unknown, classify, classify_days, grade
from core.commands.closing import opened
from core.commands.words import cli_language
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.report.why import class_of, term_of
from core.rollup import judged_day
from core.settings import load_settings
from core.store import Store

SCOPE = Scope((EVERYTHING,))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("classify", help="classes of people, grades of grids / 人员分类与网格定级")
    parser.add_argument(
        "--as-of", type=date.fromisoformat, help="YYYY-MM-DD; the last day that is really in when left out"
    )
    parser.add_argument(
        "--days", type=int, default=1, help="count the classes of that many days up to it / 连同此前若干天"
    )
    parser.add_argument("--json", action="store_true", default=True, help="which it always is / 总是如此")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    with opened(load_settings(db=args.db)) as store:
        return _run(store, args)


def _run(store: Store, args: argparse.Namespace) -> int:
    as_of = args.as_of or judged_day(store)
    if as_of is None:
        raise UserError("nothing_to_judge")
    if args.days > 1:
        classify_days(store, since=as_of - timedelta(days=args.days - 1), until=as_of, actor="command line")
    counts = classify(store, as_of=as_of, actor="command line")
    grades = grade(store, as_of=as_of, actor="command line")
    unknown = classes_unknown(store, SCOPE, as_of=as_of).to_dict("records")
    told = {"as_of": as_of.isoformat(), "classes": counts, "grades": grades, "unknown": unknown}
    print(json.dumps(told, ensure_ascii=False))
    tell_unknown(unknown, cli_language())
    return 0


def tell_unknown(unknown: list[dict], language: str) -> None:
    """Beside the answer proper, which stays JSON: of how many people it can't be told whether a class holds, and for want of what."""
    for row in unknown:
        fields = {"name": class_of(language, row["class"]), "term": term_of(language, row["term"])}
        sys.stderr.write(t(language, "policy.unknown", people=row["people"], **fields) + "\n")
