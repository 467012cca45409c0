"""The brief: made of today's data with two blanks filled by people, kept in versions, taken as docx, pptx or pdf."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.act import moment
from pages.ui.briefs.making import making
from pages.ui.briefs.versions import versions
from pages.ui.shared.controls import Head, filters
from pages.ui.shared.moment import when
from pages.ui.shared.session import require, say, store
from pages.ui.shared.told import told

user = require("brief.make")
at = moment(store())
head = Head()
chosen = filters(store(), user.scope, head, period=False)
with head.title:
    st.title(say("page.briefs"))
    when(at)
told("briefs")
st.caption(say("briefs.lead"))
making(store(), user, chosen, at, clock.now())
versions(store(), user)
