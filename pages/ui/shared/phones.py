"""Phones on pages: a number as a link that calls, and a resident's, shown by a click that is kept."""

from __future__ import annotations

import html
import re
from datetime import date

import streamlit as st

from core.domain import User
from core.errors import UserError
from core.registry import phones
from core.store import Store
from pages.ui.shared.charts import escape
from pages.ui.shared.session import say

NUMBER = re.compile(r"\+?\d[\d \-]{4,}\d")
SHOWN = "phones_shown"  # of this session: whose number was asked for


def call(text: str) -> str:
    """HTML: the text with each number in it as a link that calls it. Masked numbers are none."""
    parts, at = [], 0
    for number in NUMBER.finditer(text) if "*" not in text else ():
        plain = re.sub(r"[^\d+]", "", number[0])
        link = f'<a class="gc-call" href="tel:{plain}">{number[0]}</a>'
        parts += [html.escape(text[at : number.start()]), link]
        at = number.end()
    return "".join(parts) + html.escape(text[at:])


def phone_line(store: Store, user: User, person_id: int, *, place: str, as_of: date | None = None) -> None:
    """A resident's phone, masked, with the button that shows it to who may call people; then it is a link. `place` (the page) stands in
    the audit log with who looked at whom."""
    asked = st.session_state.setdefault(SHOWN, set())
    scope = phones.showing(user.scope) if person_id in asked and user.may(phones.CALL) else user.scope
    number = phones.phone(store, scope, person_id=person_id, as_of=as_of)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"phone_{place}_{person_id}"):
        label = f'<span style="opacity:.65">{say("person.phone")}</span>　'
        st.html(label + (call(number) if number else say("person.no_phone")), width="content")
        if number and "*" in number and user.may(phones.CALL):
            st.button(
                say("person.show_phone"), icon=":material/call:", key=f"show_phone_{place}_{person_id}",
                help=say("person.show_phone_help"), on_click=_show, args=(store, user, person_id, place, as_of),
            )  # fmt: skip


def _show(store: Store, user: User, person_id: int, place: str, as_of: date | None) -> None:
    try:
        phones.show_phone(store, user, person_id=person_id, place=place, as_of=as_of)
    except UserError as error:
        st.toast(escape(say(f"error.{error.code}", **error.fields)))
        return
    st.session_state[SHOWN].add(person_id)
