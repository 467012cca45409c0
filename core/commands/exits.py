"""`exits list|decide`: applications to leave, those that wait first; answering them."""

from __future__ import annotations

import argparse
import json

from core.act import moment
from core.as_json import as_json
from core.commands.dates import typed_limit
from core.commands.refusal import NOTHING_DONE
from core.domain import EVERYTHING, Scope
from core.exits import DECISIONS, STATES, applications, decide
from core.i18n import t
from core.report.duties import owners
from core.store import Store

SCOPE = Scope((EVERYTHING,))
ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("exits", help="applications to leave / 外出审批")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listed = actions.add_parser("list", help="those that wait first, with who has them / 待审批在前")
    listed.add_argument("--state", choices=STATES)
    listed.add_argument("--limit", type=typed_limit, default=100)
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(command="exits list")
    decided = actions.add_parser("decide", help="approve or refuse / 审批")
    decided.add_argument("numbers", type=int, nargs="+", metavar="N")
    decided.add_argument("--decision", required=True, choices=DECISIONS)
    decided.add_argument("--reason", required=True, help="in words / 理由")
    decided.add_argument("--json", action="store_true")
    decided.set_defaults(command="exits decide")


def list_them(store: Store, args: argparse.Namespace) -> str:
    found = applications(store, SCOPE, at=moment(store), state=args.state, limit=args.limit, owned=True)
    found = found.assign(owner=owners(args.lang, found))
    return as_json(found) if args.json else "\n".join(_line(args.lang, row) for row in found.itertuples())


def decide_them(store: Store, args: argparse.Namespace) -> tuple[int, str]:
    """The command ends with 1 where none of them could be answered."""
    done = decide(store, SCOPE, args.numbers, decision=args.decision, reason=args.reason, actor=ACTOR, at=moment(store))
    code = 0 if done.done or done.forwarded else NOTHING_DONE
    if args.json:
        refused = {n: {"code": code, "words": t(args.lang, f"error.{code}")} for n, code in done.refused.items()}
        told = {"done": done.done, "forwarded": done.forwarded, "refused": refused}
        return code, json.dumps(told, ensure_ascii=False)
    lines = [t(args.lang, "exits.cli.decided", done=len(done.done), forwarded=len(done.forwarded))]
    return code, "\n".join(lines + [f"#{n}: {t(args.lang, f'error.{why}')}" for n, why in done.refused.items()])


def _line(language: str, row: tuple) -> str:
    days = " – ".join(str(day) for day in (row.leave_on, row.return_on) if day is not None)
    parts = [
        f"#{row.application_id}", t(language, f"application_status.{row.status}"), row.name, days, row.destination,
        t(language, "exits.cli.until", at=f"{row.due_at:%Y-%m-%d %H:%M}") if row.owner else None, f"→ {row.owner}" if row.owner else None,
    ]  # fmt: skip
    return "  ".join(part for part in parts if isinstance(part, str) and part)


ANSWERS = {"exits list": list_them, "exits decide": decide_them}
