"""`emergency`: what was declared, and until when. Packs of policy run within one and nowhere else."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date

from core import clock
from core.commands.dates import typed_day
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.follow.policy_change import policy_changed
from core.i18n import t
from core.policy import emergency as declared
from core.policy.emergency import Emergency, emergencies
from core.policy.withdrawal import withdraw_emergency
from core.registry.grids import find_grid
from core.rollup import judged_day
from core.store import Store

ACTOR = "command line"
WHOLE = Scope((EVERYTHING,))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("emergency", help="declared emergencies / 应急响应")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    made = _action(actions, "declare", "declare one: its pack runs from then on / 启动应急响应")
    made.add_argument("name", metavar="NAME")
    made.add_argument("--pack", default="epidemic")
    made.add_argument("--by", required=True, metavar="WHO", help="who ordered it / 下令单位")
    made.add_argument("--order", metavar="NUMBER", help="number of the order / 文号")
    made.add_argument("--grid", metavar="CODE", help="its area; everywhere when left out / 范围，默认全县")
    made.add_argument("--from", dest="since", type=typed_day, metavar="DATE", help="today when left out / 默认今天")
    made.add_argument("--until", type=typed_day, metavar="DATE", help="its last day; open when left out / 截止日")
    longer = _action(actions, "extend", "another last day / 延长")
    longer.add_argument("number", type=int, metavar="N")
    longer.add_argument("--until", type=typed_day, metavar="DATE", help="open when left out / 不填为不定期")
    ended = _action(actions, "end", "end it / 终止")
    ended.add_argument("number", type=int, metavar="N")
    ended.add_argument("--on", type=typed_day, metavar="DATE", help="its last day, today when left out / 最后一天")
    withdrawn = _action(actions, "withdraw", "take it back before its first day / 撤回尚未开始的")
    withdrawn.add_argument("number", type=int, metavar="N")
    _action(actions, "list", "all that were declared / 列出")


def _action(actions: argparse._SubParsersAction, name: str, told: str) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=told)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command=f"emergency {name}")
    return parser


def declare(store: Store, args: argparse.Namespace) -> str:
    since = _day(args.since) or clock.today()
    grid = None
    if args.grid:
        found = find_grid(store, WHOLE, code=args.grid)
        if found is None:
            raise UserError("emergency_grid", code=args.grid)
        grid = found.grid_id
    number = declared.declare(
        store, pack=args.pack, name=args.name, ordered_by=args.by, order_no=args.order, grid_id=grid, since=since,
        until=_day(args.until), actor=ACTOR,
    )  # fmt: skip
    policy_changed(store, since=since, actor=ACTOR)
    return _told(store, args, number)


def extend(store: Store, args: argparse.Namespace) -> str:
    before = _one(store, args.number)
    declared.extend(store, emergency_id=args.number, until=_day(args.until), actor=ACTOR)
    policy_changed(store, since=before.until or before.since, actor=ACTOR)
    return _told(store, args, args.number)


def end(store: Store, args: argparse.Namespace) -> str:
    on = _day(args.on) or clock.today()
    declared.end(store, emergency_id=args.number, on=on, actor=ACTOR)
    policy_changed(store, since=on, actor=ACTOR)
    return _told(store, args, args.number)


def withdraw(store: Store, args: argparse.Namespace) -> str:
    found = _one(store, args.number)
    withdraw_emergency(store, emergency_id=args.number, actor=ACTOR)
    if args.json:
        return json.dumps({"withdrawn": args.number})
    return t(args.lang, "policy.emergency_withdrawn", name=found.name)


def list_all(store: Store, args: argparse.Namespace) -> str:
    found = emergencies(store)
    if args.json:
        return json.dumps([asdict(each) for each in found], ensure_ascii=False, default=str)
    return "\n".join(_line(store, args.lang, each) for each in found) or t(args.lang, "emergency.none")


ANSWERS: dict[str, Callable[[Store, argparse.Namespace], str]] = {
    "emergency declare": declare,
    "emergency extend": extend,
    "emergency end": end,
    "emergency withdraw": withdraw,
    "emergency list": list_all,
}


def _one(store: Store, number: int) -> Emergency:
    found = next((each for each in emergencies(store) if each.emergency_id == number), None)
    if found is None:
        raise UserError("emergency_unknown", number=number)
    return found


def _told(store: Store, args: argparse.Namespace, number: int) -> str:
    found = _one(store, number)
    if args.json:
        return json.dumps(asdict(found), ensure_ascii=False, default=str)
    last, text = judged_day(store), _line(store, args.lang, found)
    return text if last is None or found.holds(last) else f"{text}\n{_not_yet(args.lang, last)}"


def _not_yet(language: str, last: date) -> str:
    return t(language, "emergency.not_on_the_day", day=last.isoformat())


def _line(store: Store, language: str, each: Emergency) -> str:
    area = store.value("select name from grid where grid_id = $grid", grid=each.grid_id) if each.grid_id else None
    return t(
        language, "emergency.line",
        number=each.emergency_id, name=each.name, pack=each.pack, by=each.ordered_by, order=each.order_no or "–",
        area=area or t(language, "emergency.everywhere"), since=each.since.isoformat(),
        until=each.until.isoformat() if each.until else t(language, "emergency.open"),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
