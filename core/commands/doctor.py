"""`doctor`: is all well, and if not, what to do. Ends with 1 where something is in trouble."""

from __future__ import annotations

import argparse
import json

from core import clock
from core.doctor import BAD, Sign, examine, worst
from core.errors import UserError
from core.report.doctor_words import do_text, sign_text
from core.settings import Settings
from core.store import Store

MARKS = {"ok": "✓", "warn": "!", "bad": "✗"}


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("doctor", help="is all well, and what to do if not / 体检")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="doctor", unopened=unopened)


def unopened(settings: Settings, trouble: UserError, args: argparse.Namespace) -> tuple[int, str]:
    """A store that can't be opened is what it is for."""
    return _said(examine(settings, None, now=clock.now(), trouble=trouble), args)


def answer(store: Store, args: argparse.Namespace) -> tuple[int, str]:
    return _said(examine(store.settings, store, now=clock.now()), args)


def _said(found: list[Sign], args: argparse.Namespace) -> tuple[int, str]:
    lang, level = args.lang, worst(found)
    if args.json:
        rows = [{"check": f.check, "level": f.level, "code": f.code, **f.fields, "text": sign_text(lang, f), "do": do_text(lang, f)} for f in found]  # fmt: skip
        text = json.dumps({"level": level, "signs": rows}, ensure_ascii=False, default=str)
    else:
        text = "\n".join(_line(lang, one) for one in found)
    return (1 if level == BAD else 0), text


def _line(lang: str, one: Sign) -> str:
    do = do_text(lang, one)
    return f"{MARKS[one.level]} {sign_text(lang, one)}" + (f"\n    → {do}" if do else "")
