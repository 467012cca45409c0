"""`status`: what the store holds."""

from __future__ import annotations

import argparse
import json

from core.domain import EVERYTHING, Scope
from core.registry.status import status
from core.settings import load_settings
from core.store import open_store


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("status", help="what the store holds / 库中现有数据")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    found = status(open_store(load_settings(db=args.db)), Scope((EVERYTHING,)))
    if args.json:
        print(json.dumps(found, default=str))
    else:
        for name, value in found.items():
            print(f"{name:12} {value}")
    return 0
