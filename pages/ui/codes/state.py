"""How far the figures are with what phones and gates send."""

from __future__ import annotations

import streamlit as st

from core.i18n import format
from core.intake import intake_state
from core.store import Store
from pages.ui.shared.session import language, say


def state(store: Store) -> None:
    st.caption(say("codes.lead"))
    found = intake_state(store)
    if found.last_at is None:
        st.caption(say("codes.state_none"))
        return
    marked = format.moment(language(), found.marked_at) if found.marked_at else "–"
    last = format.moment(language(), found.last_at)
    st.caption(say("codes.state", last=last, marked=marked, waiting=format.exact(found.waiting)))
