"""`papers`: make the papers of a class or of people as Word files; the register of what was made."""

from __future__ import annotations

import argparse
import io
import json
import os
import time
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

from core import clock
from core.act import moment
from core.as_json import as_json
from core.commands.dates import typed_limit
from core.commands.refusal import NOTHING_DONE
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.papers.make import make, standing
from core.papers.printing import print_papers
from core.papers.register import STATES, papers
from core.policy.names import known_classes
from core.policy.papers import paper_kinds
from core.registry.grids import find_grid
from core.report.duties import owners
from core.store import Store

SCOPE = Scope((EVERYTHING,))
ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("papers", help="papers that people are handed / 文书")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    made = actions.add_parser("make", help="make them, one Word file each / 批量制作")
    made.add_argument("--class", dest="person_class", metavar="CLASS", help="everybody of this class / 某类人员")
    made.add_argument("--person", type=int, action="append", metavar="ID", help="this person / 某人")
    made.add_argument("--grid", metavar="CODE", help="in this grid and below / 某网格及其下级")
    made.add_argument(
        "--kind", help="when left out: the first that somebody of the class may be handed / 缺省为该类人员适用的第一种"
    )
    made.add_argument(
        "--lang", dest="paper_language", choices=("zh", "en"), default="zh", help="of the paper / 文书语言"
    )
    made.add_argument("--to", help="of a letter: to whom / 收文单位")
    made.add_argument("--matter", help="of a letter: what is asked / 协查事项")
    # the serving process stands in another folder
    made.add_argument(
        "--out",
        metavar="DIR",
        type=os.path.abspath,
        help="folder of the files; left out: they are registered, to be printed on their page / 输出文件夹，缺省只登记、在页面打印",
    )
    made.set_defaults(command="papers make")
    listed = actions.add_parser("list", help="the register, the latest first / 文书登记簿")
    listed.add_argument("--kind")
    listed.add_argument("--state", choices=STATES)
    listed.add_argument("--limit", type=typed_limit, default=100)
    listed.set_defaults(command="papers list")
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true")


def make_them(store: Store, args: argparse.Namespace) -> tuple[int, str]:
    """The command ends with 1 where none was made and somebody was refused one; 0 where they have theirs already."""
    began, on = time.monotonic(), moment(store).date()
    chosen = _chosen(store, args)
    kind = args.kind or _first_kind(store, on, chosen)
    done = make(
        store, SCOPE, kind, on=on, at=clock.now(), actor=ACTOR, language=args.paper_language, asked={"to": args.to or "", "matter": args.matter or ""}, **chosen
    )  # fmt: skip
    numbers = done.papers.paper_id.tolist()
    files = _written(store, numbers, args.out, on) if args.out else [None] * len(numbers)
    refused = dict(Counter(done.refused.refused))
    seconds = round(time.monotonic() - began, 2)
    code = NOTHING_DONE if not numbers and refused.keys() - {"paper_there"} else 0
    if args.json:
        told = {
            "kind": kind, "made": len(done.papers), "refused": refused, "out": args.out, "seconds": seconds,
            "papers": [
                {"number": row.file_no, "person": int(row.person_id), "file": name} for row, name in zip(done.papers.itertuples(), files, strict=True)
            ],
        }  # fmt: skip
        return code, json.dumps(told, ensure_ascii=False)
    lines = [
        t(
            args.lang,
            "papers.cli.made" if args.out else "papers.cli.registered",
            kind=paper_kinds()[kind].name(args.lang),
            count=len(files),
            folder=args.out,
            seconds=seconds,
        )
    ]
    if not files and not refused:
        lines = [t(args.lang, "papers.lead_none", kind=paper_kinds()[kind].name(args.lang))]
    lines += [f"{count} × {t(args.lang, f'paper_refused.{why}')}" for why, count in refused.items()]
    return code, "\n".join(lines)


def _chosen(store: Store, args: argparse.Namespace) -> dict[str, object]:
    if not args.person and not args.person_class:
        raise UserError("paper_for_whom")
    if args.person_class and args.person_class not in known_classes():
        raise UserError("paper_class_unknown", code=args.person_class)
    grid = EVERYTHING
    if args.grid:
        found = find_grid(store, SCOPE, code=args.grid)
        if found is None:
            raise UserError("grid_not_found", code=args.grid)
        grid = found.grid_id
    return {"people": args.person, "person_class": args.person_class, "grid": grid}


def _first_kind(store: Store, on: date, chosen: dict) -> str:
    for code, kind in paper_kinds().items():
        if not kind.asks and standing(store, SCOPE, code, on=on, **chosen).refused.isna().any():
            return code
    return next(iter(paper_kinds()))


def _written(store: Store, ids: list[int], folder: str, on: date) -> list[str]:
    """The files' names, in the order of the papers."""
    if not ids:
        return []
    content = print_papers(store, SCOPE, ids, form="zip", on=on, actor=ACTOR)
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for name in book.namelist():
                (place / name).write_bytes(book.read(name))
            return book.namelist()
    except OSError as error:
        raise UserError("paper_folder", folder=folder) from error


def list_them(store: Store, args: argparse.Namespace) -> str:
    found = papers(store, SCOPE, at=moment(store), kind=args.kind, state=args.state, limit=args.limit, owned=True)
    found = found.assign(owner=owners(args.lang, found))
    if args.json:
        columns = [
            "owner",
            "paper_id",
            "kind",
            "file_no",
            "person_id",
            "class",
            "issued_on",
            "made_by",
            "received_on",
            "due_at",
            "state",
        ]
        return as_json(found[columns])
    kinds = paper_kinds()
    return "\n".join(
        f"{r.file_no}  {kinds[r.kind].name(args.lang) if r.kind in kinds else r.kind}  {r.person_id}  {r.issued_on}  {t(args.lang, f'paper_state.{r.state}')}{f'  → {r.owner}' if r.owner else ''}"
        for r in found.itertuples()
    )
