"""A plan's issues and counts grid by grid, to hand on to whoever must mend them."""

from __future__ import annotations

import io

import pandas as pd
import xlsxwriter

from core.ingest.issues import sentences
from core.ingest.kinds.descriptor import descriptor
from core.ingest.own_words import words
from core.ingest.plan import Plan
from core.ingest.preview import masked, staged_text
from core.ingest.sheet_plan import SheetPlan
from core.store import load_sql

LISTED = 100_000  # issues in one list
COLUMNS = {
    "township": 16,
    "grid": 22,
    "code": 18,
    "sheet": 14,
    "row": 8,
    "column": 16,
    "value": 24,
    "severity": 8,
    "what": 48,
    "do": 48,
}


def issues_by_grid(plan: Plan, *, language: str) -> bytes:
    """An .xlsx with one sheet: township, grid and its code (as written where it was not recognised), sheet, row, column, value
    (masked unless revealed), level, what is wrong, what to do. Sorted by township, grid code, row; the first 100,000 issues."""
    texts = words()["list"]
    found = pd.concat(
        [issue_rows(plan, part) for part in plan.sheets if descriptor(part.kind).grid_of_row] or [pd.DataFrame()]
    )
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet(texts["sheet_name"][language])
    for column, (name, width) in enumerate(COLUMNS.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, texts[name][language], bold)
    sheet.freeze_panes(1, 0)
    listed = (
        found.sort_values(["township", "code", "grid", "sheet", "row"], na_position="last", kind="stable").head(LISTED)
        if len(found)
        else found
    )
    for number, issue in enumerate(listed.to_dict("records"), 1):
        _line(sheet, number, issue, texts, language)
    if len(found) > LISTED:
        sheet.write_string(LISTED + 1, 0, texts["more"][language].format(count=len(found) - LISTED))
    sheet.autofilter(0, 0, max(len(listed), 1), len(COLUMNS) - 1)
    book.close()
    return sink.getvalue()


def issue_rows(plan: Plan, part: SheetPlan) -> pd.DataFrame:
    """Grain: one issue of a sheet. Columns: township, grid, code, sheet, row, column, value, severity, issue, fields."""
    fields = list(part.header_of)
    values = " ".join(
        f"when '{f}' then cast({masked(part.kind, f, staged_text(part.kind, f), plan.scope)} as text)" for f in fields
    )
    query = (
        load_sql(__file__, "issue_rows.sql")
        .replace("grid_of_row", f"({descriptor(part.kind).grid_of_row})")
        .replace("staged_table", descriptor(part.kind).staged)
        .replace("value_of_field", f"case i.field {values} end" if values else "null")
    )
    found = part.work.df(query, sheet=part.number)
    found["column"] = found["field"].map(part.column_of)
    found["sheet"] = part.sheet
    return found


def counts_by_grid(part: SheetPlan) -> pd.DataFrame:
    """Grain: one village (or grid above or beside the villages). Columns: township, grid, new, changed, unchanged, conflict,
    rejected. Those with most rows kept out come first; of check-ins only those that the preview knows."""
    query = (
        load_sql(__file__, "counts_by_grid.sql")
        .replace("grid_of_row", f"({descriptor(part.kind).grid_of_row})")
        .replace("status_of_row", f"({_status_of(part.kind)})")
    )
    return part.work.df(query, sheet=part.number)


def _status_of(kind: str) -> str:
    """The status of each row, as in the preview."""
    about = descriptor(kind)
    return (
        f"select s.sheet, s.row, d.status from {about.staged} s"  # noqa: S608 - our own names
        f" join {about.shown_outcome} d on d.sheet = s.sheet and d.row = s.row"
    )


def _line(sheet: object, number: int, issue: dict, texts: dict, language: str) -> None:
    what, do = sentences(issue["issue"], issue["fields"], language)
    level = texts["error" if issue["severity"] == "error" else "warning"][language]
    cells = issue | {"what": what, "do": do, "severity": level}
    cells["grid"] = texts["unknown"][language] if pd.isna(issue["grid"]) else issue["grid"]
    for column, name in enumerate(COLUMNS):
        value = cells[name]
        if name == "row":
            sheet.write_number(number, column, int(value))
        elif not pd.isna(value):
            sheet.write_string(number, column, str(value))
