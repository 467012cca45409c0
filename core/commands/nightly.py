"""`nightly`: bring classes, grades, tasks and alerts up to now; what is done, overdue, gone up the chain, no longer wanted; what is past its time
goes, of the audit log too, which is tested first."""

from __future__ import annotations

import argparse
import json
import time
from datetime import datetime

from core import clock
from core.act import keep_tasks, moment
from core.audit.look_after import daily
from core.classify import classify, grade
from core.commands.dates import typed_moment
from core.follow import follow
from core.handling import tend_alerts
from core.i18n import t
from core.privacy.retention import sweep_nightly
from core.rollup import judged_day
from core.store import Store

ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("nightly", help="make, close, raise and cancel tasks / 生成、办结、上转、撤销任务")
    parser.add_argument(
        "--as-of", type=typed_moment, metavar="DATETIME",
        help="YYYY-MM-DD or YYYY-MM-DDTHH:MM; now when left out / 缺省为当前时间",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="nightly")


def answer(store: Store, args: argparse.Namespace) -> tuple[int, str]:
    """The command ends with 1 where the audit log is not what was written, as `audit verify` does."""
    started = time.perf_counter()
    follow(store, actor=ACTOR)  # what an import left to do
    at = datetime.fromisoformat(args.as_of) if args.as_of else None
    if at is not None and at.date() != judged_day(store):
        classify(store, as_of=at.date(), actor=ACTOR)
        grade(store, as_of=at.date(), actor=ACTOR)
    kept = keep_tasks(store, actor=ACTOR, at=at or moment(store))
    counts = {name: getattr(kept, name) for name in ("made", "done", "overdue", "cancelled", "raised", "moved")}
    looked = tend_alerts(store, at=at or clock.now(), owners=True)  # what the clock does is nobody's act
    counts |= {"alerts_escalated": looked.escalated, "alerts_moved": looked.moved}
    today = clock.today()  # never a day that is still to come, whatever was asked for: what goes does not come back
    swept = sweep_nightly(store, today=min(today, at.date()) if at else today, actor=ACTOR, now=clock.now())
    counts["swept"] = sum(swept.values())
    wrong = [t(args.lang, f"error.{error.code}", **error.fields) for error in daily(store, now=clock.now())]
    told = {"as_of": kept.at.isoformat(), **counts, "seconds": round(time.perf_counter() - started, 2)}
    if args.json:
        return int(bool(wrong)), json.dumps(told | {"audit": wrong}, ensure_ascii=False)
    return int(bool(wrong)), "\n".join([t(args.lang, "tasks.cli.nightly", **told), *wrong])
