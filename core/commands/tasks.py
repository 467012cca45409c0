"""`tasks`: the list of tasks, the most urgent first."""

from __future__ import annotations

import argparse
import json

import pandas as pd

from core.act import STATUSES, gaps, moment, tasks
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.policy.names import known_measures
from core.registry.grids import find_grid
from core.store import Store

SCOPE = Scope((EVERYTHING,), frozenset({"work_phone"}))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("tasks", help="tasks, the most urgent first / 任务列表")
    parser.add_argument("--grid", metavar="CODE", help="in this grid and below / 某网格及其下级")
    parser.add_argument("--owner", metavar="CODE", help="of whoever answers for this grid / 某网格责任人负责的")
    parser.add_argument(
        "--status", choices=STATUSES, help="what can be done now when left out / 缺省为当前可办的（待办和逾期）"
    )
    parser.add_argument("--gaps", action="store_true", help="grids in which nobody answers / 无人负责的网格")
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="tasks")


def answer(store: Store, args: argparse.Namespace) -> str:
    at, grid = moment(store), _grid(store, args.grid) or EVERYTHING
    if args.gaps:
        found = gaps(store, SCOPE, at=at, grid=grid)
        return _json(found) if args.json else "\n".join(_gap(args.lang, row) for row in found.itertuples())
    found = tasks(
        store, SCOPE, at=at, grid=grid, owner=_grid(store, args.owner), limit=args.limit,
        statuses=[args.status] if args.status else None, now_only=args.status is None,
    )  # fmt: skip
    return _json(found) if args.json else "\n".join(_line(args.lang, row) for row in found.itertuples())


def _grid(store: Store, code: str | None) -> int | None:
    if code is None:
        return None
    found = find_grid(store, SCOPE, code=code)
    if found is None:
        raise UserError("grid_not_found", code=code)
    return found.grid_id


def _json(found: pd.DataFrame) -> str:
    text = found.to_json(orient="records", date_format="iso", date_unit="s", force_ascii=False)
    return json.dumps(json.loads(text), ensure_ascii=False)


def _line(language: str, row: tuple) -> str:
    measure = known_measures().get(row.measure)
    parts = [
        str(row.task_id), t(language, f"task_status.{row.status}"), f"{row.due_at:%Y-%m-%d %H:%M}" if not pd.isna(row.due_at) else "–",
        measure.name(language) if measure else t(language, f"task_kind.{row.measure}"),
        row.township, row.grid_name, row.person_name, row.owner_name or t(language, "tasks.nobody"),
    ]  # fmt: skip
    return "  ".join(str(p) for p in parts if isinstance(p, str) and p)


def _gap(language: str, row: tuple) -> str:
    goes = row.owner_grid if isinstance(row.owner_grid, str) else t(language, "tasks.nobody")
    return t(language, "tasks.cli.gap", grid=row.name, code=row.code, tasks=row.tasks, people=row.people, owner=goes)
