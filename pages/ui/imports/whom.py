"""“Who is it?”: rows of a list about people without a document, beside those of the register who may be meant; the clerk says who."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from core import clock
from core.domain import Scope
from core.i18n import format, t
from core.ingest.doubtful import FILE, MOST, NOBODY, PERSON, candidates
from core.ingest.sheet_plan import SheetPlan
from pages.ui.imports.questions import answer
from pages.ui.imports.upload import Upload
from pages.ui.imports.words import field_name, listed
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, pick_table

COLUMNS = (
    Column("row", "imports.row", "number", "small"),
    Column("file_name", "same.name"),
    Column("this_row", "same.this_row"),
    Column("registered", "whom.registered"),
    Column("differs", "same.against"),
    Column("verdict", "same.verdict", "code", words="whom.verdict_"),
)


def whom(upload: Upload, sheet: SheetPlan, key: str, scope: Scope) -> None:
    """Nothing where no row may mean somebody."""
    found = candidates(sheet, scope, as_of=clock.today())
    if found.empty:
        return
    with st.container(border=True, key=f"whom_{key}"):
        waiting = found.groupby("row")["verdict"].agg(lambda of: (of == "ask").all()).sum()
        st.markdown(f"##### :material/person_check: {say('whom.title')}")
        st.caption(say("whom.waiting" if waiting else "whom.settled", count=format.exact(int(waiting))))
        _buttons(upload, sheet, found, _table(found, key), key)


def _table(found: pd.DataFrame, key: str) -> pd.DataFrame:
    """A line for each who may be meant; returns those that were ticked."""
    rows = found.to_dict("records")
    shown = found.assign(
        this_row=[_facts(r, "file", FILE) for r in rows],
        registered=[_facts(r, "known", PERSON) for r in rows],
        differs=[listed([field_name("cases", f) for f in r["against"].split(",") if f]) for r in rows],
    )
    ticked = pick_table(shown, COLUMNS, key=f"whom_rows_{key}", select=["row", "person_id"], rows=8)
    if len(found) == MOST:
        st.caption(say("whom.first", count=format.exact(MOST)))
    return found.iloc[ticked]


def _facts(row: dict, side: str, names: tuple[str, ...] | dict[str, str]) -> str:
    """女 · 41 · 139****0001 · 东一村, without the name."""
    told = {name: row[f"{side}_{name}"] for name in names if name != "name"}
    return " · ".join(_word(name, value) for name, value in told.items() if not pd.isna(value))


def _word(name: str, value: object) -> str:
    if name == "sex":
        return t(language(), f"sex.{value}")
    return say("whom.age", age=f"{float(value):g}") if name == "age" else str(value)


def _buttons(upload: Upload, sheet: SheetPlan, found: pd.DataFrame, ticked: pd.DataFrame, key: str) -> None:
    numbers = dict(zip(ticked["row"].astype(str), ticked["person_id"].astype(str), strict=True))
    twice = len(numbers) < len(ticked)
    alone = found[found["alone"] & (found["verdict"] == "ask")]
    if twice:
        st.caption(f":material/info: {say('whom.twice')}")
    with st.container(horizontal=True, key=f"whom_buttons_{key}"):
        said = None
        if st.button(
            say("whom.is", count=format.exact(len(numbers))), key=f"whom_is_{key}", type="primary", disabled=not numbers or twice
        ):  # fmt: skip
            said = numbers
        if st.button(say("whom.none", count=format.exact(len(numbers))), key=f"whom_none_{key}", disabled=not numbers):
            said = dict.fromkeys(numbers, NOBODY)
        if not alone.empty and st.button(say("whom.alone", count=format.exact(len(alone))), key=f"whom_alone_{key}"):
            said = dict(zip(alone["row"].astype(str), alone["person_id"].astype(str), strict=True))
        settled = {n: v for n, v in sheet.answers.same.items() if n in numbers}
        if settled and st.button(say("whom.ask", count=format.exact(len(settled))), key=f"whom_ask_{key}"):
            answer(
                upload,
                sheet,
                replace(sheet.answers, same={n: v for n, v in sheet.answers.same.items() if n not in settled}),
            )
        if said is not None:
            answer(upload, sheet, replace(sheet.answers, same=sheet.answers.same | said))
