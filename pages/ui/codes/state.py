"""What codes are for, and how far the figures are with what phones and gates send."""

from __future__ import annotations

import streamlit as st

from core.store import Store
from pages.ui.shared.intake import intake_line
from pages.ui.shared.session import say


def state(store: Store) -> None:
    st.caption(say("codes.lead"))
    st.caption(intake_line(store) or say("codes.state_none"))
