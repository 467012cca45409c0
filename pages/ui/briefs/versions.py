"""The versions that were made; one of them is taken as a file."""

from __future__ import annotations

import secrets
from functools import partial

import pandas as pd
import streamlit as st

from core.brief import FORMATS, file_of, find_brief, kept_briefs
from core.brief.files import MIMES
from core.brief.pdf_file import has_font
from core.domain import User
from core.i18n import format
from core.store import Store
from pages.ui.shared.actors import actor
from pages.ui.shared.addresses import begin
from pages.ui.shared.session import language, place, say


def versions(store: Store, user: User) -> None:
    st.subheader(say("briefs.versions"))
    found = kept_briefs(store, user.scope)
    if found.empty:
        st.info(say("briefs.none"))
        return
    rows = {int(row.brief_id): _words(row) for row in found.itertuples()}
    number = st.selectbox(say("briefs.pick"), list(rows), format_func=rows.get, key=f"brief_version_{max(rows)}")
    kept, address = find_brief(store, user.scope, number), begin(store)
    if not has_font():
        st.caption(say("error.brief_font"))
    with st.container(horizontal=True, key="brief_files"):
        for form in FORMATS if has_font() else FORMATS[:-1]:
            # A random part in the name: files of one name and length could otherwise be handed to another user.
            name = f"{say('page.briefs')}-{kept.brief.day}-{kept.version}-{secrets.token_hex(6)}.{form}"
            st.download_button(
                form,
                partial(file_of, kept.brief, form, address=address),
                name,
                mime=MIMES[form],
                on_click="ignore",
                key=f"brief_{form}",
                icon=":material/download:",
            )


def _words(row: tuple) -> str:
    day, moment = format.day(language(), pd.Timestamp(row.day).date()), format.moment(language(), row.made_at)
    return say(
        "briefs.row", grid=place(row.grid_name), day=day, version=row.version, by=actor(row.made_by), moment=moment
    )
