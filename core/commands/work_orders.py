"""`work-orders list`: orders of the 12345 line, overdue first. They come in by `import FILE --kind work_orders`."""

from __future__ import annotations

import argparse

from core import clock
from core.domain import EVERYTHING, Scope
from core.i18n import t
from core.store import Store
from core.work_orders import orders
from core.work_orders.reads import FILTERS

SCOPE = Scope((EVERYTHING,))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("work-orders", help="work orders of the 12345 line / 12345 工单")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listed = actions.add_parser("list", help="overdue first / 超期在前")
    listed.add_argument("--state", choices=FILTERS)
    listed.add_argument("--limit", type=int, default=100)
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(command="work-orders list")


def list_them(store: Store, args: argparse.Namespace) -> str:
    found = orders(store, SCOPE, at=clock.now(), state=args.state, limit=args.limit)
    if args.json:
        return found.to_json(orient="records", force_ascii=False, date_format="iso")
    return "\n".join(
        f"{r.order_no}  {t(args.lang, f'order_state.{r.state}')}  {r.grid_name or '–'}  {r.due_at:%Y-%m-%d %H:%M}"
        for r in found.itertuples()
    )


ANSWERS = {"work-orders list": list_them}
