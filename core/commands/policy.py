"""`policy`: the packs that there are, and whether one is right."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from core.commands.words import cli_language
from core.errors import UserError
from core.i18n import t
from core.policy.folder import scenarios
from core.policy.loader import Policy, load_policy, read_policy


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("policy", help="packs of policy / 策略包")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listed = actions.add_parser("list", help="all packs / 策略包列表")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=list_all)
    check = actions.add_parser("check", help="is a pack right? / 检查一个策略包")
    check.add_argument("folder", type=Path, metavar="FOLDER")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=check_one)


def list_all(args: argparse.Namespace) -> int:
    packs = {name: load_policy(name) for name in scenarios()}
    if args.json:
        print(json.dumps([{"pack": name} | _told(pack) for name, pack in packs.items()], ensure_ascii=False))
    else:
        language = cli_language()
        for name, pack in packs.items():
            print(t(language, "policy.pack", pack=name, **_counted(pack, language)))
    return 0


def check_one(args: argparse.Namespace) -> int:
    """0: right; 2: a fault, with file, class and line."""
    language = cli_language()
    try:
        pack = read_policy(args.folder)
    except UserError as error:
        if not args.json:
            raise
        fields = {name: error.fields.get(name) or None for name in ("file", "line", "where")}
        told = {"right": False, **fields, "fault": str(error.fields["what"])}
        print(json.dumps(told | {"text": t(language, f"error.{error.code}", **error.fields)}, ensure_ascii=False))
        return 2
    print(
        json.dumps({"right": True} | _told(pack), ensure_ascii=False)
        if args.json
        else t(language, "policy.right", **_counted(pack, language))
    )
    return 0


def _told(pack: Policy) -> dict[str, object]:
    classes = [
        {
            "code": c.code, "zh": c.zh, "en": c.en, "rank": c.rank, "event": c.event or None,
            "when": c.when.text if c.when else None, "days": c.days, "ends": c.ends if c.event else None,
        }
        for c in pack.classes
    ]  # fmt: skip
    return {"version": pack.version, "classes": classes}


def _counted(pack: Policy, language: str) -> dict[str, object]:
    names = ", ".join(getattr(c, language) for c in pack.classes)
    return {"version": pack.version, "count": len(pack.classes), "names": names}
