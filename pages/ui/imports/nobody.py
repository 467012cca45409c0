"""People of a list whom the register does not know, taken in as visitors where the clerk says so; and rows of which it isn't sure whom they mean."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.domain import Scope
from core.i18n import format
from core.ingest.doubtful import looks_up_people
from core.ingest.sheet_plan import SheetPlan
from pages.ui.imports.questions import answer
from pages.ui.imports.upload import Upload
from pages.ui.imports.whom import whom
from pages.ui.shared.session import say


def nobody(upload: Upload, sheet: SheetPlan, key: str, scope: Scope) -> None:
    """Nothing for lists that do not look people up, or where everybody was found."""
    if not looks_up_people(sheet.kind):
        return
    _unknown(upload, sheet, key)
    whom(upload, sheet, key, scope)


def _unknown(upload: Upload, sheet: SheetPlan, key: str) -> None:
    taking = sheet.answers.unknown == "take_in"
    if not taking and not sheet.unknown:
        return
    words = "mapping.unknown_taken" if taking else "mapping.unknown"
    with st.container(horizontal=True, vertical_alignment="center", key=f"unknown_{key}"):
        st.markdown(":material/person_search: " + say(words, count=format.exact(sheet.unknown)), width="content")
        button = say("mapping.unknown_leave" if taking else "mapping.unknown_take")
        if st.button(
            button, key=f"take_in_{key}", type="tertiary" if taking else "secondary", icon=":material/person_add:"
        ):
            answer(upload, sheet, replace(sheet.answers, unknown="leave" if taking else "take_in"))
