"""`user`: accounts, from the command line of the machine on which the store lies."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterable

from core import clock
from core.access.accounts import create_account, disable_account, list_accounts
from core.access.links import PASSWORD_HOURS, new_password_link
from core.access.roles import roles
from core.commands.words import cli_language
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.registry.grids import find_grid
from core.settings import load_settings
from core.store import Store, open_store

ACTOR = "command line"
NEEDS_SCOPE = ("officer",)


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("user", help="accounts / 账号")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    add = actions.add_parser("add", help="make an account / 建立账号")
    add.add_argument("login", metavar="NAME")
    add.add_argument("--role", required=True, choices=list(roles()))
    add.add_argument("--name", help="the person's name (default: NAME)")
    add.add_argument(
        "--scope",
        nargs="+",
        action="extend",
        default=[],
        metavar="GRID_CODE",
        help="the grids they see, with all below",
    )
    how = add.add_mutually_exclusive_group()
    how.add_argument("--password-stdin", action="store_true", help="read the password from the first line of the input")
    how.add_argument("--link", action="store_true", help="print a one-time link by which the person sets the password")
    add.set_defaults(run=_add)
    actions.add_parser("list", help="all accounts / 账号列表").set_defaults(run=_list)
    disable = actions.add_parser("disable", help="shut an account, ending its sessions / 停用账号")
    disable.add_argument("login", metavar="NAME")
    disable.set_defaults(run=_disable)


def _add(args: argparse.Namespace) -> int:
    settings, lang, now = load_settings(db=args.db), cli_language(), clock.now()
    store = open_store(settings)
    # The scope first: nobody should type a password for nothing.
    grids = scope_of(store, args.role, args.scope)
    password = None if args.link else _password(lang, from_input=args.password_stdin)
    account_id = create_account(
        store, login=args.login, name=args.name or args.login, role=args.role, grids=grids, password=password, actor=ACTOR, now=now
    )  # fmt: skip
    print(t(lang, "login.user_added", login=args.login, role=t(lang, f"role.{args.role}")))
    if password is None:
        token = new_password_link(store, account_id, actor=ACTOR, now=now)
        print(t(lang, "login.password_link", hours=PASSWORD_HOURS))
        print(f"http://{settings.host}:{settings.port}/setup?token={token}")
    store.close()
    return 0


def scope_of(store: Store, role: str, codes: Iterable[str]) -> list[int]:
    """The ids of the scope's grids; without codes the whole store, but for roles that need a scope.

    Raises UserError (scope_needed, scope_unknown).
    """
    found = [(code, find_grid(store, Scope((EVERYTHING,)), code=code)) for code in codes]
    for code, grid in found:
        if grid is None:
            raise UserError("scope_unknown", grid=code)
    if not found and role in NEEDS_SCOPE:
        raise UserError("scope_needed")
    return [grid.grid_id for _, grid in found] or [EVERYTHING]


def _password(lang: str, *, from_input: bool) -> str | None:
    """From the input or asked for twice; None when there is nobody to ask, so that a link is printed instead."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        return None
    password = getpass.getpass(t(lang, "login.ask_password"))
    if password != getpass.getpass(t(lang, "login.ask_again")):
        raise UserError("passwords_differ")
    return password


def _list(args: argparse.Namespace) -> int:
    store = open_store(load_settings(db=args.db))
    accounts = list_accounts(store)
    print(accounts.to_string(index=False) if len(accounts) else t(cli_language(), "login.users_none"))
    store.close()
    return 0


def _disable(args: argparse.Namespace) -> int:
    store = open_store(load_settings(db=args.db))
    disable_account(store, login=args.login, actor=ACTOR)
    print(t(cli_language(), "login.user_disabled", login=args.login))
    store.close()
    return 0
