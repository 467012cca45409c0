"""What kind of list a file is and how its coordinates are meant: recognised, and changed here for one file, not for all."""

from __future__ import annotations

import streamlit as st

from core.domain import Scope
from core.ingest.meaning.answers import Answers
from core.ingest.meaning.columns import kinds
from core.ingest.sheet_plan import SheetPlan
from core.store import Store
from pages.ui.imports.again import read_again
from pages.ui.imports.questions import answer
from pages.ui.imports.upload import Upload
from pages.ui.shared.session import language, say

DATUMS = ("gcj02", "wgs84")


def kind_box(upload: Upload, sheet: SheetPlan, key: str) -> None:
    """The kind that a sheet is read as. Another one matches its columns anew."""
    if sheet.kind not in kinds():
        return
    known = list(kinds())
    chosen = st.selectbox(
        say("imports.kind"), known, index=known.index(sheet.kind), format_func=lambda k: say(f"kind.{k}"), width=150,
        key=f"kind_{key}_{upload.turn}", label_visibility="collapsed",
    )  # fmt: skip
    if chosen != sheet.kind:
        upload.turn += 1
        answer(upload, sheet, Answers(kind=chosen))


def datum_box(upload: Upload, sheet: SheetPlan, key: str, store: Store, scope: Scope) -> None:
    """In which system the coordinates of a file are, where it has any."""
    if sheet.kind in kinds() and not {"lon", "lat"} & sheet.fields:
        return
    chosen = st.selectbox(
        say("imports.datum"), DATUMS, index=DATUMS.index(upload.datum), key=f"datum_{key}_{upload.turn}", width=320,
        format_func=lambda d: say(f"imports.datum_{d}"), label_visibility="collapsed",
        help=say(f"imports.datum_note_{upload.datum}"),
    )  # fmt: skip
    if chosen != upload.datum:
        upload.datum = chosen
        upload.turn += 1
        read_again([upload], store, scope)


def read_as(refused: list[Upload], store: Store, scope: Scope) -> None:
    """Files without a known header are read once the clerk says what kind of list they are; then their columns are asked."""
    able = {u.number: u for u in refused if u.mendable}
    if not able:
        return
    with st.form("read_as", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        numbers = list(able)
        label = say("imports.kind") if len(able) > 1 else say("imports.read_as_kind", file=able[numbers[0]].file_name)
        if len(able) > 1:
            numbers = st.multiselect(
                say("imports.read_as_files"), numbers, format_func=lambda n: able[n].file_name, key="read_as_files",
                placeholder=say("mapping.open"), width=420, select_all=False,
            )  # fmt: skip
        kind = st.selectbox(
            label, list(kinds()), index=None, format_func=lambda k: say(f"kind.{k}"), key=f"read_as_kind_{language()}",
            placeholder=say("mapping.open"), width=260,
        )  # fmt: skip
        if not st.form_submit_button(say("imports.read_as"), icon=":material/refresh:", key="read_as_go"):
            return
    if kind is None or not numbers:
        st.warning(say("imports.read_as_choose"))
        return
    for number in numbers:
        able[number].kind = kind
    read_again([able[n] for n in numbers], store, scope)
