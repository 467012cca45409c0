"""`chain`: who answers for a grid now, one behind the other."""

from __future__ import annotations

import argparse

from core.act import moment
from core.as_json import as_json
from core.chain import responsible_now
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.registry.grids import find_grid
from core.report.duties import duty_name
from core.store import Store

SCOPE = Scope((EVERYTHING,), frozenset({"work_phone"}))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("chain", help="who answers for a grid now / 某网格此刻的责任链")
    parser.add_argument("code", metavar="GRID")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="chain")


def answer(store: Store, args: argparse.Namespace) -> str:
    found = responsible_now(store, SCOPE, [grid_of(store, args.code)], at=moment(store))
    if args.json:
        return as_json(found.drop(columns="grid_id"))
    return "\n".join(_step(args.lang, row) for row in found.itertuples())


def grid_of(store: Store, code: str) -> int:
    found = find_grid(store, SCOPE, code=code)
    if found is None:
        raise UserError("grid_not_found", code=code)
    return found.grid_id


def _step(language: str, row: tuple) -> str:
    parts = [row.step, row.owner_grid, duty_name(language, row.owner_role), row.name, row.phone]
    stands = t(language, "chain.stands_in") if row.stands_in else ""
    return "  ".join(str(part) for part in [*parts, stands] if isinstance(part, str | int) and part != "")
