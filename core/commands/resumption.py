"""`resumption`: which units can't open on a day and why, or what if one of them did."""

from __future__ import annotations

import argparse
import json
from datetime import date

import pandas as pd

from core import clock
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.policy.calendar import working_day
from core.registry.readiness import kept_away, opening, readiness
from core.registry.units import KINDS, unit
from core.report.readiness import reasons
from core.rollup import judged_day
from core.store import Store

SCOPE = Scope((EVERYTHING,))
PLAIN = (
    "code",
    "name",
    "kind",
    "industry",
    "township",
    "resumption",
    "readiness",
    "reasons",
    "staff",
    "people",
    "away",
    "away_until",
    "silent",
)


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("resumption", help="which units can't open, and why / 哪些单位不能开、为什么")
    parser.add_argument("--unit", metavar="CODE", help="one unit: who would come and who may not / 单位编码")
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument(
        "--on", type=date.fromisoformat, metavar="DATE", help="the day of opening, as 2026-03-12 (the next working day)"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="resumption")


def answer(store: Store, args: argparse.Namespace) -> str:
    """Names are masked."""
    as_of = judged_day(store) or clock.today()
    on = args.on or working_day(as_of)
    on = date.fromisoformat(on) if isinstance(on, str) else on  # over loopback it comes as text
    found = readiness(store, SCOPE, on=on, as_of=as_of, kind=args.kind, text=args.unit or "")
    if args.unit:
        return _one(store, args, found[found.code == args.unit], on, as_of)
    if args.json:
        return json.dumps({"on": on, "units": _plain(found[list(PLAIN)])}, ensure_ascii=False, default=str)
    return "\n".join(_line(args.lang, row) for row in found.to_dict("records"))


def _one(store: Store, args: argparse.Namespace, found: pd.DataFrame, on: date, as_of: date) -> str:
    about = unit(store, SCOPE, code=args.unit)
    if about is None or found.empty:
        raise UserError("unit_unknown", code=args.unit)
    comes = opening(store, SCOPE, grid_id=about.grid_id, on=on)
    away = kept_away(store, SCOPE, grid_id=about.grid_id, on=on, as_of=max(as_of, on))
    row = found.to_dict("records")[0]
    if args.json:
        given = {
            "on": on, **_plain(found[list(PLAIN)])[0], "comes": int(comes[~comes.away].people.sum()),
            "from": _plain(comes), "kept_away": _plain(away),
        }  # fmt: skip
        return json.dumps(given, ensure_ascii=False, default=str)
    head = t(args.lang, "readiness.cli.comes", count=int(comes[~comes.away].people.sum()), away=int(row["away"]))
    return "\n".join(
        [_line(args.lang, row), head, *(f"  {a.name} {a.part} {a.until or ''}" for a in away.itertuples())]
    )


def _line(language: str, row: dict) -> str:
    state = t(language, f"readiness.{row['readiness']}")
    return f"{state} · {row['code']} {row['name']}: {reasons(language, row)}".rstrip(": ")


def _plain(table: pd.DataFrame) -> list[dict]:
    """Rows for JSON: days as text, what is missing as null."""
    days = {c: table[c].dt.strftime("%Y-%m-%d") for c in table.columns if str(table[c].dtype).startswith("datetime")}
    return json.loads(table.assign(**days).to_json(orient="records", force_ascii=False))
