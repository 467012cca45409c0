"""The entries that were asked for, the newest first, and all of them as a workbook."""

from __future__ import annotations

import secrets

import streamlit as st

from core.audit.reads import MOST, entries, names
from core.domain import User
from core.i18n import format, t
from core.report.audit_words import in_words
from core.store import Store
from core.workbooks.export import audit
from pages.ui.audit.filters import Wanted
from pages.ui.shared.file_button import file_button
from pages.ui.shared.safe_files import workbook
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table

SHOWN = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    Column("happened_at", "audit.column.happened_at", kind="moment"),
    Column("who", "audit.column.who", width="medium"),
    Column("what", "audit.column.what", width="medium"),
    Column("said", "audit.column.said", width="large"),
    Column("entry_id", "audit.column.entry_id", kind="number", width="small"),
)


def listing(store: Store, user: User, wanted: Wanted) -> None:
    found = entries(store, **wanted.asked(), limit=SHOWN)
    if found.empty:
        st.info(say("audit.none"))
        return
    count = int(found["found"].iloc[0])
    with st.container(horizontal=True, vertical_alignment="center"):
        words = "audit.count" if count <= SHOWN else "audit.count_shown"
        st.caption(say(words, count=format.exact(count), shown=format.exact(SHOWN)))
        _file(store, user, wanted)
    table(in_words(language(), found, names(store)), COLUMNS, key="audit_entries")


def _file(store: Store, user: User, wanted: Wanted) -> None:
    lang = language()  # the file is made outside the page's run, which knows its reader's

    def made() -> bytes:
        found = entries(store, **wanted.asked(), limit=MOST)
        audit(store, user.login, "audit.exported", None, rows=len(found))
        words = in_words(lang, found, names(store))
        words["happened_at"] = words["happened_at"].dt.strftime("%Y-%m-%d %H:%M:%S")
        return workbook(words.rename(columns={c: t(lang, f"audit.column.{c}") for c in words}))

    # A random part in the name: files of one name and length could otherwise be handed to another user.
    name = f"{say('audit.export_name')}-{secrets.token_hex(6)}.xlsx"
    file_button(
        say("audit.export"), made, name, mime=XLSX, on_click="ignore", key="audit_export", icon=":material/download:"
    )
