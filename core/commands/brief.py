"""`brief`: the brief of a grid as docx, pptx and pdf."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from core.act import moment
from core.brief import FORMATS, brief_of, file_of
from core.desk import desk
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.registry.grids import find_grid, start_grid
from core.store import Store
from core.wall import board

SCOPE = Scope((EVERYTHING,))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("brief", help="the brief as docx, pptx, pdf / 生成专报")
    parser.add_argument("--grid", metavar="CODE", help="default: the whole county / 网格编码，默认全县")
    parser.add_argument("--format", default=",".join(FORMATS), metavar="docx,pptx,pdf")
    parser.add_argument("--lang", dest="language", choices=("zh", "en"), default="zh")
    parser.add_argument("--wider", action="store_true", help="small numbers are not told / 隐去少于5人的数字")
    # the serving process stands in another folder
    parser.add_argument("--out", required=True, metavar="DIR", type=os.path.abspath)
    parser.set_defaults(command="brief")


def answer(store: Store, args: argparse.Namespace) -> str:
    forms = [form.strip() for form in args.format.split(",") if form.strip()]
    wrong = [form for form in forms if form not in FORMATS]
    if wrong or not forms:
        raise UserError("brief_form", form=", ".join(wrong), forms=", ".join(FORMATS))
    grid = find_grid(store, SCOPE, code=args.grid) if args.grid else start_grid(store, SCOPE)
    if grid is None:
        raise UserError("brief_grid")
    found = board(store, SCOPE, grid, at=moment(store))
    if found is None:
        return t(args.lang, "brief.no_data")
    made = brief_of(args.language, found, office=desk(store.settings, args.language).name, wider=args.wider)
    folder = Path(args.out)
    folder.mkdir(parents=True, exist_ok=True)
    for form in forms:
        (folder / f"brief-{grid.code}-{made.day}-{args.language}.{form}").write_bytes(file_of(made, form))
    return t(args.lang, "brief.saved", count=len(forms), folder=folder)
