"""What the last act led to, said once."""

from __future__ import annotations

import streamlit as st

from pages.ui.shared.session import say

TOLD = "places_told"


def tell(words: str, /, **fields: object) -> None:
    st.session_state[TOLD] = (words, fields)


def told() -> None:
    kept = st.session_state.pop(TOLD, None)
    if kept:
        st.success(say(kept[0], **kept[1]), icon=":material/check:")
