"""`findings`: what is to be said of the day, the weightiest first."""

from __future__ import annotations

import argparse
import json

from core.act import moment
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.registry.grids import find_grid, start_grid
from core.report.wording import placed, word
from core.store import Store
from core.wall import board

SCOPE = Scope((EVERYTHING,))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("findings", help="what is to be said of the day / 今日研判")
    parser.add_argument("--grid", metavar="CODE", help="default: the whole county / 网格编码，默认全县")
    parser.add_argument("--lang", dest="language", choices=("zh", "en"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="findings")


def answer(store: Store, args: argparse.Namespace) -> str:
    lang = args.language or args.lang
    grid = find_grid(store, SCOPE, code=args.grid) if args.grid else start_grid(store, SCOPE)
    if grid is None:
        raise UserError("brief_grid")
    found = board(store, SCOPE, grid, at=moment(store))
    if found is None:
        return t(lang, "brief.no_data")
    told = [(one, word(lang, placed(lang, one.statement.finding))) for one in found.told]
    if args.json:
        rows = [
            {
                "about": one.statement.about,
                "code": one.statement.code,
                "weight": round(one.weight, 2),
                "sentence": words,
            }
            for one, words in told
        ]
        return json.dumps(rows, ensure_ascii=False, indent=1)
    return "\n".join(t(lang, "findings.line", nth=n, words=words) for n, (_, words) in enumerate(told, 1)) or t(
        lang, "findings.none"
    )
