"""`key make | rotate`: the key by which the store is encrypted."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from core.commands.words import cli_language
from core.errors import UserError
from core.i18n import format, t
from core.rekey import make_key_file, rekey
from core.settings import load_settings


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("key", help="the store's key / 数据库密钥")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    make = actions.add_parser("make", help="a random key in a file / 生成密钥文件")
    make.add_argument("file", type=Path)
    make.set_defaults(run=make_one)
    rotate = actions.add_parser("rotate", help="encrypt the store by another key; the desk is stopped / 更换密钥")
    to = rotate.add_mutually_exclusive_group(required=True)
    to.add_argument("--to", type=Path, metavar="FILE", help="file of the new key")
    to.add_argument("--to-none", action="store_true", help="no longer encrypted / 不再加密")
    rotate.add_argument("--json", action="store_true")
    rotate.set_defaults(run=change)


def make_one(args: argparse.Namespace) -> int:
    try:
        make_key_file(args.file)
    except OSError as error:
        raise UserError("path_unusable", file=str(args.file), why=error.strerror or type(error).__name__) from error
    print(t(cli_language(), "key.made", file=str(args.file)))
    return 0


def change(args: argparse.Namespace) -> int:
    settings = load_settings(db=args.db)
    new = "" if args.to_none else load_settings(db=args.db, key="", key_file=str(args.to)).key
    done = rekey(settings, new, actor="command line")
    lang, shown = cli_language(), {k: format.exact(v) for k, v in asdict(done).items()}
    said = t(lang, "key.rotated" if new else "key.opened", file=str(args.to), **shown)
    print(json.dumps(asdict(done)) if args.json else said)
    return 0
