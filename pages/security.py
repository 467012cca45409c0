"""The security officer's page: looks beyond a scope to be reviewed, who is logged in where, who lacks a second factor. No register is seen here."""

from __future__ import annotations

import streamlit as st

from pages.ui.security.logged_in import lacking, logged_in
from pages.ui.security.review import review
from pages.ui.shared.session import require, say, store

user = require("security.manage")
st.title(say("page.security"))
st.caption(say("security.context"))
review(store(), user)
logged_in(store(), user)
lacking(store())
