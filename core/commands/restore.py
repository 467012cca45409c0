"""`restore`: a backup put in the store's place; what stood there is kept beside it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from core import clock
from core.backup import look, restore
from core.backup.manifest import Manifest
from core.backup.restore import Standing
from core.commands.words import cli_language
from core.errors import UserError
from core.i18n import format, t
from core.settings import load_settings

ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("restore", help="put a backup in the store's place / 恢复备份")
    parser.add_argument(
        "folder", type=Path, metavar="FILE", help="the backup's folder (or its store file) / 备份文件夹"
    )
    parser.add_argument("--yes", action="store_true", help="without asking / 不再确认")
    parser.add_argument("--dry-run", action="store_true", help="try it and say what would be replaced / 只核对，不恢复")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    lang, settings = cli_language(), load_settings(db=args.db)
    clock.use_zone(settings.timezone, behind=settings.behind)
    manifest, standing = look(settings, args.folder)
    if not args.json:
        print(told(lang, manifest, standing))
    if args.dry_run:
        if args.json:
            print(json.dumps({"backup": args.folder.name, "made_at": manifest.made_at, "rows": manifest.rows, "standing": vars(standing)}))  # fmt: skip
        return 0
    if not args.yes and not _agreed(lang):
        raise UserError("restore_unconfirmed")
    done = restore(settings, args.folder, actor=ACTOR, now=clock.now())
    if args.json:
        print(json.dumps(done.as_dict(), ensure_ascii=False))
        return 0
    print(t(lang, "restore.done", made=_moment(manifest.made_at), rows=format.number(lang, manifest.rows)))
    if done.replaced:
        print(t(lang, "restore.replaced", folder=done.replaced))
    for line in outside(lang, manifest):
        print(line)
    return 0


def told(lang: str, manifest: Manifest, standing: Standing) -> str:
    """The backup, what it would replace, and how much later that is."""
    lines = [t(lang, "restore.backup", made=_moment(manifest.made_at), **_counts(lang, manifest.tables))]
    if standing.tables is None:
        lines.append(t(lang, "restore.none" if standing.state == "none" else "restore.broken"))
    else:
        last = _moment(standing.last) if standing.last else "–"
        lines.append(t(lang, "restore.stands", last=last, **_counts(lang, standing.tables)))
        later = standing.tables["audit_entry"] - manifest.tables.get("audit_entry", 0)
        if later > 0:
            lines.append(t(lang, "restore.older", count=format.number(lang, later)))
    return "\n".join(lines)


def outside(lang: str, manifest: Manifest) -> list[str]:
    """What is no part of a backup and has to be taken care of."""
    return [
        t(lang, "restore.outside.lake", file=name.removeprefix("lake."))
        if name.startswith("lake.")
        else t(lang, f"restore.outside.{name}")
        for name in manifest.outside
    ]


def _counts(lang: str, tables: dict[str, int]) -> dict[str, str]:
    return {name: format.number(lang, tables.get(name, 0)) for name in ("person", "check_in", "audit_entry")}


def _moment(text: str) -> str:
    return text[:16].replace("T", " ")


def _agreed(lang: str) -> bool:
    if not sys.stdin.isatty():
        return False
    return input(t(lang, "restore.ask") + " ").strip().lower() in ("yes", "y", "是")
