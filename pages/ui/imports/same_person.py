"""“Same person?”: rows without a document beside the registered person, or the earlier row, whom they resemble; answered for a whole kind or some rows."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from core.domain import Scope
from core.i18n import format, t
from core.ingest.meaning.answers import CONTRADICTING, LIKENESS
from core.ingest.same import MOST, likenesses, side_by_side
from core.ingest.sheet_plan import SheetPlan
from pages.ui.imports.questions import answer
from pages.ui.imports.upload import Upload
from pages.ui.imports.words import field_name, listed
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, pick_table

FACTS = ("sex", "birth_date", "phone", "id_number", "place", "household", "address")
NO_SAME = ("same_which",)  # which of several, a yes does not say


def same_person(upload: Upload, sheet: SheetPlan, key: str, scope: Scope) -> None:
    """Nothing where no row of the sheet resembles anybody."""
    counts = likenesses(sheet)
    if counts.empty:
        return
    with st.container(border=True, key=f"same_{key}"):
        waiting = int(counts[counts.verdict == "ask"]["rows"].sum())
        st.markdown(f"##### :material/group: {say('same.title')}")
        st.caption(say("same.waiting" if waiting else "same.settled", count=format.exact(waiting)))
        kind = _kind(counts, key)
        rows = side_by_side(sheet, scope, kind=kind)
        ticked = _table(rows, kind, f"{key}_{kind}")
        _buttons(upload, sheet, kind, ticked, set(rows["row"].astype(str)), key)


def _kind(counts: pd.DataFrame, key: str) -> str:
    totals = counts.groupby("kind")["rows"].sum()
    kinds = [k for k in LIKENESS if k in totals.index]
    if len(kinds) == 1:
        st.markdown(say(f"same.{kinds[0]}", count=format.exact(int(totals[kinds[0]]))))
        return kinds[0]
    names = {k: say(f"same.{k}", count=format.exact(int(totals[k]))) for k in kinds}
    chosen = st.pills(
        say("same.title"),
        kinds,
        default=kinds[0],
        format_func=names.get,
        key=f"same_kind_{key}",
        label_visibility="collapsed",
    )
    return chosen or kinds[0]


def _table(rows: pd.DataFrame, kind: str, key: str) -> list[int]:
    """Both sides as one line each; returns the numbers of the rows that were ticked."""
    records = rows.to_dict("records")
    shown = rows.assign(
        this_row=[_facts(r, "file") for r in records],
        beside=[_facts(r, "known", named=kind == "number_other") for r in records],
        differs=[listed([field_name("people", f) for f in str(a).split(",") if f]) for a in rows["against"].fillna("")],
    )
    columns = [
        Column("row", "imports.row", "number", "small"),
        Column("file_name", "same.name"),
        Column("this_row", "same.this_row"),
        Column("beside", "same.earlier" if kind == "same_row" else "same.registered"),
        *([Column("differs", "same.against")] if kind in CONTRADICTING else []),
        Column("verdict", "same.verdict", "code", words="same.verdict_"),
    ]
    ticked = pick_table(shown, columns, key=f"same_rows_{key}", select="row", rows=8)
    if len(rows) == MOST:
        st.caption(say("same.first", count=format.exact(MOST)))
    return [int(rows["row"].iloc[at]) for at in ticked]


def _facts(row: dict, side: str, *, named: bool = False) -> str:
    """女 · 1988-03-02 · 139****0001 · 东一村1组; of an earlier row with its number before it."""
    parts = [row[f"{side}_{f}"] for f in FACTS]
    words = [
        t(language(), f"sex.{p}") if f == "sex" else str(p) for f, p in zip(FACTS, parts, strict=True) if not pd.isna(p)
    ]
    if named and not pd.isna(row["known_name"]):
        words.insert(0, str(row["known_name"]))
    if side == "known" and not pd.isna(row["first"]):
        words.insert(0, say("same.row", row=int(row["first"])))
    return " · ".join(words)


def _buttons(upload: Upload, sheet: SheetPlan, kind: str, ticked: list[int], numbers: set[str], key: str) -> None:
    said = sheet.answers.same
    now = {said.get(n) or said.get(kind) or ("other" if kind in CONTRADICTING else "ask") for n in numbers}
    with st.container(horizontal=True, key=f"same_buttons_{key}"):
        for verdict in ("same", "other", "ask"):
            if verdict == "same" and kind in NO_SAME:
                continue
            words = say(f"same.ticked_{verdict}" if ticked else f"same.all_{verdict}", count=format.exact(len(ticked)))
            if st.button(words, key=f"same_{verdict}_{key}_{kind}", disabled=not ticked and now == {verdict}):
                kept = said if ticked else {about: v for about, v in said.items() if about not in numbers}
                given = {str(n): verdict for n in ticked} if ticked else {kind: verdict}
                answer(upload, sheet, replace(sheet.answers, same=kept | given))
