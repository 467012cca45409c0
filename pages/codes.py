"""Codes of places: those of a grid, new ones, sheets for the printer; what was refused; and, for the administrator, the gates' keys."""

from __future__ import annotations

import streamlit as st

from pages.ui.codes.devices import gates
from pages.ui.codes.listing import listing
from pages.ui.codes.making import making
from pages.ui.codes.refused import turned_away
from pages.ui.codes.state import state
from pages.ui.shared.controls import Head, filters
from pages.ui.shared.session import require, say, store

user = require("codes.write")
head = Head()
chosen = filters(store(), user.scope, head, period=False)
with head.title:
    st.title(say("page.codes"))
state(store())
listing(store(), user, chosen)
making(store(), user, chosen)
turned_away(store(), user)
if user.may("devices.manage"):
    gates(store(), user)
