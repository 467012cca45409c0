"""`brief`: the brief of a grid as docx, pptx and pdf: of today or an earlier day, daily, weekly or of one theme; kept versions listed, signed off, taken."""

from __future__ import annotations

import argparse
import json
import os
from datetime import date
from pathlib import Path

from core import clock
from core.act import moment
from core.as_json import as_json
from core.brief import (
    FORMATS,
    KINDS,
    MAKE,
    SIGN,
    Brief,
    file_of,
    find_brief,
    keep,
    kept_briefs,
    make_brief,
    sign_brief,
    theme_of,
)
from core.brief.templates import place_template, template_for, template_of
from core.commands.dates import typed_day
from core.domain import EVERYTHING, Scope, User
from core.errors import UserError
from core.i18n import t
from core.registry.grids import Grid, find_grid, start_grid
from core.store import Store

SCOPE = Scope((EVERYTHING,))
USER = User(0, "command line", "command line", "admin", frozenset({MAKE, SIGN}), SCOPE)


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("brief", help="the brief as docx, pptx, pdf / 生成专报")
    parser.add_argument("--grid", metavar="CODE", help="default: the whole county / 网格编码，默认全县")
    parser.add_argument(
        "--date", type=typed_day, metavar="YYYY-MM-DD", help="as it stood at the end of that day / 某日24时的情况"
    )
    parser.add_argument("--kind", choices=[k for k in KINDS if k != "special"], default="daily", help="日报、周报")
    parser.add_argument(
        "--special",
        metavar="THEME",
        help="one theme: period, class:CODE, alerts:DETECTOR, alert:NUMBER, area:NUMBER / 专报",
    )
    parser.add_argument(
        "--since", type=typed_day, metavar="YYYY-MM-DD", help="first day of a special one / 专报开始日期"
    )
    parser.add_argument("--format", default=",".join(FORMATS), metavar="docx,pptx,pdf")
    parser.add_argument("--lang", dest="language", choices=("zh", "en"), default="zh")
    parser.add_argument("--wider", action="store_true", help="small numbers are not told / 隐去少于5人的数字")
    # the serving process stands in another folder
    parser.add_argument("--out", metavar="DIR", type=os.path.abspath, help="folder of the files / 输出文件夹")
    parser.add_argument("--keep", action="store_true", help="keep it as a version / 留存为一版")
    parser.add_argument("--list", action="store_true", help="versions that were kept / 已留存的版本")
    parser.add_argument("--kept", type=int, metavar="N", help="the files of this version / 某一版的文件")
    parser.add_argument("--sign", type=int, metavar="N", help="sign this version off, by --name / 签发某一版")
    parser.add_argument("--name", help="who signs / 签发人")
    parser.add_argument(
        "--template", metavar="FILE", type=os.path.abspath, help="a docx or pptx of the county's own / 启用本县模板"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="brief")


def answer(store: Store, args: argparse.Namespace) -> str:
    if args.list:
        found = kept_briefs(store, SCOPE)
        return as_json(found) if args.json else "\n".join(_line(args.lang, row) for row in found.itertuples())
    if args.sign is not None:
        sign_brief(store, USER, args.sign, name=args.name or "", now=clock.now())
        return json.dumps({"signed": args.sign}) if args.json else t(args.lang, "briefs.cli.signed", number=args.sign)
    if args.template:
        file = Path(args.template)
        place_template(
            store, file.read_bytes(), language=args.language, file_name=file.name, actor=USER.login, at=clock.now()
        )
        return (
            json.dumps({"template": file.name}, ensure_ascii=False)
            if args.json
            else t(args.lang, "briefs.template_placed")
        )
    forms = _forms(args)
    if args.kept is not None:
        made, name = find_brief(store, SCOPE, args.kept).brief, f"{args.kept}"
        return _written(store, args, made, name, forms)
    grid = find_grid(store, SCOPE, code=args.grid) if args.grid else start_grid(store, SCOPE)
    if grid is None:
        raise UserError("brief_grid")
    of, since = (date.fromisoformat(day) if day else None for day in (args.date, args.since))
    theme = theme_of(args.special) if args.special else None
    if since and theme is None:
        raise UserError("brief_since")
    kind = args.kind if theme is None else "special"
    made = make_brief(
        store,
        SCOPE,
        grid,
        args.language,
        at=moment(store),
        kind=kind,
        of=of,
        wider=args.wider,
        theme=theme,
        since=since,
    )
    if made is None:
        if of:
            raise UserError("brief_day", day=args.date)
        return t(args.lang, "brief.no_data")
    told = _kept(store, args, made, grid) if args.keep else ""
    return "\n".join(line for line in (told, _written(store, args, made, grid.code, forms)) if line)


def _forms(args: argparse.Namespace) -> list[str]:
    forms = [form.strip() for form in args.format.split(",") if form.strip()]
    wrong = [form for form in forms if form not in FORMATS]
    if wrong or not forms:
        raise UserError("brief_form", form=", ".join(wrong), forms=", ".join(FORMATS))
    if not args.out and not args.keep:
        raise UserError("brief_out")
    return forms


def _kept(store: Store, args: argparse.Namespace, made: Brief, grid: Grid) -> str:
    number = keep(store, USER, made, grid=grid.grid_id, now=clock.now())
    return json.dumps({"brief": number}) if args.json else t(args.lang, "briefs.cli.kept", number=number)


def _written(store: Store, args: argparse.Namespace, made: Brief, name: str, forms: list[str]) -> str:
    if not args.out:
        return ""
    folder = Path(args.out)
    folder.mkdir(parents=True, exist_ok=True)
    kind = "" if made.kind == "daily" else f"-{made.theme.replace(':', '-') or made.kind}"
    for form in forms:
        own = template_of(store, form, made.language) if args.kept is None else template_for(store, args.kept, form)
        (folder / f"brief-{name}-{made.day}{kind}-{made.language}.{form}").write_bytes(
            file_of(made, form, template=own)
        )
    return t(args.lang, "brief.saved", count=len(forms), folder=folder)


def _line(lang: str, row: tuple) -> str:
    state = t(lang, f"briefs.row_state.{'signed' if isinstance(row.signed_name, str) else 'open'}")
    parts = [
        row.brief_id,
        t(lang, f"brief.kind.{row.kind}") + (f" {row.subject}" if row.subject else ""),
        row.grid_name,
        f"{row.day:%Y-%m-%d}",
        f"v{row.version}",
        row.language,
        row.made_by,
        f"{row.made_at:%m-%d %H:%M}",
        state,
    ]
    return "  ".join(str(part) for part in parts)
