"""`clues`: what people told the desk, those not answered first."""

from __future__ import annotations

import argparse

from core.act import moment
from core.as_json import as_json
from core.clues import STATES, clues
from core.commands.dates import typed_limit
from core.domain import EVERYTHING, Scope
from core.i18n import t
from core.policy.clues import clue_kinds
from core.report.duties import owners
from core.store import Store

SCOPE = Scope((EVERYTHING,))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("clues", help="what people told the desk / 线索")
    parser.add_argument("--state", choices=("open", *STATES))
    parser.add_argument("--limit", type=typed_limit, default=100)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="clues")


def answer(store: Store, args: argparse.Namespace) -> str:
    found = clues(store, SCOPE, at=moment(store), state=args.state, limit=args.limit, owned=True)
    found = found.assign(owner=owners(args.lang, found))
    if args.json:
        return as_json(found)
    kinds = clue_kinds()
    return "\n".join(
        f"{r.receipt}  {t(args.lang, f'clue_state.{r.state}')}  {kinds[r.kind].name(args.lang)}  {r.told_at:%Y-%m-%d %H:%M}{_ends(args.lang, r)}"
        for r in found.itertuples()
    )


def _ends(language: str, row: tuple) -> str:
    """Who has it and until when; nothing of what is answered."""
    return (
        ""
        if row.owner is None
        else f"  → {row.owner}  {t(language, 'clues.cli.until', at=f'{row.due_at:%Y-%m-%d %H:%M}')}"
    )


ANSWERS = {"clues": answer}
