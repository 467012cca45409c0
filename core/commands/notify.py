"""`notify`: receivers outside, a try, and what waits."""

from __future__ import annotations

import argparse
import json

from core import clock
from core.commands.refusal import NOTHING_DONE
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.notify import KINDS, SEVERITIES, add, channels, gather, messages, send_due, send_try, switch
from core.registry.grids import find_grid
from core.store import Store

SCOPE = Scope((EVERYTHING,))
ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("notify", help="receivers of notifications / 通知渠道")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("list", help="all of them / 渠道列表").set_defaults(command="notify list")
    made = actions.add_parser("add", help="a robot or gateway / 新增渠道")
    made.add_argument("name")
    made.add_argument("--kind", required=True, choices=KINDS)
    made.add_argument("--url", required=True)
    made.add_argument("--secret", default="")
    made.add_argument("--body", default="", help="of sms: the template, with {text} / 短信模板")
    made.add_argument("--expects", default="", help="of sms: what the answer holds / 成功回执")
    made.add_argument("--grid", metavar="CODE")
    made.add_argument("--severity", choices=SEVERITIES, default="medium")
    made.set_defaults(command="notify add")
    for name, text in (
        ("test", "a message that says it is a try / 试发"),
        ("on", "switch on / 启用"),
        ("off", "switch off / 停用"),
    ):
        one = actions.add_parser(name, help=text)
        one.add_argument("number", type=int, metavar="N")
        one.set_defaults(command=f"notify {name}", action=name)
    actions.add_parser("send", help="tell what is new now / 立即发送").set_defaults(command="notify send")
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true")


def list_all(store: Store, args: argparse.Namespace) -> str:
    found = channels(store)
    if args.json:
        return json.dumps(
            json.loads(found.to_json(orient="records", date_format="iso", force_ascii=False)), ensure_ascii=False
        )
    lines = [
        f"{r.channel_id} · {r.name} · {t(args.lang, f'channel.kind.{r.kind}')} · {r.host} · "
        + t(args.lang, "channel.state_on" if r.active else "channel.state_off")
        for r in found.itertuples()
    ]
    return "\n".join(lines) or t(args.lang, "notify.cli.none")


def add_one(store: Store, args: argparse.Namespace) -> str:
    grid = EVERYTHING
    if args.grid:
        found = find_grid(store, SCOPE, code=args.grid)
        if found is None:
            raise UserError("grid_not_found", code=args.grid)
        grid = found.grid_id
    number = add(
        store, name=args.name, kind=args.kind, url=args.url, secret=args.secret, body=args.body, expects=args.expects, language=args.lang,
        grid_id=grid, severity=args.severity, actor=ACTOR, now=clock.now(),
    )  # fmt: skip
    return json.dumps({"channel": number}) if args.json else f"{number} · {t(args.lang, 'channel.added')}"


def test_one(store: Store, args: argparse.Namespace) -> tuple[int, str]:
    """The command ends with 1 where the receiver did not take it."""
    number = send_try(store, args.number, actor=ACTOR, now=clock.now())
    send_due(store, now=clock.now(), only=number)
    last = messages(store, channel_id=args.number, limit=1).iloc[0]
    if args.json:
        told = json.dumps({"message": number, "status": last.status, "error": last.error, "detail": last.detail})
    elif last.status == "sent":
        told = t(args.lang, "channel.tried")
    else:
        told = t(args.lang, "channel.try_failed", error=t(args.lang, f"send_error.{last.error}"))
    return int(last.status != "sent"), told


def switch_one(store: Store, args: argparse.Namespace) -> str:
    active = args.action == "on"
    switch(store, args.number, active=active, actor=ACTOR)
    return (
        json.dumps({"channel": args.number, "active": active})
        if args.json
        else t(args.lang, f"channel.state_{args.action}")
    )


def send_now(store: Store, args: argparse.Namespace) -> tuple[int, str]:
    """The command ends with 1 where no receiver took anything."""
    made = gather(store, now=clock.now())
    counts = send_due(store, now=clock.now())
    told = json.dumps(counts | {"made": made}) if args.json else t(args.lang, "notify.cli.sent", **counts)
    return (NOTHING_DONE if not counts["sent"] and any(counts.values()) else 0), told


ANSWERS = {
    "notify list": list_all, "notify add": add_one, "notify test": test_one, "notify on": switch_one, "notify off": switch_one, "notify send": send_now,
}  # fmt: skip
