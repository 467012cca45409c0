"""The form that writes a change of one class, how long it lasts and whom it takes, into the text of a county's own version."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import streamlit as st

from core.policy.class_change import condition_changed, days_of, length_changed, said_of, when_of
from core.policy.classes import PersonClass
from core.policy.loader import Policy
from core.report.wording import class_name
from pages.ui.shared.session import language, say

MOST = 365  # days


def class_form(before: Policy, shipped: Policy, now: Policy | None, key: str) -> None:
    """`key`: of the text in the session. `before`: with the changes that the text began with, `now`: with those of now (None: it is faulty)."""
    text = st.session_state[key]
    classes = {c.code: c for c in before.classes if c.event}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(
            say("policy.edit.class"),
            list(classes),
            format_func=lambda c: class_name(language(), c),
            key="policy_edit_class",
            width=220,
        )
        days, when = _said(text, classes[code], now)
        # a field of its own for what the text says: whenever that changes it is shown anew
        said = zlib.crc32(f"{before.version} {days} {when}".encode())
        days_key, when_key = f"policy_edit_days_{code}_{said}", f"policy_edit_when_{code}_{said}"
        st.session_state.setdefault(days_key, days)
        st.number_input(
            say("policy.edit.days"), 1, max(MOST, days or 0), None if days_of(classes[code]) is None else "min",
            key=days_key, width=170, placeholder=say("policy.edit.no_days"),
        )  # fmt: skip
        st.text_input(say("policy.edit.when"), when, key=when_key, width=360)
        st.button(
            say("policy.edit.add"), icon=":material/add:", key="policy_edit_add",
            on_click=_adding(key, classes[code], shipped, (days, when), (days_key, when_key)),
        )  # fmt: skip


def _said(text: str, each: PersonClass, now: Policy | None) -> tuple[int | None, str]:
    found = next((c for c in now.classes if c.code == each.code), each) if now else None
    return (days_of(found), when_of(found)) if found else said_of(text, each)


def _adding(
    key: str, before: PersonClass, shipped: Policy, shown: tuple[int | None, str], keys: tuple[str, str]
) -> Callable[[], None]:
    """What of both was changed takes the place of what the text says of it; what was not stays."""
    as_shipped = next((c for c in shipped.classes if c.code == before.code), None)

    def add() -> None:
        text, (days, when) = st.session_state[key], (st.session_state[k] for k in keys)
        if days != shown[0]:
            text = length_changed(text, before, as_shipped, days)
        if when.strip() != shown[1]:
            text = condition_changed(text, before.code, as_shipped, when)
        st.session_state[key] = text

    return add
