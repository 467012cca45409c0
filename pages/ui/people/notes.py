"""What the staff wrote down about a person, and the box for another note."""

from __future__ import annotations

import html
from datetime import date

import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.registry import notes as register
from core.store import Store
from pages.ui.shared.session import language, say


def notes_section(store: Store, user: User, person_id: int, *, as_of: date) -> None:
    """The newest first."""
    st.markdown(f"**{say('person.notes')}**")
    if user.may(register.NOTE):
        _box(store, user, person_id, as_of)
    found = register.notes(store, user.scope, person_id=person_id, as_of=as_of)
    if found.empty:
        st.caption(say("person.no_notes"))
    for row in found.itertuples():
        st.html(
            f'<div style="opacity:.65;font-size:13px">{format.moment(language(), row.noted_at)} · {html.escape(row.who)}</div>'
            f'<div style="white-space:pre-wrap;overflow-wrap:anywhere">{html.escape(row.note)}</div>'
        )


def _box(store: Store, user: User, person_id: int, as_of: date) -> None:
    with st.form(f"note_{person_id}", clear_on_submit=True, border=False):
        note = st.text_area(
            say("person.note"), key=f"note_text_{person_id}", max_chars=register.LONGEST, height=80,
            label_visibility="collapsed", placeholder=say("person.note_hint"),
        )  # fmt: skip
        sent = st.form_submit_button(say("person.note_keep"), icon=":material/edit_note:")
    if not sent:
        return
    try:
        register.add_note(store, user, person_id=person_id, note=note, now=clock.now(), as_of=as_of)
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
