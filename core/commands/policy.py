"""`policy`: packs, editions and versions; what runs; whether one is right; what another would change."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from core import clock
from core.access.accounts import staff_names
from core.classify.compare import Comparison, compare
from core.commands.dates import typed_day
from core.commands.refusal import refuse
from core.commands.words import cli_language
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.follow.policy_change import policy_changed
from core.i18n import t
from core.policy import versions
from core.policy.editions import editions, read_editions
from core.policy.emergency import emergencies, first_day
from core.policy.folder import FOLDER, scenarios
from core.policy.loader import Policy, read_policy
from core.policy.running import as_if, running, shown_day
from core.policy.withdrawal import withdraw_version
from core.report.wording import class_name
from core.rollup import judged_day
from core.store import Store

ACTOR = "command line"
WHOLE = Scope((EVERYTHING,))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("policy", help="packs of policy / 策略包")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    _action(actions, "list", "packs, editions, versions, and what runs / 策略包、版次、版本和正在执行的策略")
    check = _action(actions, "check", "is a pack, an edition or a file of changes right? / 检查策略包、版次或改动文件")
    check.add_argument("path", type=Path, metavar="FOLDER|FILE")
    check.add_argument("--over", metavar="PACK@EDITION", help="what a file of changes is laid over / 改动所依据的版次")
    check.set_defaults(run=check_one)
    use = _action(actions, "use", "choose an edition or an earlier version / 选用版次或以前的版本")
    use.add_argument("which", metavar="PACK@VERSION", help="epidemic@9, epidemic@+3")
    use.add_argument("--from", dest="since", type=typed_day, metavar="DATE", help="today when left out / 默认今天")
    compared = _action(actions, "compare", "who would be in which class / 比较两个策略下的人员类别")
    compared.add_argument("a", metavar="PACK@A")
    compared.add_argument("b", metavar="PACK@B")
    compared.add_argument("--day", type=typed_day, metavar="D", help="the day judged when left out / 默认研判日")
    draft = _action(actions, "draft", "keep changes as a draft / 把改动存为草稿")
    draft.add_argument("over", metavar="PACK@EDITION")
    draft.add_argument("file", metavar="FILE.toml")
    draft.add_argument("--name", help="the file's name when left out / 默认用文件名")
    draft.add_argument("--note")
    draft.set_defaults(ask=_read)
    publish = _action(actions, "publish", "let a version hold from a day / 发布版本")
    publish.add_argument("number", type=int, metavar="N")
    publish.add_argument("--from", dest="since", type=typed_day, required=True, metavar="DATE")
    withdrawn = _action(actions, "withdraw", "take a version back before its first day / 撤回尚未执行的版本")
    withdrawn.add_argument("number", type=int, metavar="N")


def _action(actions: argparse._SubParsersAction, name: str, told: str) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=told)
    parser.add_argument("--json", action="store_true")
    if name != "check":  # which needs no store
        parser.set_defaults(command=f"policy {name}")
    return parser


def list_all(store: Store, args: argparse.Namespace) -> str:
    day = shown_day(store)
    held = {e.pack for e in emergencies(store) if e.holds(day)}
    packs = [_pack(store, name, day, runs=name in held) for name in scenarios()]
    if args.json:
        return json.dumps(packs, ensure_ascii=False, default=str)
    lines = [t(args.lang, "policy.runs", day=day.isoformat(), version=running(store).version)] if held else [
        t(args.lang, "emergency.no_classes")
    ]  # fmt: skip
    for pack in packs:
        names = ", ".join(c[args.lang] for c in pack["classes"])
        lines.append(
            t(
                args.lang,
                "policy.pack",
                pack=pack["pack"],
                version=pack["version"],
                count=len(pack["classes"]),
                names=names,
            )
        )
        lines += [
            f"  {pack['pack']}@{e['code']}  {e[args.lang]}  {e['since'] or ''}–{e['until'] or ''}"
            for e in pack["editions"]
        ]
        lines += [_version_line(store, args.lang, v) for v in versions.versions(store, pack=pack["pack"])]
    return "\n".join(lines)


def check_one(args: argparse.Namespace) -> int:
    """0: right; 2: a fault, with file, class and line."""
    language = cli_language()
    try:
        found = _checked(args.path, args.over)
    except UserError as error:
        if not args.json:
            raise
        told = {name: error.fields.get(name) or None for name in ("file", "line", "where")}
        return refuse(
            error, language, as_json=True, right=False, **told, fault=str(error.fields.get("what", error.code))
        )
    pack = found[0]
    if args.json:
        print(json.dumps({"right": True, "editions": [p.version for p in found]} | _told(pack), ensure_ascii=False))
        return 0
    print(t(language, "policy.right", **_counted(pack, language)))
    if len(found) > 1:
        names = t(language, "list.items").join(p.version.rpartition(":")[0] for p in found)
        print(t(language, "policy.right_editions", count=len(found), names=names))
    return 0


def use(store: Store, args: argparse.Namespace) -> str:
    since = _day(args.since) or clock.today()
    pack, _, rest = args.which.partition("@")
    if "+" in rest:
        versions.named_policy(store, args.which)
        number = versions.publish(store, version_id=int(rest.rpartition("+")[2]), from_day=since, actor=ACTOR)
    else:
        number = versions.use(store, pack=pack, edition=rest, from_day=since, actor=ACTOR)
    return _published(store, args, number, since)


def publish(store: Store, args: argparse.Namespace) -> str:
    since = date.fromisoformat(args.since)
    number = versions.publish(store, version_id=args.number, from_day=since, actor=ACTOR)
    return _published(store, args, number, since)


def withdraw(store: Store, args: argparse.Namespace) -> str:
    found = versions.version(store, args.number)
    withdraw_version(store, version_id=args.number, actor=ACTOR)
    if args.json:
        return json.dumps({"withdrawn": args.number, "draft": bool(found.changes.strip())})
    key = "policy.withdrawn_kept" if found.changes.strip() else "policy.withdrawn"
    return t(args.lang, key, name=found.named(args.lang))


def draft(store: Store, args: argparse.Namespace) -> str:
    pack, _, edition = args.over.partition("@")
    text = args.given if hasattr(args, "given") else _read(args)
    number = versions.save_draft(
        store, pack=pack, edition=edition or _default(pack), name=args.name or Path(args.file).stem, changes=text,
        note=args.note, actor=ACTOR,
    )  # fmt: skip
    return _version_told(store, args, number)


def compared(store: Store, args: argparse.Namespace) -> str:
    day = _day(args.day) or judged_day(store) or clock.today()
    named = [versions.named_policy(store, name) for name in (args.a, args.b)]
    if len({name.partition("@")[0] for name in (args.a, args.b)}) > 1:
        raise UserError("compare_packs", a=args.a, b=args.b)
    a, b = (as_if(store, policy, day) for policy in named)
    found = compare(store, WHOLE, a, b, as_of=day)
    classes = found.counts.groupby("class", sort=False)[["under_a", "under_b", "entered", "left"]].sum().reset_index()
    moves = found.moves.groupby(["before", "after"], dropna=False)["people"].sum().reset_index()
    moves = moves.astype(object).where(moves.notna(), None)
    if args.json:
        told = {
            "day": day, "a": a.version, "b": b.version, "moved": found.moved, "released": found.released,
            "classes": classes.to_dict("records"), "moves": moves.to_dict("records"),
        }  # fmt: skip
        return json.dumps(told, ensure_ascii=False, default=str)
    return "\n".join(_compared_lines(args, found, classes, moves, day))


ANSWERS: dict[str, Callable[[Store, argparse.Namespace], str]] = {
    "policy list": list_all,
    "policy use": use,
    "policy compare": compared,
    "policy draft": draft,
    "policy publish": publish,
    "policy withdraw": withdraw,
}


def _compared_lines(args: argparse.Namespace, found: Comparison, classes, moves, day: date) -> list[str]:
    lang = args.lang
    lines = [
        t(lang, "policy.compared", a=args.a, b=args.b, day=day.isoformat(), moved=found.moved, released=found.released)
    ]
    for row in classes.to_dict("records"):
        lines.append(t(lang, "policy.compared_class", name=class_name(lang, row["class"]), a=row["under_a"], b=row["under_b"],
                       entered=row["entered"], left=row["left"]))  # fmt: skip
    for row in sorted(moves.to_dict("records"), key=lambda r: -r["people"]):
        sides = [class_name(lang, row[s]) if row[s] else t(lang, "policy.no_class") for s in ("before", "after")]
        lines.append(t(lang, "policy.compared_move", before=sides[0], after=sides[1], people=row["people"]))
    return lines


def _checked(path: Path, over: str | None) -> list[Policy]:
    """Of a pack each edition once, the one it is shipped with first; or the pack with the one edition, or the changes, that a file holds."""
    if path.is_dir():
        all_of_them = [read_policy(path), *(read_policy(path, edition=code) for code in read_editions(path))]
        return list({policy.version: policy for policy in all_of_them}.values())
    if path.parent.name == "editions":
        return [read_policy(path.parent.parent, edition=path.stem)]
    pack, _, edition = (over or "epidemic").partition("@")
    if pack not in scenarios():
        raise UserError("pack_unknown", pack=pack, allowed=", ".join(scenarios()))
    return [read_policy(FOLDER / pack, edition=edition or None, changes=_text(path))]


def _default(pack: str) -> str:
    return versions.shipped(pack) if pack in scenarios() else ""


def _read(args: argparse.Namespace) -> str:
    return _text(Path(args.file))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("changes_unreadable", file=path.name) from error


def _published(store: Store, args: argparse.Namespace, number: int, since: date) -> str:
    policy_changed(store, since=since, actor=ACTOR)
    note = _no_effect(store, args.lang, versions.version(store, number).pack, since)
    return _version_told(store, args, number, note)


def _no_effect(store: Store, language: str, pack: str, since: date) -> str:
    """That it has none before an emergency of its pack; empty: the pack runs on that day."""
    runs = first_day(emergencies(store), pack, since)
    if runs == since:
        return ""
    key = "policy.without_emergency" if runs is None else "policy.before_emergency"
    return t(language, key, pack=t(language, f"policy.pack_name.{pack}"), day=str(runs))


def _version_told(store: Store, args: argparse.Namespace, number: int, note: str = "") -> str:
    found = versions.version(store, number)
    if args.json:
        return json.dumps(asdict(found) | ({"no_effect": note} if note else {}), ensure_ascii=False, default=str)
    return _version_line(store, args.lang, found) + (f"\n{note}" if note else "")


def _version_line(store: Store, language: str, found: versions.Version) -> str:
    by = found.published_by or found.written_by
    state = t(language, f"policy.{found.status}", day=str(found.from_day or ""))
    return t(language, "policy.version", pack=found.pack, edition=found.edition, number=found.version_id,
             name=found.named(language), state=state, who=staff_names(store).get(by, by))  # fmt: skip


def _pack(store: Store, pack: str, day: date, *, runs: bool) -> dict[str, object]:
    return {
        "pack": pack,
        "runs": runs,
        "editions": [asdict(e) for e in editions(pack).values()],
        "versions": [asdict(v) for v in versions.versions(store, pack=pack)],
        **_told(versions.in_force(store, day, pack)),
    }


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


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
