"""The large screen: opened from here, and the links that open it on a wall without a log-in."""

from __future__ import annotations

import streamlit as st

from core import clock
from pages.ui.shared.controls import Head
from pages.ui.shared.session import require, say, store
from pages.ui.shared.told import told
from pages.ui.wall.links import listing, new_link

user = require("wall.make")
head = Head()
with head.title:
    st.title(say("page.walls"))
told("walls")
st.caption(say("walls.lead"))
st.link_button(say("walls.open"), "/wall", icon=":material/tv:")
new_link(store(), user, clock.now())
listing(store(), user, clock.now())
