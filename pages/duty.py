"""Duty information: what waits and what is late first; a new one; one of them (`?report=`), those about one alert (`?alert=`)."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.duty import READ, WRITE
from pages.ui.duty.beginning import beginning
from pages.ui.duty.listing import listing
from pages.ui.duty.one import back, one
from pages.ui.duty.template import template
from pages.ui.shared.controls import Head, filters
from pages.ui.shared.finder import number
from pages.ui.shared.session import require, say, store
from pages.ui.shared.told import told

user = require(READ)
now = clock.now()
if "report" in st.query_params:
    back()
    told("duty")
    one(store(), user, number("report"), now)
else:
    head = Head()
    chosen = filters(store(), user.scope, head, period=False)
    with head.title:
        st.title(say("page.duty"))
    told("duty")
    st.caption(say("duty_info.lead"))
    if user.may(WRITE):
        beginning(store(), user, chosen, number("alert"), now)
    listing(store(), user, chosen, number("alert"), now)
    if user.may("papers.template"):
        template(store(), user, now)
