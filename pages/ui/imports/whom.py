"""“Who is it?”: rows of a list about people without a document, beside those of the register who may be meant; the clerk says who."""

from __future__ import annotations

from dataclasses import replace
from numbers import Number
from zlib import crc32

import pandas as pd
import streamlit as st

from core import clock
from core.domain import Scope
from core.i18n import format, t
from core.ingest.doubtful import FILE, NOBODY, PERSON, ROWS, candidates, waiting
from core.ingest.sheet_plan import SheetPlan
from pages.ui.imports.questions import answer
from pages.ui.imports.upload import Upload
from pages.ui.imports.words import field_name, listed
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, pick_table

COLUMNS = (
    Column("row", "imports.row", "number", 48),
    Column("file_name", "same.name", width=80),
    Column("this_row", "same.this_row", width=200),
    Column("registered", "whom.registered", width="large"),
    Column("differs", "same.against", width=110),
    Column("verdict", "same.verdict", "code", width=80, words="whom.verdict_"),
)


def whom(upload: Upload, sheet: SheetPlan, key: str, scope: Scope) -> None:
    """Nothing where no row may mean somebody."""
    found = candidates(sheet, scope, as_of=clock.today())
    if found.empty:
        return
    # each answer has a table of its own: what was ticked for the one before it is no answer to this one
    key = f"{key}_{crc32(repr(sorted(sheet.answers.same.items())).encode()):x}"
    left = waiting(sheet, scope, as_of=clock.today())
    with st.container(border=True, key=f"whom_{key}"):
        st.markdown(f"##### :material/person_check: {say('whom.title')}")
        st.caption(say("whom.waiting" if left else "whom.settled", count=format.exact(len(left))))
        ticked = _table(found, key)
        if found["row"].nunique() == ROWS:
            st.caption(say("whom.first", count=format.exact(ROWS)))
        _buttons(upload, sheet, ticked, {row: person for row, person in left.items() if person}, key)


def _table(found: pd.DataFrame, key: str) -> pd.DataFrame:
    """A line for each who may be meant; returns those that were ticked."""
    rows = found.to_dict("records")
    shown = found.assign(
        this_row=[_facts(r, "file", FILE) for r in rows],
        registered=[_facts(r, "known", PERSON) for r in rows],
        differs=[_differs(r) for r in rows],
    )
    ticked = pick_table(shown, COLUMNS, key=f"whom_rows_{key}", select=["row", "person_id"], rows=10)
    return found.iloc[ticked]


def _differs(row: dict) -> str:
    if row["alone"]:
        return say("whom.agrees")
    return listed([field_name("cases", f) for f in row["against"].split(",") if f])


def _facts(row: dict, side: str, names: tuple[str, ...] | dict[str, str]) -> str:
    """女 · 41 · 139****0001 · 东一村, without the name."""
    told = {name: row[f"{side}_{name}"] for name in names if name != "name" and not pd.isna(row[f"{side}_{name}"])}
    if str(told.get("place")) in str(told.get("address")):  # which says it with the village around it
        told.pop("place", None)
    words = [_word(name, value) for name, value in told.items()]
    if side == "known" and not row["registered"]:
        words.insert(0, say("whom.visitor"))
    return " · ".join(words)


def _word(name: str, value: object) -> str:
    if name == "sex":
        return t(language(), f"sex.{value}")
    if name == "age" and isinstance(value, Number):
        return say("whom.age", age=f"{float(value):g}")
    return str(value)


def _buttons(upload: Upload, sheet: SheetPlan, ticked: pd.DataFrame, agree: dict[str, str], key: str) -> None:
    numbers = dict(zip(ticked["row"].astype(str), ticked["person_id"].astype(str), strict=True))
    twice = len(numbers) < len(ticked)
    count = format.exact(len(numbers))
    if twice:
        st.caption(f":material/info: {say('whom.twice')}")
    said = None
    with st.container(horizontal=True, key=f"whom_buttons_{key}"):
        if st.button(say("whom.is", count=count), key=f"whom_is_{key}", type="primary", disabled=not numbers or twice):
            said = numbers
        if st.button(
            say("whom.none", count=count), key=f"whom_none_{key}", disabled=not numbers, help=say("whom.none_help")
        ):
            said = dict.fromkeys(numbers, NOBODY)
        if agree and st.button(say("whom.alone", count=format.exact(len(agree))), key=f"whom_alone_{key}"):
            said = agree
        settled = sheet.answers.same.keys() & numbers
        if settled and st.button(say("whom.ask", count=format.exact(len(settled))), key=f"whom_ask_{key}"):
            kept = {n: v for n, v in sheet.answers.same.items() if n not in settled}
            answer(upload, sheet, replace(sheet.answers, same=kept))
    if said is not None:
        answer(upload, sheet, replace(sheet.answers, same=sheet.answers.same | said))
