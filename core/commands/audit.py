"""`audit`: test the log of what was done, read it, say why it is not what was seen of it."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from core import clock
from core.as_json import as_json
from core.audit import reads
from core.audit.accept import accept
from core.audit.keep import cut
from core.commands.dates import typed_day, typed_limit
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.registry.grids import find_grid
from core.report.audit_words import in_words, verdict_lines
from core.store import Store

ACTOR = "command line"
DAYS = 7  # listed when nothing else is said


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("audit", help="the log of what was done / 审计日志")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("verify", help="is it what was written? exit code 1 when not / 校验").set_defaults(
        command="audit verify"
    )
    listed = actions.add_parser("list", help="read it / 查看")
    listed.add_argument("--since", type=typed_day, metavar="DAY", help=f"default: {DAYS} days ago / 缺省为 {DAYS} 天前")
    listed.add_argument("--until", type=typed_day, metavar="DAY")
    listed.add_argument("--who", metavar="TEXT", help="part of a login or name / 登录名或姓名的一部分")
    listed.add_argument("--event", help="person.viewed, or a group: person. / 事件或其组")
    listed.add_argument("--about", choices=reads.OBJECTS, help="what, with --number / 对象")
    listed.add_argument("--number", type=int, metavar="N")
    listed.add_argument("--grid", metavar="CODE", help="who answers there, or what names it / 范围")
    listed.add_argument("--limit", type=typed_limit, default=100)
    listed.set_defaults(command="audit list")
    accepted = actions.add_parser(
        "accept", help="the store was restored, or the key lost: it counts as it stands / 确认现状"
    )
    accepted.add_argument("--reason", required=True)
    accepted.set_defaults(command="audit accept")
    actions.add_parser("cut", help="remove what is past its time (the server does daily) / 清除到期记录").set_defaults(
        command="audit cut"
    )
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true")


def verify_it(store: Store, args: argparse.Namespace) -> tuple[int, str]:
    """1 when it is not whole."""
    started = time.perf_counter()
    found = reads.verify_and_note(store, actor=ACTOR)
    told = asdict(found) | {"whole": found.whole, "seconds": round(time.perf_counter() - started, 2)}
    return int(not found.whole), json.dumps(told) if args.json else "\n".join(verdict_lines(args.lang, found))


def list_it(store: Store, args: argparse.Namespace) -> str:
    now = clock.now()
    since = datetime.fromisoformat(args.since) if args.since else now - timedelta(days=DAYS)
    until = datetime.fromisoformat(args.until) + timedelta(days=1) if args.until else now + timedelta(days=1)
    found = reads.entries(
        store, since=since, until=until, actor=args.who, event=args.event, about=args.about, number=args.number,
        grid=_grid(store, args.grid), limit=args.limit,
    )  # fmt: skip
    if args.json:
        return as_json(found)
    lines = [
        f"{row.entry_id:>8}  {row.happened_at:%Y-%m-%d %H:%M:%S}  {row.who}  {row.what}  {row.said}"
        for row in in_words(args.lang, found, reads.names(store)).itertuples()
    ]
    return "\n".join(lines) or t(args.lang, "audit.cli.none")


def accept_it(store: Store, args: argparse.Namespace) -> str:
    entry = accept(store, reason=args.reason, actor=ACTOR, now=clock.now())
    return json.dumps({"entry": entry}) if args.json else t(args.lang, "audit.cli.accepted", entry=entry)


def cut_it(store: Store, args: argparse.Namespace) -> str:
    gone = cut(store, now=clock.now(), actor=ACTOR)
    return json.dumps({"entries": gone}) if args.json else t(args.lang, "audit.cli.cut", entries=gone)


def _grid(store: Store, code: str | None) -> int | None:
    if code is None:
        return None
    found = find_grid(store, Scope((EVERYTHING,)), code=code)
    if found is None:
        raise UserError("grid_not_found", code=code)
    return found.grid_id


ANSWERS: dict[str, Callable[[Store, argparse.Namespace], str | tuple[int, str]]] = {
    "audit verify": verify_it,
    "audit list": list_it,
    "audit accept": accept_it,
    "audit cut": cut_it,
}
