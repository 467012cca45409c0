"""What citizens asked by phone: corrections, objections, complaints; one that is clicked is answered."""

from __future__ import annotations

import streamlit as st

from pages.ui.requests.listing import listing
from pages.ui.shared.session import require, say, store

user = require("requests.answer")
st.title(say("page.requests"))
st.caption(say("requests.lead"))
listing(store(), user)
