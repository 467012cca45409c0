"""The data dictionary, searched and downloaded."""

from __future__ import annotations

import secrets

import streamlit as st

from core.privacy.dictionary import dictionary
from core.privacy.retention import kinds
from core.report.dictionary import dictionary_frame, dictionary_workbook
from core.store import Store
from pages.ui.shared.export_edit import XLSX
from pages.ui.shared.file_button import file_button
from pages.ui.shared.session import language, say


def dictionary_part(store: Store) -> None:
    lang = language()
    frame = dictionary_frame(dictionary(), kinds(store.settings), lang)
    of_class = frame[say("privacy.head.class")]
    counts = {
        kind: int((of_class == say(f"privacy.class.{kind}")).sum()) for kind in ("personal", "sensitive", "health")
    }
    st.caption(
        f"{say('privacy.dictionary_lead')} {say('privacy.dictionary_counts', tables=len(dictionary()), columns=len(frame), **counts)}"
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = (
            st.text_input(say("privacy.dictionary_search"), key="privacy_text", max_chars=60, width=320).strip().lower()
        )
        only = st.checkbox(say("privacy.dictionary_only"), key="privacy_only")
        file_button(
            say("privacy.dictionary_download"), lambda: dictionary_workbook(frame, lang), f"{say('privacy.dictionary')}-{secrets.token_hex(6)}.xlsx",
            mime=XLSX, on_click="ignore", key="privacy_dictionary_file", icon=":material/download:",
        )  # fmt: skip
    shown = frame[of_class != say("privacy.class.open")] if only else frame
    if text:
        shown = shown[shown.apply(lambda row: any(text in str(value).lower() for value in row), axis="columns")]
    if shown.empty:
        st.info(say("table.empty"))
        return
    st.dataframe(shown, hide_index=True, height=520, key="privacy_dictionary")
