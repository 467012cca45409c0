"""The command line's parser: each module of this folder with an `add_parser` is a command."""

from __future__ import annotations

import argparse
import importlib
import pkgutil

from core import commands


def make_parser() -> argparse.ArgumentParser:
    """A command sets `run(args) -> exit code`, or its name in the table of core/commands/running.py, `command`: those also work in the
    serving process."""
    parser = argparse.ArgumentParser(prog="python -m core", description="Grid Command 智慧指挥中台")
    parser.add_argument("--db", help="the store's file (default: GRID_COMMAND_DB or data/command.duckdb)")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in pkgutil.iter_modules(commands.__path__):
        loaded = importlib.import_module(f"core.commands.{module.name}")
        if hasattr(loaded, "add_parser"):
            loaded.add_parser(subparsers)
    return parser
