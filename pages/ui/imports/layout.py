"""Where a file's table stands: its own first rows, in which the clerk clicks the header, or says that there is none, and which rows it has."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from core.domain import Scope
from core.ingest.first_rows import FirstRows, first_rows, first_rows_of
from core.ingest.meaning.answers import Answers
from core.ingest.meaning.columns import kinds
from core.ingest.meaning.evidence import shown
from core.ingest.sheet_plan import SheetPlan
from core.store import Store
from pages.ui.imports.again import read_again
from pages.ui.imports.questions import answer
from pages.ui.imports.upload import Upload
from pages.ui.imports.words import height_of
from pages.ui.shared.session import language, say

REVEALED = {"name", "phone", "id_number", "address"}


def layout_tab(upload: Upload, sheet: SheetPlan, key: str, scope: Scope) -> None:
    """Of a sheet that is read: another header row, other rows."""
    if sheet.kind not in kinds():
        return
    said = _ask(first_rows_of(upload.plan, sheet.number), f"{key}_{upload.turn}", scope, sheet.answers)
    if said is not None:
        upload.turn += 1
        answer(upload, sheet, replace(sheet.answers, header=said.header, first=said.first, last=said.last))


def layout_of_refused(upload: Upload, store: Store, scope: Scope) -> None:
    """Of a file that was refused: its kind too. Each column is asked about then."""
    if upload.looked is None:
        upload.looked = first_rows(store, upload.path, upload.file_name)
    if not upload.looked:
        return
    key = f"file{upload.number}_{language()}"
    seen = upload.looked[0]
    if len(upload.looked) > 1:
        at = st.selectbox(
            say("imports.layout_sheet"), range(len(upload.looked)), format_func=lambda n: upload.looked[n].sheet, width=260,
            key=f"layout_sheet_{key}",
        )  # fmt: skip
        seen = upload.looked[at]
    kind = st.selectbox(
        say("imports.read_as_kind", file=upload.file_name), list(kinds()), index=None, format_func=lambda k: say(f"kind.{k}"), width=260,
        key=f"read_as_kind_{language()}", placeholder=say("mapping.open"),
    )  # fmt: skip
    said = _ask(seen, key, scope, upload.said.get(seen.sheet, Answers()), by_itself=True)
    if said is None:
        return
    if kind is None:
        st.warning(say("imports.read_as_choose"))
        return
    upload.kind = kind
    upload.said[seen.sheet] = replace(said, kind=kind)
    read_again([upload], store, scope)


def _ask(seen: FirstRows, key: str, scope: Scope, before: Answers, *, by_itself: bool = False) -> Answers | None:
    """The header and the rows as the clerk says them; None until a button is pressed. `by_itself`: the header may be looked for, too."""
    st.caption(say("imports.layout_note"))
    table = _table(seen, scope)
    chosen = st.dataframe(
        table, hide_index=True, height=height_of(table, rows=12), selection_mode="single-row", on_select="rerun", placeholder="",
        key=f"layout_rows_{key}", column_config={say("imports.row"): st.column_config.NumberColumn(width=64, pinned=True)},
    )  # fmt: skip
    rows = chosen["selection"]["rows"]
    row = seen.first_row + rows[0] if rows else None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = st.number_input(
            say("imports.layout_first"), 1, value=before.first, key=f"layout_first_{key}", width=150
        )
        last = st.number_input(say("imports.layout_last"), 1, value=before.last, key=f"layout_last_{key}", width=150)
        words = say("imports.layout_header", row=row) if row else say("imports.layout_click")
        here = st.button(
            words, disabled=row is None, type="primary", icon=":material/table_rows:", key=f"layout_here_{key}"
        )
        none = st.button(say("imports.layout_none"), icon=":material/do_not_disturb_on:", key=f"layout_none_{key}")
        rest = (by_itself or before.layout != Answers().layout) and st.button(
            say("imports.read_as" if by_itself else "imports.layout_auto"), type="tertiary", icon=":material/refresh:",
            key="read_as_go" if by_itself else f"layout_auto_{key}",
        )  # fmt: skip
    if not (here or none or rest):
        return None
    if rest:
        return Answers(first=first, last=last) if by_itself else Answers()
    return Answers(header=row if here else 0, first=first, last=last)


def _table(seen: FirstRows, scope: Scope) -> pd.DataFrame:
    """As the spreadsheet shows them. Who may not see numbers of people sees their ends."""
    open_ = scope.reveal >= REVEALED
    table = pd.DataFrame({say("imports.row"): range(seen.first_row, seen.first_row + len(seen.rows))})
    for c, letter in enumerate(seen.letters):
        table[letter] = [row[c] if open_ else shown(row[c]) for row in seen.rows]
    return table
