"""`status`: what the store holds."""

from __future__ import annotations

import argparse
import json

from core.domain import EVERYTHING, Scope
from core.registry.status import status
from core.store import Store


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("status", help="what the store holds / 库中现有数据")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="status")


def answer(store: Store, args: argparse.Namespace) -> str:
    found = status(store, Scope((EVERYTHING,)))
    if args.json:
        return json.dumps(found, default=str)
    return "\n".join(f"{name:12} {value}" for name, value in found.items())
