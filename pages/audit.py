"""The audit log: who did what, whom they looked at, what was refused; is it what was written?"""

from __future__ import annotations

import streamlit as st

from pages.ui.audit.filters import filters
from pages.ui.audit.listing import listing
from pages.ui.audit.tested import kept, tested
from pages.ui.shared.controls import Head
from pages.ui.shared.map_view import note_width
from pages.ui.shared.session import require, say, store

user = require("audit.read")
head = Head()
with head.title:
    st.title(say("page.audit"))
st.caption(say("audit.lead"))
tested(store(), user)
wanted = filters(store())
if wanted is not None:
    listing(store(), user, wanted)
kept(store().settings)
note_width()
