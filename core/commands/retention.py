"""`retention`: what is past its time, what is due next; with `--sweep` it goes now."""

from __future__ import annotations

import argparse
import json

from core import clock
from core.i18n import t
from core.privacy.retention import due, kinds, sweep
from core.store import Store

ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("retention", help="what is past its time and goes / 到期数据的清理")
    parser.add_argument(
        "--sweep", action="store_true", help="remove it now (the nightly run does it by itself) / 立即清理"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="retention")


def answer(store: Store, args: argparse.Namespace) -> str:
    today = clock.today()
    went = sweep(store, today=today, actor=ACTOR, now=clock.now()) if args.sweep else {}
    found = due(store, today=today)
    if args.json:
        rows = json.loads(found.to_json(orient="records", date_format="iso"))
        return json.dumps({"swept": went, "due": rows}, ensure_ascii=False)
    allowed = kinds(store.settings)
    lines = [
        t(args.lang, "privacy.cli.due", kind=getattr(allowed[row.kind], args.lang), days=row.days, rows=row.rows, overdue=row.overdue, soon=row.soon)
        for row in found.itertuples()
    ]  # fmt: skip
    if args.sweep:
        lines.append(t(args.lang, "privacy.cli.swept", rows=sum(went.values())))
    return "\n".join(lines)
