"""A popover that shuts once what it asks for is done; by itself it would stay open over what has changed."""

from __future__ import annotations

import streamlit as st

SHUT = "popover_shut"


def popover(label: str, *, key: str, icon: str | None = None):
    """Its `.open` says whether anything in it need be made."""
    if st.session_state.get(SHUT) == key:
        del st.session_state[SHUT]
        st.session_state[key] = False
    return st.popover(label, key=key, icon=icon, on_change="rerun")


def shut(key: str) -> None:
    """With the next run of the page."""
    st.session_state[SHUT] = key
