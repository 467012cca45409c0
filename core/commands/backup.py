"""`backup [DIR]`: a consistent copy of the store, while it is served as well; `--list` those there are, `--check` one of them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from core import clock
from core.backup import Kept, back_up, backups, check, rotate
from core.i18n import format, t
from core.store import Store

ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("backup", help="a tried copy of the store in a folder of its own / 备份")
    # As seen from where it is typed: the serving process stands in another folder.
    parser.add_argument(
        "folder", nargs="?", type=_here, help="where the dated copy is put (default: the setting backups)"
    )
    parser.add_argument("--list", action="store_true", help="the backups that there are, the newest first / 列出备份")
    parser.add_argument("--check", type=_here, metavar="BACKUP", help="read, open and count one again / 核对一份备份")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="backup")


def answer(store: Store, args: argparse.Namespace) -> str:
    if args.check:
        manifest = check(Path(args.check), key=store.settings.key)
        return _said(args, [Kept(Path(args.check), manifest)], "backup.checked")
    target = Path(args.folder) if args.folder else store.settings.backup_folder
    if args.list:
        found = backups(target)
        if not found and not args.json:
            return t(args.lang, "backup.none_in", folder=str(target))
        return _said(args, found, "backup.listed", several=True)
    made = back_up(store, target, actor=ACTOR, now=clock.now())
    if not args.folder:
        rotate(store, actor=ACTOR)
    return _said(args, [one for one in backups(target) if one.folder == made], "backup.made")


def _said(args: argparse.Namespace, found: list[Kept], key: str, *, several: bool = False) -> str:
    told = [as_dict(one) for one in found]
    if args.json:
        return json.dumps(told if several else told[0], ensure_ascii=False)
    return "\n".join(
        t(
            args.lang,
            key,
            folder=one["folder"],
            made=one["made_at"][:16].replace("T", " "),
            rows=format.number(args.lang, one["rows"]),
            size=format.number(args.lang, one["bytes"] / 1e6, 1),
            kind=t(args.lang, f"backup.kind.{one['kind']}"),
        )
        for one in told
    )


def as_dict(one: Kept) -> dict:
    m = one.manifest
    return {"folder": str(one.folder), "made_at": m.made_at, "kind": m.kind, "rows": m.rows, "bytes": m.bytes, "tables": len(m.tables), "encrypted": m.encrypted, "seconds": m.seconds, "outside": m.outside}  # fmt: skip


def _here(text: str) -> str:
    return str(Path(text).resolve())
