"""“Export for editing”: a list as a workbook that comes back on the imports page; and the reason for an unmasked one."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.i18n import t
from core.store import Store
from core.workbooks.export import DISCLOSE, editable
from pages.ui.shared.file_button import file_button
from pages.ui.shared.safe_files import workbook
from pages.ui.shared.session import language, say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_popover(store: Store, user: User, kind: str, conditions: Mapping[str, object]) -> None:
    """The button of a list with its choices; only for those who may bring the workbook back."""
    if not user.may("imports.write"):
        return
    with st.popover(say("export.button"), icon=":material/edit_document:", key=f"export_{kind}"):
        st.caption(say("export.note"))
        if kind == "people" and st.checkbox(say("export.visitors"), key="export_visitors"):
            conditions = {**conditions, "registered": False}
        download(store, user, kind, conditions, key=f"export_{kind}_file")


def download(store: Store, user: User, kind: str, conditions: Mapping[str, object], *, key: str) -> None:
    """The reason, where it may be given, and the download itself."""
    lang, reason = language(), reason_box(user, key=f"{key}_reason")

    def content() -> bytes:
        try:
            return editable(
                store, user.scope, kind, lang, conditions=conditions, actor=user.login, now=clock.now(),
                reason=reason, permissions=user.permissions,
            )  # fmt: skip
        except UserError as error:
            # A download can show no message of its own: the reason stands in the file.
            sentence = t(lang, f"error.{error.code}", **error.fields)
            return workbook(pd.DataFrame({t(lang, "export.failed"): [sentence]}))

    # A random part in the name: files of one name and length could otherwise be handed to another user.
    name = f"{say(f'export.file.{kind}')}-{secrets.token_hex(6)}.xlsx"
    file_button(
        say("export.download"), content, name, mime=XLSX, on_click="ignore", key=key, icon=":material/download:",
        width="stretch",
    )  # fmt: skip


def reason_box(user: User, *, key: str) -> str | None:
    """Why phones and ID numbers have to leave unmasked; empty: they are masked. Not shown to those who may not ask."""
    if DISCLOSE not in user.permissions:
        return None
    reason = st.text_input(say("export.reason"), key=key, max_chars=200, placeholder=say("export.reason_hint"))
    if reason.strip():
        st.caption(say("export.reason_note"))
    return reason.strip() or None
