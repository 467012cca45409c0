"""What was done, told over the page once it is drawn anew: whoever pressed the button stands far below the head of the page on a phone."""

from __future__ import annotations

import streamlit as st

DONE = "toast_done"


def toast_later(text: str) -> None:
    st.session_state[DONE] = text


def toast_now() -> None:
    """Before the page is drawn."""
    if (done := st.session_state.pop(DONE, None)) is not None:
        st.toast(done, icon=":material/check_circle:", duration="long")
