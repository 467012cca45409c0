"""What was done, told once, and a token, shown once."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from pages.ui.shared.session import say

TOLD, TOKEN = "share_told", "share_token"
JSON, CSV, PAGE = "/api/shares/data.json", "/api/shares/data.csv", "/shared"


def tell(key: str, number: int, token: str | None = None) -> None:
    st.session_state[TOLD] = (key, number)
    if token:
        st.session_state[TOKEN] = token


def told() -> None:
    done = st.session_state.pop(TOLD, None)
    if done is not None:
        st.success(say(done[0], number=done[1]), icon=":material/check:")
    token = st.session_state.get(TOKEN)
    if token is not None:
        with st.container(border=True, key="share_token_box"):
            st.write(say("share.token_once"))
            st.code(token, language=None)
            own = urlsplit(st.context.url or "")
            base = f"{own.scheme}://{own.netloc}" if own.netloc else ""
            st.caption(say("share.token_how", json=base + JSON, csv=base + CSV, page=base + PAGE))
            # A page runs again by itself: only the reader says that they have it.
            st.button(say("share.token_kept"), key="share_token_kept", on_click=_forget)


def _forget() -> None:
    st.session_state.pop(TOKEN, None)
