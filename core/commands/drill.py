"""`drill`: a test of the chain of responsibility; who has answered."""

from __future__ import annotations

import argparse
import json

from core.act import moment
from core.as_json import as_json
from core.chain import drill
from core.chain.health import LEVELS
from core.commands.chain import SCOPE, grid_of
from core.domain import EVERYTHING
from core.errors import UserError
from core.i18n import t
from core.report.duties import duty_name
from core.store import Store

ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("drill", help="test the chain of responsibility / 责任链演练")
    kinds = parser.add_subparsers(required=True)
    start = kinds.add_parser("start", help="ask everybody to confirm / 发起演练")
    start.add_argument("--grid", metavar="CODE", help="in this grid and below / 某网格及其下级")
    start.add_argument("--levels", nargs="+", choices=LEVELS, default=list(LEVELS))
    start.add_argument("--minutes", type=int, default=30)
    show = kinds.add_parser("show", help="who has answered / 应答情况")
    show.add_argument("drill", nargs="?", type=int, help="its number; the last one when left out / 缺省为最近一次")
    for name, one in (("start", start), ("show", show)):
        one.add_argument("--json", action="store_true")
        one.set_defaults(command=f"drill {name}")


def start(store: Store, args: argparse.Namespace) -> str:
    grid = grid_of(store, args.grid) if args.grid else EVERYTHING
    number = drill.start(
        store, SCOPE, grid=grid, levels=tuple(args.levels), minutes=args.minutes, actor=ACTOR, at=moment(store)
    )
    asked = len(drill.calls(store, SCOPE, number))
    if args.json:
        return json.dumps({"drill": number, "calls": asked})
    return t(args.lang, "chain.cli.started", number=number, calls=asked, minutes=args.minutes)


def show(store: Store, args: argparse.Namespace) -> str:
    known = drill.drills(store, SCOPE)
    wanted = known if args.drill is None else known[known["drill_id"] == args.drill]
    if wanted.empty:
        raise UserError("drill_none" if known.empty else "drill_unknown")
    row, found = wanted.iloc[0], drill.calls(store, SCOPE, int(wanted.iloc[0].drill_id))
    if args.json:
        told = json.loads(as_json(wanted.head(1).drop(columns="own")))[0]
        return json.dumps(told | {"asked": json.loads(as_json(found))}, ensure_ascii=False)
    head = t(
        args.lang, "chain.cli.drill", number=row.drill_id, calls=row.calls, answered=row.answered, in_time=row.in_time
    )
    left = found[found["answered_at"].isna()]
    return "\n".join([head, *(_left(args.lang, one) for one in left.itertuples())])


def _left(language: str, row: tuple) -> str:
    name = row.holder if isinstance(row.holder, str) else duty_name(language, row.owner_role)
    phone = row.phone if isinstance(row.phone, str) else ""
    return t(language, "chain.cli.left", grid=row.name, code=row.code, name=name, phone=phone).strip()
