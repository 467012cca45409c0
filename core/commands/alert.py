"""`alert`: the unfinished alerts, and closing one with its outcome."""

from __future__ import annotations

import argparse
import json

from core import clock
from core.domain import EVERYTHING, Scope
from core.i18n import t
from core.i18n.sentence import sentence
from core.store import Store
from core.watch import CLOSED, OUTCOMES, UNFINISHED, alerts, close

ACTOR = "command line"
SCOPE = Scope((EVERYTHING,))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("alert", help="alerts: list, close / 预警")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listed = actions.add_parser("list", help="unfinished ones, or of --status / 未结预警")
    listed.add_argument("--status", action="append", choices=[*UNFINISHED, *CLOSED])
    listed.add_argument("--limit", type=int, default=100)
    listed.set_defaults(command="alert list")
    ended = actions.add_parser("close", help="end one, with what became of it / 办结")
    ended.add_argument("number", type=int, metavar="N")
    ended.add_argument("--outcome", required=True, choices=[o for outcomes in OUTCOMES.values() for o in outcomes])
    ended.add_argument("--reason", required=True, help="in words / 说明")
    ended.set_defaults(command="alert close")
    for action in (listed, ended):
        action.add_argument("--json", action="store_true")


def list_all(store: Store, args: argparse.Namespace) -> str:
    found = alerts(store, SCOPE, statuses=list(args.status or UNFINISHED), limit=args.limit)
    if args.json:
        return json.dumps(json.loads(found.to_json(orient="records", date_format="iso")), ensure_ascii=False)
    return "\n".join(_line(args.lang, row) for row in found.to_dict("records"))


def close_one(store: Store, args: argparse.Namespace) -> str:
    status = next(status for status, outcomes in OUTCOMES.items() if args.outcome in outcomes)
    close(
        store, SCOPE, args.number, status=status, outcome=args.outcome, reason=args.reason, actor=ACTOR, at=clock.now()
    )
    if args.json:
        return json.dumps({"alert": args.number, "status": status, "outcome": args.outcome})
    return t(args.lang, "rules.closed", number=args.number, outcome=t(args.lang, f"outcome.{args.outcome}"))


ANSWERS = {"alert list": list_all, "alert close": close_one}


def _line(language: str, row: dict) -> str:
    who = row["person_name"] if isinstance(row["person_name"], str) else row["grid_name"]
    kind, status = t(language, f"detector.{row['detector']}"), t(language, f"alert_status.{row['status']}")
    return f"#{row['alert_id']}  {status}  {kind}  {who}  {sentence(language, row['reason'], row['fields'])}"
