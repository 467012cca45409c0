"""The versions that were made: one is read, changed into a further one, signed off, taken as a file."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from core.brief import FORMATS, SIGN, Kept, file_of, find_brief, kept_briefs, revise, sign_brief
from core.brief.files import MIMES
from core.brief.pdf_file import has_font
from core.brief.templates import template_for
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.store import Store
from pages.ui.briefs.making import preview
from pages.ui.shared.actors import actor
from pages.ui.shared.addresses import begin
from pages.ui.shared.file_button import file_button
from pages.ui.shared.session import language, place, say
from pages.ui.shared.told import refused, tell


def versions(store: Store, user: User, now: datetime) -> None:
    st.subheader(say("briefs.versions"))
    found = kept_briefs(store, user.scope)
    if found.empty:
        st.info(say("briefs.none"))
        return
    rows = {int(row.brief_id): _words(row) for row in found.itertuples()}
    number = st.selectbox(say("briefs.pick"), list(rows), format_func=rows.get, key=f"brief_version_{max(rows)}")
    kept = find_brief(store, user.scope, number)
    if kept.signed_at is None and user.may(SIGN):
        _sign(store, user, kept, now)
    _files(store, kept)
    with st.expander(say("briefs.preview")):
        preview(kept.brief)
    _revise(store, user, kept, now)


def _sign(store: Store, user: User, kept: Kept, now: datetime) -> None:
    if st.button(say("briefs.sign", name=user.name), type="primary", icon=":material/draw:", key="brief_sign"):
        try:
            sign_brief(store, user, kept.brief_id, name=user.name, now=now)
        except UserError as error:
            refused(error)
            return
        tell("briefs", say("briefs.signed"))
        st.rerun()


def _files(store: Store, kept: Kept) -> None:
    address = begin(store)
    if not has_font():
        st.caption(say("error.brief_font"))
    with st.container(horizontal=True, key="brief_files"):
        for form in FORMATS if has_font() else FORMATS[:-1]:
            # A random part in the name: files of one name and length could otherwise be handed to another user.
            name = f"{say('page.briefs')}-{kept.brief.day}-{kept.version}-{secrets.token_hex(6)}.{form}"
            own = template_for(store, kept.brief_id, form)
            file_button(
                form,
                partial(file_of, kept.brief, form, address=address, template=own),
                name,
                mime=MIMES[form],
                on_click="ignore",
                key=f"brief_{form}",
                icon=":material/download:",
            )


def _revise(store: Store, user: User, kept: Kept, now: datetime) -> None:
    """A further version with other words; this one stays."""
    with st.expander(say("briefs.revise")), st.form(f"brief_revise_{kept.brief_id}", border=False):
        st.caption(say("briefs.revise_note"))
        said = {}
        for section in kept.brief.sections:
            lines = max(1, sum(1 + len(words) // 60 for words in section.paragraphs))
            said[section.code] = st.text_area(
                section.heading, value="\n".join(section.paragraphs), height=min(68 + 24 * lines, 300), key=f"brief_said_{kept.brief_id}_{section.code}"
            )  # fmt: skip
        if not st.form_submit_button(say("briefs.revise_save"), icon=":material/save:"):
            return
        changed = {
            section.code: said[section.code].split("\n")
            for section in kept.brief.sections
            if said[section.code] != "\n".join(section.paragraphs)
        }
        if not changed:
            return
        try:
            number = revise(store, user, kept.brief_id, changed, now=now)
        except UserError as error:
            refused(error)
            return
    tell("briefs", say("briefs.made", version=find_brief(store, user.scope, number).version))
    st.rerun()


def _words(row: tuple) -> str:
    day, moment = format.day(language(), pd.Timestamp(row.day).date()), format.moment(language(), row.made_at)
    state = say(f"briefs.row_state.{'signed' if isinstance(row.signed_name, str) else 'open'}")
    by = say("briefs.by_clock") if row.planned else actor(row.made_by)
    kind = say(f"brief.kind.{row.kind}") + (f" · {row.subject}" if row.subject else "")
    return say(
        "briefs.row",
        kind=kind,
        grid=place(row.grid_name),
        day=day,
        version=row.version,
        by=by,
        moment=moment,
        state=state,
    )
