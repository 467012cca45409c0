"""`grid`: a grid's grade, and with --why every rule of it: what was found, what is missing for the next step."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from core.classify.ladder import Ladder, Rung, ladder
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.registry.grids import find_grid
from core.report import grade_words as words
from core.store import Store

SCOPE = Scope((EVERYTHING,))
CHILD = ("code", "name", "axis", "grade", "since", "reason")


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("grid", help="the grade of a grid / 一个网格的等级")
    parser.add_argument("code", metavar="CODE", help="of an area or a unit / 网格或单位编码")
    parser.add_argument("--why", action="store_true", help="every rule, and the next step / 每条规则与下一级")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="grid")


def answer(store: Store, args: argparse.Namespace) -> str:
    grid = find_grid(store, SCOPE, code=args.code)
    if grid is None:
        raise UserError("grid_unknown", code=args.code)
    found = ladder(store, SCOPE, grid=grid.grid_id)
    if found is None:
        raise UserError("grid_not_graded", code=args.code)
    if args.json:
        return json.dumps(_plain(found, args.why), ensure_ascii=False, default=str)
    head = f"{grid.code} · {grid.name} · {words.stands(args.lang, found)}"
    return "\n".join([head, *(_why(args.lang, found) if args.why else [])])


def _why(language: str, found: Ladder) -> list[str]:
    lines = [
        f"  {words.grade_name(language, r.rule.grade)}: {words.asked(language, r.rule)} – {words.observed(language, r)} – "
        + words.verdict(language, r, decides=at == found.decides)
        for at, r in enumerate(found.rungs)
    ]
    steps = [*words.ways_up(language, found), words.way_down(language, found)]
    return [*lines, *(step for step in steps if step)]


def _plain(found: Ladder, whole: bool) -> dict[str, object]:
    told: dict[str, object] = {
        "grid": found.grid.code, "name": found.grid.name, "as_of": found.as_of, "grade": found.grade, "since": found.since,
        "reason": found.reason, "fields": json.loads(found.fields) if found.fields else None,
    }  # fmt: skip
    if not whole:
        return told
    return told | {
        "rules": [_rule(r, at == found.decides) for at, r in enumerate(found.rungs)],
        "up": [{"grade": r.rule.grade, "counted": r.rule.counted, "more": r.more} for r in found.up],
        "down": [{"counted": r.rule.counted, "fewer": r.fewer} for r in found.down],
        "history": [asdict(s) for s in found.history],
        "children": found.children[list(CHILD)].to_dict("records") if len(found.children) else [],
    }


def _rule(rung: Rung, decides: bool) -> dict[str, object]:
    return asdict(rung.rule) | {
        "number": rung.number, "of": rung.base, "observed_per_1000": rung.per_1000, "met": rung.met, "decides": decides, "more": rung.more,
        "fewer": rung.fewer,
    }  # fmt: skip
