"""Backups and whether the desk is well; for the administrator. Restoring needs the server to stand still: the page says the command."""

from __future__ import annotations

import streamlit as st

from pages.ui.backups.listing import listing
from pages.ui.backups.making import making
from pages.ui.backups.well import well
from pages.ui.shared.controls import Head
from pages.ui.shared.session import require, say, store

user = require("backups.manage")
with Head().title:
    st.title(say("page.backups"))
making(store(), user)
listing(store(), user)
well(store())
