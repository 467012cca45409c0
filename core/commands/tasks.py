"""`tasks`: the list of tasks, the most urgent first; tasks by hand, handed over; how much lies where."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime, timedelta

import pandas as pd

from core.act import AWAITED, KINDS, STATUSES, Asked, add_task, gaps, give, hand_over, loads, moment, tasks
from core.as_json import as_json
from core.commands.chain import grid_of
from core.commands.dates import typed_day, typed_limit, typed_moment
from core.commands.refusal import NOTHING_DONE
from core.domain import EVERYTHING, Scope
from core.i18n import t
from core.policy.running import running
from core.report.duties import duty_name, owners, post_name
from core.report.measures import measure_name
from core.store import Store

ACTOR = "command line"
SCOPE = Scope((EVERYTHING,), frozenset({"work_phone"}))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("tasks", help="tasks, the most urgent first / 任务列表")
    parser.add_argument("--grid", metavar="CODE", help="in this grid and below / 某网格及其下级")
    parser.add_argument("--owner", metavar="CODE", help="of whoever answers for this grid / 某网格责任人负责的")
    parser.add_argument(
        "--status", choices=STATUSES, help="what can be done now when left out / 缺省为当前可办的（待办和逾期）"
    )
    parser.add_argument("--gaps", action="store_true", help="grids in which nobody answers / 无人负责的网格")
    parser.add_argument("--loads", action="store_true", help="how much work lies where / 各责任岗任务量")
    parser.add_argument("--add", choices=KINDS, help="a task by hand, about --person or --grid / 手工下达任务")
    parser.add_argument("--title", help="what to do / 内容")
    parser.add_argument("--person", type=int, metavar="ID")
    parser.add_argument("--alert", type=int, metavar="ID", help="the alert that it is about / 所涉预警")
    parser.add_argument(
        "--due",
        type=typed_moment,
        metavar="DATETIME",
        help="tomorrow at this hour when left out / 时限，缺省为明天此时",
    )
    parser.add_argument("--awaits", choices=AWAITED, help="what ends it by itself / 自动办结的条件")
    parser.add_argument("--every", type=int, metavar="DAYS", help="again, up to --until / 每几天一次，至--until")
    parser.add_argument("--give", nargs="+", type=int, metavar="TASK", help="hand these to --to / 转交给--to")
    parser.add_argument(
        "--away", metavar="CODE[:DUTY]", help="all of this duty's work to --to, up to --until / 离岗，全部任务转交"
    )
    parser.add_argument("--to", metavar="CODE[:DUTY]", help="a grid and a duty there / 网格及其职责")
    parser.add_argument("--until", type=typed_day, metavar="DATE")
    parser.add_argument("--limit", type=typed_limit, default=100)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="tasks")


def answer(store: Store, args: argparse.Namespace) -> str | tuple[int, str]:
    """With `--give` the command ends with 1 where none of the tasks could be handed over."""
    changed = _answered(store, args)
    if changed is not None:
        return changed
    at, grid = moment(store), grid_of(store, args.grid) if args.grid else EVERYTHING
    if args.gaps:
        found = gaps(store, SCOPE, at=at, grid=grid)
        return as_json(found) if args.json else "\n".join(_gap(args.lang, row) for row in found.itertuples())
    if args.loads:
        found = loads(store, SCOPE, at=at, policy=running(store, at.date()), grid=grid)
        if args.json:
            posts = [post_name(args.lang, r.grid_name, r.role, r.holder) for r in found.itertuples()]
            return as_json(found.assign(post=posts))
        return "\n".join(_load(args.lang, row) for row in found.itertuples())
    found = tasks(
        store, SCOPE, at=at, grid=grid, owner=grid_of(store, args.owner) if args.owner else None, limit=args.limit,
        statuses=[args.status] if args.status else None, now_only=args.status is None,
    )  # fmt: skip
    if args.json:
        return as_json(found.assign(owner=owners(args.lang, found)))
    return "\n".join(_line(args.lang, row) for row in found.itertuples())


def _answered(store: Store, args: argparse.Namespace) -> str | tuple[int, str] | None:
    """`--add`, `--give`, `--away`: what changes something."""
    at = moment(store)
    if args.add:
        person = args.person
        grid = grid_of(store, args.grid) if args.grid else None
        due = datetime.fromisoformat(args.due) if args.due else at + timedelta(days=1)
        asked = Asked(
            args.add, due, title=args.title, person_id=person, grid_id=grid, owner=_post(store, args.to), awaits=args.awaits,
            every=args.every, until=date.fromisoformat(args.until) if args.until else None, alert_id=args.alert,
        )  # fmt: skip
        number = add_task(store, SCOPE, asked, actor=ACTOR, at=at)
        return json.dumps({"task": number}) if args.json else t(args.lang, "tasks.cli.added", number=number)
    if args.give:
        count = give(store, SCOPE, args.give, _post(store, args.to), actor=ACTOR, at=at)
        told = json.dumps({"given": count}) if args.json else t(args.lang, "tasks.cli.given", count=count)
        return (0 if count else NOTHING_DONE), told
    if args.away:
        until = datetime.fromisoformat(args.until) if args.until else None
        post, to = _post(store, args.away), _post(store, args.to)
        count = hand_over(store, SCOPE, post, to=to, since=at, until=until, actor=ACTOR, at=at)
        return json.dumps({"given": count}) if args.json else t(args.lang, "tasks.cli.given", count=count)
    return None


def _post(store: Store, text: str | None) -> tuple[int, str] | None:
    """“CODE” or “CODE:duty”; the responsible where no duty is named."""
    if text is None:
        return None
    code, _, role = text.partition(":")
    return grid_of(store, code), role or "responsible"


def _line(language: str, row: tuple) -> str:
    role = row.owner_role if isinstance(row.owner_role, str) else "desk"
    parts = [
        str(row.task_id), t(language, f"task_status.{row.status}"), f"{row.due_at:%Y-%m-%d %H:%M}" if not pd.isna(row.due_at) else "–",
        measure_name(language, row.measure), row.title,
        row.township, row.grid_name, row.person_name, row.owner_name if isinstance(row.owner_name, str) else duty_name(language, role),
    ]  # fmt: skip
    return "  ".join(str(p) for p in parts if isinstance(p, str) and p)


def _gap(language: str, row: tuple) -> str:
    goes = row.owner_grid if row.owner_role != "desk" else duty_name(language, "desk")
    return t(language, "tasks.cli.gap", grid=row.name, code=row.code, tasks=row.tasks, people=row.people, owner=goes)


def _load(language: str, row: tuple) -> str:
    holder = " ".join(
        filter(None, [duty_name(language, row.role), row.holder if isinstance(row.holder, str) else None])
    )
    return t(
        language, "tasks.cli.load", grid=row.grid_name, code=row.code, holder=holder, waiting=row.waiting, overdue=row.overdue, today=row.today, a_day=row.a_day
    )  # fmt: skip
