"""A plan's findings and counts grid by grid, to hand on to whoever must mend them."""

from __future__ import annotations

import io

import pandas as pd
import xlsxwriter

from core.ingest.issues import sentences
from core.ingest.own_words import words
from core.ingest.plan import Plan
from core.ingest.preview import STATUS, masked, staged_table
from core.ingest.sheet_plan import STAND_IN, SheetPlan
from core.store import load_sql

LISTED = 100_000  # findings in one list
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
NODES = (
    "select sheet, row, any_value(grid_id) as grid_id, any_value(coalesce(parent_id, area_id)) as above_id,"
    " any_value(coalesce(name, code)) as text from plan.node where not derived group by sheet, row"
)
# Which grid a row belongs to: grid_id as resolved, else the grid above it, and what was written.
GRID_OF = {
    "people": "select sheet, row, case when grid_ways = 1 then grid_id end as grid_id, null as above_id, grid_text as text from plan.people",
    "exit_applications": "select sheet, row, home_grid_id as grid_id, null as above_id, null as text from plan.exits",
    "check_ins": "select s.sheet, s.row, case when k.ways = 1 then k.grid_id end as grid_id, null as above_id, s.grid as text"
    " from plan.shown_check_ins s left join plan.grid_text k on k.axis = 'any' and k.written = s.grid",
    "grids": NODES,
    "units": NODES,
}
# Status of each row, as in the preview.
STATUS_OF = {
    kind: f"select s.sheet, s.row, d.status from {staged_table(kind)} s join {status}"  # noqa: S608 - our own names
    for kind, status in STATUS.items()
}


def issues_by_grid(plan: Plan, *, language: str) -> bytes:
    """An .xlsx with one sheet: township, grid and its code (as written where it was not recognised), sheet, row, column, value
    (masked unless revealed), level, what is wrong, what to do. Sorted by township, grid code, row; the first 100,000 findings."""
    texts = words()["list"]
    found = pd.concat([issue_rows(plan, part) for part in plan.sheets if part.kind in GRID_OF] or [pd.DataFrame()])
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
    """Grain: one finding of a sheet. Columns: township, grid, code, sheet, row, column, value, severity, issue, fields."""
    fields = list(part.header_of)
    values = " ".join(f"when '{f}' then cast({masked(part.kind, f, 's.' + f, plan.scope)} as text)" for f in fields)
    query = (
        load_sql(__file__, "issue_rows.sql")
        .replace("grid_of_row", f"({GRID_OF[part.kind]})")
        .replace("staged_table", staged_table(part.kind))
        .replace("value_of_field", f"case i.field {values} end" if values else "null")
    )
    found = part.work.df(query, sheet=part.number)
    header = part.header_of
    for name, others in STAND_IN.items():
        header.setdefault(name, next((header[o] for o in others if o in header), None))
    found["column"] = found["field"].map(header)
    found["sheet"] = part.sheet
    return found


def counts_by_grid(part: SheetPlan) -> pd.DataFrame:
    """Grain: one village (or grid above or beside the villages). Columns: township, grid, new, changed, unchanged, conflict,
    rejected. Those with most rows kept out come first; of check-ins only those that the preview knows."""
    query = (
        load_sql(__file__, "counts_by_grid.sql")
        .replace("grid_of_row", f"({GRID_OF[part.kind]})")
        .replace("status_of_row", f"({STATUS_OF[part.kind]})")
    )
    return part.work.df(query, sheet=part.number)


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
