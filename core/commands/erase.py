"""`erase`: one person's data, asked by one account and confirmed by another."""

from __future__ import annotations

import argparse
import json

from core import clock
from core.access.accounts import account_of_login, load_user
from core.as_json import as_json
from core.audit.denied import not_allowed
from core.domain import User
from core.i18n import t
from core.privacy.erase import ask_erasure, confirm_erasure, reasons, waiting_erasures, withdraw_erasure
from core.store import Store

PERMISSION = "privacy.erase"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("erase", help="erase one person's data / 删除一个人的信息")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    ask = actions.add_parser("ask", help="ask for it / 提出删除")
    ask.add_argument("person", type=int, metavar="PERSON", help="number, as in ?person= / 人员编号")
    ask.add_argument("--reason", required=True, choices=reasons())
    for name, words in (
        ("confirm", "the second person's yes: it is done / 复核并执行"),
        ("withdraw", "not to be done / 撤回"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("number", type=int, metavar="N")
    actions.add_parser("list", help="those that wait / 等待复核的")
    for name, action in actions.choices.items():
        action.add_argument(
            "--by", required=True, metavar="LOGIN", help="account, whose scope and rights bound it / 账号"
        )
        action.add_argument("--json", action="store_true")
        action.set_defaults(command=f"erase {name}")


def ask(store: Store, args: argparse.Namespace) -> str:
    user = _user(store, args.by)
    number = ask_erasure(
        store, user.scope, person_id=args.person, reason=args.reason, actor=user.login, now=clock.now()
    )
    word = "asked" if store.settings.erase_by_two else "erased"
    return json.dumps({"removal": number}) if args.json else t(args.lang, f"privacy.cli.{word}", number=number)


def confirm(store: Store, args: argparse.Namespace) -> str:
    user = _user(store, args.by)
    rows = confirm_erasure(store, user.scope, removal_id=args.number, actor=user.login, now=clock.now())
    return json.dumps(rows) if args.json else t(args.lang, "privacy.cli.erased", number=args.number)


def withdraw(store: Store, args: argparse.Namespace) -> str:
    user = _user(store, args.by)
    withdraw_erasure(store, user.scope, removal_id=args.number, actor=user.login, now=clock.now())
    return (
        json.dumps({"withdrawn": args.number})
        if args.json
        else t(args.lang, "privacy.cli.withdrawn", number=args.number)
    )


def list_them(store: Store, args: argparse.Namespace) -> str:
    found = waiting_erasures(store, _user(store, args.by).scope, on=clock.today())
    if args.json:
        return as_json(found)
    lines = [
        t(args.lang, "privacy.cli.waits", number=row.removal_id, person=row.person_id, by=row.asked_by, reason=t(args.lang, f"privacy.reason.{row.reason}"))
        for row in found.itertuples()
    ]  # fmt: skip
    return "\n".join(lines) or t(args.lang, "privacy.none_waits")


def _user(store: Store, login: str) -> User:
    user = load_user(store, account_of_login(store, login))
    if user is None or not user.may(PERMISSION):
        raise not_allowed(store, login, "erase_person")
    return user


ANSWERS = {"erase ask": ask, "erase confirm": confirm, "erase withdraw": withdraw, "erase list": list_them}
