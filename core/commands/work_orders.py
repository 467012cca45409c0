"""`work-orders list|export`: orders of the 12345 line, overdue first; their results as a workbook. They come in by `import FILE --kind work_orders`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from core.act import moment
from core.as_json import as_json
from core.domain import EVERYTHING, Scope
from core.i18n import t
from core.report.duties import owners
from core.store import Store
from core.work_orders import orders, results
from core.work_orders.reads import FILTERS
from core.workbooks.export import audit
from core.workbooks.order_results import COLUMNS, order_results

SCOPE = Scope((EVERYTHING,))
ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("work-orders", help="work orders of the 12345 line / 12345 工单")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listed = actions.add_parser("list", help="overdue first / 超期在前")
    listed.add_argument("--state", choices=FILTERS)
    listed.add_argument("--limit", type=int, default=100)
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(command="work-orders list")
    out = actions.add_parser("export", help="results for the line, a workbook / 导出办理结果")
    # the serving process stands in another folder
    out.add_argument("--out", required=True, metavar="FILE", type=os.path.abspath, help=".xlsx")
    out.set_defaults(command="work-orders export")


def list_them(store: Store, args: argparse.Namespace) -> str:
    found = orders(store, SCOPE, at=moment(store), state=args.state, limit=args.limit, owned=True)
    found = found.assign(owner=owners(args.lang, found))
    if args.json:
        return as_json(found)
    return "\n".join(
        f"{r.order_no}  {t(args.lang, f'order_state.{r.state}')}  {r.grid_name if isinstance(r.grid_name, str) else '–'}  {r.due_at:%Y-%m-%d %H:%M}{f'  → {r.owner}' if r.owner else ''}"
        for r in found.itertuples()
    )


def export_them(store: Store, args: argparse.Namespace) -> str:
    found = results(store, SCOPE, at=moment(store))
    found["state"] = [t(args.lang, f"order_state.{state}") for state in found["state"]]
    headings = {name: t(args.lang, f"work_orders.column.{name}") for name in COLUMNS}
    book = order_results(found, headings, t(args.lang, "work_orders.sheet"))
    audit(store, ACTOR, "order.exported", None, rows=len(found))
    Path(args.out).write_bytes(book)
    return t(args.lang, "work_orders.exported", orders=len(found), file=args.out)


ANSWERS = {"work-orders list": list_them, "work-orders export": export_them}
