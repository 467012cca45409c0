"""Sharing with departments: what each gets, why and until when; a new share; each use."""

from __future__ import annotations

import streamlit as st

from pages.ui.shared.controls import Head
from pages.ui.shared.map_view import note_width
from pages.ui.shared.session import require, say, store
from pages.ui.shares.listing import listing
from pages.ui.shares.new import new_share
from pages.ui.shares.told import told

user = require("shares.make")
head = Head()
with head.title:
    st.title(say("page.shares"))
told()
new_share(store(), user)
listing(store(), user)
note_width()
