"""Work orders of the 12345 line: those that are overdue first; given to grids one by one or many at once; one of them (`?order=`)."""

from __future__ import annotations

import streamlit as st

from core.act import moment
from pages.ui.shared.controls import Head, filters
from pages.ui.shared.finder import number
from pages.ui.shared.map_view import note_width
from pages.ui.shared.moment import when
from pages.ui.shared.session import require, say, store
from pages.ui.shared.told import told
from pages.ui.work_orders.dispatching import dispatching
from pages.ui.work_orders.listing import lead, listing
from pages.ui.work_orders.one import back, find_order, one
from pages.ui.work_orders.results import results_file

user = require("orders.write")
at = moment(store())
if "order" in st.query_params:
    back()
    st.title(say("page.work_orders"))
    told("orders")
    found = find_order(store(), user, number("order"), at)
    if found is None:
        st.warning(say("error.order_unknown"))
    else:
        one(store(), user, found, at)
else:
    head = Head()
    chosen = filters(store(), user.scope, head, period=False)
    with head.title:
        st.title(say("page.work_orders"))
        when(at)
    told("orders")
    lead(store(), user, chosen, at)
    picked = listing(store(), user, chosen, at)
    dispatching(store(), user, picked, at)
    results_file(store(), user, chosen, at)
note_width()
