"""Personal data: one person's file and its erasure, retention, the data dictionary, what goes after the emergency."""

from __future__ import annotations

import streamlit as st

from core import clock
from pages.ui.privacy.dictionary import dictionary_part
from pages.ui.privacy.end import end_part
from pages.ui.privacy.file import file_part
from pages.ui.privacy.part import chosen_part
from pages.ui.privacy.retention import retention_part
from pages.ui.privacy.waiting import waiting_part
from pages.ui.shared.controls import Head
from pages.ui.shared.session import require, say, store

user = require("privacy.file")
head = Head()
with head.title:
    st.title(say("page.privacy"))
    st.caption(say("privacy.lead"))
part = chosen_part(user)
today = clock.today()
if part == "file":
    waiting_part(store(), user, today)
    file_part(store(), user, today)
elif part == "retention":
    retention_part(store(), user, today)
elif part == "dictionary":
    dictionary_part(store())
else:
    end_part(store(), today)
