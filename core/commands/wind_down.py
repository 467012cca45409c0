"""`wind-down`: after the emergency everything about people goes. `--dry-run` lists it, also while the desk runs; doing it needs the desk stopped."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from core import clock
from core.errors import UserError
from core.i18n import t
from core.privacy.certificate import certificate
from core.privacy.wind_down import plan, record_of, wind_down
from core.store import Store
from core.store.shared import is_shared

LANGUAGES = ("zh", "en")


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("wind-down", help="remove people's data after the emergency / 应急结束后的清除")
    parser.add_argument("--dry-run", action="store_true", help="list what would go / 只列出将要删除的内容")
    parser.add_argument("--by", metavar="LOGIN", help="who carries it out / 执行人")
    parser.add_argument("--and-by", metavar="LOGIN", help="who confirms it, somebody else / 复核人")
    parser.add_argument("--reason", help="why, as it stands on the certificate / 事由")
    parser.add_argument(
        "--backups", nargs="+", action="extend", default=[], metavar="FOLDER", type=lambda text: str(Path(text).resolve()),
        help="folders in which backups lie: they go too / 备份所在文件夹",
    )  # fmt: skip
    parser.add_argument(
        "--out", metavar="FOLDER", type=lambda text: str(Path(text).resolve()), help="where the certificate is put (default: beside the store) / 证明的输出位置"
    )  # fmt: skip
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="wind-down")


def answer(store: Store, args: argparse.Namespace) -> str:
    backups = tuple(Path(folder) for folder in args.backups)
    if args.dry_run:
        told = plan(store, backups=backups)
        return json.dumps(told, ensure_ascii=False) if args.json else _lines(told, args.lang)
    if not (args.by and args.and_by and args.reason):
        raise UserError("wind_down_needs")
    if is_shared(store):
        raise UserError("wind_down_serving")
    settings = store.settings
    out = Path(args.out) if args.out else settings.folder
    if not out.is_dir():
        raise UserError("path_unusable", file=str(out), why="")
    wind_down(store, by=args.by, and_by=args.and_by, reason=args.reason, now=clock.now(), backups=backups)
    said = record_of(settings)
    files = _written(said, out)
    if args.json:
        return json.dumps({**said, "certificates": files}, ensure_ascii=False, default=str)
    return "\n".join(
        [_lines(said, args.lang), t(args.lang, "privacy.cli.wound_down", files=" ".join(files), digest=said["sha256"])]
    )


def _written(said: dict, out: Path) -> list[str]:
    """The certificate in both languages, and the record for machines."""
    name = f"certificate-{said['time'][:10]}-{said['number']}"
    files = {out / f"{name}-{lang}.docx": certificate(said, lang) for lang in LANGUAGES}
    files[out / f"{name}.json"] = json.dumps(said, ensure_ascii=False, indent=1, default=str).encode()
    for file, content in files.items():
        file.write_bytes(content)
    return [str(file) for file in files]


def _lines(told: dict, lang: str) -> str:
    lines = [
        f"{row['rows']:>10,}  {row[lang]} ({row['table']}, {t(lang, 'privacy.class.' + row['class'])}, {t(lang, 'privacy.end_how.' + row['end'])})"
        for row in told["tables"]
    ]
    lines += [f"{rows:>10,}  {t(lang, 'privacy.ended.' + name)}" for name, rows in told["ended"].items() if rows]
    lines += [f"{count:>10,}  {t(lang, 'privacy.folder.' + name)}" for name, count in told["files"].items() if count]
    lines += [t(lang, "privacy.cli.backup", name=name) for name in told["backups"]]
    lines += [t(lang, "privacy.cli.backup_elsewhere", name=name) for name in told["backups_elsewhere"]]
    lines.append(t(lang, "privacy.cli.handed_out", exports=told["exports"], shares=told["share_uses"]))
    return "\n".join(lines)
