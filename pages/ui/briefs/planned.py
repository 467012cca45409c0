"""Whether briefs make themselves, and when."""

from __future__ import annotations

import streamlit as st

from core.brief import set_time
from core.errors import UserError
from core.i18n.format import WEEKDAYS
from core.store import Store
from pages.ui.shared.session import language, say
from pages.ui.shared.told import refused


def planned(store: Store) -> None:
    try:
        at = set_time(store.settings)
    except UserError as error:
        refused(error)
        return
    if at is None:
        st.caption(say("briefs.unplanned"))
        return
    day = store.settings.brief_weekday
    weekly = say("briefs.planned_weekly", day=WEEKDAYS[language()][day - 1]) if 1 <= day <= 7 else ""
    st.caption(say("briefs.planned", at=f"{at:%H:%M}", weekly=weekly))
