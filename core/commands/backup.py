"""`backup`: a consistent copy of the store, while it is served as well."""

from __future__ import annotations

import argparse
from pathlib import Path

from core import clock
from core.backup import back_up
from core.i18n import format, t
from core.store import Store


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("backup", help="a copy of the store in a folder of its own / 备份")
    # As seen from where it is typed: the serving process stands in another folder.
    parser.add_argument("folder", type=lambda text: str(Path(text).resolve()), help="where the dated copy is put")
    parser.set_defaults(command="backup")


def answer(store: Store, args: argparse.Namespace) -> str:
    made = back_up(store, Path(args.folder), actor="command line", now=clock.now())
    size = sum(file.stat().st_size for file in made.rglob("*") if file.is_file())
    return t(args.lang, "backup.made", folder=str(made), size=format.number(args.lang, size / 1e6, 1))
