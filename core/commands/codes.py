"""`codes`: the codes of places as sheets to be printed."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from core import clock
from core.access.address import own_address
from core.codes import LEVELS, PATH, grids_below, make_codes, sheets, token_of
from core.desk import desk
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.registry.grids import find_grid
from core.report.code_sheets import code_sheets
from core.store import Store

SCOPE = Scope((EVERYTHING,), frozenset({"work_phone"}))
ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("codes", help="codes that phones scan at places / 场所码")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    made = actions.add_parser("make", help="make them and write sheets for the printer / 制码并输出打印页")
    made.add_argument("--grid", required=True, metavar="CODE", help="this grid and what lies in it / 网格编码")
    made.add_argument(
        "--level", nargs="+", choices=LEVELS, default=list(LEVELS), help="of what lies in it (default: all)"
    )
    made.add_argument("--label", default="", help="where in each of them / 位置：东门")
    made.add_argument(
        "--again", action="store_true", help="new ones where there are some already; those stay good / 重新制作"
    )
    made.add_argument("--address", help="where phones reach the desk (default: the setting `address`) / 手机访问的地址")
    made.add_argument(
        "--lang", dest="sheet_language", choices=("zh", "en"), default="zh", help="of the sheets / 打印页语言"
    )
    # the serving process stands in another folder
    made.add_argument(
        "--out", required=True, metavar="DIR", type=os.path.abspath, help="folder of the files / 输出文件夹"
    )
    made.set_defaults(command="codes make")


def make_them(store: Store, args: argparse.Namespace) -> str:
    grid = find_grid(store, SCOPE, code=args.grid)
    if grid is None:
        raise UserError("scope_unknown", grid=args.grid)
    grids = grids_below(store, SCOPE, grid.grid_id, tuple(args.level))
    numbers = make_codes(store, SCOPE, grids=grids, label=args.label, again=args.again, actor=ACTOR, now=clock.now())
    begin = (args.address or own_address(store.settings)).rstrip("/")
    found = sheets(store, SCOPE, numbers)
    office = desk(store.settings, args.sheet_language).name
    folder = Path(args.out)
    folder.mkdir(parents=True, exist_ok=True)
    files = 0
    for (code, name), rows in found.fillna({"town_code": grid.code, "town": grid.name}).groupby(
        ["town_code", "town"], sort=True
    ):
        addresses = {n: f"{begin}{PATH}{token_of(store, n)}" for n in rows.code_id.tolist()}
        page = code_sheets(args.sheet_language, rows, addresses, office=office)
        (folder / f"{_plain(code)}-{_plain(name)}.html").write_text(page, "utf-8")
        files += 1
    return t(args.lang, "codes.cli.made", codes=len(found), files=files, folder=args.out, address=begin)


def _plain(name: str) -> str:
    return re.sub(r"[^\w\-]", "_", name)[:60]


ANSWERS = {"codes make": make_them}
