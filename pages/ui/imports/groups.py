"""Issues by sort, with their counts, and one answer for all of a sort; the wrong cells of a handful of rows corrected in place."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from core.domain import Scope
from core.ingest.for_all import blank_rows, for_all
from core.ingest.issues import sentences
from core.ingest.meaning.answers import ABOVE
from core.ingest.meaning.columns import kinds
from core.ingest.sheet_plan import SheetPlan
from core.store import Store
from pages.ui.imports.questions import GRID_FIELDS, answer, area_names
from pages.ui.imports.upload import Upload
from pages.ui.imports.words import field_name, height_of, listed, writings
from pages.ui.shared.printed import print_rows
from pages.ui.shared.session import language, say

FEW = 20  # rows that are corrected on the page
NEVER = ("row_key", "id_number", "name", "code", "phone", "householder")  # fields that no two rows share


def issue_groups(upload: Upload, sheet: SheetPlan, groups: pd.DataFrame, key: str, store: Store, scope: Scope) -> None:
    """One line for each sort of issue, and the answer for all of one."""
    if groups.empty:
        return
    words = group_table(groups)
    st.dataframe(
        words, hide_index=True, height=height_of(words, rows=8), placeholder="", key=f"groups_{key}",
        column_config={say("imports.rows"): st.column_config.NumberColumn(width=70), say("imports.severity"): st.column_config.TextColumn(width=70)},
    )  # fmt: skip
    print_rows(words, key=f"groups_{key}", right=[say("imports.rows")])
    able = [g for g in groups.to_dict("records") if _mendable(sheet, g)]
    if able:
        with st.expander(say("imports.for_all"), icon=":material/done_all:", key=f"for_all_{key}"):
            _for_all(upload, sheet, able, key, store, scope)


def group_table(groups: pd.DataFrame) -> pd.DataFrame:
    """Grain: a sort of issue. Columns in words: level, column, what (of several writings the first), rows, the first of them, what to do."""
    told = [_told(group) for group in groups.to_dict("records")]
    return pd.DataFrame(
        {
            say("imports.severity"): [
                say("imports.error" if s == "error" else "imports.warning") for s in groups["severity"]
            ],
            say("imports.column"): ["" if pd.isna(column) else column for column in groups["column"]],
            say("imports.issue"): [what for what, _ in told],
            say("imports.rows"): groups["rows"].astype(int),
            say("imports.first_rows"): [
                listed([str(r) for r in some]) + ("…" if count > len(some) else "")
                for some, count in zip(groups["first_rows"], groups["rows"], strict=True)
            ],
            say("imports.mend"): [do for _, do in told],
        }
    )


def _told(group: dict) -> tuple[str, str]:
    what, do = sentences(group["code"], group["fields"], language())
    return (say("imports.such_as", what=what) if group["writings"] > 1 else what), do


def _mendable(sheet: SheetPlan, group: dict) -> bool:
    field = group["field"]
    known = sheet.kind in kinds() and isinstance(field, str) and field in kinds()[sheet.kind].fields
    return known and field not in NEVER and group["code"] != "cell_corrected"


def _for_all(upload: Upload, sheet: SheetPlan, able: list[dict], key: str, store: Store, scope: Scope) -> None:
    number = st.selectbox(
        say("imports.for_all_which"),
        range(len(able)),
        format_func=lambda n: _line(sheet, able[n]),
        key=f"for_all_which_{key}",
    )
    group = able[number]
    field, code = group["field"], group["code"]
    blank = blank_rows(sheet, field, code)
    known = area_names(store, scope) if field in GRID_FIELDS else _codes(sheet.kind, field)
    ways = ([ABOVE] if blank and field in sheet.header_of else []) + ([] if blank else [""]) + list(known)
    names = {ABOVE: say("imports.as_above"), "": say("mapping.value_blank")} | known
    part = f"{key}_{code}_{field}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        way = st.selectbox(
            say("imports.for_all_means"), ways, index=None, format_func=lambda w: names[w], key=f"for_all_way_{part}", width=340,
            placeholder=say("mapping.open"), accept_new_options=not known,
        )  # fmt: skip
        if st.button(say("mapping.recheck"), disabled=way is None, icon=":material/refresh:", key=f"for_all_go_{key}"):
            answer(upload, sheet, for_all(sheet, field, code, way))


def _codes(kind: str, field: str) -> dict[str, str]:
    return writings(kind, field) if kinds()[kind].fields[field].type.startswith("value:") else {}


def _line(sheet: SheetPlan, group: dict) -> str:
    column = group["column"] if isinstance(group["column"], str) else field_name(sheet.kind, group["field"])
    return say("imports.group", column=column, what=_told(group)[0], rows=int(group["rows"]))


def corrections(upload: Upload, sheet: SheetPlan, key: str) -> None:
    """The rows that are kept out, if they are few: their cells can be written anew here, also those that are shown masked."""
    count = sheet.counts.get("rejected", 0)
    if sheet.kind not in kinds() or not 0 < count <= FEW:
        return
    with st.expander(say("imports.correct", count=count), icon=":material/edit:", key=f"correct_{key}"):
        st.caption(say("imports.correct_note"))
        rows = upload.plan.preview(sheet.sheet, status="rejected", limit=FEW)
        fields = [f for f in sheet.header_of if f in rows.columns and f != "row_key"]
        table = rows[["row", *fields]].astype({f: object for f in fields})
        table = table.where(table.notna(), None)
        with st.form(f"correct_form_{key}", border=False):
            edited = st.data_editor(
                table, hide_index=True, height=height_of(table), disabled=["row"], key=f"correct_cells_{key}_{upload.turn}",
                column_config={"row": st.column_config.NumberColumn(say("imports.row"), width=64, pinned=True)}
                | {f: st.column_config.TextColumn(_label(sheet, f)) for f in fields},
            )  # fmt: skip
            if st.form_submit_button(say("mapping.recheck"), icon=":material/refresh:"):
                cells = changed_cells(table, edited, fields)
                if cells:
                    upload.turn += 1
                    old = sheet.answers.cells
                    merged = {f: old.get(f, {}) | cells.get(f, {}) for f in {*old, *cells}}
                    answer(upload, sheet, replace(sheet.answers, cells=merged))


def _label(sheet: SheetPlan, field: str) -> str:
    header = sheet.header_of[field]
    shared = sum(other == header for other in sheet.header_of.values()) > 1
    return field_name(sheet.kind, field) if shared else header


def changed_cells(before: pd.DataFrame, after: pd.DataFrame, fields: list[str]) -> dict[str, dict[str, str]]:
    """Field → {row: text} of the cells that were written anew; an emptied one is blank."""
    cells: dict[str, dict[str, str]] = {}
    for field in fields:
        for row, old, new in zip(before["row"], before[field], after[field], strict=True):
            given = "" if new is None or pd.isna(new) else str(new).strip()
            if given != ("" if old is None or pd.isna(old) else str(old)):
                cells.setdefault(field, {})[str(int(row))] = given
    return cells
