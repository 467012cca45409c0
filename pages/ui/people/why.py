"""Why somebody is in a class, and why not in the others."""

from __future__ import annotations

import html
from datetime import date

import streamlit as st

from core.classify.why import HOLDS, Why, why
from core.colours import QUIET
from core.domain import User
from core.report.why import class_of, grounds, verdict
from core.store import Store
from pages.ui.shared import palette
from pages.ui.shared.session import language, say


def why_section(store: Store, user: User, *, person_id: int, as_of: date) -> None:
    """Every class of the pack in a line: whether it holds, why, since and until when, and what is known with where it was told."""
    with st.expander(say("why.title"), icon=":material/help:"):
        for found in why(store, user.scope, person_id=person_id, as_of=as_of):
            st.html(_line(found))


def _line(found: Why) -> str:
    lang = language()
    colour = palette.class_colours().get(found.code, QUIET) if found.state == HOLDS else QUIET
    state = say(f"why.state.{found.state}")
    known = grounds(lang, found)
    more = f'<div style="opacity:.7;font-size:13px;overflow-wrap:anywhere">{html.escape(known)}</div>' if known else ""
    return (
        f'<div><span class="gc-dot" style="color:{colour}" aria-hidden="true">●</span> <b>{html.escape(class_of(lang, found.code))}</b>　'
        f"{html.escape(state)}　{html.escape(verdict(lang, found))}</div>{more}"
    )
