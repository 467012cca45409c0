"""Files read anew, with what the clerk has said of them since."""

from __future__ import annotations

import streamlit as st

from core.domain import Scope
from core.store import Store
from pages.ui.imports.job import watcher
from pages.ui.imports.upload import Upload, read


def read_again(uploads: list[Upload], store: Store, scope: Scope) -> None:
    of, end = watcher(len(uploads))
    try:
        for upload in uploads:
            read(upload, store, scope, of(upload.file_name))
    finally:
        end()
    st.rerun()
