"""What the last act of a page led to, said once."""

from __future__ import annotations

import streamlit as st

from core.errors import UserError
from pages.ui.shared.session import say


def tell(room: str, *lines: str) -> None:
    """Lines of Markdown, the first of them what was done; the others what was not, and why."""
    st.session_state[f"{room}_told"] = lines


def told(room: str) -> None:
    lines = st.session_state.pop(f"{room}_told", None)
    if lines:
        st.success(lines[0], icon=":material/check:")
        if lines[1:]:
            st.warning("  \n".join(lines[1:]))


def refused(error: UserError) -> None:
    st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
