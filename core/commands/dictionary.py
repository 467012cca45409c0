"""`dictionary`: what each table and column is for, its class, how long it is kept, what becomes of it. Needs no store."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pandas as pd

from core.commands.words import cli_language
from core.errors import UserError
from core.i18n import t
from core.privacy.dictionary import dictionary
from core.privacy.retention import kinds
from core.report.dictionary import dictionary_frame, dictionary_workbook
from core.settings import Settings, load_settings


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("dictionary", help="the data dictionary / 数据字典")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--xlsx", metavar="FILE", help="as a workbook / 输出为表格")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    lang, settings = cli_language(), load_settings(db=args.db)
    if args.json:
        print(json.dumps(_told(settings), ensure_ascii=False))
        return 0
    frame = dictionary_frame(dictionary(), kinds(settings), lang)
    if args.xlsx:
        try:
            Path(args.xlsx).write_bytes(dictionary_workbook(frame, lang))
        except OSError as error:
            raise UserError("path_unusable", file=args.xlsx, why=error.strerror or "") from error
        print(t(lang, "privacy.cli.written", file=args.xlsx))
        return 0
    print(_lines(frame))
    return 0


def _lines(frame: pd.DataFrame) -> str:
    return "\n".join("\t".join(str(value) for value in row) for row in [frame.columns, *frame.itertuples(index=False)])


def _told(settings: Settings) -> dict:
    allowed = kinds(settings)
    return {
        name: {
            "zh": each.zh, "en": each.en, "retention": each.keep, "days": allowed[each.keep].days, "wind_down": each.end,
            "erase": each.erase if each.person else None, "person": list(each.person),
            "columns": {c.name: {"class": c.kind, "zh": c.zh, "en": c.en} for c in each.columns.values()},
        }
        for name, each in dictionary().items()
    }  # fmt: skip
