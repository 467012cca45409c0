"""What a clerk takes along from an import: the own workbook with marks, and the issues by grid for those who must mend them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

from core.errors import UserError
from core.ingest.plan import Plan
from core.workbooks.by_grid import issues_by_grid
from core.workbooks.giveback import Marks, can_mark, marked_workbook, marks_of, write_marked
from pages.ui.imports.issues import problem
from pages.ui.shared.file_button import file_button
from pages.ui.shared.safe_files import workbook
from pages.ui.shared.session import language, say


def take_along(plan: Plan, key: str) -> None:
    """The two downloads of a prepared file that has issues."""
    if plan.outlines is not None or not any(len(s.issues_at_most(1)) for s in plan.sheets):
        return
    lang = language()
    with st.container(horizontal=True, key=f"along_{key}"):
        if can_mark(plan):
            marked_button(lambda: marked_workbook(plan, language=lang), plan.file_name, f"marked_{key}")
        file_button(
            say("imports.issues_by_grid"), lambda: issues_by_grid(plan, language=lang),
            _name(plan.file_name, say("imports.issues_by_grid_file"), ".xlsx"),
            on_click="ignore", key=f"by_grid_{key}", icon=":material/account_tree:",
        )  # fmt: skip
    if any(s.counts["rejected"] + s.counts.get("conflict", 0) for s in plan.sheets):
        st.caption(say("imports.marked_note"))


def kept_marks(plan: Plan) -> Marks | None:
    """What a marked workbook needs after the commit, when anything was wrong."""
    if not any(len(s.issues_at_most(1)) for s in plan.sheets) or not can_mark(plan):
        return None
    return marks_of(plan)


def marked_again(marks: Marks, key: str) -> None:
    """The marked workbook of a file that has been imported."""
    lang = language()
    marked_button(lambda: write_marked(marks, language=lang), marks.file_name, key)
    st.caption(say("imports.marked_after" if marks.left_out else "imports.marked_after_all"))


def marked_button(make: Callable[[], tuple[str, bytes]], file_name: str, key: str) -> None:
    suffix = ".xlsm" if Path(file_name).suffix.lower() == ".xlsm" else ".xlsx"
    sentence = say("imports.issue")

    def content() -> bytes:
        try:
            return make()[1]
        except UserError as error:
            # A download can show no message of its own: the reason stands in the file.
            return workbook(pd.DataFrame({sentence: [problem(error)]}))

    file_button(
        say("imports.marked"), content, _name(file_name, say("imports.marked_file"), suffix),
        on_click="ignore", key=key, icon=":material/rate_review:", help=say("imports.marked_help"),
    )  # fmt: skip


def _name(file_name: str, what: str, suffix: str) -> str:
    """With a random part: files of one name and length could otherwise be handed to another user."""
    return f"{Path(file_name).stem}_{what}-{secrets.token_hex(6)}{suffix}"
