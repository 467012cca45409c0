"""`python -m core import FILE|FOLDER …`: put spreadsheets into the store."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from core import clock
from core.commands.words import cli_language, tell_followed
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.files.unpack import expand
from core.follow import follow
from core.i18n import t
from core.ingest.issues import sentences
from core.ingest.meaning.answers import LIKENESS, Answers, save_mapping
from core.ingest.meaning.columns import kinds
from core.ingest.plan import Plan, discard, prepare, remap
from core.ingest.sheet_plan import SheetPlan
from core.ingest.storing import commit
from core.settings import load_settings
from core.store import Store, open_store

SCOPE = Scope((EVERYTHING,), frozenset({"name", "phone", "id_number", "address"}))
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".txt", ".tsv", ".parquet", ".geojson", ".zip")
FIRST = 10  # findings shown to a person; --json has all


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("import", help="put a spreadsheet, or every one of a folder, into the store")
    parser.add_argument("file", type=Path)
    parser.add_argument("--kind", choices=("auto", *kinds()), default="auto")
    parser.add_argument("--sheet")
    parser.add_argument("--datum", choices=("gcj02", "wgs84"), default="gcj02", help="of the coordinates in the file")
    parser.add_argument(
        "--map", action="append", default=[], metavar="HEADER=FIELD", help="what a column is; HEADER= leaves it out"
    )
    parser.add_argument(
        "--fixed", action="append", default=[], metavar="FIELD=TEXT", help="one value for a missing column"
    )
    parser.add_argument(
        "--conflicts", choices=("keep", "take"), default="keep", help="rows changed here since they were exported"
    )
    parser.add_argument(
        "--older",
        choices=("keep", "take"),
        default="keep",
        help="codes and names of a list that looks older than the register",
    )
    parser.add_argument(
        "--same-person",
        choices=("ask", "same", "other"),
        default="ask",
        help="rows without an ID number that resemble somebody and contradict nothing: keep them out until somebody says (the default),"
        " take them for the registered person, or for another one",
    )
    parser.add_argument(
        "--save-mapping", metavar="NAME", help="read every file with this header in the same way from now on"
    )
    parser.add_argument("--dry-run", action="store_true", help="check only, store nothing")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--marked",
        type=Path,
        metavar="OUT.xlsx",
        help="write the file back with its findings marked (of a folder: into this folder)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0: what could be taken was taken; 2: a file was refused (why is on stderr)."""
    language = cli_language()
    store = open_store(load_settings(db=args.db))
    folder = args.file.is_dir()
    files = sorted(f for f in args.file.rglob("*") if f.suffix.lower() in SUFFIXES) if folder else [args.file]
    since = store.value("select coalesce(max(batch_id), 0) + 1 from import_batch")
    worst = max((_unpacked(store, file, args, language) for file in files), default=0)
    if store.value("select coalesce(max(batch_id), 0) from import_batch") >= since:
        tell_followed(follow(store, actor="command line"), language)
    return worst


def _unpacked(store: Store, file: Path, args: argparse.Namespace, language: str) -> int:
    """A zip is as good as a folder of its files."""
    with tempfile.TemporaryDirectory(prefix="grid-command-") as folder:
        try:
            if not file.is_file():
                raise UserError("file_absent", file=str(file))
            files = expand(file, Path(folder))
        except UserError as refused:
            return _refused(refused, language)
        return max(_import(store, path, name, args, language) for path, name in files)


def _refused(why: UserError, language: str) -> int:
    sys.stderr.write(t(language, f"error.{why.code}", **why.fields) + "\n")
    return 2


def _import(store: Store, file: Path, name: str, args: argparse.Namespace, language: str) -> int:
    try:
        plan = prepare(store, SCOPE, file, file_name=name, kind=args.kind, sheet=args.sheet, datum=args.datum)
        try:
            _answer(store, plan, args)
            report = plan.report() if args.dry_run else commit(store, plan, actor="command line")
            sys.stdout.write(
                json.dumps(report, ensure_ascii=False) + "\n" if args.json else _table(plan, report, language)
            )
            if args.marked:
                _write_marked(plan, args, language)
        finally:
            discard(plan)
    except UserError as refused:
        return _refused(refused, language)
    return 0


