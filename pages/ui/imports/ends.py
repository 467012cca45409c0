"""What a list says by leaving out or by listing all the same: grids that it lacks, people who are registered as dead. Both are asked."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from core import clock
from core.i18n import format, t
from core.ingest.sheet_plan import SheetPlan
from pages.ui.imports.questions import answer
from pages.ui.imports.upload import Upload
from pages.ui.imports.words import height_of
from pages.ui.shared.charts import escape
from pages.ui.shared.days import ask_day
from pages.ui.shared.file_button import file_button
from pages.ui.shared.safe_files import workbook
from pages.ui.shared.session import language, say, who
from pages.ui.shared.took import noted

NAMED = 5  # in the sentence; all of them stand in the table


def dead_listed(upload: Upload, sheet: SheetPlan, key: str) -> None:
    """People registered as dead stay so, unless the clerk says that they are alive."""
    alive = sheet.answers.dead == "alive"
    if not alive and not sheet.dead:
        return
    st.caption(
        ":material/person_off: "
        + say("mapping.dead_alive" if alive else "mapping.dead", count=format.exact(sheet.dead))
    )
    button = say("mapping.ask_dead" if alive else "mapping.take_alive")
    if st.button(button, key=f"dead_{key}", type="tertiary", icon=":material/person_check:"):
        answer(upload, sheet, replace(sheet.answers, dead="ask" if alive else "alive"))


def absent(upload: Upload, sheet: SheetPlan, key: str) -> None:
    """What the register has and the list lacks: it stays, unless the clerk says since when it is no more."""
    found = sheet.absent
    if found.empty:
        return
    closing = sheet.answers.absent == "close"
    names = say("list.items").join(found["name"].head(NAMED)) + ("…" if len(found) > NAMED else "")
    line = say("mapping.absent", count=format.exact(len(found)), names=escape(names))
    with st.expander(line, icon=":material/playlist_remove:", key=f"absent_{key}"):
        words = _table(found)
        st.dataframe(words, hide_index=True, height=height_of(words, rows=8), placeholder="", key=f"absent_rows_{key}")
        file_button(
            say("mapping.absent_download"), noted(who(), "imports", len(words), lambda: workbook(words)),
            f"{upload.file_name.rsplit('.', 1)[0]}-{secrets.token_hex(6)}.xlsx",
            on_click="ignore", key=f"absent_file_{key}", icon=":material/download:", type="tertiary",
        )  # fmt: skip
        _question(upload, sheet, key, closing=closing)
    if closing:
        day = sheet.answers.closing(clock.today())
        st.warning(
            say("mapping.absent_closing", count=format.exact(len(found)), day=format.day(language(), day)),
            icon=":material/block:",
        )


def _question(upload: Upload, sheet: SheetPlan, key: str, *, closing: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = ask_day(
            say("mapping.absent_day"), sheet.answers.closing(clock.today()) or clock.today(),
            least=date(1950, 1, 1), latest=clock.today(), key=f"absent_day_{key}", width=180,
        )  # fmt: skip
        close = say("mapping.absent_close")
        if st.button(close, key=f"absent_close_{key}", icon=":material/block:", disabled=day is None):
            answer(upload, sheet, replace(sheet.answers, absent="close", absent_on=day.isoformat()))
        if closing and st.button(say("mapping.absent_leave"), key=f"absent_leave_{key}", type="tertiary"):
            answer(upload, sheet, replace(sheet.answers, absent="leave", absent_on=None))


def _table(found: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("mapping.absent_place"): found["place"],
            say("mapping.absent_name"): found["name"],
            say("mapping.absent_code"): found["code"],
            say("mapping.absent_level"): [t(language(), f"level.{level}") for level in found["level"]],
            say("mapping.absent_listed"): found["listed"],
        }
    )
