"""The brief: made of the day or an earlier one, daily, weekly or of one theme, with blanks that people fill; kept in versions, signed off, taken as docx, pptx or pdf."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.act import moment
from pages.ui.briefs.making import making
from pages.ui.briefs.planned import planned
from pages.ui.briefs.template import template
from pages.ui.briefs.versions import versions
from pages.ui.shared.controls import Head, filters
from pages.ui.shared.moment import when
from pages.ui.shared.session import require, say, store
from pages.ui.shared.told import told

user = require("brief.make")
at, now = moment(store()), clock.now()
head = Head()
chosen = filters(store(), user.scope, head, period=False)
with head.title:
    st.title(say("page.briefs"))
    when(at)
told("briefs")
st.caption(say("briefs.lead"))
planned(store())
making(store(), user, chosen, at, now)
versions(store(), user, now)
if user.may("papers.template"):
    template(store(), user, now)
