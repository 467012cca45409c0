"""The text: each part with where its figures come from; a form until it is signed."""

from __future__ import annotations

from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.duty import NEEDED, WRITE, edit, source_name, withdraw
from core.duty.parts import LINE, LONGEST
from core.errors import UserError
from core.store import Store
from pages.ui.shared.controls import go_to
from pages.ui.shared.session import language, say
from pages.ui.shared.told import refused, tell


def text(store: Store, user: User, row: pd.Series, parts: pd.DataFrame, now: datetime) -> None:
    if row.state == "draft" and user.may(WRITE):
        _form(store, user, row, parts, now)
    else:
        _read(row, parts)


def version_of(row: pd.Series) -> int:
    """Of the text that is before the reader: what somebody else wrote since is not written over."""
    return int(st.session_state.setdefault(f"duty_version_{row.report_id}", int(row.version)))


def _form(store: Store, user: User, row: pd.Series, parts: pd.DataFrame, now: datetime) -> None:
    number, version = int(row.report_id), version_of(row)
    key = f"duty_{number}_{version}"
    if version != int(row.version):
        st.warning(say("error.duty_changed", number=number))
        st.button(
            say("duty_info.newest"), on_click=lambda: st.session_state.pop(f"duty_version_{number}"), key="duty_newest"
        )
    with st.form(f"{key}_form"):
        title = st.text_input(say("duty_info.field.title"), value=row.title, max_chars=LINE, key=f"{key}_title")
        to = st.text_input(say("duty_info.field.to"), value=row.addressee, max_chars=LINE, key=f"{key}_to")
        bodies = {}
        for part in parts.itertuples():
            label = say(f"duty_info.part.{part.part}") + (
                f" *({say('duty_info.needed')})*" if part.part in NEEDED and not part.body else ""
            )
            lines = max(1, -(-len(part.body) // 40) + part.body.count("\n"))
            bodies[part.part] = st.text_area(
                label, value=part.body, max_chars=LONGEST, height=min(68 + 26 * lines, 300), key=f"{key}_{part.part}"
            )
            if part.sources:
                st.html(_sources(part))
        saved = st.form_submit_button(say("duty_info.save"), type="primary", icon=":material/save:")
    if saved:
        changed = {p.part: bodies[p.part] for p in parts.itertuples() if bodies[p.part] != p.body}
        try:
            edit(store, user, number, bodies=changed, title=title, to=to, version=version, now=now)
        except UserError as error:
            refused(error)
            return
        st.session_state.pop(f"duty_version_{number}", None)
        tell("duty", say("duty_info.saved"))
        st.rerun()
    if st.button(say("duty_info.withdraw"), icon=":material/undo:", type="tertiary", key="duty_withdraw"):
        try:
            withdraw(store, user, number, now=now)
        except UserError as error:
            refused(error)
            return
        tell("duty", say("duty_info.withdrawn"))
        go_to(report=None)
        st.rerun()


def _read(row: pd.Series, parts: pd.DataFrame) -> None:
    said = "".join(
        f"<h6>{escape(say(f'duty_info.part.{p.part}'))}</h6><p class='gc-words'>{escape(p.body)}</p>{_sources(p)}"
        for p in parts.itertuples()
        if p.body
    )
    st.html(
        f'<div class="gc-paper"><p class="gc-muted">{escape(say("duty_info.field.to"))}: {escape(row.addressee)}</p>{said}</div>'
    )


def _sources(part: tuple) -> str:
    """Each place once, with the moment for which it stands; and whether people changed what was filled."""
    sources = part.sources
    if not sources:
        return ""
    pages = {source_name(language(), one["page"]): (one["page"], one["as_of"]) for one in reversed(sources)}
    links = " ".join(
        f'<a class="go" href="{escape(page)}" title="{escape(say("duty_info.as_of", at=as_of.replace("T", " ")))}">{escape(name)}</a>'
        for name, (page, as_of) in reversed(pages.items())
    )
    changed = f" · {escape(say('duty_info.changed'))}" if part.body != part.filled else ""
    return f'<small class="gc-sources">{escape(say("duty_info.sources"))}: {links}{changed}</small>'
