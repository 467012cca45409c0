"""`places`: quarantine points and shelters, who is expected, what is free."""

from __future__ import annotations

import argparse
import json

from core.act import moment
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.places import places, towns
from core.policy.places import place_kinds
from core.registry.grids import find_grid
from core.store import Store

SCOPE = Scope((EVERYTHING,), frozenset({"work_phone"}))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("places", help="places for people, and what is free / 隔离点和安置点")
    parser.add_argument("--grid", metavar="CODE", help="in this grid and below / 某网格及其下级")
    parser.add_argument("--kind", choices=tuple(place_kinds()))
    parser.add_argument(
        "--towns", action="store_true", help="by township: who needs a place, what is free / 按乡镇：待安置与空床"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="places")


def answer(store: Store, args: argparse.Namespace) -> str:
    on, grid = moment(store).date(), EVERYTHING
    if args.grid:
        found = find_grid(store, SCOPE, code=args.grid)
        if found is None:
            raise UserError("grid_not_found", code=args.grid)
        grid = found.grid_id
    if args.towns:
        rows = [
            {"kind": kind, **row}
            for kind in ([args.kind] if args.kind else place_kinds())
            for row in json.loads(
                towns(store, SCOPE, on=on, kind=kind, grid=grid).to_json(orient="records", force_ascii=False)
            )
        ]
        line = "places.cli.town"
    else:
        rows = json.loads(
            places(store, SCOPE, on=on, grid=grid, kind=args.kind).to_json(orient="records", force_ascii=False)
        )
        line = "places.cli.line"
    if args.json:
        return json.dumps(rows, ensure_ascii=False)
    return "\n".join(
        t(
            args.lang,
            line,
            **{
                **row,
                "kind": t(args.lang, f"place_kind.{row['kind']}"),
                **{key: row[key] if isinstance(row.get(key), str) else "–" for key in ("name", "township")},
            },
        )
        for row in rows
    )
