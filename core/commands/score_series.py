"""`score-series`: how abnormal each day of a table of counts is. Needs no store."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from core.commands.words import cli_language
from core.errors import UserError
from core.i18n import t


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("score-series", help="score a table of counts / 给一张计数表逐日评分")
    parser.add_argument("counts", metavar="COUNTS.csv", help="grid,kind,date,count[,holiday] / 输入")
    parser.add_argument("scores", metavar="SCORES.csv", help="grid,date,direction,p,score,q,episode / 输出")
    parser.add_argument(
        "--national-holidays",
        action="store_true",
        help="holidays and made-up working days of China's calendar, instead of the column / 按国家节假日",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from core.watch.scoring.tidy import SHOWN, read_counts, score_rows  # noqa: PLC0415 - loads pandas

    language = cli_language()
    answer = score_rows(read_counts(Path(args.counts)), national=args.national_holidays)
    try:
        answer.table.to_csv(args.scores, index=False, float_format="%.6g")
    except OSError as error:
        raise UserError("scoring_write", file=args.scores) from error
    for fault in answer.faults[:SHOWN]:
        print(t(language, f"scoring.fault.{fault.code}", row=fault.row, value=fault.value), file=sys.stderr)
    if len(answer.faults) > SHOWN:
        print(t(language, "scoring.more", number=len(answer.faults) - SHOWN), file=sys.stderr)
    if answer.unjudged:
        print(t(language, "scoring.unjudged", number=answer.unjudged), file=sys.stderr)
    print(t(language, "scoring.done", rows=len(answer.table), file=args.scores))
    # whoever calls it is to hear that no row could be read
    return 1 if answer.faults and answer.table.score.isna().all() else 0
