"""Risk areas: the list, a new one with whom it concerns at once, its tasks; one of them is looked at (`?area=`)."""

from __future__ import annotations

import streamlit as st

from core.screening import areas
from pages.ui.risk.acting import acts, told, without
from pages.ui.risk.adding import adding
from pages.ui.risk.concerned import concerned, lead, where
from pages.ui.risk.listing import as_of_line, chosen_area, listing
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Head, filters
from pages.ui.shared.finder import number
from pages.ui.shared.map_view import note_width
from pages.ui.shared.session import require, say, store

user = require("risk.read")
head = Head()
chosen = filters(store(), user.scope, head, period=False)
with head.title:
    st.title(say("page.risk_areas"))
    as_of_line(chosen)
told()
known = read(areas, store(), user.scope, as_of=chosen.last_day)
if user.may("risk.write"):
    adding(store(), user, chosen, first=known.empty)
area = chosen_area(known, number("area"))
if area is None:
    st.info(say("risk.none" if user.may("risk.write") else "risk.none_may"))
else:
    left, right = st.columns([4, 9], gap="large")
    with left:
        listing(known, area)
    with right:
        lead(store(), user, area, chosen)
        acts(store(), user, area)
        without(store(), user, area, chosen)
        where(store(), user, area, chosen)
        if user.may("people.read"):
            concerned(store(), user, area, chosen)
note_width()
