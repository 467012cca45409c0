"""The command line: `python -m core [--db PATH] COMMAND …`. Each command is a module of core/commands."""

from __future__ import annotations

import sys

from core.commands.parser import make_parser
from core.commands.running import answered
from core.commands.words import cli_language
from core.errors import UserError
from core.i18n import t


def main(argv: list[str] | None = None) -> int:
    args = make_parser().parse_args(argv)
    try:
        return answered(args) if hasattr(args, "command") else args.run(args)
    except UserError as error:
        print(t(cli_language(), f"error.{error.code}", **error.fields), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