def _answer(store: Store, plan: Plan, args: argparse.Namespace) -> None:
    """What the options say holds for every sheet that has such a column or field."""
    columns = {header: field or None for header, _, field in (text.rpartition("=") for text in args.map)}
    fixed = dict(text.split("=", 1) for text in args.fixed)
    wins: dict[str, object] = {"conflicts": args.conflicts, "older": args.older}
    if columns or fixed or "take" in wins.values() or args.same_person != "ask":
        wins["same"] = {kind: args.same_person for kind in LIKENESS if kind != "namesake" and args.same_person != "ask"}
        remap(
            plan,
            {part.sheet: _said(part, columns, fixed, wins) for part in plan.sheets if part.kind in kinds()},
        )
    if args.save_mapping:
        for part in plan.sheets:
            read = {c.header: c.field for c in part.columns if not c.sensitive and not c.asked}
            save_mapping(
                store, SCOPE, part.fingerprint, replace(part.answers, kind=part.kind, columns=read), name=args.save_mapping,
                actor="command line", now=clock.now(),
            )  # fmt: skip


def _said(part: SheetPlan, columns: dict[str, str | None], fixed: dict[str, str], wins: dict[str, object]) -> Answers:
    fields = kinds()[part.kind].fields
    unknown = [f for f in (*columns.values(), *fixed) if f and f not in fields]
    absent = [header for header in columns if header not in {c.header for c in part.columns}]
    if unknown or absent:
        raise UserError("mapping_unknown", names="、".join(unknown + absent), fields="、".join(fields))
    return replace(part.answers.give(fixed), columns=part.answers.columns | columns, saved=part.answers.saved, **wins)


def _write_marked(plan: Plan, args: argparse.Namespace, language: str) -> None:
    """The file with marks. The suffix is the one that fits: workbooks with macros stay such."""
    from core.workbooks.giveback import can_mark, marked_workbook  # noqa: PLC0415 - asked for seldom

    if not can_mark(plan):
        raise UserError("marked_impossible", file=plan.file_name)
    name, content = marked_workbook(plan, language=language)
    target = args.marked / name if args.file.is_dir() else args.marked.with_suffix(Path(name).suffix)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    sys.stderr.write(t(language, "imports.cli_marked", file=target) + "\n")


def _table(plan: object, report: dict, language: str) -> str:
    lines = [t(language, "ingest.cli.file", file=report["file"], batch=report["batch"] or "–")]
    if plan.repeat_of:
        lines.append(t(language, "ingest.cli.repeat", batch=plan.repeat_of))
    for part, sheet in zip(plan.sheets, report["sheets"], strict=True):
        lines.append(t(language, "ingest.cli.sheet", **{**sheet, "kind": t(language, f"kind.{sheet['kind']}")}))
        if part.asked:
            lines.append(
                "    " + t(language, "ingest.cli.asked", columns=_listed({c.header: c.field for c in part.asked}))
            )
        for field, (text, where) in part.read_in.items():
            words = {"field": field, "text": text, "where": t(language, f"mapping.read_in.{where}")}
            lines.append("    " + t(language, f"ingest.cli.read_in{'_rows' * (where == 'rows')}", **words))
        if part.sensitive:
            lines.append("    " + t(language, "ingest.cli.sensitive", columns="、".join(part.sensitive)))
        if part.older:
            lines.append("    " + t(language, "ingest.cli.older", count=part.older))
        found = part.issues_at_most(FIRST)
        lines += ["    " + _finding(issue, language) for issue in found.to_dict("records")]
        more = len(sheet["issues"]) - len(found)
        if more > 0:
            lines.append("    " + t(language, "ingest.cli.more", count=more))
    return "\n".join(lines) + "\n"


def _listed(asked: dict[str, str]) -> str:
    return "、".join(f"{header} → {field}?" for header, field in asked.items())


def _finding(issue: dict, language: str) -> str:
    what, _ = sentences(issue["code"], issue["fields"], language)
    column = issue["column"] if isinstance(issue["column"], str) else "–"
    return t(language, "ingest.cli.issue", row=issue["row"], column=column, what=what)
