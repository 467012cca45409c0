"""`clues`: what people told the desk, those not answered first."""

from __future__ import annotations

import argparse

from core.act import moment
from core.clues import STATES, clues
from core.commands.dates import typed_limit
from core.domain import EVERYTHING, Scope
from core.i18n import t
from core.policy.clues import clue_kinds
from core.store import Store

SCOPE = Scope((EVERYTHING,))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("clues", help="what people told the desk / 线索")
    parser.add_argument("--state", choices=("open", *STATES))
    parser.add_argument("--limit", type=typed_limit, default=100)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="clues")


def answer(store: Store, args: argparse.Namespace) -> str:
    found = clues(store, SCOPE, at=moment(store), state=args.state, limit=args.limit)
    if args.json:
        return found.to_json(orient="records", force_ascii=False, date_format="iso")
    kinds = clue_kinds()
    return "\n".join(
        f"{r.receipt}  {t(args.lang, f'clue_state.{r.state}')}  {kinds[r.kind].name(args.lang)}  {r.told_at:%Y-%m-%d %H:%M}"
        for r in found.itertuples()
    )


ANSWERS = {"clues": answer}
