"""Notification: receivers outside the desk, what was sent to them, a new one."""

from __future__ import annotations

import streamlit as st

from pages.ui.channels.history import history
from pages.ui.channels.listing import listing
from pages.ui.channels.new import new_channel
from pages.ui.shared.controls import Head
from pages.ui.shared.session import require, say, store

user = require("channels.manage")
head = Head()
with head.title:
    st.title(say("page.channels"))
st.caption(say("channel.lead"))
listing(store(), user)
new_channel(store(), user)
history(store())
