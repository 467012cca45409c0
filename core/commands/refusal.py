"""How a command refuses: one sentence on stderr; with `--json` one object on stdout, {error, text, fields}, where its answer would have stood.

Either way the command ends with 2. No command words a refusal by itself (tests/core/commands/test_refusals.py).

Nothing refused, yet of what was asked nothing came about (every row kept out, every number answered with a reason): it ends with 1 and says what
stood against it, so a script that looks at nothing else does not go on as if it had been done. Where there was nothing to do it ends with 0."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from typing import NoReturn

from core.errors import UserError
from core.i18n import t

REFUSED = 2
NOTHING_DONE = 1
JSON = "--json"


def refuse(error: UserError, language: str, *, as_json: bool, **beside: object) -> int:
    """Say it where it belongs; what the command ends with. `beside`: further fields of the object (which file)."""
    print(refusal(error, language, as_json=as_json, **beside), file=sys.stdout if as_json else sys.stderr)
    return REFUSED


def refusal(error: UserError, language: str, *, as_json: bool, **beside: object) -> str:
    text = t(language, f"error.{error.code}", **error.fields)
    return _object(error.code, text, error.fields, **beside) if as_json else text


def _object(code: str, text: str, fields: dict[str, object], **beside: object) -> str:
    return json.dumps({"error": code, "text": text, "fields": fields, **beside}, ensure_ascii=False, default=_plain)


def _plain(field: object) -> object:
    return asdict(field) if is_dataclass(field) and not isinstance(field, type) else str(field)


def parser_for(argv: Sequence[str]) -> type[argparse.ArgumentParser]:
    """Parsers that say by the same rule what is wrong with the command line itself (their subparsers are of this class too)."""

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            if JSON not in argv:
                super().error(message)
            print(_object("usage", message, {"usage": self.format_usage().strip()}))
            raise SystemExit(REFUSED)

    return Parser
