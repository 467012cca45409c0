"""`rollup`: sum the check-ins by grid, person and day."""

from __future__ import annotations

import argparse

from core.commands.closing import opened
from core.rollup import roll_up
from core.settings import load_settings
from core.store import Store


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("rollup", help="sum the check-ins / 汇总扫码登记")
    parser.add_argument("--full", action="store_true", help="every day anew, not only those without sums / 全部重算")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    with opened(load_settings(db=args.db)) as store:
        return _run(store, args)


def _run(store: Store, args: argparse.Namespace) -> int:
    days = None if args.full else missing_days(store)
    print(roll_up(store, days=days, actor="command line") if days is None or days else 0)
    return 0


def missing_days(store: Store) -> list:
    """Days whose check-ins are not all in the rollup."""
    rows = store.run(
        "select c.day from (select cast(scanned_at as date) as day, count(*) as n from every_check_in group by 1) c"
        " left join (select day, sum(check_ins) as n from grid_day group by day) g on g.day = c.day"
        " where g.n is distinct from c.n order by c.day"
    ).fetchall()
    return [day for (day,) in rows]
