"""Findings in words: what is wrong, where, what to do; as a table, a workbook, a CSV."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable

import pandas as pd
import streamlit as st

from core.errors import UserError
from core.ingest import sentences
from pages.ui.import_words import height_of
from pages.ui.session import language, say

FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
    # A random part in the name: files of one name and length could otherwise be handed to another user.
    stem = f"{file.rsplit('.', 1)[0]}-{secrets.token_hex(6)}"
    with st.container(horizontal=True):
        st.download_button(
            say("imports.download_issues"), lambda: workbook(everything()), f"{stem}.xlsx", on_click="ignore",
            key=f"xlsx_{key}", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            say("imports.download_issues_csv"), lambda: csv_text(everything()), f"{stem}.csv",
            mime="text/csv", on_click="ignore", key=f"csv_{key}", type="tertiary",
        )  # fmt: skip


def workbook(words: pd.DataFrame) -> bytes:
    """A table as xlsx; text stays text, so that nothing in it acts as a formula."""
    out = io.BytesIO()
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pd.ExcelWriter(out, engine="xlsxwriter", engine_kwargs=options) as writer:
        words.to_excel(writer, index=False, sheet_name="1")
        writer.sheets["1"].autofit()
        writer.sheets["1"].freeze_panes(1, 0)
    return out.getvalue()


def csv_text(words: pd.DataFrame) -> bytes:
    """A table as CSV for Excel; an apostrophe keeps text that begins like a formula from acting as one."""
    texts = words.select_dtypes(exclude="number").columns
    safe = words.copy()
    for name in texts:
        safe[name] = ["'" + v if isinstance(v, str) and v.startswith(FORMULA) else v for v in words[name]]
    return safe.to_csv(index=False).encode("utf-8-sig")
