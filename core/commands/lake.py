"""`lake export | back | status`: check-ins in Parquet files beside the store, where a cluster reads them, or in a table of the cluster."""

from __future__ import annotations

import argparse
import json

from core import clock
from core.i18n import format, t
from core.lake import put_all, recall_all, sweep_lake
from core.store import Store

ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("lake", help="check-ins in files for a cluster / 数据湖")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for name, what in (
        ("export", "move all check-ins into the lake / 移入"),
        ("back", "take all back into the store / 移回"),
        ("status", "what lies where / 现状"),
    ):
        one = actions.add_parser(name, help=what)
        one.add_argument("--json", action="store_true")
        one.set_defaults(command=f"lake {name}")


def export(store: Store, args: argparse.Namespace) -> str:
    return _said(args, "lake.exported", rows=put_all(store, actor=ACTOR, now=clock.now()))


def back(store: Store, args: argparse.Namespace) -> str:
    return _said(args, "lake.back", rows=recall_all(store, actor=ACTOR))


def status(store: Store, args: argparse.Namespace) -> str:
    sweep_lake(store)
    files, inside, first, last = store.one("select count(*), coalesce(sum(rows), 0), min(day), max(day) from lake_file")
    told = {"files": files, "rows": int(inside), "here": store.value("select count(*) from check_in")}
    told |= {"first": str(first or "–"), "last": str(last or "–")}
    if table := store.settings.lake_table:
        near = store.value("select count(*) from near_check_in")
        return _said(args, "lake.status_table", table=table, near=near, **told)
    return _said(args, "lake.status", **told)


def _said(args: argparse.Namespace, key: str, **fields: object) -> str:
    if args.json:
        return json.dumps(fields, ensure_ascii=False)
    shown = {name: format.number(args.lang, v) if isinstance(v, int) else v for name, v in fields.items()}
    return t(args.lang, key, **shown)


ANSWERS = {"lake export": export, "lake back": back, "lake status": status}
