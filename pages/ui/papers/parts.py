"""Which part of the page: kept in the address, so that a link leads there. And what the last act led to."""

from __future__ import annotations

import streamlit as st

from pages.ui.shared.controls import go_to
from pages.ui.shared.session import say

PARTS = ("make", "register", "templates")
TOLD = "papers_told"


def chosen_part(*, may_template: bool) -> str:
    parts = PARTS if may_template else PARTS[:2]
    current = st.query_params.get("part", PARTS[0])
    st.session_state["papers_part"] = current = current if current in parts else PARTS[0]
    st.segmented_control(
        say("papers.part_label"), parts, format_func=lambda p: say(f"papers.part.{p}"), key="papers_part", label_visibility="collapsed",
        on_change=lambda: go_to(part=st.session_state["papers_part"], page=None, kind=None, state=None, q=None),
    )  # fmt: skip
    return current


def tell(words: str, /, **fields: object) -> None:
    st.session_state[TOLD] = (words, fields)


def told() -> None:
    """Once."""
    kept = st.session_state.pop(TOLD, None)
    if kept:
        st.success(say(kept[0], **kept[1]), icon=":material/check:")
