"""`engine check`: whether what does the heavy work is there, and answers as the desk itself would."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from core.engine.check import check
from core.errors import UserError
from core.i18n import t
from core.policy.running import running
from core.rollup import event_statements
from core.store import Store


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("engine", help="what does the heavy work / 计算引擎")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    one = actions.add_parser("check", help="who answers, what differs, a self-test / 检查")
    one.add_argument("--json", action="store_true")
    one.set_defaults(command="engine check")


def check_it(store: Store, args: argparse.Namespace) -> str:
    """Raises UserError engine_trouble, with all that was found, where anything is wrong."""
    found = check(store, event_statements(), fever=running(store).fever)
    if args.json:
        text = json.dumps([asdict(one) for one in found], ensure_ascii=False, default=str)
    else:
        text = "\n".join(_line(args.lang, one.code, one.ok, one.fields) for one in found)
    if all(one.ok for one in found):
        return text
    raise UserError("engine_trouble", found=text)


def _line(lang: str, code: str, ok: bool, fields: dict[str, object]) -> str:
    known = {"engine", "lake", "answers", "table", "same", "nothing"}
    key = f"engine.{code}{'' if ok else '_not'}" if code in known else f"error.{code}"
    return f"{'✓' if ok else '✗'} {t(lang, key, **fields)}"


ANSWERS = {"engine check": check_it}
