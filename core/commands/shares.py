"""`shares`: what departments get; made and revoked."""

from __future__ import annotations

import argparse
import json
from datetime import date

from core import clock
from core.access.accounts import account_of_login, load_user
from core.commands.dates import typed_day
from core.domain import EVERYTHING, Scope, User
from core.errors import UserError
from core.i18n import t
from core.registry.grids import find_grid
from core.share import CONTENTS, make_share, revoke, shares
from core.share.make import PER_MINUTE
from core.store import Store

SCOPE = Scope((EVERYTHING,))
WHOLE = "all"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("shares", help="what departments get / 向部门共享数据")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("list", help="all of them, with their uses / 共享列表").set_defaults(command="shares list")
    made = actions.add_parser("make", help="a share; its token is printed once / 新建共享")
    made.add_argument("name")
    made.add_argument("--content", required=True, choices=tuple(CONTENTS))
    made.add_argument("--columns", help="by commas; all that are not personal unless given / 列，逗号分隔")
    made.add_argument("--class", dest="person_class", metavar="CODE")
    made.add_argument(
        "--grid", required=True, nargs="+", action="extend", metavar="CODE", help=f"codes, or {WHOLE} / 网格编码"
    )
    made.add_argument("--department", required=True)
    made.add_argument("--purpose", required=True)
    made.add_argument("--ground", required=True, help="the law or order that allows it / 法律依据")
    made.add_argument("--until", required=True, type=typed_day, metavar="DATE")
    made.add_argument("--reason", help="why personal columns leave as they are / 不匿名的理由")
    made.add_argument("--per-minute", type=int, default=PER_MINUTE)
    made.add_argument("--file-only", action="store_true", help="without an address / 不开通接口")
    made.add_argument("--by", metavar="LOGIN", help="bound to this account's scope and rights / 受该账号管辖范围限制")
    made.set_defaults(command="shares make")
    one = actions.add_parser("revoke", help="nothing leaves by it from now on / 撤销")
    one.add_argument("number", type=int, metavar="N")
    one.set_defaults(command="shares revoke")
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true")


def list_all(store: Store, args: argparse.Namespace) -> str:
    found = shares(store, SCOPE, account=None, today=clock.today())
    rows = json.loads(found.to_json(orient="records", date_format="iso", force_ascii=False))
    for row, until in zip(rows, found["until"], strict=True):
        row["until"] = str(until)[:10]
    if args.json:
        return json.dumps(rows, ensure_ascii=False)
    lines = [
        t(
            args.lang, "share.cli_line", number=row["share_id"], name=row["name"], department=row["department"], until=row["until"], uses=row["uses"],
            state=t(args.lang, f"share.state.{row['state']}"), content=t(args.lang, f"share.content.{row['content']}"),
        )
        for row in rows
    ]  # fmt: skip
    return "\n".join(lines) or t(args.lang, "share.none")


def make_one(store: Store, args: argparse.Namespace) -> str:
    grids = [EVERYTHING if code == WHOLE else _grid(store, code) for code in args.grid]
    columns = (
        [c.strip() for c in args.columns.split(",") if c.strip()]
        if args.columns
        else list(CONTENTS[args.content].columns)
    )
    number, token = make_share(
        store, by=_user(store, args.by), name=args.name, content=args.content, columns=columns, grids=grids, department=args.department, purpose=args.purpose,
        ground=args.ground, until=date.fromisoformat(args.until), today=clock.today(), now=clock.now(), person_class=args.person_class, reason=args.reason,
        address=not args.file_only, per_minute=args.per_minute,
    )  # fmt: skip
    if args.json:
        return json.dumps({"share": number, "token": token})
    return "\n".join(
        [t(args.lang, "share.made", number=number), *([t(args.lang, "share.token_once"), token] if token else [])]
    )


def revoke_one(store: Store, args: argparse.Namespace) -> str:
    revoke(store, None, args.number, now=clock.now())
    return (
        json.dumps({"share": args.number, "revoked": True})
        if args.json
        else t(args.lang, "share.revoked", number=args.number)
    )


def _grid(store: Store, code: str) -> int:
    found = find_grid(store, SCOPE, code=code)
    if found is None:
        raise UserError("grid_not_found", code=code)
    return found.grid_id


def _user(store: Store, login: str | None) -> User | None:
    if login is None:
        return None
    user = load_user(store, account_of_login(store, login))
    if user is None or not user.may("shares.make"):
        raise UserError("share_maker")
    return user


ANSWERS = {"shares list": list_all, "shares make": make_one, "shares revoke": revoke_one}
