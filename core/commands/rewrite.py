"""`rewrite`: the store's file written anew, so that nothing of what was deleted stands in it. While the desk is stopped."""

from __future__ import annotations

import argparse
import json

from core import clock
from core.commands.words import cli_language
from core.i18n import format, t
from core.privacy.rewrite import rewrite
from core.settings import load_settings

ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser(
        "rewrite", help="write the store's file anew after erasures (desk stopped) / 重写数据文件"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    before, after = rewrite(load_settings(db=args.db), actor=ACTOR, now=clock.now())
    lang = cli_language()
    sizes = {name: format.number(lang, size / 1e6, 1) for name, size in (("before", before), ("after", after))}
    print(
        json.dumps({"bytes_before": before, "bytes_after": after})
        if args.json
        else t(lang, "privacy.cli.rewritten", **sizes)
    )
    return 0
