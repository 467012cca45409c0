"""`python -m core import FILE|FOLDER …`: put spreadsheets into the store."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from core import clock
from core.commands.closing import opened
from core.commands.import_report import report_lines
from core.commands.refusal import NOTHING_DONE, REFUSED, refuse
from core.commands.words import cli_language, tell_followed
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.files.unpack import expand
from core.follow import follow
from core.i18n import t
from core.ingest.meaning.answers import ABOVE, CONTRADICTING, LIKENESS, Answers, save_mapping
from core.ingest.meaning.columns import kinds
from core.ingest.meaning.parts import AND
from core.ingest.meaning.reading import column_letter
from core.ingest.plan import Plan, discard, prepare, remap
from core.ingest.sheet_plan import SheetPlan
from core.ingest.storing import commit
from core.policy.emergency import emergencies
from core.settings import load_settings
from core.store import Store

SCOPE = Scope((EVERYTHING,), frozenset({"name", "phone", "id_number", "address"}))
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".txt", ".tsv", ".parquet", ".geojson", ".zip")


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("import", help="put a spreadsheet, or every one of a folder, into the store")
    parser.add_argument("file", type=Path)
    parser.add_argument("--kind", choices=("auto", *kinds()), default="auto")
    parser.add_argument("--sheet")
    parser.add_argument("--datum", choices=("gcj02", "wgs84"), default="gcj02", help="of the coordinates in the file")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help="what a column is, by its header or its letter; COLUMN= leaves it out; the same field for several columns joins them in"
        " this order, FIELD+FIELD gives one column to both",
    )
    parser.add_argument(
        "--header",
        type=header_row,
        metavar="ROW|none",
        help="the row of the header as the spreadsheet numbers it, or none",
    )
    parser.add_argument(
        "--rows", type=rows_range, metavar="FIRST-LAST", help="the rows of the list; either end may be left out"
    )
    parser.add_argument(
        "--blank",
        action="append",
        default=[],
        metavar="FIELD=above|TEXT",
        help="what an empty cell means: as above it, or a text",
    )
    parser.add_argument(
        "--value",
        action="append",
        default=[],
        metavar="FIELD:TEXT=MEANING",
        help="what a writing means; MEANING may be empty",
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
        "--dead",
        choices=("ask", "alive"),
        default="ask",
        help="people registered as dead whom a list has as present: keep their rows out (the default), or take them as alive",
    )
    parser.add_argument(
        "--take-in",
        dest="unknown",
        action="store_const",
        const="take_in",
        default="leave",
        help="people of a list about people (tests, quarantine …) whom the register does not know: register them as visitors, instead of"
        " keeping their rows out",
    )
    parser.add_argument(
        "--absent",
        choices=("leave", "close"),
        default="leave",
        help="grids and units of a place that a list names in part: leave them as they are (the default), or close them",
    )
    parser.add_argument(
        "--absent-on", type=date.fromisoformat, metavar="DAY", help="with --absent close: since when, as 2026-01-31"
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
        help="write the file back with its issues marked (of a folder: into this folder)",
    )
    parser.set_defaults(run=run)


def header_row(text: str) -> int:
    """0 for none. Raises ValueError otherwise than for a row."""
    if text.lower() in ("none", "0", "无"):
        return 0
    row = int(text)
    if row < 0:
        raise ValueError(text)
    return row


def rows_range(text: str) -> tuple[int | None, int | None]:
    """5-20, 5- or -20. Raises ValueError for others."""
    first, dash, last = text.partition("-")
    if not dash:
        raise ValueError(text)
    return (int(first) if first.strip() else None), (int(last) if last.strip() else None)


def run(args: argparse.Namespace) -> int:
    """0: what could be taken was taken; 1: of a file's records every one was kept out; 2: a file was refused. Of several the worst.
    With --json one line of each file, a refused one's too."""
    with opened(load_settings(db=args.db)) as store:
        return _run(store, args)


def _run(store: Store, args: argparse.Namespace) -> int:
    language = cli_language()
    folder = args.file.is_dir()
    files = sorted(f for f in args.file.rglob("*") if f.suffix.lower() in SUFFIXES) if folder else [args.file]
    since = store.value("select coalesce(max(batch_id), 0) + 1 from import_batch")
    worst = max((_unpacked(store, file, args, language) for file in files), default=0)
    if store.value("select coalesce(max(batch_id), 0) from import_batch") >= since:
        tell_followed(follow(store, actor="command line"), language)
        if not emergencies(store):
            sys.stderr.write(t(language, "emergency.no_classes") + "\n")
    return worst


