"""The command line: `python -m core [--db PATH] COMMAND …`. Each command is a module of core/commands."""

from __future__ import annotations

import argparse
import os
import sys

from core.commands.parser import make_parser, named
from core.commands.refusal import refuse
from core.commands.words import cli_language
from core.errors import UserError
from core.files.ahead import begin
from core.files.warm import warm_up

ENOUGH = 141  # as programs end whose reader has left


def main(argv: list[str] | None = None) -> int:
    argv = sys.argv[1:] if argv is None else argv
    if named(argv) == "import":
        warm_up()  # the readers load beside what else is loaded,
        begin(argv[argv.index("import") + 1 :])  # and read
    args = make_parser(argv).parse_args(argv)
    try:
        code = _answered(args) if hasattr(args, "command") else args.run(args)
        sys.stdout.flush()
        return code
    except (
        BrokenPipeError
    ):  # whoever reads has seen enough (`… | head`): nothing more is written, at the end of the process neither
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ENOUGH
    except UserError as error:
        return refuse(error, getattr(args, "lang", None) or cli_language(), as_json=getattr(args, "json", False))


def _answered(args: argparse.Namespace) -> int:
    from core.commands.running import answered  # noqa: PLC0415 - what the serving process can do as well: all of it is loaded

    return answered(args)


if __name__ == "__main__":
    sys.exit(main())
