"""`alerts`: the work list of a shift; taking, assigning, noting and closing; the hand-over to the next shift."""

from __future__ import annotations

import argparse
import json

import pandas as pd

from core import clock
from core.as_json import as_json
from core.commands.alert_shown import as_data, lines
from core.commands.chain import SCOPE, grid_of
from core.commands.dates import typed_limit
from core.commands.refusal import NOTHING_DONE
from core.domain import EVERYTHING
from core.errors import UserError
from core.handling import (
    CLOSED,
    OUTCOMES,
    UNFINISHED,
    activity,
    assign,
    close,
    handover,
    handovers,
    make_handover,
    note,
    sign_handover,
    take,
)
from core.i18n import t
from core.i18n.sentence import sentence
from core.report.duties import duty_name
from core.store import Store
from core.watch import alerts

ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("alerts", help="alerts: list, take, assign, note, close, hand over / 预警")
    actions = parser.add_subparsers(metavar="ACTION")
    _listing(parser)
    listed = actions.add_parser("list", help="unfinished ones, the most urgent first / 未结预警")
    _listing(listed)
    shown = actions.add_parser("show", help="one, with its activity / 一条预警及处置记录")
    shown.add_argument("number", type=int, metavar="N")
    taken = actions.add_parser("take", help="take some, each with its situation / 接手")
    taken.add_argument("numbers", type=int, nargs="+", metavar="N")
    given = actions.add_parser("assign", help="hand some to a duty / 交办")
    given.add_argument("numbers", type=int, nargs="+", metavar="N")
    given.add_argument("--to", required=True, metavar="GRID", help="code of the grid / 网格编码")
    given.add_argument("--role", default="responsible", help="duty there / 职责")
    given.add_argument("--note", default="", help="in words / 说明")
    noted = actions.add_parser("note", help="write something down / 备注")
    noted.add_argument("number", type=int, metavar="N")
    noted.add_argument("text")
    noted.add_argument("--promise", action="store_true", help="somebody was promised it / 承诺事项")
    ended = actions.add_parser("close", help="end some, with what became of them / 办结")
    ended.add_argument("numbers", type=int, nargs="+", metavar="N")
    ended.add_argument("--outcome", required=True, choices=[o for outcomes in OUTCOMES.values() for o in outcomes])
    ended.add_argument("--reason", required=True, help="in words / 说明")
    over = actions.add_parser("handover", help="hand over to the next shift, sign, show / 交接班")
    over.add_argument("number", type=int, nargs="?", metavar="N", help="show this one; without it all / 查看某次")
    over.add_argument("--make", action="store_true", help="of --grid; signed by --name / 交班")
    over.add_argument("--grid", metavar="CODE", help="everything when left out / 缺省为全部")
    over.add_argument("--sign", action="store_true", help="take N over, signed by --name / 接班签字")
    over.add_argument("--name", help="who signs / 签字人")
    over.add_argument("--note", default="", help="in words / 说明")
    named = {
        "list": listed,
        "show": shown,
        "take": taken,
        "assign": given,
        "note": noted,
        "close": ended,
        "handover": over,
    }
    for name, action in named.items():
        action.set_defaults(command=f"alerts {name}")
        # a default here would hide `alerts --json list`
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="alerts list")


def _listing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--status", action="append", choices=[*UNFINISHED, *CLOSED], default=argparse.SUPPRESS)
    parser.add_argument(
        "--whose",
        choices=["free", "late"],
        default=argparse.SUPPRESS,
        help="nobody has taken; past their time / 无人接手、超时",
    )
    parser.add_argument("--limit", type=typed_limit, default=argparse.SUPPRESS)


def list_all(store: Store, args: argparse.Namespace) -> str:
    found = alerts(
        store, SCOPE, statuses=list(getattr(args, "status", None) or UNFINISHED), limit=getattr(args, "limit", 100),
        whose=getattr(args, "whose", None), at=clock.now(),
    )  # fmt: skip
    return as_json(found) if args.json else "\n".join(_line(args.lang, row) for row in found.to_dict("records"))


def show(store: Store, args: argparse.Namespace) -> str:
    found = alerts(store, SCOPE, ids=[args.number])
    if found.empty:
        raise UserError("alert_unknown", alert=args.number)
    told = as_data(store, SCOPE, found.iloc[0], language=args.lang, at=clock.now())
    if args.json:
        return json.dumps(told, ensure_ascii=False)
    acts = activity(store, SCOPE, alert_id=args.number)
    return "\n".join(
        [
            _line(args.lang, found.to_dict("records")[0]),
            *lines(told, args.lang),
            *(_act(args.lang, row) for row in acts.itertuples()),
        ]
    )


def take_some(store: Store, args: argparse.Namespace) -> tuple[int, str]:
    return _done(args, "taken", take(store, SCOPE, args.numbers, actor=ACTOR, at=clock.now()))


def assign_some(store: Store, args: argparse.Namespace) -> tuple[int, str]:
    post = (grid_of(store, args.to), args.role)
    return _done(
        args, "assigned", assign(store, SCOPE, args.numbers, post=post, actor=ACTOR, at=clock.now(), note=args.note)
    )


