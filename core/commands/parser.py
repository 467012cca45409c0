"""The command line's parser: each module of this folder with an `add_parser` is a command."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from collections.abc import Sequence

from core import commands
from core.commands.refusal import parser_for

MODULES = {module.name.rstrip("_").replace("_", "-"): module.name for module in pkgutil.iter_modules(commands.__path__)}


def named(argv: Sequence[str]) -> str | None:
    """The command among what was typed, or None."""
    words = [word for at, word in enumerate(argv) if at == 0 or argv[at - 1] != "--db"]
    return next((word for word in words if word in MODULES), None)


def make_parser(argv: Sequence[str] = ()) -> argparse.ArgumentParser:
    """A command sets `run(args) -> exit code`, or its name in the table of core/commands/running.py, `command`: those also work in the
    serving process.

    Of what `argv` names alone, where it names a command: each loads what it needs, and all of it takes its time."""
    parser = parser_for(argv)(prog="python -m core", description="Grid Command 智慧指挥中台")
    parser.add_argument("--db", help="the store's file (default: GRID_COMMAND_DB or data/command.duckdb)")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    command = named(argv)
    for module in [MODULES[command]] if command else MODULES.values():
        loaded = importlib.import_module(f"core.commands.{module}")
        if hasattr(loaded, "add_parser"):
            loaded.add_parser(subparsers)
    return parser
