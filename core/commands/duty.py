"""`duty`: duty information (值班信息): listed with its clock, drafted from an alert or a situation, changed, signed, printed; who was told."""

from __future__ import annotations

import argparse
import json
import os
from datetime import datetime
from pathlib import Path

import pandas as pd

from core import clock
from core.as_json import as_json
from core.commands.chain import grid_of
from core.commands.dates import typed_limit
from core.domain import EVERYTHING, Scope, User
from core.duty import (
    FORMS,
    KINDS,
    PARTS,
    READ,
    SIGN,
    STATES,
    WAYS,
    WRITE,
    acknowledge,
    draft,
    draft_further,
    edit,
    kind_name,
    moment_of,
    printed,
    report,
    reports,
    sign,
    tell,
    tellings,
    withdraw,
)
from core.i18n import t
from core.papers.templates import place_template
from core.report.clocks import deadline
from core.store import Store

# the command line has no account of its own: names that are typed say who signs and who told
USER = User(0, "command line", "command line", "admin", frozenset({READ, WRITE, SIGN}), Scope((EVERYTHING,)))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("duty", help="duty information: list, draft, edit, sign, told, print / 值班信息")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listed = actions.add_parser("list", help="with its clock, what waits first / 列表与时限")
    listed.add_argument("--state", action="append", choices=STATES)
    listed.add_argument("--grid", metavar="CODE", help="in this grid and below / 某网格及其下级")
    listed.add_argument("--limit", type=typed_limit, default=100)
    drafted = actions.add_parser("draft", help="first report, or the next one of a matter / 起草")
    drafted.add_argument("--alert", type=int, metavar="N", help="of this alert and its situation / 由预警填写")
    drafted.add_argument("--situation", type=int, metavar="N", help="of this situation / 由事件填写")
    drafted.add_argument("--grid", metavar="CODE", help="by hand, with --known / 手工填写")
    drafted.add_argument("--of", type=int, metavar="N", help="the next one after this report, with --kind / 接某份报告")
    drafted.add_argument("--kind", choices=KINDS[1:], default="follow", help="with --of / 种类")
    drafted.add_argument("--known", metavar="TIME", help="08:15, 2026-02-01T08:15: the clock runs from then / 知悉时间")
    drafted.add_argument("--language", choices=("zh", "en"), default="zh", help="of the report / 报告语言")
    shown = actions.add_parser("show", help="its text, and who was told / 内容与报送记录")
    shown.add_argument("number", type=int, metavar="N")
    changed = actions.add_parser("edit", help="change a draft / 修改草稿")
    changed.add_argument("number", type=int, metavar="N")
    changed.add_argument("--part", choices=PARTS)
    changed.add_argument("--text", help="of the part / 该部分内容")
    changed.add_argument("--title")
    changed.add_argument("--to", help="addressee / 主送")
    gone = actions.add_parser("withdraw", help="a draft goes nowhere / 撤回草稿")
    gone.add_argument("number", type=int, metavar="N")
    signed = actions.add_parser("sign", help="sign off by name / 签发")
    signed.add_argument("number", type=int, metavar="N")
    signed.add_argument("--name", required=True, help="who signs / 签发人")
    told = actions.add_parser("told", help="who was told / 记录报送")
    told.add_argument("number", type=int, metavar="N")
    told.add_argument("--to", required=True, metavar="UNIT", help="unit above, department / 报送单位")
    told.add_argument("--way", choices=WAYS, required=True)
    told.add_argument("--by", required=True, metavar="NAME", help="who told / 报送人")
    told.add_argument("--receiver", default="", help="who took it / 接收人")
    told.add_argument("--at", metavar="TIME", help="now when left out / 缺省为此刻")
    heard = actions.add_parser("acknowledged", help="who was told has it / 记录确认")
    heard.add_argument("number", type=int, metavar="N", help="of the telling / 报送记录编号")
    heard.add_argument("--by", required=True, metavar="NAME")
    heard.add_argument("--at", metavar="TIME", help="now when left out / 缺省为此刻")
    file = actions.add_parser("print", help="as docx or a page to print / 生成文件")
    file.add_argument("number", type=int, metavar="N")
    file.add_argument("--form", choices=FORMS, default="docx")
    # the serving process stands in another folder
    file.add_argument("--out", required=True, metavar="FILE", type=os.path.abspath)
    own = actions.add_parser("template", help="a Word template of the county's own / 启用本县模板")
    own.add_argument("file", metavar="DOCX", type=os.path.abspath)
    own.add_argument("--language", choices=("zh", "en"), default="zh")
    for name, action in actions.choices.items():
        action.add_argument("--json", action="store_true")
        action.set_defaults(command=f"duty {name}")


def list_all(store: Store, args: argparse.Namespace) -> str:
    now = clock.now()
    grid = grid_of(store, args.grid) if args.grid else EVERYTHING
    found = reports(store, USER.scope, now=now, grid=grid, states=args.state or STATES[:3], limit=args.limit)
    if args.json:
        return as_json(found)
    return "\n".join(_line(args.lang, row, now) for row in found.to_dict("records")) or t(
        args.lang, "duty_info.cli.none"
    )


