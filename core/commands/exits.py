"""`exits decide`: answer applications to leave."""

from __future__ import annotations

import argparse
import json

from core.act import moment
from core.domain import EVERYTHING, Scope
from core.exits import DECISIONS, decide
from core.i18n import t
from core.store import Store

SCOPE = Scope((EVERYTHING,))
ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("exits", help="applications to leave / 外出审批")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    decided = actions.add_parser("decide", help="approve or refuse / 审批")
    decided.add_argument("numbers", type=int, nargs="+", metavar="N")
    decided.add_argument("--decision", required=True, choices=DECISIONS)
    decided.add_argument("--reason", required=True, help="in words / 理由")
    decided.add_argument("--json", action="store_true")
    decided.set_defaults(command="exits decide")


def decide_them(store: Store, args: argparse.Namespace) -> str:
    done = decide(store, SCOPE, args.numbers, decision=args.decision, reason=args.reason, actor=ACTOR, at=moment(store))
    if args.json:
        return json.dumps({"done": done.done, "forwarded": done.forwarded, "refused": done.refused})
    lines = [t(args.lang, "exits.cli.decided", done=len(done.done), forwarded=len(done.forwarded))]
    return "\n".join(lines + [f"#{n}: {t(args.lang, f'error.{code}')}" for n, code in done.refused.items()])


ANSWERS = {"exits decide": decide_them}
