"""Clues: what people told the desk, those not answered first; a new one; one of them (`?clue=`), those of one alert (`?alert=`)."""

from __future__ import annotations

import streamlit as st

from core.act import moment
from pages.ui.clues.entering import entering
from pages.ui.clues.listing import lead, listing
from pages.ui.clues.one import back, find_clue, one
from pages.ui.shared.controls import Head, filters
from pages.ui.shared.finder import number
from pages.ui.shared.map_view import note_width
from pages.ui.shared.moment import when
from pages.ui.shared.session import require, say, store
from pages.ui.shared.told import told

user = require("clues.read")
at = moment(store())
if "clue" in st.query_params:
    back()
    st.title(say("page.clues"))
    told("clues")
    found = find_clue(store(), user, number("clue"), at)
    if found is None:
        st.warning(say("error.clue_unknown"))
    else:
        one(store(), user, found, at)
else:
    head = Head()
    chosen = filters(store(), user.scope, head, period=False)
    with head.title:
        st.title(say("page.clues"))
        when(at)
    told("clues")
    lead(store(), user, chosen, at)
    if user.may("clues.handle"):
        entering(store(), user, at)
    listing(store(), user, chosen, at)
note_width()
