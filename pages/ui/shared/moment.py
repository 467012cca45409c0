"""For which moment a page stands."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from core.i18n import format
from pages.ui.shared.session import language, say


def when(at: datetime) -> None:
    st.caption(say("tasks.at", moment=format.moment(language(), at)))
