"""`user`: accounts, from the command line of the machine on which the store lies."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterable

from core import clock
from core.access.accounts import account_of_login
from core.access.address import link_address, phone_address
from core.access.links import PASSWORD_HOURS
from core.access.manage import (
    add_account,
    change_account,
    disable_account,
    enable_account,
    end_sessions,
    give_link,
    list_accounts,
)
from core.access.phones import new_phone_link, revoke_phones
from core.access.roles import roles
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.registry.grids import find_grid
from core.store import Store

ACTOR = "command line"
WHOLE = Scope((EVERYTHING,))


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
    add.set_defaults(command="user add", ask=_password)
    actions.add_parser("list", help="all accounts / 账号列表").set_defaults(command="user list")
    for name, words in (
        ("disable", "shut an account, ending its sessions / 停用账号"),
        ("enable", "open it again / 重新启用"),
        ("logout", "end its sessions everywhere / 退出所有设备"),
        ("link", "a new one-time link for a forgotten password / 重设密码的链接"),
        ("phone", "a one-time link that opens a phone for the account / 手机开通链接"),
        ("no-phone", "shut all phones of the account / 停用全部手机"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("login", metavar="NAME")
        action.set_defaults(command=f"user {name}")
    change = actions.add_parser("change", help="another role, scope or name / 更改角色、管辖范围或姓名")
    change.add_argument("login", metavar="NAME")
    change.add_argument("--role", choices=list(roles()))
    change.add_argument("--name", help="the person's name")
    change.add_argument("--scope", nargs="+", action="extend", metavar="GRID_CODE")
    change.set_defaults(command="user change")


def add(store: Store, args: argparse.Namespace) -> str:
    now = clock.now()
    # The scope first: nobody should type a password for nothing.
    grids = scope_of(store, args.role, args.scope)
    password = None if args.link else args.given if hasattr(args, "given") else _password(args)
    account_id = add_account(
        store, WHOLE, login=args.login, name=args.name or args.login, role=args.role, grids=grids, password=password, actor=ACTOR, now=now
    )  # fmt: skip
    said = t(args.lang, "login.user_added", login=args.login, role=t(args.lang, f"role.{args.role}"))
    return said if password is not None else f"{said}\n{_new_link(store, account_id, args.lang)}"


def _new_link(store: Store, account_id: int, lang: str) -> str:
    token = give_link(store, WHOLE, account_id=account_id, actor=ACTOR, now=clock.now())
    return t(lang, "login.password_link", hours=PASSWORD_HOURS) + "\n" + link_address(store.settings, token)


def scope_of(store: Store, role: str, codes: Iterable[str]) -> list[int]:
    """The ids of the scope's grids; without codes the whole store, but for roles that need a scope.

    Raises UserError (scope_needed, scope_unknown).
    """
    found = [_grid(store, code) for code in codes]
    if not found and roles()[role].needs_scope:
        raise UserError("scope_needed")
    return found or [EVERYTHING]


def _grid(store: Store, code: str) -> int:
    grid = find_grid(store, WHOLE, code=code)
    if grid is None:
        raise UserError("scope_unknown", grid=code)
    return grid.grid_id


def _password(args: argparse.Namespace) -> str | None:
    """From the input or asked for twice; None when there is nobody to ask, so that a link is printed instead."""
    if args.link:
        return None
    if args.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        return None
    password = getpass.getpass(t(args.lang, "login.ask_password"))
    if password != getpass.getpass(t(args.lang, "login.ask_again")):
        raise UserError("passwords_differ")
    return password


def list_all(store: Store, args: argparse.Namespace) -> str:
    accounts = list_accounts(store, WHOLE)
    return accounts.to_string(index=False) if len(accounts) else t(args.lang, "login.users_none")


def disable(store: Store, args: argparse.Namespace) -> str:
    disable_account(store, WHOLE, account_id=account_of_login(store, args.login), actor=ACTOR, now=clock.now())
    return t(args.lang, "login.user_disabled", login=args.login)


def enable(store: Store, args: argparse.Namespace) -> str:
    enable_account(store, WHOLE, account_id=account_of_login(store, args.login), actor=ACTOR)
    return t(args.lang, "login.user_enabled", login=args.login)


def log_out(store: Store, args: argparse.Namespace) -> str:
    ended = end_sessions(store, WHOLE, account_id=account_of_login(store, args.login), actor=ACTOR)
    return t(args.lang, "login.user_logged_out", login=args.login, sessions=ended)


def link(store: Store, args: argparse.Namespace) -> str:
    return _new_link(store, account_of_login(store, args.login), args.lang)


def change(store: Store, args: argparse.Namespace) -> str:
    account = account_of_login(store, args.login)
    grids = [_grid(store, code) for code in args.scope] if args.scope else None
    change_account(store, WHOLE, account_id=account, role=args.role, name=args.name, grids=grids, actor=ACTOR)
    return t(args.lang, "login.user_changed", login=args.login)


def phone(store: Store, args: argparse.Namespace) -> str:
    """A link that opens one phone."""
    account_id = account_of_login(store, args.login)
    token = new_phone_link(store, account_id, actor=ACTOR, now=clock.now())
    return f"{t(args.lang, 'attendance.link_made', name=args.login)}\n{phone_address(store.settings, token)}"


def no_phone(store: Store, args: argparse.Namespace) -> str:
    count = revoke_phones(store, account_of_login(store, args.login), actor=ACTOR, now=clock.now())
    return t(args.lang, "attendance.revoked", count=count)
