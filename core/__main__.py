"""The command line: `python -m core [--db PATH] COMMAND …`. Each command is a module of core/commands."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys

from core import commands
from core.commands.words import cli_language
from core.errors import UserError
from core.i18n import t


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m core", description="Grid Command 智慧指挥中台")
    parser.add_argument("--db", help="the store's file (default: GRID_COMMAND_DB or data/command.duckdb)")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in pkgutil.iter_modules(commands.__path__):
        loaded = importlib.import_module(f"core.commands.{module.name}")
        if hasattr(loaded, "add_parser"):
            loaded.add_parser(subparsers)
    args = parser.parse_args(argv)
    try:
        return args.run(args)
    except UserError as error:
        print(t(cli_language(), f"error.{error.code}", **error.fields), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
