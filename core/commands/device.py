"""`device`: keys of gates and turnstiles."""

from __future__ import annotations

import argparse

from core import clock
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.intake.devices import add_device, devices, revoke_device
from core.registry.grids import find_grid
from core.store import Store

SCOPE = Scope((EVERYTHING,))
ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("device", help="gates and turnstiles that send scans / 闸机")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    made = actions.add_parser("add", help="a key for one, shown once / 新增闸机")
    made.add_argument("name")
    made.add_argument("--grid", nargs="+", required=True, action="extend", metavar="CODE", help="the grids it sends for, with all below")  # fmt: skip
    made.set_defaults(command="device add")
    actions.add_parser("list", help="all of them / 闸机列表").set_defaults(command="device list")
    gone = actions.add_parser("revoke", help="its key is refused from now on / 停用")
    gone.add_argument("number", type=int)
    gone.set_defaults(command="device revoke")


def add(store: Store, args: argparse.Namespace) -> str:
    grids = [_grid(store, code) for code in args.grid]
    key = add_device(store, SCOPE, name=args.name, grids=grids, actor=ACTOR, now=clock.now())
    return t(args.lang, "device.added", name=args.name) + f"\n{key}"


def _grid(store: Store, code: str) -> int:
    grid = find_grid(store, SCOPE, code=code)
    if grid is None:
        raise UserError("scope_unknown", grid=code)
    return grid.grid_id


def list_all(store: Store, args: argparse.Namespace) -> str:
    found = devices(store, SCOPE, today=clock.today())
    if found.empty:
        return t(args.lang, "device.none")
    return found[["device_id", "name", "grids", "made_at", "revoked_at", "last_at", "refused"]].to_string(index=False)


def revoke(store: Store, args: argparse.Namespace) -> str:
    revoke_device(store, args.number, actor=ACTOR, now=clock.now())
    return t(args.lang, "device.revoked", number=args.number)


ANSWERS = {"device add": add, "device list": list_all, "device revoke": revoke}
