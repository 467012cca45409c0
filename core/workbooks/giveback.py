"""The clerk's own file back: wrong cells marked, a comment per issue, and what becomes of each row in a column at the right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa

from core.errors import UserError
from core.files.guard import look
from core.ingest.issues import sentences
from core.ingest.kinds.descriptor import descriptor
from core.ingest.own_words import own_headers, status_text, words
from core.ingest.plan import Plan
from core.ingest.sheet_plan import SheetPlan
from core.settings import Settings
from core.workbooks.rewriting import rewritten

LAST_ROW = 1_048_576  # of a sheet: longer lists come back as the rows that were kept out
COMMENTS = 5_000  # per sheet; the cells beyond are marked, their reasons stand in the status column


@dataclass(frozen=True)
class SheetMarks:
    """What is to be written on one sheet. `columns`: (index in the file, header); `last`: the last one of the table;
    `header_row`: the header's last row; `rows`: row, status; `issues` as SheetPlan's."""

    name: str
    header_row: int
    last: int
    columns: list[tuple[int, str]]
    rows: pd.DataFrame
    issues: pd.DataFrame


@dataclass(frozen=True)
class Marks:
    """All that a marked workbook needs besides the file itself: outlives its plan, so that it can be asked for after the commit."""

    path: Path
    file_name: str
    form: str
    settings: Settings
    sheets: list[SheetMarks]
    only_wrong: bool
    left_out: bool  # a row was kept out, which the clerk may mend

    @property
    def wrong(self) -> bool:
        return any(len(s.issues) for s in self.sheets)


def can_mark(plan: Plan) -> bool:
    """Outlines and Parquet have no cells that a clerk could mend."""
    return plan.outlines is None and look(plan.path, plan.file_name) in ("workbook", "csv")


def marks_of(plan: Plan) -> Marks:
    """The marks of a plan, before or after its commit."""
    long = any(part.header_row + part.counts["rows"] >= LAST_ROW for part in plan.sheets)
    return Marks(
        plan.path,
        plan.file_name,
        look(plan.path, plan.file_name),
        plan.store.settings,
        [_sheet_marks(plan, part, long) for part in plan.sheets],
        long,
        any(part.counts["rejected"] + part.counts.get("conflict", 0) for part in plan.sheets),
    )


def marked_workbook(plan: Plan, *, language: str) -> tuple[str, bytes]:
    """(file name, content) of the clerk's file with marks. See write_marked."""
    return write_marked(marks_of(plan), language=language)


def write_marked(marks: Marks, *, language: str) -> tuple[str, bytes]:
    """(file name, content): an .xlsm stays one, everything else comes back as .xlsx.

    Formatting, formulas and other sheets are kept for .xlsx and .xlsm up to `marking.KEPT` of sheet data (some 20,000 rows of 12
    columns); formulas are worked out anew when a spreadsheet program opens the file. Larger ones, and .xls, .ods and CSV, are
    written afresh: the same cells at the same places, without formatting. A list longer than a sheet comes back as the rows that
    were kept out. Works in a limited child process. Raises UserError file_absent when the file has gone, file_slow, file_unreadable.
    """
    if not marks.path.exists():
        raise UserError("file_absent", file=marks.file_name)
    content, suffix = rewritten(
        "core.workbooks.marking", marks.path, lambda folder: _given(marks, folder, language),
        file_name=marks.file_name, settings=marks.settings,
    )  # fmt: skip
    return _name(marks.file_name, suffix, language), content


def _sheet_marks(plan: Plan, part: SheetPlan, long: bool) -> SheetMarks:
    raw, located = plan.raws[part.number]
    left = raw.first_column - 1
    columns = [(left + c.index, c.header) for c in part.columns if c.header in part.mapping]
    named = [n for n, name in enumerate(located.table.names) if name] if located.table else []
    last = left + max([*named, *located.columns.values()])
    name = raw.name.removesuffix(f" · {located.group}") if located.group else raw.name
    query = (
        f"select row, status from {descriptor(part.kind).outcome}"  # noqa: S608 - ours
        " where sheet = $sheet and (not $long or status in ('rejected', 'conflict')) order by row"
    )
    rows = part.work.df(query, sheet=part.number, long=long)
    issues = part.issues
    if long:
        issues = issues[issues["row"].isin(rows["row"])]
    return SheetMarks(name, raw.first_row + located.header_end, last, columns, rows, issues)


def _given(marks: Marks, folder: Path, language: str) -> dict:
    """What the child is told; the tables of texts stand in the folder."""
    about = []
    for number, sheet in enumerate(marks.sheets):
        rows, cells = _worded(sheet, language)
        _write(folder / f"{number}_rows.arrow", rows)
        _write(folder / f"{number}_cells.arrow", cells)
        about.append({k: getattr(sheet, k) for k in ("name", "header_row", "last", "columns")})
    text = {k: words()[k][language] for k in ("own", "own_row", "author")}
    return {
        "form": marks.form,
        "only_wrong": marks.only_wrong,
        "words": text,
        "own": sorted(own_headers()),
        "authors": list(words()["author"].values()),
        "sheets": about,
    }


def _worded(sheet: SheetMarks, language: str) -> tuple[pa.Table, pa.Table]:
    """(row, text) of the status column, and (row, column, error, text) of the cells; column -1 is the status cell itself."""
    at = {header: index for index, header in sheet.columns}
    found: dict[tuple[int, int], list[tuple[bool, str]]] = {}
    reasons: dict[int, tuple[list[str], list[str]]] = {}
    listed = sheet.issues[["row", "column", "code", "severity", "fields"]].itertuples(index=False)
    for row, column, code, severity, fields in listed:
        what, do = sentences(code, fields, language)
        error = severity == "error"
        reasons.setdefault(row, ([], []))[0 if error else 1].append(what)
        note = words()["comment"]["error" if error else "warning"][language].format(what=what, do=do)
        found.setdefault((row, at.get(column, -1)), []).append((error, note))
    status = dict(zip(sheet.rows["row"], sheet.rows["status"], strict=True))
    # Totals, notes and headers in the midst have no status, only the issue that says so.
    numbers = sorted({*status, *reasons})
    texts = [status_text(status.get(row), *reasons.get(row, ((), ())), language) for row in numbers]
    rows = pa.table({"row": pa.array(numbers, pa.int64()), "text": pa.array(texts, pa.string())})
    return rows, _cells(found)


def _cells(found: dict[tuple[int, int], list[tuple[bool, str]]]) -> pa.Table:
    wrong = [any(error for error, _ in notes) for notes in found.values()]
    # Where comments run out, errors have them first.
    left = COMMENTS
    texts: list[str | None] = [None] * len(found)
    for wanted in (True, False):
        for n, notes in enumerate(found.values()):
            if left and wrong[n] is wanted:
                texts[n] = "\n\n".join(dict.fromkeys(note for _, note in notes))
                left -= 1
    return pa.table(
        {
            "row": pa.array([row for row, _ in found], pa.int64()),
            "column": pa.array([column for _, column in found], pa.int64()),
            "error": pa.array(wrong, pa.bool_()),
            "text": pa.array(texts, pa.string()),
        }
    )


def _write(file: Path, table: pa.Table) -> None:
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _name(file_name: str, suffix: str, language: str) -> str:
    stem = Path(file_name).stem
    for ending in words()["file"].values():
        stem = stem.removesuffix(f"_{ending}")
    return f"{stem}_{words()['file'][language]}{suffix}"
