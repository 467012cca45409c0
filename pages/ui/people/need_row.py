"""The groups with which the people page opens: who needs something, by why, each with how many; and everybody."""

from __future__ import annotations

import streamlit as st

from core.domain import Scope
from core.i18n import format
from core.policy.needs import needs
from core.registry import people
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.controls import go_to
from pages.ui.shared.session import language, say

ALL = "all"
KEY = "people_need"


def need_row(store: Store, scope: Scope, conditions: dict[str, object], *, text: str, filtered: bool) -> str | None:
    """Draw the row and return the need that is looked at, None for everybody. Address: `need`.

    `conditions` as core.registry.people takes them. Without a need in the address the most urgent one with somebody in it is looked
    at, unless somebody in particular is looked for."""
    counts = read(people.need_counts, store, scope, **conditions)
    need = _wanted(counts, text=text, filtered=filtered)
    shown = [code for code in needs() if code in counts or code == need]
    if not shown:
        return None
    st.session_state[KEY] = need or ALL
    st.pills(
        say("people.need"),
        [*shown, ALL],
        format_func=lambda code: _label(code, counts.get(code, 0)),
        key=KEY,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: go_to(need=st.session_state[KEY], q=None, page=None),
    )
    return need


def _wanted(counts: dict[str, int], *, text: str, filtered: bool) -> str | None:
    asked = st.query_params.get("need")
    if text or asked == ALL:
        return None
    if asked in needs():
        return asked
    return None if filtered else next(iter(counts), None)


def _label(code: str, count: int) -> str:
    if code == ALL:
        return say("people.everybody")
    return say("people.need_one", name=needs()[code].name(language()), people=format.exact(count))
