"""Which part of the page is shown; kept in the address."""

from __future__ import annotations

import streamlit as st

from core.domain import User
from pages.ui.shared.controls import go_to
from pages.ui.shared.session import say

# part → what it takes to see it
PARTS = {"file": "privacy.file", "retention": "privacy.file", "dictionary": "privacy.file", "end": "privacy.end"}


def chosen_part(user: User) -> str:
    """Draw the switch. Address: `part`."""
    parts = [part for part, permission in PARTS.items() if user.may(permission)]
    given = st.query_params.get("part", parts[0])
    st.session_state["privacy_part"] = given if given in parts else parts[0]
    st.segmented_control(
        say("privacy.which"), parts, format_func=lambda p: say(f"privacy.part.{p}"), key="privacy_part", required=True,
        on_change=lambda: go_to(part=st.session_state["privacy_part"]), label_visibility="collapsed",
    )  # fmt: skip
    return st.session_state["privacy_part"]