def note_one(store: Store, args: argparse.Namespace) -> tuple[int, str]:
    note(store, SCOPE, args.number, text=args.text, promise=args.promise, actor=ACTOR, at=clock.now())
    return _done(args, "noted", 1)


def close_some(store: Store, args: argparse.Namespace) -> tuple[int, str]:
    status = next(status for status, outcomes in OUTCOMES.items() if args.outcome in outcomes)
    said = {"status": status, "outcome": args.outcome, "reason": args.reason}
    return _done(args, "closed", close(store, SCOPE, args.numbers, **said, actor=ACTOR, at=clock.now()))


def hand_over(store: Store, args: argparse.Namespace) -> str:
    if (args.make or args.sign) and not (args.name or "").strip():
        raise UserError("handover_name")
    if args.make:
        grid = EVERYTHING if args.grid is None else grid_of(store, args.grid)
        number = make_handover(
            store, SCOPE, grid=grid, actor=ACTOR, name=args.name.strip(), at=clock.now(), note=args.note
        )
        return json.dumps({"handover": number}) if args.json else t(args.lang, "handover.cli.made", number=number)
    if args.sign:
        if args.number is None:
            raise UserError("handover_unknown", number="–")
        # the command line has no account of its own: the name tells who signs
        sign_handover(
            store,
            SCOPE,
            args.number,
            actor=f"{ACTOR}: {args.name.strip()}"[:80],
            name=args.name.strip(),
            at=clock.now(),
        )
        return (
            json.dumps({"handover": args.number})
            if args.json
            else t(args.lang, "handover.cli.signed", number=args.number)
        )
    found = handovers(store, SCOPE) if args.number is None else handover(store, SCOPE, args.number, as_of=clock.today())
    if args.json:
        return as_json(found)
    if args.number is None:
        return "\n".join(_handover(args.lang, row) for row in found.itertuples())
    return "\n".join(_item(args.lang, row) for row in found.to_dict("records"))


ANSWERS = {
    "alerts list": list_all,
    "alerts show": show,
    "alerts take": take_some,
    "alerts assign": assign_some,
    "alerts note": note_one,
    "alerts close": close_some,
    "alerts handover": hand_over,
}


def _done(args: argparse.Namespace, what: str, count: int) -> tuple[int, str]:
    told = json.dumps({what: count}) if args.json else t(args.lang, f"alerts.cli.{what}", count=count)
    return (0 if count else NOTHING_DONE), told


def _line(language: str, row: dict) -> str:
    who = row["person_name"] if isinstance(row["person_name"], str) else row["grid_name"]
    kind, status = t(language, f"detector.{row['detector']}"), t(language, f"alert_status.{row['status']}")
    parts = [
        f"#{row['alert_id']}",
        status,
        _until(row["due_at"]),
        kind,
        who,
        sentence(language, row["reason"], row["fields"]),
    ]
    if isinstance(row["owner_grid"], str):
        parts.append(f"→ {row['owner_grid']} {duty_name(language, row['owner_role'])}")
    return "  ".join(part for part in parts if part)


def _act(language: str, row: tuple) -> str:
    who = row.actor_name if isinstance(row.actor_name, str) else row.actor
    where = f"→ {row.grid_name} {duty_name(language, row.role)}" if isinstance(row.grid_name, str) else ""
    note = row.note if isinstance(row.note, str) else ""
    return "  ".join(
        p for p in (f"{row.acted_at:%Y-%m-%d %H:%M}", t(language, f"alert_act.{row.act}"), str(who), where, note) if p
    )


def _item(language: str, row: dict) -> str:
    first = t(language, f"handover.part.{row['part']}")
    act = t(language, f"alert_act.{row['act']}") if isinstance(row["act"], str) else ""
    who = row["person_name"] if isinstance(row["person_name"], str) else row["grid_name"]
    parts = [
        first,
        f"#{row['alert_id']}",
        t(language, f"alert_status.{row['status']}"),
        _until(row["due_at"]),
        act,
        who,
    ]
    words = row["note"] if isinstance(row["note"], str) else sentence(language, row["reason"], row["fields"])
    return "  ".join(part for part in [*parts, words] if part)


def _handover(language: str, row: tuple) -> str:
    said = {
        "number": row.handover_id,
        "grid": row.grid_name if isinstance(row.grid_name, str) else t(language, "handover.everything"),
    }
    signed = row.signed_name if isinstance(row.signed_name, str) else t(language, "handover.waits")
    counts = {part: getattr(row, part) for part in ("open", "changed", "promised")}
    return t(
        language,
        "handover.cli.line",
        **said,
        **counts,
        made=row.made_name,
        signed=signed,
        moment=f"{row.made_at:%Y-%m-%d %H:%M}",
    )


def _until(value: object) -> str:
    return "" if pd.isna(value) else f"{pd.Timestamp(value).to_pydatetime():%m-%d %H:%M}"
