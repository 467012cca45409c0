"""Papers as files to take along: one Word document, a zip, or a page for the browser's printer."""

from __future__ import annotations

import secrets
from datetime import date

import streamlit as st

from core.domain import User
from core.papers.printing import FORMS, print_papers
from core.store import Store
from pages.ui.shared.file_button import file_button
from pages.ui.shared.session import say

MIMES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
    "html": "text/html",
}


def paper_files(
    store: Store, user: User, ids: list[int], *, on: date, key: str, forms: tuple[str, ...] = FORMS
) -> None:
    """A button for each form; the file is made, and that kept, when it is clicked."""
    with st.container(horizontal=True, key=f"{key}_files"):
        for form in forms:
            # A random part in the name: files of one name and length could otherwise be handed to another user.
            name = f"{say('page.papers')}-{on:%m%d}-{secrets.token_hex(6)}.{form}"
            file_button(
                say(f"papers.print.{form}"), lambda form=form: print_papers(store, user.scope, ids, form=form, on=on, actor=user.login), name,
                mime=MIMES[form], on_click="ignore", key=f"{key}_{form}", icon=":material/print:" if form == "html" else ":material/download:",
            )  # fmt: skip