def draft_one(store: Store, args: argparse.Namespace) -> str:
    now = clock.now()
    known = moment_of(args.known, now)
    if args.of is not None:
        number = draft_further(store, USER, args.of, kind=args.kind, now=now, known_at=known)
    else:
        grid = grid_of(store, args.grid) if args.grid else None
        number = draft(
            store, USER, now=now, language=args.language, alert=args.alert, situation=args.situation, grid=grid, known_at=known
        )  # fmt: skip
    row, _ = report(store, USER.scope, number, now=now)
    if args.json:
        return json.dumps(
            {
                "report": number,
                "kind": row.kind,
                "matter": int(row.matter_id),
                "phone_by": _iso(row.phone_by),
                "written_by": _iso(row.written_by),
            }
        )
    return t(args.lang, "duty_info.cli.drafted", number=number, kind=kind_name(args.lang, row.kind, row.nth))


def show(store: Store, args: argparse.Namespace) -> str:
    now = clock.now()
    row, parts = report(store, USER.scope, args.number, now=now)
    told = tellings(store, USER.scope, args.number)
    if args.json:
        head = json.loads(as_json(row.to_frame().T))[0]
        return json.dumps(
            {**head, "parts": parts.to_dict("records"), "told": json.loads(as_json(told))}, ensure_ascii=False
        )
    lines = [_line(args.lang, row, now), row.title]
    lines += [f"{t(args.lang, f'duty_info.part.{p.part}')}: {p.body}" for p in parts.itertuples() if p.body]
    lines += [
        f"{d.told_id}  {d.told_at:%Y-%m-%d %H:%M}  {t(args.lang, f'duty_info.way.{d.way}')}  {d.unit}  {d.told_name}"
        for d in told.itertuples()
    ]
    return "\n".join(lines)


def edit_one(store: Store, args: argparse.Namespace) -> str:
    bodies = {} if args.part is None else {args.part: args.text or ""}
    version = edit(store, USER, args.number, bodies=bodies, title=args.title, to=args.to, now=clock.now())
    return json.dumps({"version": version}) if args.json else t(args.lang, "duty_info.cli.edited", version=version)


def withdraw_one(store: Store, args: argparse.Namespace) -> str:
    withdraw(store, USER, args.number, now=clock.now())
    return (
        json.dumps({"withdrawn": args.number})
        if args.json
        else t(args.lang, "duty_info.cli.withdrawn", number=args.number)
    )


def sign_one(store: Store, args: argparse.Namespace) -> str:
    file_no = sign(store, USER, args.number, name=args.name, now=clock.now())
    return (
        json.dumps({"number": file_no}, ensure_ascii=False)
        if args.json
        else t(args.lang, "duty_info.cli.signed", file_no=file_no)
    )


def told_one(store: Store, args: argparse.Namespace) -> str:
    now = clock.now()
    told = tell(
        store, USER, args.number, unit=args.to, way=args.way, at=moment_of(args.at, now) or now, name=args.by, receiver=args.receiver, now=now
    )  # fmt: skip
    return json.dumps({"told": told}) if args.json else t(args.lang, "duty_info.cli.told", told=told)


def acknowledged_one(store: Store, args: argparse.Namespace) -> str:
    now = clock.now()
    acknowledge(store, USER, args.number, name=args.by, at=moment_of(args.at, now) or now, now=now)
    return json.dumps({"acknowledged": args.number}) if args.json else t(args.lang, "duty_info.cli.acknowledged")


def print_one(store: Store, args: argparse.Namespace) -> str:
    content = printed(store, USER.scope, args.number, form=args.form, actor=USER.login, now=clock.now())
    Path(args.out).parent.mkdir(parents=True, exist_ok=True)
    Path(args.out).write_bytes(content)
    return (
        json.dumps({"file": args.out}, ensure_ascii=False)
        if args.json
        else t(args.lang, "duty_info.cli.saved", file=args.out)
    )


def place_own(store: Store, args: argparse.Namespace) -> str:
    number = place_template(
        store, Path(args.file).read_bytes(), kind="duty", language=args.language, file_name=Path(args.file).name, actor=USER.login, at=clock.now()
    )  # fmt: skip
    return json.dumps({"template": number}) if args.json else t(args.lang, "duty_info.cli.template")


ANSWERS = {
    "duty list": list_all, "duty draft": draft_one, "duty show": show, "duty edit": edit_one, "duty withdraw": withdraw_one, "duty sign": sign_one,
    "duty told": told_one, "duty acknowledged": acknowledged_one, "duty print": print_one, "duty template": place_own,
}  # fmt: skip


def _line(language: str, row: dict | pd.Series, now: datetime) -> str:
    parts = [
        str(row["report_id"]),
        kind_name(language, row["kind"], row["nth"]),
        row["file_no"] if isinstance(row["file_no"], str) else "",
        t(language, f"duty_info.state.{row['state']}"),
        row["title"],
    ]
    for name, by, done in (("phone", "phone_by", "phoned_at"), ("written", "written_by", "wrote_at")):
        words = deadline(language, row[by], row[done], now)
        if words:
            parts.append(f"{t(language, f'duty_info.clock.{name}')} {words}")
    return "  ".join(part for part in parts if isinstance(part, str) and part)


def _iso(value: object) -> str | None:
    return None if pd.isna(value) else pd.Timestamp(value).isoformat()
