"""Issues in words: what is wrong, where, what to do; as a table, a workbook, a CSV."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import pandas as pd
import streamlit as st

from core.errors import UserError
from core.ingest.issues import sentences
from pages.ui.imports.words import height_of
from pages.ui.shared.file_button import file_button
from pages.ui.shared.printed import print_rows
from pages.ui.shared.safe_files import csv_text, workbook
from pages.ui.shared.session import language, say


def problem(error: UserError) -> str:
    """The sentence of an error."""
    return say(f"error.{error.code}", **error.fields)


def issue_table(issues: pd.DataFrame) -> pd.DataFrame:
    """Issues in words: row, column, level, what is wrong, what to do. `column` is `col` in a stored batch."""
    lang = language()
    columns = issues["column"] if "column" in issues else issues["col"]
    told = [sentences(code, fields, lang) for code, fields in zip(issues["code"], issues["fields"], strict=True)]
    level = {"error": say("imports.error")}
    note = say("imports.warning")
    return pd.DataFrame(
        {
            say("imports.row"): [None if pd.isna(row) else int(row) for row in issues["row"]],
            say("imports.column"): ["" if pd.isna(column) else column for column in columns],
            say("imports.severity"): [level.get(severity, note) for severity in issues["severity"]],
            say("imports.issue"): [what for what, _ in told],
            say("imports.mend"): [do for _, do in told],
        }
    )


def show_issues(words: pd.DataFrame, everything: Callable[[], pd.DataFrame], *, file: str, key: str) -> None:
    """The list of issues in words, and `everything` of it to download; a sentence when there is none."""
    if words.empty:
        st.caption(say("imports.no_issues"))
        return
    st.dataframe(words, hide_index=True, height=height_of(words), placeholder="", key=f"issues_{key}")
    print_rows(words, key=f"issues_{key}")
    # A random part in the name: files of one name and length could otherwise be handed to another user.
    stem = f"{file.rsplit('.', 1)[0]}-{secrets.token_hex(6)}"
    with st.container(horizontal=True):
        file_button(
            say("imports.download_issues"), lambda: workbook(everything()), f"{stem}.xlsx", on_click="ignore",
            key=f"xlsx_{key}", icon=":material/download:",
        )  # fmt: skip
        file_button(
            say("imports.download_issues_csv"), lambda: csv_text(everything()), f"{stem}.csv",
            mime="text/csv", on_click="ignore", key=f"csv_{key}", type="tertiary",
        )  # fmt: skip
