"""`grids`: villages are merged, split, moved, renamed, closed; what was done, and taking it back."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from core import clock
from core.as_json import as_json
from core.commands.dates import typed_day
from core.commands.refusal import NOTHING_DONE
from core.commands.words import followed_line
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.follow import follow
from core.grid_changes import ACTS, Done, Wish, carry_out, carry_out_all, changes, preview, read_changes, undo_change
from core.i18n import t
from core.store import Store

SCOPE = Scope((EVERYTHING,))
ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser(
        "grids", help="grids merged, split, moved, renamed, closed / 网格合并、拆分、划转、更名、撤销"
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    merge = actions.add_parser("merge", help="grids go into another / 合并")
    merge.add_argument("sources", nargs="+", metavar="CODE", help="that go / 被并入的网格")
    merge.add_argument("--into", metavar="CODE", help="that they go into; left out: a new one / 并入的网格，缺省为新建")
    split = actions.add_parser("split", help="a part becomes a grid of its own / 拆分")
    split.add_argument("sources", nargs=1, metavar="CODE")
    split.add_argument(
        "--section", action="append", default=[], dest="sections", metavar="CODE", help="that goes along / 划出的小组"
    )
    split.add_argument(
        "--household", action="append", default=[], dest="households", metavar="CODE", help="likewise / 划出的户"
    )
    move = actions.add_parser("move", help="under another grid / 划转")
    move.add_argument("sources", nargs=1, metavar="CODE")
    move.add_argument("--into", required=True, metavar="CODE", help="the grid above it from now on / 划入的上级网格")
    rename = actions.add_parser("rename", help="another name or code / 更名")
    rename.add_argument("sources", nargs=1, metavar="CODE")
    close = actions.add_parser("close", help="it is no more / 撤销")
    close.add_argument("sources", nargs=1, metavar="CODE")
    for act in ACTS:
        one = actions.choices[act]
        if act in ("merge", "split", "move", "rename"):
            one.add_argument("--code", help="the new code / 新编码")
            one.add_argument("--name", help="the new name / 新名称")
        one.add_argument("--date", type=typed_day, help="from when on, today when left out / 生效日期，缺省为今天")
        one.add_argument("--note")
        one.add_argument("--preview", action="store_true", help="say what it would do / 只预览")
        if act == "merge":
            one.add_argument(
                "--follow-accounts",
                action="store_true",
                help="accounts of a source get the target / 账号一并改为新网格",
            )
        one.set_defaults(command=f"grids {act}", act=act)
    listed = actions.add_parser("import", help="a list of changes, one a row / 按变动表执行")
    listed.add_argument("file", metavar="FILE")
    listed.add_argument("--preview", action="store_true")
    listed.set_defaults(command="grids import")
    actions.add_parser("list", help="what was changed / 变动记录").set_defaults(command="grids list")
    undone = actions.add_parser("undo", help="take one back / 撤回")
    undone.add_argument("number", type=int, metavar="N")
    undone.set_defaults(command="grids undo")
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true")


def change(store: Store, args: argparse.Namespace) -> str:
    now = clock.now()
    # “merge A B --into A” is B going into A
    going = [code for code in args.sources if args.act != "merge" or code != args.into] or args.sources
    wish = Wish(
        args.act, tuple(going), clock.today() if args.date is None else date.fromisoformat(args.date), into=getattr(args, "into", None),
        code=getattr(args, "code", None), name=getattr(args, "name", None), sections=tuple(getattr(args, "sections", ())),
        households=tuple(getattr(args, "households", ())), note=args.note, follow=getattr(args, "follow_accounts", False),
    )  # fmt: skip
    if args.preview:
        done, followed = preview(store, SCOPE, wish, now=now), None
    else:
        done = carry_out(store, SCOPE, wish, actor=ACTOR, now=now)
        followed = follow(store, actor=ACTOR)
    if args.json:
        return json.dumps(_plain(done) | {"preview": args.preview}, ensure_ascii=False, default=str)
    lines = [said(args.lang, done, tried=args.preview)]
    return "\n".join(lines if followed is None else [*lines, followed_line(followed, args.lang)])


def from_file(store: Store, args: argparse.Namespace) -> tuple[int, str]:
    """The command ends with 1 where no row of the list could be carried out."""
    path = Path(args.file)
    if not path.is_file():
        raise UserError("file_absent", file=args.file)
    lines = read_changes(store, SCOPE, path, file_name=path.name, today=clock.today())
    good = [line for line in lines if line.wish is not None]
    told = carry_out_all(
        store, SCOPE, [line.wish for line in good], actor=ACTOR, now=clock.now(), try_only=args.preview
    )
    if not args.preview:
        follow(store, actor=ACTOR)
    by_row = {line.row: line.error for line in lines if line.error} | {
        line.row: answer for line, answer in zip(good, told, strict=True)
    }
    code = NOTHING_DONE if by_row and all(isinstance(a, UserError) for a in by_row.values()) else 0
    if args.json:
        rows = [
            {"row": row, "error": a.code, "fields": a.fields} if isinstance(a, UserError) else {"row": row, **_plain(a)}
            for row, a in sorted(by_row.items())
        ]
        return code, json.dumps({"preview": args.preview, "rows": rows}, ensure_ascii=False, default=str)
    return code, "\n".join(
        t(args.lang, "grid_change.row", row=row) + (
            t(args.lang, f"error.{a.code}", **a.fields) if isinstance(a, UserError) else said(args.lang, a, tried=args.preview))
        for row, a in sorted(by_row.items())
    )  # fmt: skip


def list_all(store: Store, args: argparse.Namespace) -> str:
    found = changes(store, SCOPE)
    if args.json:
        return as_json(found)
    return "\n".join(
        f"{r.change_id} · {r.day:%Y-%m-%d} · {t(args.lang, f'grid_change.act.{r.act}')} · {r.source_names} → {r.target_name}"
        + ("" if r.undone_by is None or r.undone_by != r.undone_by else f" · {t(args.lang, 'grid_change.undone')}")
        for r in found.itertuples()
    ) or t(args.lang, "grid_change.none")  # fmt: skip


def undo(store: Store, args: argparse.Namespace) -> str:
    rows = undo_change(store, SCOPE, args.number, actor=ACTOR, now=clock.now())
    followed = follow(store, actor=ACTOR)
    if args.json:
        return json.dumps({"change": args.number, "rows": rows})
    return (
        t(args.lang, "grid_change.taken_back", number=args.number, rows=rows)
        + "\n"
        + followed_line(followed, args.lang)
    )


def said(language: str, done: Done, *, tried: bool) -> str:
    """One sentence: what was done, or would be."""
    fields = {
        "sources": [s.name for s in done.sources], "target": done.target.name, "people": done.people, "households": done.households,
        "sections": done.sections, "units": done.units, "alerts": done.alerts, "tasks": done.tasks, "number": done.change_id,
    }  # fmt: skip
    return t(language, f"grid_change.{'would' if tried else 'done'}.{done.act}", **fields)


def _plain(done: Done) -> dict:
    told = asdict(done)
    return told | {"sources": [s.code for s in done.sources], "target": done.target.code}


ANSWERS = {
    **{f"grids {act}": change for act in ACTS},
    "grids import": from_file,
    "grids list": list_all,
    "grids undo": undo,
}
