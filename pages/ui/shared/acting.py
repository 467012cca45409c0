"""Do one thing for a page and say that it is done, or why not; what was done is told after the rerun, where it was asked for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.errors import UserError
from pages.ui.shared.session import say

DONE = "acting_done"


def acting(act: Callable[[], object], done: str, *, about: str) -> None:
    """Reruns the page when it worked; `done_with(about)` then shows `done`."""
    try:
        act()
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    st.session_state[DONE] = about, done
    st.rerun()


def done_with(about: str) -> None:
    """What was done here a moment ago, once."""
    where, done = st.session_state.get(DONE, ("", ""))
    if where == about:
        del st.session_state[DONE]
        st.success(done, icon=":material/check:")