def _unpacked(store: Store, file: Path, args: argparse.Namespace, language: str) -> int:
    """A zip is as good as a folder of its files."""
    with tempfile.TemporaryDirectory(prefix="grid-command-") as folder:
        try:
            if not file.is_file():
                raise UserError("file_absent", file=str(file))
            files = expand(file, Path(folder))
        except UserError as refused:
            return _refused(refused, args, language, file.name)
        return max(_import(store, path, name, args, language) for path, name in files)


def _refused(why: UserError, args: argparse.Namespace, language: str, name: str) -> int:
    refuse(why, language, as_json=args.json, file=name)
    if why.code in ("header_unknown", "form_not_list"):
        sys.stderr.write(t(language, "ingest.cli.way_on") + "\n")
    return REFUSED


def _import(store: Store, file: Path, name: str, args: argparse.Namespace, language: str) -> int:
    try:
        first, last = args.rows or (None, None)
        plan = prepare(
            store, SCOPE, file, file_name=name, kind=args.kind, sheet=args.sheet, datum=args.datum,
            of_all=Answers(header=args.header, first=first, last=last),
        )  # fmt: skip
        try:
            _answer(store, plan, args)
            report = plan.report() if args.dry_run else commit(store, plan, actor="command line")
            sys.stdout.write(
                json.dumps(report, ensure_ascii=False) + "\n" if args.json else report_lines(plan, report, language)
            )
            if args.marked:
                _write_marked(plan, args, language)
        finally:
            discard(plan)
    except UserError as refused:
        return _refused(refused, args, language, name)
    rows, kept_out = (sum(sheet[count] for sheet in report["sheets"]) for count in ("rows", "rejected"))
    if kept_out and kept_out == rows:
        sys.stderr.write(t(language, "ingest.cli.all_rejected", file=name, rows=rows) + "\n")
        return NOTHING_DONE
    return 0


def _answer(store: Store, plan: Plan, args: argparse.Namespace) -> None:
    """What the options say holds for every sheet that has such a column or field."""
    wins: dict[str, object] = {
        name: getattr(args, name) for name in ("conflicts", "older", "dead", "unknown", "absent")
    }
    if args.absent_on:
        wins["absent_on"] = args.absent_on.isoformat()
    usual = Answers()
    if args.same_person != "ask":
        wins["same"] = {kind: args.same_person for kind in LIKENESS if kind not in CONTRADICTING}
    said = _Said(
        columns={column: field or None for column, _, field in (text.rpartition("=") for text in args.map)},
        fixed=dict(text.split("=", 1) for text in args.fixed),
        blanks={f: ABOVE if text == "above" else text for f, text in (text.split("=", 1) for text in args.blank)},
        values=[(f, *rest.rpartition("=")[::2]) for f, _, rest in (text.partition(":") for text in args.value)],
        wins=wins,
    )
    if (
        said.columns
        or said.fixed
        or said.blanks
        or said.values
        or any(getattr(usual, name) != value for name, value in wins.items())
    ):
        remap(plan, {part.sheet: _said(plan, part, said) for part in plan.sheets if part.kind in kinds()})
    if args.save_mapping:
        for part in plan.sheets:
            read = {c.header: c.field for c in part.columns if not c.sensitive and not c.asked}
            save_mapping(
                store, SCOPE, part.fingerprint, replace(part.answers, kind=part.kind, columns=read), name=args.save_mapping,
                actor="command line", now=clock.now(),
            )  # fmt: skip


@dataclass(frozen=True)
class _Said:
    columns: dict[str, str | None]
    fixed: dict[str, str]
    blanks: dict[str, str]
    values: list[tuple[str, str, str]]
    wins: dict[str, object]

    @property
    def fields(self) -> list[str]:
        fed = [f for name in self.columns.values() if name for f in name.split(AND)]
        return [*fed, *self.fixed, *self.blanks, *(f for f, _, _ in self.values)]


def _said(plan: Plan, part: SheetPlan, said: _Said) -> Answers:
    fields = kinds()[part.kind].fields
    raw = plan.raws[part.number][0]
    headers = {column_letter(raw.first_column + c.index): c.header for c in part.columns} | {
        c.header: c.header for c in part.columns
    }
    unknown = [f for f in said.fields if f not in fields]
    absent = [column for column in said.columns if column not in headers]
    if unknown or absent:
        raise UserError("mapping_unknown", names=unknown + absent, fields=list(fields))
    values = {f: dict(texts) for f, texts in part.answers.values.items()}
    for field, text, meaning in said.values:
        values.setdefault(field, {})[text] = meaning
    columns = {headers[column]: field for column, field in said.columns.items()}
    kept = {h: f for h, f in part.answers.columns.items() if h not in columns}
    return replace(
        part.answers.give(said.fixed), columns=kept | columns, values=values, blanks=part.answers.blanks | said.blanks,
        saved=part.answers.saved, **said.wins,
    )  # fmt: skip


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
