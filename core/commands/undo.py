"""`python -m core undo BATCH`: take an imported batch back."""

from __future__ import annotations

import argparse
import json

from core import clock
from core.commands.closing import opened
from core.commands.words import cli_language, tell_followed
from core.domain import EVERYTHING, Scope
from core.follow import follow
from core.ingest.undo.undo import undo, undo_check
from core.settings import load_settings
from core.store import Store

SCOPE = Scope((EVERYTHING,))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("undo", help="take an imported batch back / 撤销一个导入批次")
    parser.add_argument("batch", type=int)
    parser.add_argument(
        "--partial", action="store_true", help="leave out what later work rests on / 只撤销后来未被改动或使用的部分"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen / 只检查，不撤销")
    parser.add_argument("--json", action="store_true", default=True, help="which it always is / 总是如此")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints JSON: batch, status, removed (table → rows), restored, kept; with --dry-run also why rows would stay."""
    with opened(load_settings(db=args.db)) as store:
        return _run(store, args)


def _run(store: Store, args: argparse.Namespace) -> int:
    now = clock.now()
    if args.dry_run:
        found = undo_check(store, SCOPE, args.batch, now=now)
        told = {"batch": found.batch, "removed": found.removed, "restored": found.restored, "kept": found.kept}
        told["blocks"] = json.loads(found.blocks.to_json(orient="records", force_ascii=False))
    else:
        told = undo(store, SCOPE, args.batch, actor="command line", now=now, partial=args.partial)
        tell_followed(follow(store, actor="command line"), cli_language())
    print(json.dumps(told, ensure_ascii=False))
    return 0
