"""A department's own page: the tasks that it was given, and its answers."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.act import moment
from core.share import handed_of
from pages.ui.handed.cards import answered, waiting
from pages.ui.shared.controls import Head
from pages.ui.shared.session import require, say, store

user = require("handed.answer")
head = Head()
with head.title:
    st.title(say("page.handed"))
found = handed_of(store(), user, on=moment(store()).date())
waiting(store(), user, found[found.status == "handed"], clock.now())
answered(found[found.status != "handed"])
